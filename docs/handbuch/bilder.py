"""The handbook's pictures, taken from the demo as it is: `python docs/handbuch/bilder.py`.

Starts the service on its own port and data folder, takes in two of the demo's Anfragen, passes one on
to the co-signer, and photographs the pages with the system's Chromium.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import httpx
from playwright.sync_api import Browser, sync_playwright

HERE = Path(__file__).parent
BASE = "http://127.0.0.1:8767"
CHROMIUM = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
WIDTH = 1240


def main() -> None:
    with tempfile.TemporaryDirectory() as data:
        service = subprocess.Popen(
            [sys.executable, "-c", "from assistant.cli import main; main()", "serve", "--demo", "--port", "8767"],
            env={**os.environ, "VORLAGEN_DATA_DIR": data},
        )
        try:
            _wait()
            photograph(*_prepare())
        finally:
            service.terminate()
            service.wait(30)


def _wait() -> None:
    for _ in range(120):
        try:
            if httpx.get(f"{BASE}/readyz").status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(1)
    raise SystemExit("Der Dienst ist nicht bereit.")


def _prepare() -> tuple[str, str, str]:
    """(an Anfrage not yet drafted, its neighbour's draft, the same draft passed on to be signed)."""
    from corpus import inquiries_dir

    with httpx.Client(base_url=f"{BASE}/api/v1", timeout=120) as api:
        ids = {}
        for name in ("Parken.pdf", "Kita.docx"):
            path = next(inquiries_dir().glob(f"*{name}"))
            ids[name] = (
                api.post("/inquiries", files={"file": (path.name, path.read_bytes())}).raise_for_status().json()["id"]
            )
        draft = api.post(f"/inquiries/{ids['Parken.pdf']}/draft").raise_for_status().json()
        _answer_what_is_open(api, draft)
        api.post(f"/drafts/{draft['id']}/sign-offs", json={"decision": "mitgezeichnet"}).raise_for_status()
        other = api.post("/inquiries", files={"file": (path.name, path.read_bytes())}).raise_for_status().json()["id"]
        kita = api.post(f"/inquiries/{other}/draft").raise_for_status().json()
    return ids["Kita.docx"], kita["id"], draft["id"]


def _answer_what_is_open(api: httpx.Client, draft: dict) -> None:
    told = {"kind": "office", "office": "Ordnungsamt", "as_of": "2024-09-10"}
    sentence = {"text": "Die Einnahmen fließen in den allgemeinen Haushalt.", "statement": told}
    items = [{"number": item["number"], "sentences": [sentence]} for item in draft["items"] if not item["sentences"]]
    if items:
        etag = {"If-Match": f'"{draft["version"]}"'}
        api.patch(f"/drafts/{draft['id']}", json={"items": items}, headers=etag).raise_for_status()


def photograph(inquiry: str, draft: str, passed_on: str) -> None:
    pages = [
        ("anfragen", "/", None),
        ("fragen-pruefen", f"/anfragen/{inquiry}", None),
        ("entwurf", f"/entwuerfe/{draft}?frage=1", None),
        ("vergleich", f"/entwuerfe/{passed_on}/vergleich?frage=2", None),
        ("zeichnen", f"/entwuerfe/{passed_on}/zeichnen", "mitzeichnung"),
        ("suche", "/suche?text=Was+kostet+ein+Bewohnerparkausweis%3F", None),
        ("verwaltung", "/verwaltung#suchverfahren", "schlusszeichnung"),
    ]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM)
        for name, path, person in pages:
            _picture(browser, name, path, person)
        browser.close()


def _picture(browser: Browser, name: str, path: str, person: str | None) -> None:
    context = browser.new_context(viewport={"width": WIDTH, "height": 960}, locale="de-DE")
    page = context.new_page()
    if person:
        context.request.post(f"{BASE}/person-wechseln", form={"login": person})
    page.goto(BASE + path)
    page.screenshot(path=HERE / "bilder" / f"{name}.png")
    if name == "entwurf":
        page.locator(".va-cite").first.click()
        page.locator("mark").first.wait_for()
        page.screenshot(path=HERE / "bilder" / "quelle.png")
    context.close()


if __name__ == "__main__":
    main()
