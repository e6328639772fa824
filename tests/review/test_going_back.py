"""Taking back, restoring, and being told what the check took out of an answer."""

import pytest

from assistant.errors import BadInput
from assistant.model import Statement, StatementKind
from assistant.review import Desk, ItemEdit, Person, SentenceEdit, StaleDraft
from tests.review.offices import SENTENCES, drafted, paper

SAID = Statement(kind=StatementKind.office, office="Tiefbauamt")


def _say(desk: Desk, clerk: Person, id: str, text: str) -> int:
    now = desk.draft(id, clerk)
    edit = ItemEdit(place=0, sentences=(SentenceEdit(text=text, statement=SAID),))
    return desk.save(id, clerk, [edit], version=now.version).version


def _text(desk: Desk, clerk: Person, id: str) -> str:
    return desk.draft(id, clerk).items[0].text


def test_changes_are_taken_back_one_after_another(desk: Desk, clerk: Person) -> None:
    id = drafted(desk, clerk)
    first = _text(desk, clerk, id)
    _say(desk, clerk, id, "Zweite Fassung.")
    version = _say(desk, clerk, id, "Dritte Fassung.")
    version = desk.undo(id, clerk, 0, version=version).version
    assert _text(desk, clerk, id) == "Zweite Fassung."
    change = desk.last_change(id, clerk, 0)
    assert change is not None
    assert change.may_undo
    version = desk.undo(id, clerk, 0, version=version).version
    assert _text(desk, clerk, id) == first
    assert desk.draft(id, clerk).items[0].sentences[0].author == "machine"
    with pytest.raises(BadInput, match="nichts rückgängig"):
        desk.undo(id, clerk, 0, version=version)
    assert len(desk.versions(id, clerk, 0)) == 5


def test_a_change_after_taking_back_is_taken_back_first(desk: Desk, clerk: Person) -> None:
    id = drafted(desk, clerk)
    first = _text(desk, clerk, id)
    version = _say(desk, clerk, id, "Zweite Fassung.")
    desk.undo(id, clerk, 0, version=version)
    version = _say(desk, clerk, id, "Ganz anders.")
    desk.undo(id, clerk, 0, version=version)
    assert _text(desk, clerk, id) == first


def test_taking_back_never_overwrites_somebody(desk: Desk, clerk: Person) -> None:
    id = drafted(desk, clerk)
    version = _say(desk, clerk, id, "Zweite Fassung.")
    _say(desk, clerk, id, "Von jemand anderem.")
    with pytest.raises(StaleDraft):
        desk.undo(id, clerk, 0, version=version)


def test_an_open_point_that_was_ticked_off_comes_back(desk: Desk, clerk: Person) -> None:
    id = drafted(desk, clerk)
    now = desk.draft(id, clerk)
    sentences = tuple(SentenceEdit(text=s.text, citations=s.citations) for s in now.items[0].sentences)
    edit = ItemEdit(place=0, sentences=sentences, open_points=("Stand 2024",))
    version = desk.save(id, clerk, [edit], version=now.version).version
    version = desk.settle_point(id, clerk, 0, 0, version=version).version
    assert desk.draft(id, clerk).items[0].open_points == ()
    desk.undo(id, clerk, 0, version=version)
    assert desk.draft(id, clerk).items[0].open_points == ("Stand 2024",)


def test_a_machine_sentence_whose_quote_is_gone_is_taken_out_and_named(desk: Desk, clerk: Person) -> None:
    id = drafted(desk, clerk)
    before = desk.draft(id, clerk)
    source = desk.library.papers["p1"]
    desk.library.papers["p1"] = paper(text=source.text.replace("14 neue", "19 neue"))
    kept = tuple(SentenceEdit(text=s.text, citations=s.citations) for s in before.items[0].sentences)
    added = SentenceEdit(text="Weitere folgen.", statement=SAID)
    desk.save(id, clerk, [ItemEdit(place=0, sentences=(*kept, added))], version=before.version)
    assert _text(desk, clerk, id) == "Weitere folgen."
    change = desk.last_change(id, clerk, 0)
    assert change is not None
    (told,) = change.taken_out
    assert SENTENCES[0] in told
    assert "nicht mehr so steht" in told
    newest, oldest = desk.versions(id, clerk, 0)
    assert any(SENTENCES[0] in reason for reason in newest.reasons)
    assert SENTENCES[0] in oldest.content.text


def test_a_person_s_sentence_stays_and_the_lost_citation_is_named(desk: Desk, clerk: Person) -> None:
    id = drafted(desk, clerk)
    now = desk.draft(id, clerk)
    (cited,) = now.items[0].sentences
    mine = SentenceEdit(text="Am Bahnhof kamen 14 Bügel hinzu.", citations=cited.citations)
    version = desk.save(id, clerk, [ItemEdit(place=0, sentences=(mine,))], version=now.version).version
    desk.library.papers["p1"] = paper(text="Ganz anderer Text.")
    again = mine.model_copy(update={"text": "Am Bahnhof kamen vierzehn Bügel hinzu."})
    saved = desk.save(id, clerk, [ItemEdit(place=0, sentences=(again,))], version=version)
    assert saved.items[0].sentences[0].citations == ()
    change = desk.last_change(id, clerk, 0)
    assert change is not None
    assert "Beleg" in change.taken_out[0]
    assert "steht noch da" in change.taken_out[0]
