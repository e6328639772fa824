"""What may be quoted of what was found."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from assistant.drafting.evidence import evidence
from assistant.model import Scope, Voice
from tests.drafting.towns import Shelf, paper, passage, precedents

PAIRS = (("Wer pflegt die Anlage?", "Die Anlage wird vom Gartenbauamt\ngepflegt. Sie ist ganzjährig geöffnet."),)


def test_a_sentence_knows_its_place_and_reads_on_one_line():
    one = paper("Anlage", PAIRS)
    first, second = evidence(precedents(one), Shelf(one), Scope())
    assert one.text[first.start : first.end] == first.quote
    assert first.quote == "Die Anlage wird vom Gartenbauamt\ngepflegt."
    assert first.text == "Die Anlage wird vom Gartenbauamt gepflegt."
    assert (first.order, second.order) == (0, 1)
    citation = first.citation()
    assert (citation.paper, citation.exchange, citation.date) == ("p1", "1", dt.date(2018, 4, 12))
    assert one.text[citation.start : citation.end] == citation.quote


def test_only_the_administration_and_decisions_are_quoted():
    one = paper("Anlage", PAIRS)
    for voice in Voice:
        found = evidence(precedents(one, voice=voice), Shelf(one), Scope())
        assert bool(found) is (voice in (Voice.administration, Voice.decision))


def test_a_replaced_text_is_never_quoted():
    one = paper("Anlage", PAIRS, replaced=True)
    assert evidence(precedents(one), Shelf(one), Scope()) == []


def test_a_paper_that_is_not_public_is_never_quoted():
    one = paper("Anlage", PAIRS, public=False)
    assert evidence(precedents(one), Shelf(one), Scope()) == []


def test_what_was_not_known_on_the_day_is_never_quoted():
    one = paper("Anlage", PAIRS, day="2018-04-12")
    for before, known in ((dt.date(2018, 4, 12), False), (dt.date(2018, 4, 13), True)):
        assert bool(evidence(precedents(one), Shelf(one), Scope(before=before))) is known


def test_a_paper_that_is_gone_meanwhile_is_left_out():
    one = paper("Anlage", PAIRS)
    assert evidence(precedents(one), Shelf(), Scope()) == []


def test_a_passage_is_quoted_without_an_exchange():
    one = paper("Anlage", PAIRS)
    found = evidence([passage(one, "Sie ist ganzjährig geöffnet.")], Shelf(one), Scope())
    assert [e.citation().exchange for e in found] == [None]


def test_the_same_place_is_offered_once():
    one = paper("Anlage", PAIRS)
    twice = [*precedents(one), passage(one, "Sie ist ganzjährig geöffnet.")]
    assert len(evidence(twice, Shelf(one), Scope())) == 2


@given(st.text(alphabet=st.sampled_from("Aab. \n?!ß€„“0\u00a0"), min_size=1, max_size=200))
def test_whatever_an_answer_holds_its_quotes_are_verbatim(answer):
    one = paper("Anlage", (("Wer pflegt?", answer),))
    for e in evidence(precedents(one), Shelf(one), Scope()):
        assert one.text[e.start : e.end] == e.quote
        assert e.quote.strip() == e.quote
