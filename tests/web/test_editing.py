"""The editor without JavaScript: rewording a sentence, taking back, opening a Prüfhinweis again."""

import io
from typing import Any

import docx
import httpx

from tests.web.opener import Browser, Page
from tests.web.texts import PARKING, PIGEONS, draft, finished, said


def _answer(page: Page) -> str:
    return page.text("//*[@id='antwort']")


def test_one_sentence_is_reworded_and_keeps_its_evidence(clerk: Browser, api: httpx.Client) -> None:
    made = draft(api, PARKING)
    place = next(n for n, item in enumerate(made["items"]) if item["sentences"])
    sentence = made["items"][place]["sentences"][0]
    path = f"/entwuerfe/{made['id']}"
    form = clerk.open(f"{path}?frage={place + 1}").form("/satz")
    assert form["text"] == sentence["text"]
    page = clerk.send(f"{path}/satz", **form | {"text": f"Dazu gilt: {sentence['text']}"})
    assert "Dazu gilt:" in _answer(page)
    changed = api.get(f"/drafts/{made['id']}").json()["items"][place]["sentences"][0]
    assert changed["citations"] == sentence["citations"]
    assert (changed["author"], changed["statement"]) == ("sachbearbeitung", None)


def test_the_last_change_is_taken_back_with_one_button(clerk: Browser, api: httpx.Client) -> None:
    made = finished(api, PIGEONS)
    path = f"/entwuerfe/{made['id']}"
    page = clerk.open(path)
    page = clerk.send(f"{path}/text", **page.form("/text") | {"text": "Ein Versehen."})
    assert "Ein Versehen." in _answer(page)
    page = clerk.send(f"{path}/rueckgaengig", **page.form("/rueckgaengig"))
    assert "Die letzte Änderung ist rückgängig gemacht." in page.text()
    assert "eine Zählung aus dem Jahr 2023" in _answer(page)


def test_where_nothing_was_changed_nothing_can_be_taken_back(clerk: Browser, api: httpx.Client) -> None:
    made = draft(api, PIGEONS)
    assert not clerk.open(f"/entwuerfe/{made['id']}").tree.xpath("//form[contains(@action, 'rueckgaengig')]")


def test_a_flag_is_settled_and_opened_again(clerk: Browser, api: httpx.Client) -> None:
    made = draft(api, PIGEONS)
    doubtful = {"text": "Das kostet 4.711 Euro."}
    sentences = [{"number": i["number"], "sentences": [doubtful]} for i in made["items"]]
    api.patch(f"/drafts/{made['id']}", json={"items": sentences}, headers={"If-Match": '"1"'}).raise_for_status()
    path = f"/entwuerfe/{made['id']}"
    page = clerk.open(path)
    page = clerk.send(f"{path}/hinweis", **page.form("/hinweis") | {"note": "Mit der Kämmerei geklärt"})
    assert "Mit der Kämmerei geklärt" in page.text()
    page = clerk.send(f"{path}/hinweis-oeffnen", **page.form("/hinweis-oeffnen"))
    assert "Als geprüft vermerken" in page.text()


def test_what_was_taken_out_is_said_and_kept(clerk: Browser, api: httpx.Client, demo_app: Any) -> None:
    made = draft(api, PARKING)
    place = next(n for n, item in enumerate(made["items"]) if item["sentences"])
    sentence = made["items"][place]["sentences"][0]
    _spoil(demo_app, made["id"], place)
    edit = {"number": made["items"][place]["number"], "sentences": [*_now(api, made, place), said("Neu.")]}
    api.patch(f"/drafts/{made['id']}", json={"items": [edit]}, headers={"If-Match": '"1"'}).raise_for_status()
    page = clerk.open(f"/entwuerfe/{made['id']}?frage={place + 1}")
    assert "Herausgenommen: der Satz" in page.text("//*[@id='herausgenommen']")
    history = clerk.open(f"/entwuerfe/{made['id']}/verlauf?frage={place + 1}").text()
    assert "Herausgenommen: der Satz" in history
    assert sentence["text"] in history


def _now(api: httpx.Client, made: dict[str, Any], place: int) -> list[dict[str, Any]]:
    return api.get(f"/drafts/{made['id']}").json()["items"][place]["sentences"]


def _spoil(app: Any, id: str, place: int) -> None:
    """As if the cited paper had been replaced since: the stored quote no longer stands there."""
    from assistant.review.tables import DraftRow

    with app.state.library.session() as session:
        row = session.get_one(DraftRow, id)
        items = [dict(item) for item in row.data["items"]]
        first, *others = items[place]["sentences"]
        quote = [{**c, "quote": "So stand es einmal da."} for c in first["citations"]]
        items[place] = {**items[place], "sentences": [{**first, "citations": quote}, *others]}
        row.data = {**row.data, "items": items}


def test_the_form_sent_out_comes_back_filled_in_and_becomes_the_answer(clerk: Browser, api: httpx.Client) -> None:
    made = draft(api, PIGEONS)
    path = f"/entwuerfe/{made['id']}"
    asked = {"item": 0, "department": "Ordnungsamt", "due": "2024-09-20", "art": "word"}
    form = docx.Document(io.BytesIO(clerk.client.post(f"{path}/zulieferung", data=asked).content))
    filled = {"Antwort:": "Es leben hier 1.200 Tauben.", "Stand (Datum):": "02.09.2024", "Ansprechperson:": "Herr Voß"}
    for paragraph in form.paragraphs:
        if paragraph.text in filled:
            paragraph.add_run(f" {filled[paragraph.text]}")
    out = io.BytesIO()
    form.save(out)
    values = clerk.open(path).form("/antwort") | {"office": "Ordnungsamt"}
    page = clerk.send(f"{path}/antwort", files={"datei": ("Zulieferung.docx", out.getvalue())}, **values)
    assert "Es leben hier 1.200 Tauben." in _answer(page)
    assert "Ordnungsamt, Herr Voß, Stand 02.09.2024" in _answer(page)
    assert "Gebraucht wird" not in _answer(page)
