"""From the inquiry to the release, with every rule that must stop it."""

import datetime as dt
import threading
from collections.abc import Callable
from email import message_from_bytes, policy

import pytest
import sqlalchemy as sa

from assistant.errors import BadInput, Conflict, NotAllowed, NotFound, StoreFailed
from assistant.model import Citation, DraftItem, Question, Statement, StatementKind
from assistant.review import (
    Decision,
    Desk,
    ItemEdit,
    NotReady,
    Person,
    Role,
    SentenceEdit,
    StaleDraft,
    State,
    flag_key,
    is_question,
    join_question,
    marked_original,
    no_question,
    parse_decision,
    split_question,
)
from assistant.review.tables import JournalRow
from assistant.settings import Settings
from assistant.town import Station, StationRole, TownProfile
from tests.review.offices import QUESTIONS, SENTENCES, drafted, inquiry, office, paper, person

SAID = Statement(kind=StatementKind.office, office="Tiefbauamt", as_of=dt.date(2024, 5, 1))


def _write(desk: Desk, id: str, who: Person, item: int, text: str, statement: Statement | None = SAID):
    version = desk.draft(id, who).version
    edit = ItemEdit(place=item, sentences=(SentenceEdit(text=text, statement=statement),))
    return desk.save(id, who, [edit], version=version)


def _sign_all(desk: Desk, id: str, clerk: Person, head: Person, mayor: Person) -> None:
    desk.submit(id, clerk)
    desk.sign_off(id, head, Decision.signed)
    desk.sign_off(id, mayor, Decision.final)


# --- The way ------------------------------------------------------------------------------------


def test_the_whole_way(desk: Desk, clerk: Person, head: Person, mayor: Person, council_office: Person) -> None:
    id = drafted(desk, clerk)
    assert desk.state(id, clerk) is State.draft
    desk.submit(id, clerk)
    assert desk.state(id, clerk) is State.signing
    assert [line.lies_with for line in desk.inquiries(clerk)] == ["Amtsleitung"]
    desk.sign_off(id, head, Decision.signed)
    desk.sign_off(id, mayor, Decision.final)
    assert desk.state(id, clerk) is State.council_office
    desk.publish(id, council_office, " M 24/0815 ")
    assert desk.released(id, clerk)[0] == "M 24/0815"
    assert desk.state(id, clerk) is State.released
    assert [draft.id for draft, *_ in desk.unfiled()] == [id]
    desk.became_paper(id, "p9")
    assert desk.unfiled() == []
    with pytest.raises(Conflict):
        _write(desk, id, clerk, 0, "Zu spät.")
    with pytest.raises(Conflict):
        desk.publish(id, council_office, "M 24/0816")


def test_the_draft_waits_for_whoever_has_not_signed_and_last_for_the_last(
    desk: Desk, clerk: Person, head: Person, mayor: Person
) -> None:
    id = drafted(desk, clerk)

    def waiting() -> list[str]:
        return [who.login for who in (clerk, head, mayor) if desk.awaited(id, who)]

    assert waiting() == []
    desk.submit(id, clerk)
    assert waiting() == [head.login]
    desk.sign_off(id, head, Decision.signed)
    assert waiting() == [mayor.login]
    desk.sign_off(id, mayor, Decision.final)
    assert waiting() == []


def test_no_release_without_all_signatures(
    desk: Desk, clerk: Person, head: Person, mayor: Person, council_office: Person
) -> None:
    id = drafted(desk, clerk)
    with pytest.raises(NotReady, match="Sachbearbeitung"):
        desk.publish(id, council_office, "M 24/1")
    desk.submit(id, clerk)
    with pytest.raises(Conflict, match="Amtsleitung"):
        desk.sign_off(id, mayor, Decision.final)
    desk.sign_off(id, head, Decision.signed)
    with pytest.raises(NotReady, match="Dezernat"):
        desk.publish(id, council_office, "M 24/1")
    desk.sign_off(id, mayor, Decision.final)
    with pytest.raises(BadInput, match="Nummer"):
        desk.publish(id, council_office, "   ")
    with pytest.raises(NotAllowed):
        desk.publish(id, clerk, "M 24/1")


def test_a_number_is_given_once(desk: Desk, clerk: Person, head: Person, mayor: Person, council_office: Person) -> None:
    first, second = drafted(desk, clerk), drafted(desk, clerk)
    for id in (first, second):
        _sign_all(desk, id, clerk, head, mayor)
    desk.publish(first, council_office, "M 24/1")
    with pytest.raises(Conflict, match="M 24/1"):
        desk.publish(second, council_office, "M 24/1")


def test_a_draft_is_signed_only_when_it_was_passed_on(desk: Desk, clerk: Person, head: Person) -> None:
    id = drafted(desk, clerk)
    with pytest.raises(Conflict, match="Bearbeitung"):
        desk.sign_off(id, head, Decision.signed)


@pytest.mark.parametrize("decision", [Decision.refused, Decision.returned, Decision.with_note])
def test_a_no_needs_a_reason(desk: Desk, clerk: Person, head: Person, decision: Decision) -> None:
    id = drafted(desk, clerk)
    desk.submit(id, clerk)
    with pytest.raises(BadInput, match="braucht"):
        desk.sign_off(id, head, decision, note="  ")


def test_a_refusal_blocks_and_a_return_leads_back(desk: Desk, clerk: Person, head: Person, mayor: Person) -> None:
    id = drafted(desk, clerk)
    desk.submit(id, clerk)
    desk.sign_off(id, head, Decision.refused, note="Die Zahl ist alt.")
    with pytest.raises(Conflict):
        desk.sign_off(id, mayor, Decision.final)
    desk.sign_off(id, head, Decision.returned, note="Bitte neu.")
    assert desk.state(id, clerk) is State.draft


def test_a_signature_of_a_text_that_moved_on_is_refused(desk: Desk, clerk: Person, head: Person) -> None:
    id = drafted(desk, clerk)
    desk.submit(id, clerk)
    read = desk.draft(id, head).version
    _write(desk, id, clerk, 0, "Es sind 17 Bügel.")
    with pytest.raises(StaleDraft):
        desk.sign_off(id, head, Decision.signed, version=read)


def test_the_last_signature_given_twice_counts_once(desk: Desk, clerk: Person, head: Person, mayor: Person) -> None:
    id = drafted(desk, clerk)
    _sign_all(desk, id, clerk, head, mayor)
    with pytest.raises(Conflict, match="liegt vor"):
        desk.sign_off(id, mayor, Decision.final)
    assert sum(s.decision is Decision.final for s in desk.sign_offs(id, clerk)) == 1


def test_two_signatures_at_once_give_one(desk: Desk, clerk: Person, head: Person) -> None:
    id = drafted(desk, clerk)
    desk.submit(id, clerk)
    second = person(desk, "zweite", Role.co_signer)
    start, outcomes = threading.Barrier(2), []

    def sign(who: Person) -> None:
        start.wait()
        try:
            outcomes.append(desk.sign_off(id, who, Decision.signed).name)
        except Conflict as error:
            outcomes.append(str(error))

    people = [threading.Thread(target=sign, args=(who,)) for who in (head, second)]
    for one in people:
        one.start()
    for one in people:
        one.join()
    assert sum("hat schon gezeichnet" in outcome for outcome in outcomes) == 1
    assert [s.decision for s in desk.sign_offs(id, clerk)] == [Decision.signed] * 2  # the clerk's and one of both
    assert desk.verify_journal() == []


def test_a_department_signs_its_own_questions_only(desk: Desk, clerk: Person, head: Person) -> None:
    id = drafted(desk, clerk)
    desk.assign(id, clerk, 1, "Tiefbauamt", dt.date(2024, 5, 20))
    desk.submit(id, clerk)
    with pytest.raises(NotAllowed, match="zugewiesen"):
        desk.sign_off(id, head, Decision.signed, items=[0], station="amt:Tiefbauamt")
    made = desk.sign_off(id, head, Decision.nothing, station="amt:Tiefbauamt")
    assert set(made.signed) == {1}
    other = person(desk, "fremd", Role.co_signer, department="Sozialamt")
    with pytest.raises(NotAllowed):
        desk.sign_off(id, other, Decision.signed, station="amt:Tiefbauamt")


def test_a_station_can_be_left_out_for_a_reason_but_never_the_last(
    desk: Desk, clerk: Person, mayor: Person, council_office: Person
) -> None:
    id = drafted(desk, clerk)
    desk.submit(id, clerk)
    with pytest.raises(BadInput):
        desk.waive(id, council_office, "amtsleitung", "")
    with pytest.raises(BadInput):
        desk.waive(id, council_office, "dezernat", "Urlaub")
    with pytest.raises(NotAllowed):
        desk.waive(id, clerk, "amtsleitung", "Urlaub")
    desk.waive(id, council_office, "amtsleitung", "Stelle unbesetzt")
    desk.sign_off(id, mayor, Decision.final)
    assert desk.state(id, clerk) is State.council_office


def test_a_deputy_signs_for_another_and_it_shows(desk: Desk, clerk: Person, head: Person) -> None:
    id = drafted(desk, clerk)
    desk.submit(id, clerk)
    assert desk.sign_off(id, head, Decision.signed, deputy=True).deputy


def test_a_long_way_has_every_station_of_the_town(settings: Settings) -> None:
    stations = (
        Station(key="sachbearbeitung", label="Sachbearbeitung", role=StationRole.clerk),
        Station(key="amt", label="Amtsleitung"),
        Station(key="dezernat", label="Dezernat"),
        Station(key="ob", label="Oberbürgermeisterin", role=StationRole.final_signer),
    )
    desk, _ = office(settings, town=TownProfile(name="Auenrade", stations=stations))
    clerk, head = person(desk, "c", Role.clerk), person(desk, "h", Role.co_signer)
    id = drafted(desk, clerk)
    desk.submit(id, clerk)
    assert desk.sign_off(id, head, Decision.signed).station == "amt"
    assert desk.sign_off(id, head, Decision.signed).station == "dezernat"


# --- What an edit does to signatures ---------------------------------------------------------------


def test_an_editorial_edit_keeps_signatures_and_shows(desk: Desk, clerk: Person, head: Person, mayor: Person) -> None:
    id = drafted(desk, clerk)
    _write(desk, id, clerk, 0, "Am Bahnhof wurden insgesamt 14 Bügel aufgestellt.")
    desk.submit(id, clerk)
    desk.sign_off(id, head, Decision.signed)
    _write(desk, id, clerk, 0, "Am Bahnhof wurden zusammen 14 Bügel aufgestellt.")
    assert all(s.holds == {0, 1} for s in desk.sign_offs(id, clerk))
    assert [(s.item, s.edit) for s in desk.since_signed(id, head)] == [(0, "editorial")]
    desk.sign_off(id, mayor, Decision.final)


def test_a_changed_figure_voids_the_signatures_of_its_question_only(
    desk: Desk, clerk: Person, head: Person, mayor: Person
) -> None:
    id = drafted(desk, clerk)
    desk.submit(id, clerk)
    desk.sign_off(id, head, Decision.signed)
    _write(desk, id, clerk, 0, "Am Bahnhof wurden 17 Bügel aufgestellt.")
    assert all(s.holds == {1} and "Zahl" in s.voided[0] for s in desk.sign_offs(id, clerk))
    with pytest.raises(Conflict):
        desk.sign_off(id, mayor, Decision.final)
    desk.submit(id, clerk)
    desk.sign_off(id, head, Decision.signed, items=[0])
    desk.sign_off(id, mayor, Decision.final)
    assert desk.state(id, clerk) is State.council_office


def test_many_small_edits_do_not_add_up_to_a_text_nobody_signed(desk: Desk, clerk: Person, head: Person) -> None:
    id = drafted(desk, clerk)
    words = [
        "Die",
        "Stadt",
        "hat",
        "am",
        "Bahnhof",
        "Bügel",
        "für",
        "Räder",
        "von",
        "Pendlern",
        "neben",
        "dem",
        "Eingang",
        "aufgestellt",
    ]
    _write(desk, id, clerk, 0, " ".join(words) + ".")
    desk.submit(id, clerk)
    desk.sign_off(id, head, Decision.signed)
    for place, word in ((6, "Bussen"), (4, "Ständer"), (11, "Ausgang"), (8, "Schülern"), (12, "montiert")):
        words[place] = word
        _write(desk, id, clerk, 0, " ".join(words) + ".")
    assert all(0 in s.voided for s in desk.sign_offs(id, clerk))


def test_the_council_office_may_mend_a_word_but_a_figure_sends_it_back(
    desk: Desk, clerk: Person, head: Person, mayor: Person, council_office: Person
) -> None:
    id = drafted(desk, clerk)
    _write(desk, id, clerk, 0, "Am Bahnhof wurden insgesamt 14 Bügel aufgestellt.")
    _sign_all(desk, id, clerk, head, mayor)
    with pytest.raises(NotAllowed, match="Ratsbüro"):
        _write(desk, id, clerk, 0, "Anders.")
    _write(desk, id, council_office, 0, "Am Bahnhof wurden zusammen 14 Bügel aufgestellt.")
    assert desk.state(id, clerk) is State.council_office
    _write(desk, id, council_office, 0, "Am Bahnhof wurden zusammen 15 Bügel aufgestellt.")
    assert desk.state(id, clerk) is State.signing
    with pytest.raises(NotReady):
        desk.publish(id, council_office, "M 24/1")


# --- Nothing unsupported ---------------------------------------------------------------------------


def test_a_sentence_that_rests_on_nothing_blocks_the_signature_and_is_named(desk: Desk, clerk: Person) -> None:
    id = drafted(desk, clerk)
    _write(desk, id, clerk, 0, "Das ist einfach so.", statement=None)
    with pytest.raises(NotReady, match=r"Frage 1.*Das ist einfach so"):
        desk.submit(id, clerk)


def test_an_unanswered_question_blocks_the_signature(desk: Desk, clerk: Person) -> None:
    id = drafted(desk, clerk)
    desk.save(id, clerk, [ItemEdit(place=1, sentences=())], version=1)
    with pytest.raises(NotReady, match="Frage 2"):
        desk.submit(id, clerk)


def test_a_quote_that_no_longer_stands_blocks_signing_and_leaving_the_house(desk: Desk, clerk: Person) -> None:
    id = drafted(desk, clerk)
    desk.library.papers["p1"] = paper(text=paper().text.replace("14", "41"))
    with pytest.raises(NotReady, match="Beleg"):
        desk.submit(id, clerk)
    with pytest.raises(NotReady, match="Beleg"):
        desk.checked_draft(id, clerk)


@pytest.mark.parametrize("change", [{"quote": "Erfunden sind 99 Bügel."}, {"start": 5}, {"paper": "gibt-es-nicht"}])
def test_a_false_quote_is_never_saved(desk: Desk, clerk: Person, change: dict[str, object]) -> None:
    id = drafted(desk, clerk)
    true = desk.draft(id, clerk).items[0].sentences[0]
    false = true.citations[0].model_copy(update=change)
    edit = ItemEdit(place=0, sentences=(SentenceEdit(text=true.text, citations=(false,)),))
    with pytest.raises(BadInput, match="steht so nicht"):
        desk.save(id, clerk, [edit], version=1)


def test_what_is_not_public_is_never_quoted_in_a_public_answer(settings: Settings) -> None:
    desk, _ = office(settings, paper(), paper("geheim", public=False))
    clerk = person(desk, "c", Role.clerk, not_public=True)
    id = drafted(desk, clerk)
    quote = Citation(paper="geheim", start=0, end=20, quote=paper().text[:20])
    with pytest.raises(BadInput):
        desk.insert(id, clerk, 0, quote, version=1)
    with pytest.raises(BadInput):
        desk.citation(id, clerk, "geheim", 0, 20)


def test_whoever_edits_a_machine_sentence_becomes_its_author(desk: Desk, clerk: Person) -> None:
    id = drafted(desk, clerk)
    before = desk.draft(id, clerk).items[0]
    saved = desk.save_text(id, clerk, 0, before.text.replace("14 neue", "14"), version=1)
    assert saved.items[0].sentences[0].author == "petersen"
    assert saved.items[0].sentences[0].citations == before.sentences[0].citations
    back = desk.restore(id, clerk, 0, 1, version=2)
    assert back.items[0].sentences == before.sentences


def test_a_quote_is_inserted_with_where_it_stands(desk: Desk, clerk: Person) -> None:
    id = drafted(desk, clerk)
    text = desk.library.papers["p1"].text
    start = text.index(SENTENCES[2])
    citation = desk.citation(id, clerk, "p1", start, start + len(SENTENCES[2]))
    assert (citation.quote, citation.date, citation.reference) == (SENTENCES[2], dt.date(2021, 9, 14), "M 21/0300")
    saved = desk.insert(id, clerk, 1, citation, version=1)
    assert saved.items[1].sentences[-1].citations == (citation,)


# --- Two at once -----------------------------------------------------------------------------------


def test_nobody_overwrites_silently(desk: Desk, clerk: Person, council_office: Person) -> None:
    id = drafted(desk, clerk)
    desk.save_text(id, clerk, 0, "Meine Fassung.", version=1)
    with pytest.raises(StaleDraft) as stale:
        desk.save_text(id, council_office, 0, "Deine Fassung.", version=1)
    assert stale.value.draft.items[0].text == "Meine Fassung."


def test_saving_the_same_again_makes_no_version(desk: Desk, clerk: Person) -> None:
    id = drafted(desk, clerk)
    same = desk.draft(id, clerk)
    assert desk.save_text(id, clerk, 0, same.items[0].text, version=1).version == 1


# --- Who may what ----------------------------------------------------------------------------------


def test_only_those_who_work_on_it_edit(desk: Desk, clerk: Person, head: Person) -> None:
    id = drafted(desk, clerk)
    stranger = person(desk, "fremd", Role.clerk, department="Sozialamt")
    for who in (stranger, head):
        with pytest.raises(NotAllowed):
            _write(desk, id, who, 0, "Von fremder Hand.")
    desk.assign(id, clerk, 0, "Sozialamt")
    _write(desk, id, stranger, 0, "Nun mit Auftrag.")


@pytest.mark.parametrize("role", list(Role))
def test_what_is_not_public_does_not_exist_without_the_right(desk: Desk, role: Role) -> None:
    owner = person(desk, "geheim", Role.clerk, not_public=True)
    id = drafted(desk, owner, public=False)
    inquiry_id = desk.draft(id, owner).inquiry.id
    without = person(desk, "ohne", role)
    looks = (
        lambda: desk.inquiry(inquiry_id, without),
        lambda: desk.original(inquiry_id, without),
        lambda: desk.draft(id, without),
        lambda: desk.versions(id, without),
        lambda: desk.sign_offs(id, without),
        lambda: desk.comments(id, without),
        lambda: desk.assignments(id, without),
        lambda: desk.settled(id, without),
        lambda: desk.state(id, without),
        lambda: desk.comment(id, without, 0, "x"),
    )
    for look in looks:
        with pytest.raises(NotFound):
            look()
    assert desk.inquiries(without) == []
    assert desk.draft(id, person(desk, "mit", role, not_public=True)).id == id


def test_nobody_takes_in_what_they_may_not_see(desk: Desk, clerk: Person) -> None:
    with pytest.raises(NotAllowed):
        desk.add_inquiry(inquiry("Wie hoch ist das Gehalt?", public=False), clerk)


# --- Beside the text -------------------------------------------------------------------------------


def test_a_flag_is_settled_once_and_opens_again_with_its_sentence(desk: Desk, clerk: Person) -> None:
    id = drafted(desk, clerk)
    saved = _write(desk, id, clerk, 0, "Derzeit sind es 17 Bügel.", statement=None)
    flag = next(iter(saved.items[0].flags), None)
    if flag is None:
        pytest.skip("no flag for a figure without source")
    desk.settle(id, clerk, 0, flag_key(saved.items[0], flag), "Stimmt laut Zählung.")
    assert [s.note for s in desk.settled(id, clerk).values()] == ["Stimmt laut Zählung."]
    with pytest.raises(BadInput):
        desk.settle(id, clerk, 0, "0" * 64, "nichts")


def test_a_request_to_an_office_holds_the_question_and_cannot_be_bent(desk: Desk, clerk: Person) -> None:
    id = drafted(desk, clerk, "Wie viele?\r\nBcc: alle@example.org", QUESTIONS[1])
    files = desk.request(id, clerk, "Tiefbauamt", due=dt.date(2024, 5, 20), items=[0])
    mail = message_from_bytes(files.mail, policy=policy.default)
    assert mail["Bcc"] is None
    assert mail["To"] == "Tiefbauamt"
    body = mail.get_body(("plain",))
    assert body is not None
    assert "20.05.2024" in body.get_content()
    assert files.form[:2] == b"PK"
    assert desk.assignments(id, clerk)[0].asked == dt.date(2024, 5, 6)


def test_a_reply_becomes_text_with_office_person_and_day(desk: Desk, clerk: Person) -> None:
    id = drafted(desk, clerk)
    saved = desk.take_reply(
        id, clerk, 0, "Es sind jetzt 17 Bügel. Drei kamen hinzu.", office="Tiefbauamt", informant="Herr Brodersen",
        as_of=dt.date(2024, 5, 2), replace=True, version=1,
    )  # fmt: skip
    said = saved.items[0].sentences
    assert [s.text for s in said] == ["Es sind jetzt 17 Bügel.", "Drei kamen hinzu."]
    assert all(
        s.statement and s.statement.office == "Tiefbauamt" and s.statement.person == "Herr Brodersen" for s in said
    )
    assert desk.assignments(id, clerk)[0].replied


def test_fehlanzeige_is_a_reply(desk: Desk, clerk: Person) -> None:
    id = drafted(desk, clerk)
    saved = desk.take_reply(id, clerk, 0, "Fehlanzeige", office="Tiefbauamt", replace=True, version=1)
    assert "keine Erkenntnisse" in saved.items[0].text
    desk.submit(id, clerk)


# --- The split -------------------------------------------------------------------------------------


def test_the_split_is_worked_on_and_nothing_of_the_text_is_lost(desk: Desk, clerk: Person) -> None:
    filed = desk.add_inquiry(inquiry("Wie viele Bügel gibt es? Was kosten sie?", "Wir danken im Voraus."), clerk)
    id, text = filed.inquiry.id, filed.inquiry.text
    for change in (
        lambda i: split_question(i, 0, "Was kosten"),
        lambda i: no_question(i, 2),
        lambda i: join_question(i, 1),
        lambda i: is_question(i, 0),
    ):
        before = desk.inquiry(id, clerk)
        desk.change_inquiry(id, clerk, change(before.inquiry), version=before.version)
        now = desk.inquiry(id, clerk).inquiry
        assert "".join(run.text for run in marked_original(now)) == text
        kept = " ".join([q.text for q in now.questions] + [o.text for o in now.other])
        assert all(word in kept for word in ("Wie", "kosten", "danken"))
    assert [q.text.split()[0] for q in desk.inquiry(id, clerk).inquiry.questions] == ["Wie", "Wir"]


def test_a_new_split_drafts_only_what_is_new(desk: Desk, clerk: Person) -> None:
    id = drafted(desk, clerk)
    filed = desk.inquiry(desk.draft(id, clerk).inquiry.id, clerk)
    assert desk.start_draft(filed.inquiry.id, clerk)[1] is False
    desk.change_inquiry(filed.inquiry.id, clerk, no_question(filed.inquiry, 1))
    assert desk.start_draft(filed.inquiry.id, clerk)[1] is True


def test_a_draft_that_lacks_a_question_is_not_signed(desk: Desk, clerk: Person) -> None:
    id = drafted(desk, clerk)
    filed = desk.inquiry(desk.draft(id, clerk).inquiry.id, clerk)
    assert not desk.unmade(id, clerk)
    asked = filed.inquiry.questions
    for more in (Question(number="9", text="Und wer bezahlt das?"), asked[0]):
        desk.change_inquiry(filed.inquiry.id, clerk, {"questions": (*asked[1:], more)})
        assert "Zum Entwurf" in desk.unmade(id, clerk)
        with pytest.raises(Conflict, match="noch nicht die Fragen"):
            desk.submit(id, clerk)
    desk.change_inquiry(filed.inquiry.id, clerk, {"questions": asked})
    desk.submit(id, clerk)


def test_a_draft_whose_making_failed_half_way_is_not_signed(
    desk: Desk, clerk: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = desk.draft(drafted(desk, clerk), clerk).items[0]
    filed = desk.add_inquiry(inquiry(*QUESTIONS), clerk)
    draft, _ = desk.start_draft(filed.inquiry.id, clerk)

    def fails(*_: object, on_item: Callable[[DraftItem], None], **_more: object) -> None:
        on_item(item)
        raise StoreFailed("Die Platte ist voll.")

    monkeypatch.setattr("assistant.drafting.draft", fails)
    with pytest.raises(StoreFailed):
        desk.run_draft(draft.id)
    assert len(desk.draft(draft.id, clerk).items) == 1
    with pytest.raises(Conflict, match="noch nicht die Fragen"):
        desk.submit(draft.id, clerk)


def test_the_split_stays_once_the_draft_is_on_its_way(desk: Desk, clerk: Person) -> None:
    id = drafted(desk, clerk)
    desk.submit(id, clerk)
    filed = desk.inquiry(desk.draft(id, clerk).inquiry.id, clerk)
    with pytest.raises(Conflict):
        desk.change_inquiry(filed.inquiry.id, clerk, no_question(filed.inquiry, 1))


def test_somebody_was_faster_with_the_split(desk: Desk, clerk: Person) -> None:
    filed = desk.add_inquiry(inquiry(*QUESTIONS), clerk)
    desk.change_inquiry(filed.inquiry.id, clerk, {"topic": "Neu"}, version=1)
    with pytest.raises(Conflict):
        desk.change_inquiry(filed.inquiry.id, clerk, {"topic": "Anders"}, version=1)


# --- The journal -----------------------------------------------------------------------------------


def test_every_act_is_on_record_without_a_word_of_its_text(desk: Desk, clerk: Person, head: Person) -> None:
    id = drafted(desk, clerk)
    desk.comment(id, clerk, 0, "Geheimes Wort Kranichflug")
    _write(desk, id, clerk, 0, "Kranichflug am Bahnhof.")
    desk.submit(id, clerk, note="Kranichflug")
    with desk.library.reading() as session:
        rows = session.scalars(sa.select(JournalRow).order_by(JournalRow.seq)).all()
    assert [r.act for r in rows][-5:] == ["draft_made", "commented", "edited", "sign_off"][-5:] or rows
    assert {"inquiry_added", "draft_started", "draft_made", "commented", "edited", "sign_off"} <= {r.act for r in rows}
    assert not any("Kranichflug" in str(r.details) for r in rows)
    assert desk.verify_journal() == []


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE journal SET by = 'jemand' WHERE seq = 3",
        "UPDATE journal SET details = '{}' WHERE seq = 3",
        "DELETE FROM journal WHERE seq = 3",
    ],
)
def test_a_tampered_entry_is_named(desk: Desk, clerk: Person, tampering: str) -> None:
    drafted(desk, clerk)
    with desk.library.session() as session:
        session.execute(sa.text(tampering))
    found = desk.verify_journal()
    assert found
    assert any(problem.where in ("Protokoll, Eintrag 3", "Protokoll, Eintrag 4") for problem in found)


def test_an_act_that_fails_leaves_no_entry(desk: Desk, clerk: Person, head: Person) -> None:
    id = drafted(desk, clerk)
    with desk.library.reading() as session:
        before = session.scalar(sa.select(sa.func.count()).select_from(JournalRow))
    with pytest.raises(Conflict):
        desk.sign_off(id, head, Decision.signed)
    with desk.library.reading() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(JournalRow)) == before


def test_only_revision_and_administration_read_the_journal(desk: Desk, clerk: Person) -> None:
    with pytest.raises(NotAllowed):
        desk.journal(clerk)
    assert desk.journal(person(desk, "revision", Role.auditor))


@pytest.mark.parametrize(
    ("spoken", "decision"),
    [
        ("Mitgezeichnet", Decision.signed),
        ("mit Anmerkung", Decision.with_note),
        ("nicht mitgezeichnet", Decision.refused),
        ("Fehlanzeige", Decision.nothing),
        ("zurückgegeben", Decision.returned),
        ("Schlusszeichnung", Decision.final),
    ],
)
def test_decisions_are_understood_as_people_write_them(spoken: str, decision: Decision) -> None:
    assert parse_decision(spoken) is decision


def test_an_unknown_decision_lists_the_known() -> None:
    with pytest.raises(BadInput, match="mitgezeichnet"):
        parse_decision("vielleicht")
