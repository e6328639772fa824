"""The kind of answer that is proposed: a reference only where the very question was answered and that still answers."""

import datetime as dt
from dataclasses import replace

from assistant.drafting import proposed_reference
from assistant.drafting.aspects import aspects_of
from assistant.drafting.extractive import Answer
from assistant.drafting.kinds import ANSWERED, NO_DATA, OPEN, PARTLY, answer_kind
from assistant.model import DraftItem, ItemStatus, Sentence
from tests.drafting.towns import paper, sentences_of

WHO = "Wer ist für die Pflege der Spielplätze zuständig?"
MANY = "Wie viele Spielplätze gibt es?"
OLD = sentences_of(
    paper(
        "Pflege der Spielplätze",
        ((WHO, "Für die Pflege der Spielplätze ist das Gartenbauamt zuständig."),),
        "2018-04-12",
        "p4",
    )
)
OTHER = sentences_of(
    paper("Spielplätze", ((WHO, "Zuständig für alle Spielplätze ist das Gartenbauamt."),), "2019-02-01", "p9")
)
YEARS_LATER, WEEKS_LATER = dt.date(2021, 3, 1), dt.date(2018, 5, 20)


def same(question: str, *said, sure: float = 0.8, same_question: float = 0.9) -> Answer:
    return Answer(aspects_of(question)[0], tuple(said), (), sure, 0.9, same_question)


def test_the_same_question_with_an_answer_that_lasts_is_referred_to_by_number_and_day():
    assert answer_kind([same(WHO, *OLD)], YEARS_LATER) == "Verweis auf frühere Antwort (Vorlage 2018/04 vom 12.04.2018)"


def test_an_answer_of_some_weeks_ago_is_that_to_a_parallel_inquiry():
    said = "Verweis auf die Antwort vom 12.04.2018 (Vorlage 2018/04)"
    assert answer_kind([same(WHO, *OLD)], WEEKS_LATER) == said
    assert answer_kind([same(MANY, *OLD)], WEEKS_LATER) == said, "weeks later even what is asked anew is answered"


def test_a_paper_without_a_number_is_referred_to_by_its_name():
    head = OLD[0].precedent.paper.model_copy(update={"reference": None})
    nameless = [replace(e, precedent=e.precedent.model_copy(update={"paper": head})) for e in OLD]
    kind = answer_kind([same(WHO, *nameless)], YEARS_LATER)
    assert kind == "Verweis auf frühere Antwort („Pflege der Spielplätze“ vom 12.04.2018)"


def test_nothing_that_is_asked_anew_is_referred_to():
    assert answer_kind([same(MANY, *OLD)], YEARS_LATER) == PARTLY
    assert answer_kind([same(WHO, *OLD), same(MANY)], YEARS_LATER) == PARTLY


def test_another_question_or_two_papers_are_an_answer_and_no_reference():
    assert answer_kind([same(WHO, *OLD, same_question=0.5)], YEARS_LATER) == ANSWERED
    assert answer_kind([same(WHO, *OLD, sure=0.5)], YEARS_LATER) == PARTLY
    assert answer_kind([same(WHO, *OLD, *OTHER)], YEARS_LATER) == ANSWERED


def test_other_kinds_stay_as_they_were():
    nothing = sentences_of(paper("X", ((MANY, "Der Verwaltung liegen keine Zahlen zu privaten Spielplätzen vor."),)))
    assert answer_kind([same(WHO, *nothing, same_question=0.2)], YEARS_LATER) == NO_DATA
    assert answer_kind([same(WHO)], YEARS_LATER) == OPEN
    assert answer_kind([same(WHO, *OLD)], YEARS_LATER, "1") == "gemeinsam beantwortet mit Frage 1"


def test_a_reference_is_proposed_as_long_as_no_person_has_written():
    kind = answer_kind([same(WHO, *OLD)], YEARS_LATER)
    machine = Sentence(text=OLD[0].text, citations=(OLD[0].citation(),))
    item = DraftItem(question=WHO, status=ItemStatus.drafted, answer_kind=kind, sentences=(machine,))
    assert proposed_reference(item) == kind
    by_hand = machine.model_copy(update={"author": "lindner"})
    assert proposed_reference(item.model_copy(update={"sentences": (machine, by_hand)})) is None
    assert proposed_reference(item.model_copy(update={"answer_kind": ANSWERED})) is None
