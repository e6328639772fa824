"""axe-core on every page, light and dark, narrow and wide, and nothing wider than the window."""

import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.web.texts import PARKING, PIGEONS, draft, finished, inquiry

VENDOR = Path(__file__).parent / "vendor"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "EN-301-549", "best-practice"]


@pytest.fixture(scope="module")
def pages(demo: str) -> list[tuple[str, str]]:
    """Every kind of page with something on it, and the person who sees it."""
    with httpx.Client(base_url=f"{demo}/api/v1", timeout=60) as api:
        fresh, made, done = inquiry(api, PARKING)["id"], draft(api, PARKING)["id"], finished(api, PIGEONS)["id"]
        api.post(f"/drafts/{done}/sign-offs", json={"decision": "mitgezeichnet"})
        found = api.get("/search", params={"text": "Bewohnerparkausweis"}).json()
        bare = draft(api, PIGEONS)["id"]
    paper = f"/vorlagen/{found[0]['paper']['id']}?start=10&end=80" if found else "/bestand"
    clerk = [
        "/",
        "/?stand=released&text=gibtesnicht",
        "/anfragen/neu",
        f"/anfragen/{fresh}",
        f"/entwuerfe/{made}",
        f"/entwuerfe/{made}?suche=Parken",
        f"/entwuerfe/{bare}",
        f"/entwuerfe/{made}/vergleich",
        f"/entwuerfe/{bare}/vergleich",
        f"/entwuerfe/{made}/ausgabe",
        f"/entwuerfe/{made}/verlauf",
        f"/entwuerfe/{made}/zeichnen",
        "/suche",
        "/suche?text=Bewohnerparkausweis",
        paper,
        "/bestand",
        "/guete",
        "/hilfe",
        "/anmelden",
        "/api/docs",
        "/gibt-es-nicht",
    ]
    return [
        *((path, "sachbearbeitung") for path in clerk),
        (f"/entwuerfe/{done}/zeichnen", "mitzeichnung"),
        ("/verwaltung", "schlusszeichnung"),
        ("/protokoll", "schlusszeichnung"),
    ]


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 1280), ("light", 320), ("dark", 320)])
def test_no_page_keeps_anybody_out(
    chromium: Any, demo: str, pages: list[tuple[str, str]], scheme: str, width: int
) -> None:
    axe, words = (VENDOR / "axe.min.js").read_text(), json.loads((VENDOR / "axe.de.json").read_text())
    found: list[str] = []
    for login in dict.fromkeys(login for _, login in pages):
        # axe is put in by the driver; the page's own policy stays as it is for everything else
        context = chromium.new_context(
            viewport={"width": width, "height": 800}, color_scheme=scheme, locale="de-DE", bypass_csp=True
        )
        context.request.post(f"{demo}/person-wechseln", form={"login": login})
        tab = context.new_page()
        for path in [path for path, who in pages if who == login]:
            tab.goto(demo + path)
            tab.evaluate(axe)
            tab.evaluate("locale => axe.configure({locale})", words)
            tab.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
            result = tab.evaluate("tags => axe.run({runOnly: {type: 'tag', values: tags}})", RULES)
            for rule in result["violations"]:
                found += [f"{path}: {rule['id']}: {rule['help']}: {node['html'][:160]}" for node in rule["nodes"][:2]]
            if tab.evaluate("document.documentElement.scrollWidth") > width:
                found.append(f"{path}: wider than {width} px")
        context.close()
    assert found == [], "\n".join(found)
