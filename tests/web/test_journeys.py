"""What people come here for, end to end, in a real browser and once without JavaScript."""

import re
import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from assistant.library import Library
from tests.web.opener import Browser, Page
from tests.web.texts import PARKING, PIGEONS, draft, finished

CORPUS = Path(__file__).parents[2] / "corpus"
_REPLY = "Im Auftrag der Stadt wurden 2023 rund 1.200 Tauben gezählt."


def _become(tab: Any, name: str) -> None:
    """Switch to another of the demo people; choosing is enough."""
    with tab.expect_navigation():
        tab.get_by_label("Angemeldet als").select_option(label=name)


def test_a_clerk_from_the_upload_to_the_submission(tab: Any, demo: str) -> None:
    tab.goto(demo)
    tab.get_by_role("link", name=re.compile("Anfrage aufnehmen")).first.click()
    tab.get_by_label("Datei der Anfrage").set_input_files(CORPUS / "anfragen" / "2024-09-05_Anfrage_Kita.docx")
    tab.get_by_role("button", name="Aufnehmen und Fragen erkennen").click()
    tab.wait_for_url("**/anfragen/**")
    count = tab.locator(".va-original mark").count()
    assert count == 4
    tab.get_by_role("button", name=re.compile("Entwurf erstellen")).click()
    tab.wait_for_url("**/entwuerfe/**")
    tab.get_by_role("heading", name="Antwort", exact=True).wait_for()
    base = tab.url.partition("?")[0]

    for number in range(1, count + 1):
        tab.goto(f"{base}?frage={number}")
        if tab.locator(".va-sentences li").count():
            continue
        tab.get_by_text("Antwort eines Amtes übernehmen").click()
        tab.get_by_label("Antwort von (Amt)").fill("Amt für Kindertagesstätten und Jugend")
        tab.get_by_label("Text der Antwort").fill("Zum 1. September 2024 standen 87 Kinder auf der Warteliste.")
        tab.get_by_role("button", name="In die Antwort übernehmen").click()
        tab.get_by_text("Die Zulieferung ist in die Antwort übernommen.").wait_for()
        assert "Auskunft einer Stelle: Amt für Kindertagesstätten und Jugend" in tab.locator("#antwort").inner_text()
    tab.get_by_role("button", name="Zur Mitzeichnung geben").click()
    tab.get_by_text("Der Entwurf ist zur Mitzeichnung gegeben.").wait_for()
    assert "in Mitzeichnung" in tab.locator("main").inner_text()


def test_from_a_sentence_to_its_highlighted_source_in_one_action(tab: Any, api: httpx.Client, demo: str) -> None:
    made = draft(api)
    place = next(n for n, item in enumerate(made["items"]) if item["sentences"])
    quote = made["items"][place]["sentences"][0]["citations"][0]["quote"]
    tab.set_viewport_size({"width": 1280, "height": 500})  # so low that the source must come into view by itself
    tab.goto(f"{demo}/entwuerfe/{made['id']}?frage={place + 1}")
    tab.locator(".va-cite").first.click()
    mark = tab.locator("#quelle mark").first
    mark.wait_for()
    _is_seen(mark, quote)
    tab.get_by_role("link", name="Ganze Vorlage öffnen").click()
    tab.wait_for_url("**/vorlagen/**")
    _is_seen(tab.locator("mark#stelle"), quote)


def _is_seen(mark: Any, quote: str) -> None:
    assert " ".join(quote.split()).startswith(" ".join(mark.inner_text().split())[:40])
    assert mark.evaluate("m => { const r = m.getBoundingClientRect(); return r.top >= 0 && r.top < innerHeight }")


def test_a_reviewer_compares_and_signs_and_another_returns_with_a_reason(
    tab: Any, api: httpx.Client, demo: str
) -> None:
    made, own = draft(api), {"statement": {"kind": "judgement"}}
    items = [
        {"number": i["number"], "sentences": [*i["sentences"], {"text": f"Das gilt seit {2020 + n}.", **own}]}
        for n, i in enumerate(made["items"])
    ]
    saved = api.patch(f"/drafts/{made['id']}", json={"items": items}, headers={"If-Match": '"1"'})
    assert saved.status_code == 200, saved.text
    assert api.post(f"/drafts/{made['id']}/sign-offs", json={"decision": "mitgezeichnet"}).status_code == 201

    tab.goto(f"{demo}/entwuerfe/{made['id']}/vergleich")
    _become(tab, "Henning Brodersen (Mitzeichnung)")
    assert tab.get_by_role("heading", name="Geänderte Angaben").is_visible()
    tab.get_by_role("link", name="Zeichnen (wartet auf Sie)").click()
    assert "Woher die Angaben stammen" in tab.locator("main").inner_text()
    tab.get_by_label("mitgezeichnet", exact=True).check()
    tab.get_by_role("button", name="Entscheidung festhalten").click()
    tab.get_by_text("Ihre Entscheidung ist festgehalten.").wait_for()

    _become(tab, "Friederike Tamsen (Schlusszeichnung)")
    tab.get_by_label("zurückgegeben").check()
    tab.get_by_role("button", name="Entscheidung festhalten").click()
    tab.get_by_text("braucht eine Begründung").wait_for()
    tab.go_back()
    tab.get_by_label("zurückgegeben").check()
    tab.get_by_label("Anmerkung oder Begründung").fill("Bitte den Stand der Gebühren nennen.")
    tab.get_by_role("button", name="Entscheidung festhalten").click()
    tab.get_by_text("Bitte den Stand der Gebühren nennen.").first.wait_for()
    assert api.get(f"/drafts/{made['id']}/sign-offs").json()[-1]["decision"] == "zurueckgegeben"


def test_a_question_without_precedent_is_answered_released_and_found_the_next_time(tab: Any, demo: str) -> None:
    text = "Anfrage zu Nistkästen für Mauersegler\n\n1. Wie viele Nistkästen für Mauersegler hängen am Wasserturm?"
    answer = "Am Wasserturm hängen 24 Nistkästen für Mauersegler."
    tab.goto(f"{demo}/anfragen/neu")
    tab.get_by_label("Oder der Text der Anfrage").fill(text)
    tab.get_by_role("button", name="Aufnehmen und Fragen erkennen").click()
    tab.get_by_role("button", name=re.compile("Entwurf erstellen")).click()
    tab.get_by_text("keine frühere Antwort").first.wait_for()
    base = tab.url.partition("?")[0]
    tab.get_by_label("Antwort auf Frage 1").fill(answer)
    tab.get_by_role("button", name="Speichern und prüfen").click()
    tab.get_by_text("Dieser Satz hat keinen Beleg").wait_for()
    tab.get_by_label("Stelle", exact=True).fill("Amt für Gebäudewirtschaft")
    tab.get_by_role("button", name="Angabe speichern").click()
    tab.get_by_role("button", name="Zur Mitzeichnung geben").click()

    for name, decision in (
        ("Henning Brodersen (Mitzeichnung)", "mitgezeichnet"),
        ("Friederike Tamsen (Schlusszeichnung)", "Schlusszeichnung"),
    ):
        tab.goto(f"{base}/zeichnen")
        _become(tab, name)
        tab.get_by_label(decision, exact=True).check()
        tab.get_by_role("button", name="Entscheidung festhalten").click()
        tab.get_by_text("Ihre Entscheidung ist festgehalten.").wait_for()
    _become(tab, "Jana Petersen (Sachbearbeitung)")
    tab.goto(f"{base}/ausgabe")
    tab.get_by_label("Nummer aus dem RIS").fill("M 24/0977")
    tab.get_by_label("Datum der Vorlage").fill("2024-09-30")
    tab.get_by_role("button", name="Freigeben", exact=True).click()
    tab.get_by_text("Im RIS freigegeben als M 24/0977").wait_for()

    tab.goto(f"{demo}/anfragen/neu")
    tab.get_by_label("Oder der Text der Anfrage").fill(text.replace("Wie viele", "Welche Zahl an"))
    tab.get_by_role("button", name="Aufnehmen und Fragen erkennen").click()
    tab.get_by_role("button", name=re.compile("Entwurf erstellen")).click()
    tab.get_by_role("heading", name="Antwort", exact=True).wait_for()
    assert "M 24/0977" in tab.locator("main").inner_text()


def test_two_browsers_on_one_draft_lose_nothing(chromium: Any, api: httpx.Client, demo: str) -> None:
    made = finished(api, PIGEONS)
    first, second = (chromium.new_page(locale="de-DE") for _ in range(2))
    for window in (first, second):
        window.goto(f"{demo}/entwuerfe/{made['id']}")
        window.get_by_text("Text bearbeiten").click()
    first.get_by_label("Antwort auf Frage 1").fill("Die erste Fassung.")
    first.get_by_role("button", name="Speichern und prüfen").click()
    first.get_by_text("Gespeichert.", exact=True).wait_for()
    second.get_by_label("Antwort auf Frage 1").fill("Die zweite Fassung.")
    second.get_by_text("Jemand anderes hat inzwischen gespeichert").wait_for()
    second.get_by_role("button", name="Speichern und prüfen").click()
    second.get_by_role("heading", name="Zwei Fassungen").wait_for()
    shown = second.locator("main").inner_text()
    assert "Die erste Fassung." in shown
    assert second.get_by_label("Text, der gelten soll").input_value() == "Die zweite Fassung."
    second.get_by_role("button", name="Diesen Text speichern").click()
    second.get_by_text("Gespeichert.", exact=True).wait_for()
    assert api.get(f"/drafts/{made['id']}").json()["items"][0]["sentences"][0]["text"] == "Die zweite Fassung."
    for window in (first, second):
        window.close()


def test_typing_is_saved_by_itself_and_says_so(tab: Any, api: httpx.Client, demo: str) -> None:
    made = finished(api, PIGEONS)
    tab.goto(f"{demo}/entwuerfe/{made['id']}")
    tab.get_by_text("Text bearbeiten").click()
    tab.get_by_label("Antwort auf Frage 1").fill("Von selbst gespeichert.")
    tab.get_by_text("Noch nicht gespeichert").wait_for()
    tab.get_by_text(re.compile("^Gespeichert. Belege")).wait_for()
    assert api.get(f"/drafts/{made['id']}").json()["items"][0]["sentences"][0]["text"] == "Von selbst gespeichert."
    tab.goto(f"{demo}/entwuerfe/{made['id']}/verlauf")
    tab.get_by_text(re.compile("Zwischenst")).first.click()  # one person, one sitting
    tab.get_by_role("button", name=re.compile("wiederherstellen")).first.click()
    tab.get_by_text("Die frühere Fassung ist wiederhergestellt.").wait_for()
    assert "eine Zählung aus dem Jahr 2023" in tab.locator("#antwort").inner_text()


def _to(tab: Any, words: str, most: int = 150) -> None:
    """Press Tab until the focus is on what says these words."""
    for _ in range(most):
        tab.keyboard.press("Tab")
        if words in tab.evaluate(_FOCUS):
            return
    raise AssertionError(f"the keyboard does not reach „{words}“")


_FOCUS = """(() => { const a = document.activeElement;
  if (!a.matches("a, button, input, select, textarea, summary")) return "";
  return [a.textContent, a.getAttribute("aria-label"), ...[...(a.labels || [])].map((l) => l.textContent)].join(" ");
})()"""


def test_a_whole_answer_by_keyboard_alone(tab: Any, demo: str) -> None:
    tab.goto(demo)
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.textContent") == "Zum Inhalt"
    tab.keyboard.press("Enter")
    _to(tab, "aufnehmen")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/anfragen/neu")
    _to(tab, "Oder der Text der Anfrage")
    tab.keyboard.insert_text(PARKING)
    _to(tab, "Aufnehmen und Fragen erkennen")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/anfragen/*ok=*")
    _to(tab, "Entwurf erstellen")
    tab.keyboard.press("Enter")
    tab.get_by_role("heading", name="Antwort", exact=True).wait_for()
    base = tab.url.partition("?")[0]
    for number in (1, 2):
        _answer_by_keyboard(tab, f"{base}?frage={number}", number)
    _to(tab, "Zur Mitzeichnung geben")
    tab.keyboard.press("Enter")
    tab.get_by_text("Der Entwurf ist zur Mitzeichnung gegeben.").wait_for()

    tab.context.request.post(f"{demo}/person-wechseln", form={"login": "mitzeichnung"})
    tab.goto(f"{base}/zeichnen")
    _to(tab, "mitgezeichnet")
    tab.keyboard.press("Space")
    _to(tab, "Entscheidung festhalten")
    tab.keyboard.press("Enter")
    tab.get_by_text("Ihre Entscheidung ist festgehalten.").wait_for()


def _answer_by_keyboard(tab: Any, address: str, number: int) -> None:
    """See a source, write the answer, say what it rests on."""
    tab.goto(address)
    if tab.locator(".va-cite").count():
        _to(tab, "Beleg 1")
        tab.keyboard.press("Enter")
        tab.locator("#quelle mark").first.wait_for()
    field = tab.get_by_label(f"Antwort auf Frage {number}")
    if not field.is_visible():
        _to(tab, "Text bearbeiten")
        tab.keyboard.press("Enter")
    _to(tab, f"Antwort auf Frage {number}")
    tab.keyboard.press("Control+a")
    tab.keyboard.insert_text("Das entscheidet die Verwaltung im Einzelfall.")
    with tab.expect_navigation():
        tab.keyboard.press("Control+s")
    if tab.locator(".va-rests--open").count():
        _to(tab, "Der Satz beruht auf")
        tab.keyboard.press("End")
        _to(tab, "Angabe speichern")
        tab.keyboard.press("Enter")
        tab.get_by_text("Einschätzung der Verwaltung").first.wait_for()


def test_the_same_without_javascript(clerk: Browser, api: httpx.Client, demo: str) -> None:
    page = clerk.send("/anfragen", text=PARKING)
    id = page.url.rpartition("/")[2].partition("?")[0]
    version = page.form("/fragen")["version"]
    page = clerk.send(f"/anfragen/{id}/teilen", version=version, place=1, ab="und auf welcher Grundlage")
    assert "3 Fragen erkannt" in page.text()
    page = clerk.send(f"/anfragen/{id}/verbinden", version=page.form("/fragen")["version"], place=2)
    assert "2 Fragen erkannt" in page.text()
    page = clerk.send(f"/anfragen/{id}/entwurf")
    draft_id = re.search(r"/entwuerfe/(\w+)", page.url)[1]
    for number in (1, 2):
        page = _made(clerk, f"/entwuerfe/{draft_id}?frage={number}")
        values = page.form("/antwort") | {"text": _REPLY, "office": "Ordnungsamt", "ersetzen": "ja"}
        page = clerk.send(f"/entwuerfe/{draft_id}/antwort", **values)
        assert _REPLY in page.text("//*[@id='antwort']")
    page = clerk.send(f"/entwuerfe/{draft_id}/weitergeben", **page.form("/weitergeben"))
    reviewer = Browser(demo).as_person("mitzeichnung")
    page = reviewer.open(f"/entwuerfe/{draft_id}/zeichnen")
    page = reviewer.send(f"/entwuerfe/{draft_id}/zeichnen", **page.form("/zeichnen") | {"decision": "mitgezeichnet"})
    assert "Ihre Entscheidung ist festgehalten." in page.text()
    page = clerk.open(f"/entwuerfe/{draft_id}?frage=1")
    clerk.send(f"/entwuerfe/{draft_id}/text", **page.form("/text") | {"text": _REPLY.replace("1.200", "1.300")})
    page = reviewer.open(f"/entwuerfe/{draft_id}/zeichnen")
    assert "Seit Ihrer Unterschrift geändert" in page.text()
    assert "eine Zahl oder ein Betrag" in page.text()


def _made(clerk: Browser, path: str) -> Page:
    """The editor, once the draft is made; until then the page says that it is being made."""
    while "Der Entwurf entsteht" in (page := clerk.open(path)).text("//h1"):
        time.sleep(0.2)
    return page


def test_a_search_that_is_not_whole_says_so_where_people_rely_on_it(
    clerk: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = clerk.send("/anfragen", text="Anfrage zu Bänken\n\n1. Wie viele Bänke stehen im Park?")
    told = "Der Stichwortindex wird neu aufgebaut."
    assert told not in clerk.open("/suche?text=Bänke").text() + clerk.open(page.url).text()
    monkeypatch.setattr(Library, "notices", property(lambda _: [told]))
    assert told in clerk.open("/suche?text=Bänke").text()
    assert told in clerk.open(page.url).text()


def test_a_question_added_after_drafting_is_drafted_before_anyone_signs(clerk: Browser, api: httpx.Client) -> None:
    made = finished(api, PIGEONS)
    base, asked = f"/entwuerfe/{made['id']}", f"/anfragen/{made['inquiry']['id']}"
    assert "Entscheidung festhalten" in clerk.open(f"{base}/zeichnen").text()
    values = clerk.open(asked).form("/fragen")
    questions = [one["question"] for one in made["items"]] + ["Was kostet das Füttern?"]
    clerk.send(f"{asked}/fragen", version=values["version"], number=["1", "2", "3"][: len(questions)], text=questions)
    page = clerk.open(f"{base}/zeichnen").text()
    assert "noch nicht die Fragen" in page
    assert "Entscheidung festhalten" not in page
    clerk.send(f"{asked}/entwurf")
    page = _made(clerk, base)
    assert "Was kostet das Füttern?" in clerk.open(f"{base}?frage={len(questions)}").text()
    assert "noch nicht die Fragen" not in page.text()


def test_a_stale_form_shows_both_texts_without_javascript(clerk: Browser, api: httpx.Client) -> None:
    made = finished(api, PIGEONS)
    form = clerk.open(f"/entwuerfe/{made['id']}").form("/text")
    clerk.send(f"/entwuerfe/{made['id']}/text", **form | {"text": "Zuerst."})
    page = clerk.send(f"/entwuerfe/{made['id']}/text", status=412, **form | {"text": "Zuletzt."})
    assert "Zuerst." in page.text()
    assert page.form("/text")["text"] == "Zuletzt."


@pytest.mark.parametrize("art", ["mail", "word"])
def test_a_request_goes_out_as_a_file(clerk: Browser, api: httpx.Client, art: str) -> None:
    made = draft(api, PIGEONS)
    answer = clerk.client.post(
        f"/entwuerfe/{made['id']}/zulieferung",
        data={"item": 0, "department": "Ordnungsamt", "due": "2024-09-20", "art": art},
    )
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].startswith("attachment")
    assert "angefragt am" in clerk.open(f"/entwuerfe/{made['id']}").text()
