"""Search in a small library: order, filters, voices, marks, and what is never a result."""

import datetime as dt
import itertools

import pytest

from assistant.library import Library
from assistant.model import Scope, Voice
from assistant.retrieval import marks, search

ALL = Scope(public_only=False)


def _references(library: Library, text: str, scope: Scope = ALL, limit: int = 10) -> list[str | None]:
    return list(dict.fromkeys(hit.paper.reference for hit in search(library, text, scope, limit)))


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        ("Wie viele Kinder warten auf einen Platz in der Kindertagesstätte?", "2021/0114"),
        ("Kosten der Schulhofentsiegelung an der Lindenschule", "2018/0220"),
        ("Radweg Mühlenstrasse", "2019/0077"),
        ("Was kostet die Ferienbetreuung?", "2020/0150"),
        ("LAUBBLÄSER", "2016/0044"),
    ],
)
def test_finds_the_paper_whatever_the_spelling(lindenau: Library, text: str, reference: str) -> None:
    assert reference in _references(lindenau, text)[:2]


def test_knows_only_what_was_known_strictly_before_the_day(lindenau: Library) -> None:
    question = "Warteliste der Kindertagesstätten"
    on_the_day = search(lindenau, question, Scope(before=dt.date(2017, 4, 5)))
    day_after = search(lindenau, question, Scope(before=dt.date(2017, 4, 6)))
    assert {hit.date for hit in on_the_day if "Warteliste" in hit.paper.name} == {dt.date(2017, 3, 1)}
    assert any(hit.exchange and "112 Kinder" in hit.exchange.answer for hit in day_after)
    assert all(hit.date and hit.date < dt.date(2017, 4, 6) for hit in day_after)


def test_never_shows_nichtoeffentlich_to_the_public(lindenau: Library) -> None:
    question = "Preis des Grundstücks Mühlenstraße 12"
    assert "2020/0009" not in _references(lindenau, question, Scope(public_only=True), limit=100)
    hits = search(lindenau, question, ALL)
    assert hits[0].paper.reference == "2020/0009"
    assert marks.NOT_PUBLIC in hits[0].marks


def test_filters_by_type_department_and_organization(lindenau: Library) -> None:
    everything = "Schulhof Radweg Laubbläser Warteliste Ferienbetreuung"
    assert _references(lindenau, everything, Scope(paper_type="antrag")) == ["2019/0077"]
    assert set(_references(lindenau, everything, Scope(department="Gartenamt"))) == {"2018/0220", "2016/0044"}
    assert _references(lindenau, everything, Scope(organization="Ortschaftsrat")) == []


def test_excludes_by_id_and_by_reference(lindenau: Library) -> None:
    paper = lindenau.paper("2018/0220")
    assert paper is not None
    for name in ("2018/0220", paper.id):
        assert "2018/0220" not in _references(lindenau, "Schulhof der Lindenschule", Scope(exclude=frozenset({name})))


def test_boxes_and_vote_sheets_are_no_results(lindenau: Library) -> None:
    hits = search(lindenau, "Finanzielle Auswirkungen Abstimmung Schulhof Lindenschule", ALL, limit=50)
    shown = " ".join(hit.passage.text for hit in hits if hit.passage)
    assert "ja nein" not in shown
    assert "20 Ja" not in shown


def test_an_anfrage_found_leads_to_the_answer_with_its_number(lindenau: Library) -> None:
    best = search(lindenau, "Nach welchen Kriterien werden die Plätze vergeben?", ALL)[0]
    assert best.exchange is not None
    assert (best.exchange.number, best.voice) == ("2", Voice.administration)
    paper = lindenau.paper(best.paper.id)
    assert paper is not None
    assert [paper.text[span.start : span.end] for span in best.exchange.spans] == [best.exchange.answer]


def test_a_passage_stands_where_it_says(lindenau: Library) -> None:
    hit = next(hit for hit in search(lindenau, "Zufahrt der Feuerwehr zur Turnhalle", ALL) if hit.passage)
    paper = lindenau.paper(hit.paper.id)
    assert paper is not None
    assert hit.passage is not None
    assert paper.text[hit.passage.start : hit.passage.end] == hit.passage.text


def test_says_what_a_person_must_know(lindenau: Library) -> None:
    radweg = search(lindenau, "Radweg an der Mühlenstraße", Scope(paper_type="Antrag"))
    assert all(marks.REJECTED in hit.marks for hit in radweg)
    tauben = search(lindenau, "Verbot Stadttauben zu füttern", ALL)[0]
    assert marks.STILL_OPEN in tauben.marks
    ferien = [hit for hit in search(lindenau, "Kosten der Ferienbetreuung je Woche", ALL) if "Ferien" in hit.paper.name]
    assert ferien[0].passage is not None
    assert "65 Euro" in ferien[0].passage.text
    assert all((marks.REPLACED in hit.marks) == ("55 Euro" in hit.text) for hit in ferien)


def test_a_speech_is_shown_as_what_it_is(lindenau: Library) -> None:
    hits = search(lindenau, "Stadtrat Bode bedauert die lange Warteliste", ALL, limit=50)
    speech = next(hit for hit in hits if hit.voice == Voice.speaker)
    assert marks.SPEAKER in speech.marks


def test_a_whole_letter_finds_every_paper_once_before_any_twice(lindenau: Library) -> None:
    letter = " ".join(["Kindertagesstätten Warteliste Schulhof Ferien Radweg Laubbläser"] * 20)
    papers = [hit.paper.id for hit in search(lindenau, letter, ALL, limit=50)]
    different = len(set(papers))
    assert len(set(papers[:different])) == different
    assert max(papers.count(paper) for paper in papers) <= 3


def test_a_question_finds_a_second_place_of_the_best_paper_early(lindenau: Library) -> None:
    question = "Warteliste der Kindertagesstätten, Schulhof und Laubbläser"
    papers = [hit.paper.reference for hit in search(lindenau, question, ALL, limit=10)]
    assert len(set(papers[:3])) == 3
    assert 2 <= max(papers.count(paper) for paper in papers[:7]) <= 3


def test_ranks_count_up_and_scores_never_rise(lindenau: Library) -> None:
    hits = search(lindenau, "Warteliste", ALL, limit=20)
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
    assert all(one.score >= other.score for one, other in itertools.pairwise(hits))


def test_the_order_is_stable(lindenau: Library) -> None:
    assert search(lindenau, "Schulhof", ALL, 20) == search(lindenau, "Schulhof", ALL, 20)


@pytest.mark.parametrize("text", ["", "   ", "?!", "und der die das", "\x00", "a" * 20_000])
def test_a_text_without_words_finds_little_and_breaks_nothing(lindenau: Library, text: str) -> None:
    assert len(search(lindenau, text, ALL)) <= 10


def test_why_is_german_and_names_the_words_in_common(lindenau: Library) -> None:
    hit = search(lindenau, "Wann wird der Schulhof der Lindenschule entsiegelt?", ALL)[0]
    assert hit.why.startswith("Gleiche Frage 2018 beantwortet")
    assert "Lindenschule" in hit.why
    assert hit.why.endswith(".")


def test_why_names_who_refers_to_it(lindenau: Library) -> None:
    hits = search(lindenau, "Warteliste der Kindertagesstätten, Zahl der Kinder", ALL)
    cited = next(hit for hit in hits if hit.paper.reference == "2017/0031")
    assert "angeführt in Vorlage 2021/0114" in cited.why


def test_a_reference_from_a_later_file_is_not_known_before_it(lindenau: Library) -> None:
    hits = search(lindenau, "Warteliste der Kindertagesstätten", Scope(before=dt.date(2021, 6, 10)))
    assert all("2021/0114" not in hit.why for hit in hits)


@pytest.mark.parametrize(
    "text",
    ["2019/0077", "Vorlage Nr. 2019/0077", "Nachfrage zu 2019 / 0077", "Nachfrage zur Warteliste, siehe 2019/0077"],
)
def test_who_names_a_paper_by_its_number_means_it(lindenau: Library, text: str) -> None:
    best = search(lindenau, text, ALL)[0]
    assert best.paper.reference == "2019/0077"
    assert best.why.startswith("Mit ihrer Nummer genannt")


def test_a_number_leads_also_to_the_papers_that_refer_to_it(lindenau: Library) -> None:
    assert _references(lindenau, "2017/0031")[:2] == ["2017/0031", "2021/0114"]


def test_a_number_opens_no_door(lindenau: Library) -> None:
    assert "2020/0009" not in _references(lindenau, "2020/0009", Scope(public_only=True))
    assert _references(lindenau, "2019/0077", Scope(before=dt.date(2019, 2, 1))) == []
    assert _references(lindenau, "2019/0077", Scope(department="Gartenamt")) == []


def test_an_unknown_number_finds_nothing(lindenau: Library) -> None:
    assert search(lindenau, "2018/9999", ALL) == []


@pytest.mark.parametrize(
    "text",
    ["xqzw blorf grumpfl", "Quidditch", "und der die das", "Kryptowährung Dogecoin", "Eisbären in der Antarktis"],
)
def test_what_has_nothing_in_common_is_no_result(lindenau: Library, text: str) -> None:
    assert search(lindenau, text, ALL) == []


@pytest.mark.parametrize(("text", "reference"), [("Bode", "2017/0031"), ("Mühlenstraße 12", "2020/0009")])
def test_a_name_finds_who_or_what_bears_it(lindenau: Library, text: str, reference: str) -> None:
    assert search(lindenau, text, ALL)[0].paper.reference == reference


def test_a_day_in_the_question_tells_which_letter_is_meant(lindenau: Library) -> None:
    first = [search(lindenau, f"Anfrage vom {day} zur Warteliste", ALL)[0] for day in ("1. März 2017", "10.06.2021")]
    assert [hit.paper.reference for hit in first] == ["2017/0031", "2021/0114"]
