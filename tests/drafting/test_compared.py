"""A sentence of a draft beside later, earlier and other answers."""

import datetime as dt

import pytest

from assistant.drafting import review_item
from assistant.drafting.compared import compared
from assistant.model import DraftItem, Flag, FlagKind, Inquiry, ItemStatus, Paper, Scope, Sentence
from tests.drafting.towns import Shelf, paper, precedents, sentences_of

QUESTION = "Wie viele Jugendliche mit Ferienpass nutzen die Bäder und Büchereien in Lindenau?"


def answered(id: str, day: str, answer: str, question: str = QUESTION, name: str = "Ferienpass in Bädern") -> Paper:
    return paper(name, ((question, answer),), day, id)


OLD = answered("p1", "2015-10-09", "Derzeit nutzen 410 Jugendliche dieses Angebot (Stand Januar 2015).")


def item_on(cited: Paper, *others: Paper, text: str | None = None) -> DraftItem:
    evidence = sentences_of(cited)[0]
    sentence = Sentence(text=text or evidence.text, citations=(evidence.citation(),))
    found = tuple(p.model_copy(update={"rank": n}) for n, p in enumerate(precedents(cited, *others), 1))
    return DraftItem(question=QUESTION, status=ItemStatus.drafted, sentences=(sentence,), precedents=found)


def flags_on(cited: Paper, *others: Paper) -> list[Flag]:
    item = item_on(cited, *others)
    return compared(item.sentences[0], item)


def test_a_later_answer_to_the_same_question_is_named_with_its_value_and_day() -> None:
    later = answered("p2", "2018-07-06", "Im Sommer kamen insgesamt 530 Jugendliche mit diesem Pass.")
    (flag,) = flags_on(OLD, later)
    assert (flag.kind, flag.text) == (FlagKind.stale, "410")
    assert "530 Jugendliche" in flag.message
    assert "06.07.2018" in flag.message


@pytest.mark.parametrize(
    "other",
    [
        answered("p2", "2018-07-06", "Wie 2015 kommen 410 Jugendliche ins Bad, dazu 12 Jugendliche mit Begleitung."),
        answered("p2", "2015-11-20", "Im Sommer kamen insgesamt 530 Jugendliche mit diesem Pass."),
        answered("p2", "2012-07-06", "Im Sommer kamen insgesamt 290 Jugendliche mit diesem Pass."),
        answered("p2", "2018-07-06", "Insgesamt wurden 530 Bäume gefällt.", "Wie viele Bäume wurden gefällt?", "Bäume"),
    ],
    ids=["repeated", "parallel", "older", "another question"],
)
def test_what_is_no_later_value_is_not_flagged(other: Paper) -> None:
    assert flags_on(OLD, other) == []


def test_a_short_question_asked_in_another_matter_is_not_the_same_question() -> None:
    asked = "Besteht Handlungsbedarf?"
    old = answered("p1", "2015-10-09", "Derzeit nutzen 410 Jugendliche dieses Angebot.", asked, "Ferienpass in Bädern")
    new = answered("p2", "2018-07-06", "Im Sommer kamen insgesamt 530 Jugendliche.", asked, "Lärm am Hafen")
    assert flags_on(old, new) == []
    assert flags_on(old, answered("p2", "2018-07-06", new.exchanges[0].answer, asked, "Ferienpass in Bädern"))


def test_figures_of_a_past_year_stay_true() -> None:
    history = answered("p1", "2015-10-09", "Im Jahr 2012 nutzten 310 Jugendliche dieses Angebot.")
    later = answered("p2", "2018-07-06", "Im Jahr 2017 kamen insgesamt 530 Jugendliche.")
    assert flags_on(history, later) == []


def fee(id: str, day: str, euros: int, name: str = "Gebühren des Wochenmarkts") -> Paper:
    return answered(
        id, day, f"Die Gebühr für einen Stand auf dem Wochenmarkt beträgt {euros} Euro.", "Was kostet es?", name
    )


def test_a_value_that_was_changed_later_is_a_contradiction_and_stale_with_both_days() -> None:
    found = flags_on(fee("p1", "2014-03-01", 12), fee("p2", "2018-05-02", 15))
    assert {flag.kind for flag in found} == {FlagKind.contradiction, FlagKind.stale}
    assert all(flag.text == "12 Euro" and "15 Euro" in flag.message and "02.05.2018" in flag.message for flag in found)


def test_that_the_newest_answer_changed_a_value_is_how_things_go() -> None:
    assert flags_on(fee("p2", "2018-05-02", 15), fee("p1", "2014-03-01", 12)) == []


def test_two_answers_of_one_time_contradict_whichever_came_first() -> None:
    one, other = fee("p1", "2018-03-01", 12), fee("p2", "2018-05-02", 15)
    assert [flag.kind for flag in flags_on(one, other)] == [FlagKind.contradiction]
    assert [flag.kind for flag in flags_on(other, one)] == [FlagKind.contradiction]


def test_papers_on_other_matters_do_not_contradict() -> None:
    assert flags_on(fee("p1", "2014-03-01", 12), fee("p2", "2018-05-02", 15, "Kirchweih in Grünau")) == []


def test_the_later_value_stands_in_place_of_the_bare_age() -> None:
    item = item_on(fee("p1", "2014-03-01", 12), fee("p2", "2018-05-02", 15))
    shelf = Shelf(fee("p1", "2014-03-01", 12), fee("p2", "2018-05-02", 15))
    reviewed = review_item(item, Inquiry(id="i"), shelf, Scope(before=dt.date(2020, 1, 1)))
    (stale,) = (flag for flag in reviewed.flags if flag.kind is FlagKind.stale)
    assert "02.05.2018" in stale.message


def test_another_value_for_the_same_year_is_shown_with_both_days() -> None:
    asked = "Wie hoch war der Anteil der ausgefallenen Fahrten auf der Fähre in den Jahren?"
    old = answered("p1", "2015-04-17", "Anteil in Lindenau 2011 2012 2013 2014 3,1 % 2,7 % 2,4 % 2,2 %.", asked)
    new = answered("p2", "2018-06-07", "Der Anteil lag bei 2017: 2,9 %, 2016: 2,8 %, 2015: 2,6 %, 2014: 2,5 %.", asked)
    (flag,) = (f for f in flags_on(old, new) if f.kind is FlagKind.contradiction)
    assert flag.text == "2,2 %"
    for part in ("2014", "2,5 %", "17.04.2015", "07.06.2018"):
        assert part in flag.message


@pytest.mark.parametrize(
    "other",
    [
        "2014 2013 2012 2,2 % 2,4 % 2,7 %.",
        "2014 2013 2012 Sommer 14 15 20 Winter 12 13 14.",
        "2017 2016 2015 2,9 % 2,8 % 2,6 %.",
        "2014 2013 2012 22 24 27.",
    ],
    ids=["the same", "several rows", "other years", "another unit"],
)
def test_rows_that_can_both_be_true(other: str) -> None:
    asked = "Wie hoch war der Anteil der ausgefallenen Fahrten auf der Fähre in den Jahren?"
    old = answered("p1", "2018-04-17", "Anteil in Lindenau 2012 2013 2014 2,7 % 2,4 % 2,2 %.", asked)
    assert flags_on(old, answered("p2", "2018-06-07", f"Anteil {other}", asked)) == []
