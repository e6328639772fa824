"""axe-core on every page, light and dark, narrow and wide, and nothing wider than the window."""

import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.web.opener import Browser, problems, read
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
        (f"/entwuerfe/{made}/zeichnen", "mitzeichnung"),
        ("/bestand", "schlusszeichnung"),
        ("/verwaltung", "schlusszeichnung"),
        ("/protokoll", "schlusszeichnung"),
    ]


_CHECK = """async tags => {
  for (const one of document.querySelectorAll("details")) one.open = true;
  return (await axe.run({runOnly: {type: "tag", values: tags}, resultTypes: ["violations"]})).violations;
}"""


# 200 % zoom on a window of 1280 is a window of 640 with two dots for one.
@pytest.mark.parametrize(
    ("scheme", "width", "zoom"),
    [("light", 1280, 1), ("dark", 1280, 1), ("light", 320, 1), ("dark", 320, 1), ("light", 640, 2), ("dark", 640, 2)],
)
def test_no_page_keeps_anybody_out(
    chromium: Any, demo: str, pages: list[tuple[str, str]], scheme: str, width: int, zoom: int
) -> None:
    axe, words = (VENDOR / "axe.min.js").read_text(), json.loads((VENDOR / "axe.de.json").read_text())
    found: list[str] = []
    for login in dict.fromkeys(login for _, login in pages):
        # axe is put in by the driver; the page's own policy stays as it is for everything else
        context = chromium.new_context(
            viewport={"width": width, "height": 800},
            device_scale_factor=zoom,
            color_scheme=scheme,
            locale="de-DE",
            bypass_csp=True,
        )
        context.request.post(f"{demo}/person-wechseln", form={"login": login})
        tab = context.new_page()
        tab.set_default_navigation_timeout(90_000)  # a busy machine opens a page slowly
        for path in [path for path, who in pages if who == login]:
            tab.goto(demo + path)
            tab.evaluate(axe)
            tab.evaluate("locale => axe.configure({locale})", words)
            for rule in tab.evaluate(_CHECK, RULES):
                found += [f"{path}: {rule['id']}: {rule['help']}: {node['html'][:160]}" for node in rule["nodes"][:2]]
            if tab.evaluate("document.documentElement.scrollWidth") > width:
                found.append(f"{path}: wider than {width} px")
        context.close()
    assert found == [], "\n".join(found)


def test_every_page_is_valid_html(demo: str, pages: list[tuple[str, str]]) -> None:
    found = []
    for login in dict.fromkeys(login for _, login in pages):
        client = Browser(demo).as_person(login).client
        for path in [path for path, who in pages if who == login]:
            found += [f"{path}: {one}" for one in problems(read(client.get(path)))]
    assert found == []


@pytest.mark.parametrize("width", [320, 640, 1024, 1920, 2560])
def test_no_page_is_wider_than_its_window(chromium: Any, demo: str, pages: list[tuple[str, str]], width: int) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 900}, locale="de-DE")
    tab, wider = context.new_page(), []
    for path in [path for path, who in pages if who == "sachbearbeitung"]:
        tab.goto(demo + path)
        if tab.evaluate("document.documentElement.scrollWidth") > width:
            wider.append(path)
    context.close()
    assert wider == []


def test_print_shows_the_answer_and_no_controls(chromium: Any, demo: str, pages: list[tuple[str, str]]) -> None:
    tab = chromium.new_page(locale="de-DE")
    tab.emulate_media(media="print")
    tab.goto(demo + next(path for path, _ in pages if path.startswith("/entwuerfe/") and path.count("/") == 2))
    assert tab.locator(".va-question").is_visible()
    for control in (".va-nav", ".va-tabs", "form", ".va-foot", "button"):
        assert [one for one in tab.locator(control).all() if one.is_visible()] == [], control
    tab.close()
