"""A forgotten paper goes out of the drafts; signed answers stay and are told."""

import sqlalchemy as sa

from assistant.model import FoundPaper, Precedent, Statement, StatementKind, Voice
from assistant.review import Decision, Desk, ItemEdit, Person, SentenceEdit, forget_in_drafts
from assistant.review.stored import items_of
from assistant.review.tables import DraftRow, ItemVersionRow
from tests.review.offices import SENTENCES, drafted, paper

SAID = Statement(kind=StatementKind.office, office="Tiefbauamt")


def forget(desk: Desk) -> list[str]:
    with desk.library.session() as session:
        return forget_in_drafts(session, paper())


def everything(desk: Desk) -> str:
    with desk.library.reading() as session:
        rows = [*session.scalars(sa.select(DraftRow)), *session.scalars(sa.select(ItemVersionRow))]
        return str([row.data for row in rows])


def test_quotes_and_finds_of_a_forgotten_paper_leave_every_version(desk: Desk, clerk: Person) -> None:
    id = drafted(desk, clerk)
    found = Precedent(
        rank=1, score=1, voice=Voice.administration, paper=FoundPaper(id="p1", name="Fahrradbügel", public=True)
    )
    with desk.library.session() as session:
        row = session.get_one(DraftRow, id)
        point = f"Wie viele heute? [aktueller Wert; 2021: „{SENTENCES[0]}“]"
        items = [
            item.model_copy(update={"precedents": (found,), "rejected": (found,), "open_points": (point, "Wann?")})
            for item in items_of(row)
        ]
        row.data = {**row.data, "items": [item.model_dump(mode="json") for item in items]}
    own = SentenceEdit(text="Das Tiefbauamt zählt neu.", statement=SAID)
    draft = desk.draft(id, clerk)
    mine = SentenceEdit(text="Dazu gilt, was 2021 galt.", citations=draft.items[1].sentences[0].citations)
    edits = [ItemEdit(place=1, sentences=(own, mine))]
    before = desk.save(id, clerk, edits, version=draft.version)
    assert SENTENCES[0] in everything(desk)
    assert forget(desk) == []
    assert SENTENCES[0] not in everything(desk)
    assert SENTENCES[1] not in everything(desk)
    assert "p1" not in everything(desk)
    after = desk.draft(id, clerk)
    assert after.version == before.version + 1
    assert after.items[0].sentences == ()
    assert after.items[0].status == "no_precedent"
    assert after.items[0].open_points == ("Wie viele heute? [aktueller Wert; 2021: „[gelöscht]“]", "Wann?")
    assert [s.text for s in after.items[1].sentences] == ["Das Tiefbauamt zählt neu.", "Dazu gilt, was 2021 galt."]
    assert desk.verify_journal() == []


def test_a_signed_answer_stays_as_it_was_signed_and_is_told(desk: Desk, clerk: Person, head: Person) -> None:
    id = drafted(desk, clerk)
    desk.submit(id, clerk)
    desk.sign_off(id, head, Decision.signed)
    before = everything(desk)
    (kept,) = forget(desk)
    assert id in kept
    assert everything(desk) == before
    drafted(desk, clerk, "Wer wartet die Bügel?")
    assert forget(desk) == [kept]
