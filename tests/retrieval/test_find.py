"""Find: earlier answers to one question of an inquiry, how surely, and who knows."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.library import Library
from assistant.model import Inquiry, Question, Scope
from assistant.retrieval import find, marks, timeline
from assistant.retrieval.confidence import SIGNALS, confidence
from assistant.retrieval.find import _Judged

ALL = Scope(public_only=False)
KITA = Inquiry(id="i1", topic="Warteliste der Kindertagesstätten", preamble="Familien warten lange auf einen Platz.")


def _sure(library: Library, text: str, inquiry: Inquiry | None = None, scope: Scope = ALL) -> float:
    return find(library, Question(text=text), inquiry or Inquiry(id="i0"), scope).confidence


@pytest.mark.parametrize(
    "text",
    [
        "Wie viele Kinder stehen auf der Warteliste der Kindertagesstätten?",
        "Setzt das Gartenamt Laubbläser ein?",
        "Wann wird der Schulhof der Lindenschule entsiegelt?",
    ],
)
def test_the_same_question_is_answered_surely(lindenau: Library, text: str) -> None:
    assert _sure(lindenau, text) >= lindenau.settings.confidence


@pytest.mark.parametrize(
    "text",
    [
        "Wie hoch ist die Hundesteuer für gefährliche Hunde?",
        "Wann öffnet das Hallenbad wieder?",
        "Welche Erfahrungen gibt es mit Drohnen bei der Feuerwehr?",
        "Wie viele Ladesäulen für Elektroautos sind geplant?",
    ],
)
def test_another_subject_is_not_answered(lindenau: Library, text: str) -> None:
    assert _sure(lindenau, text) < lindenau.settings.confidence


def test_a_question_asked_but_never_answered_is_no_answer(lindenau: Library) -> None:
    found = find(lindenau, Question(text="Besteht ein Verbot, Stadttauben zu füttern?"), Inquiry(id="i2"), ALL)
    assert found.confidence < lindenau.settings.confidence
    asked = [hit for hit in (*found.precedents, *found.rejected) if hit.paper.reference == "2022/0301"]
    assert asked
    assert all(marks.STILL_OPEN in hit.marks for hit in asked)


@pytest.mark.parametrize(
    ("topic", "preamble"),
    [
        ("Warteliste der Kindertagesstätten", ""),
        ("", "Auf der Warteliste der Kindertagesstätten stehen viele Kinder, die Familien warten lange."),
    ],
)
def test_a_bare_question_is_understood_by_its_inquiry(lindenau: Library, topic: str, preamble: str) -> None:
    bare = Question(text="Wie viele?")
    found = find(lindenau, bare, Inquiry(id="i1", topic=topic, preamble=preamble), ALL)
    assert {hit.paper.reference for hit in found.precedents[:2]} == {"2017/0031", "2021/0114"}
    assert find(lindenau, bare, Inquiry(id="i1"), ALL).confidence < found.confidence


TAUBEN_ASKED = dt.date(2022, 5, 3)


@pytest.mark.parametrize(("days", "parallel"), [(-59, True), (0, True), (59, True), (60, False), (-60, False)])
def test_another_anfrage_of_the_same_weeks_is_a_parallel_one(lindenau: Library, days: int, parallel: bool) -> None:
    inquiry = Inquiry(id="i2", topic="Füttern von Stadttauben", date=TAUBEN_ASKED + dt.timedelta(days=days))
    found = find(lindenau, Question(text="Besteht ein Verbot, Stadttauben zu füttern?"), inquiry, ALL)
    asked = [hit for hit in (*found.precedents, *found.rejected) if hit.paper.reference == "2022/0301"]
    assert asked
    assert all((marks.PARALLEL in hit.marks) == parallel for hit in asked)
    assert all(marks.STILL_OPEN in hit.marks for hit in asked)


def test_a_paper_that_is_no_anfrage_is_no_parallel_one(lindenau: Library) -> None:
    inquiry = Inquiry(id="i3", topic="Ferienbetreuung", date=dt.date(2020, 4, 2))
    found = find(lindenau, Question(text="Was kostet die Ferienbetreuung je Woche?"), inquiry, ALL)
    assert found.precedents[0].paper.reference == "2020/0150"
    assert all(marks.PARALLEL not in hit.marks for hit in (*found.precedents, *found.rejected))


def test_a_question_is_open_until_the_day_after_its_answer(lindenau: Library) -> None:
    question = Question(text="Wie viele Kinder stehen auf der Warteliste der Kindertagesstätten?")
    for day, still_open in ((dt.date(2017, 4, 5), True), (dt.date(2017, 4, 6), False)):
        found = find(lindenau, question, Inquiry(id="i4"), Scope(before=day))
        hits = [hit for hit in (*found.precedents, *found.rejected) if hit.paper.reference == "2017/0031"]
        assert hits
        assert all((marks.STILL_OPEN in hit.marks) == still_open for hit in hits)


def test_nothing_is_a_precedent_for_its_own_inquiry(lindenau: Library) -> None:
    question = Question(text="Wie viele Kinder stehen auf der Warteliste der Kindertagesstätten?")
    own = KITA.model_copy(update={"reference": "2021/0114"})
    found = find(lindenau, question, own, ALL)
    assert "2021/0114" not in {hit.paper.reference for hit in (*found.precedents, *found.rejected)}


def test_replaced_texts_are_never_offered(lindenau: Library) -> None:
    found = find(lindenau, Question(text="Was kostet die Ferienbetreuung je Woche?"), Inquiry(id="i3"), ALL)
    assert found.precedents
    assert all(marks.REPLACED not in hit.marks for hit in found.precedents)


def test_keeps_what_was_not_known_and_what_is_not_public_out(lindenau: Library) -> None:
    question = Question(text="Zu welchem Preis kauft die Stadt das Grundstück Mühlenstraße 12?")
    public = find(lindenau, question, Inquiry(id="i4"), Scope(public_only=True))
    assert all(hit.paper.public for hit in (*public.precedents, *public.rejected))
    early = find(lindenau, question, Inquiry(id="i4"), Scope(before=dt.date(2016, 1, 1), public_only=False))
    assert (early.precedents, early.rejected, early.confidence) == ((), (), 0.0)


def test_tells_which_department_gave_such_answers(lindenau: Library) -> None:
    found = find(lindenau, Question(text="Setzt das Gartenamt Laubbläser im Stadtpark ein?"), Inquiry(id="i5"), ALL)
    assert found.departments[0].name == "Gartenamt"
    assert sum(share.share for share in found.departments) == pytest.approx(1, abs=0.01)


def test_of_equally_sure_places_that_of_the_fitting_paper_stands_first_and_there_are_at_most_ten(
    lindenau: Library,
) -> None:
    found = find(lindenau, Question(text="Warteliste Schulhof Radweg Ferienbetreuung"), KITA, ALL)
    assert 0 < len(found.precedents) <= 10
    scores = [hit.score for hit in found.precedents]
    assert scores == sorted(scores, reverse=True)
    surest = max(hit.confidence or 0 for hit in found.precedents if hit.voice.speaks_for_town)
    assert found.confidence == pytest.approx(surest, abs=0.001)


def test_a_passage_of_a_paper_on_the_subject_stands_before_one_that_only_sounds_like_the_question() -> None:
    sure, fits = 0.2, 3.0
    near = _Judged(ranked=None, sure=sure, fits=fits, answered=True)  # type: ignore[arg-type]
    assert near.worth > replace(near, fits=0.0).worth
    assert near.worth < replace(near, sure=0.5).worth


def test_timeline_tells_how_the_answer_changed(lindenau: Library) -> None:
    hits = timeline(lindenau, "Wie viele Kinder stehen auf der Warteliste der Kindertagesstätten?", ALL)
    answers = [hit.exchange.answer for hit in hits if hit.exchange]
    assert ["112" in answers[0], "87" in answers[-1]] == [True, True]
    assert [hit.date for hit in hits] == sorted(hit.date for hit in hits if hit.date)


@given(st.fixed_dictionaries({name: st.floats(0, 1) for name in SIGNALS}), st.sampled_from(SIGNALS))
def test_confidence_is_a_probability_and_grows_with_each_signal(values: dict[str, float], name: str) -> None:
    assert 0 < confidence(values) < 1
    assert confidence({**values, name: 1.0}) >= confidence(values)
