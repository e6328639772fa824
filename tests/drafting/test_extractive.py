"""Which sentences are chosen for an aspect, and in what order they stand."""

import pytest

from assistant.drafting.aspects import aspects_of
from assistant.drafting.evidence import Evidence, evidence
from assistant.drafting.extractive import Answer, answer
from assistant.drafting.gaps import open_point
from assistant.drafting.relevance import Match, _answers_kind
from assistant.drafting.values import asked_value
from assistant.model import DepartmentShare, Scope
from tests.drafting.towns import Shelf, paper, precedents, sentences_of

OFFICE = (DepartmentShare(name="Gartenbauamt", share=0.8),)


def scores(by_start: dict[str, float], key: float = 1.0):
    """A measure that knows the score of sentences by how they begin; others have none."""

    def measure(aspect, e: Evidence) -> Match:
        value = next((v for start, v in by_start.items() if e.text.startswith(start)), 0.0)
        alike = dict.fromkeys(("said", "focus", "named", "asked", "whole", "near", "topic"), value)
        rest = {"subject": 1.0, "foreign": 0.0, "missing": 0.0, "kind": 0.0, "key": key if value else 0.0}
        return Match(**alike, **rest, precedent=e.precedent.confidence or 0.0)

    return measure


def answered(question: str, pool: list[Evidence], by_start: dict[str, float], taken=()) -> Answer:
    return answer(aspects_of(question)[0], pool, scores(by_start), taken)


def texts(a: Answer) -> list[str]:
    return [e.text for e in a.sentences]


RULES = paper(
    "Beleuchtung",
    (
        (
            "Warum werden Grünflächen nicht beleuchtet?",
            "Öffentliche Grünflächen werden grundsätzlich nicht beleuchtet. "
            "Diese Regelung dient dem Schutz der Insekten. "
            "Die Anwohner haben sich in einer Umfrage mehrheitlich dafür ausgesprochen.",
        ),
    ),
)


def test_a_leaning_sentence_brings_the_one_it_leans_on():
    chosen = answered("Warum werden Grünflächen nicht beleuchtet?", sentences_of(RULES), {"Diese Regelung": 0.9})
    assert texts(chosen) == [
        "Öffentliche Grünflächen werden grundsätzlich nicht beleuchtet.",
        "Diese Regelung dient dem Schutz der Insekten.",
    ]


def test_a_sentence_that_needs_two_others_first_is_no_answer():
    text = (
        "Öffentliche Grünflächen liegen im Westen. Diese Lage ist ruhig. Diese Regelung dient dem Schutz der Insekten."
    )
    one = paper("Beleuchtung", (("Warum?", text),))
    assert texts(answered("Warum werden Grünflächen nicht beleuchtet?", sentences_of(one), {"Diese Reg": 0.9})) == []


def test_beside_a_gap_for_a_number_stands_one_or_that_none_is_known():
    said = (
        "Im Stadtwald stehen 4.000 Bäume. Die Bäume im Stadtwald pflegt der Forst. "
        "Über gefällte Bäume wird keine Statistik geführt."
    )
    pool = sentences_of(paper("Stadtwald", (("Was ist mit den Bäumen?", said),)))
    starts = {"Im Stadtwald": 0.6, "Die Bäume": 0.6, "Über gefällte": 0.6}
    found = answered("Wie viele Bäume stehen im Stadtwald?", pool, starts)
    assert texts(found) == []
    shown = {e.text.split()[0] for e in found.old}
    assert shown
    assert "Die" not in shown


def test_a_leaning_sentence_without_its_antecedent_is_dropped():
    one = paper("Beleuchtung", (("Warum?", "Siehe Antwort zu Frage 2. Diese Regelung dient dem Schutz der Insekten."),))
    assert texts(answered("Warum werden Grünflächen nicht beleuchtet?", sentences_of(one), {"Diese": 0.9})) == []


def test_the_order_of_the_source_is_kept():
    chosen = answered("Warum?", sentences_of(RULES), {"Die Anwohner": 0.95, "Öffentliche": 0.9})
    assert [t.split()[0] for t in texts(chosen)] == ["Öffentliche", "Die"]


def test_the_newest_paper_speaks_first_and_nothing_is_said_twice():
    old = paper(
        "Alt", (("Wer?", "Für die Pflege der Grünanlagen ist das Gartenbauamt zuständig."),), "2014-01-01", "p2"
    )
    new = paper(
        "Neu",
        (
            (
                "Wer?",
                "Für die Pflege der Grünanlagen ist allein das Gartenbauamt zuständig. "
                "Bäume prüft der städtische Bauhof.",
            ),
        ),
        "2018-01-01",
        "p3",
    )
    chosen = answered("Wer pflegt?", sentences_of(old, new), {"Für die Pflege": 0.9, "Bäume prüft": 0.88})
    assert texts(chosen) == [
        "Für die Pflege der Grünanlagen ist allein das Gartenbauamt zuständig.",
        "Bäume prüft der städtische Bauhof.",
    ]


def test_what_fits_badly_is_not_used_to_fill_up():
    chosen = answered("Warum?", sentences_of(RULES), {"Öffentliche": 0.9, "Die Anwohner": 0.2})
    assert len(chosen.sentences) == 1


def test_nothing_fits():
    nothing = answered("Warum werden Grünflächen nicht beleuchtet?", sentences_of(RULES), {})
    assert nothing.sentences == ()
    point = open_point(nothing, False, OFFICE)
    assert point is not None
    assert "Gartenbauamt" in point
    assert "gibt es nicht" not in point


COSTS = (
    paper(
        "Kosten 2013", (("Was kostet sie?", "Die Pflege der Anlage kostet 850.000 Euro im Jahr."),), "2013-05-01", "p4"
    ),
    paper(
        "Kosten 2015", (("Was kostet sie?", "Die Pflege der Anlage kostet 908.000 Euro im Jahr."),), "2015-05-01", "p5"
    ),
)


def test_an_old_value_is_never_an_answer_but_stands_beside_the_gap_newest_first():
    asked = answered("Wie hoch sind die Kosten der Pflege?", sentences_of(*COSTS), {"Die Pflege": 0.9})
    assert asked.sentences == ()
    point = open_point(asked, False, OFFICE)
    assert point is not None
    assert point.startswith("Wie hoch sind die Kosten der Pflege? [aktueller Wert, Stand …; 01.05.2015: 908.000 Euro")
    assert point.index("908.000") < point.index("850.000")


def test_what_lasts_is_drafted_even_where_a_value_is_asked():
    one = paper(
        "Kosten",
        (
            (
                "Was kostet sie?",
                "Die Pflege kostete 908.000 Euro. Die Kosten sind nach der Satzung von den Vereinen zu tragen.",
            ),
        ),
    )
    asked = answered("Wie hoch sind die Kosten?", sentences_of(one), {"Die Pflege": 0.9, "Die Kosten": 0.9})
    assert texts(asked) == ["Die Kosten sind nach der Satzung von den Vereinen zu tragen."]
    assert [e.text for e in asked.old] == ["Die Pflege kostete 908.000 Euro."]
    assert not asked.covered


def test_an_old_plan_is_no_answer_to_what_is_asked_today():
    one = paper("Halle", (("Wann?", "Die Halle wird voraussichtlich im Herbst 2016 eröffnet."),), "2015-03-01")
    asked = answered("Wann wird die Halle eröffnet?", sentences_of(one), {"Die Halle": 0.9})
    assert asked.sentences == ()
    assert "aktueller Termin" in (open_point(asked, False, OFFICE) or "")


def test_an_old_date_is_no_answer_to_when():
    one = paper(
        "Radweg", (("Wann?", "Der Abschluss des Verfahrens ist nicht vor Mitte 2021 zu erwarten."),), "2020-03-01"
    )
    asked = answered("Wann wird der Radweg fertiggestellt?", sentences_of(one), {"Der Abschluss": 0.9})
    assert asked.sentences == ()
    assert len(asked.old) == 1


def test_a_long_answer_stays_short():
    long = " ".join(
        f"Die Regel Nummer {n} der Satzung gilt für alle Vereine und Schulen im Gebiet {n * 'x'}." for n in range(1, 40)
    )
    one = paper("Regeln", (("Welche Regeln gelten?", long),))
    chosen = answered("Welche Regeln gelten?", sentences_of(one), {"Die Regel": 0.9})
    assert 1 <= len(chosen.sentences) <= 3
    assert sum(len(t) for t in texts(chosen)) <= 850


@pytest.mark.parametrize(
    ("question", "sentence", "value"),
    [
        (
            "Wie viele Kinder haben keinen Platz?",
            "Es waren 139 Kinder ohne Platz, davon 96 unter drei Jahren.",
            "139 Kinder",
        ),
        ("Wie hoch sind die Kosten?", "Die Pflege der 128 Plätze kostet 908.000 Euro.", "908.000 Euro"),
        ("Wie hoch sind die Kosten?", "Der Bau kostet 5 Mio. Euro, der Unterhalt 20.000 Euro.", None),
        ("Was kostet der Ausweis?", "Die 2021 genannte Gebühr von 30,70 € gilt nicht mehr.", None),
        ("Wie viele Bäume wurden gefällt?", "Die Pflege dauert drei Jahre.", None),
        ("Wie lange dauert die Pflege?", "Die Pflege dauert drei Jahre und kostet 500 Euro.", None),
    ],
)
def test_the_slot_shows_the_value_that_is_asked_for_or_none(question, sentence, value):
    assert asked_value(sentence, question) == value


def test_what_an_older_paper_denies_does_not_stand_where_a_later_one_speaks():
    old = paper("Warteliste", (("Gibt es?", "Eine zentrale Warteliste besteht nicht."),), "2015-01-01", "p7")
    new = paper("Warteliste", (("Gibt es?", "Eine Warteliste führt das Jugendamt zentral."),), "2019-01-01", "p8")
    chosen = answered(
        "Gibt es eine Warteliste?", sentences_of(old, new), {"Eine zentrale": 0.9, "Eine Warteliste": 0.88}
    )
    assert texts(chosen) == ["Eine Warteliste führt das Jugendamt zentral."]
    assert [e.text for e in chosen.old] == ["Eine zentrale Warteliste besteht nicht."]


def test_the_likeliest_earlier_answer_is_shown_beside_the_gap_even_where_no_sentence_may_stand():
    one = paper("Halle", (("Wie steht es?", "Die Halle wird saniert. Das Dach ist dicht und trägt."),), "2017-03-01")
    asked = answered("Welche Pläne gibt es für die Halle?", sentences_of(one), {"Das Dach": 0.15})
    assert asked.sentences == ()
    assert [e.text for e in asked.old] == ["Das Dach ist dicht und trägt."]
    assert "01.03.2017: „Das Dach" in (open_point(asked, False, OFFICE) or "")


def test_an_unlikely_earlier_answer_is_not_shown():
    one = paper("Halle", (("Wie steht es?", "Das Dach ist dicht und trägt."),), "2017-03-01")
    pool = evidence(precedents(one, confidence=0.1), Shelf(one), Scope())
    assert answered("Welche Pläne gibt es für die Halle?", pool, {"Das Dach": 0.15}).old == ()


def test_a_town_hall_may_ask_for_more_or_less_certainty():
    one = paper("Halle", (("Wie steht es?", "Das Dach ist dicht und trägt."),), "2017-03-01")
    aspect = aspects_of("Welche Pläne gibt es für die Halle?")[0]
    pool = evidence(precedents(one, confidence=0.1), Shelf(one), Scope())
    measure = scores({"Das Dach": 0.15})
    assert answer(aspect, pool, measure, at_least=0.1).old
    assert not answer(aspect, pool, measure, at_least=0.9).old


def test_what_does_not_name_what_is_asked_is_not_shown():
    one = paper("Halle", (("Wie steht es?", "Das Dach ist dicht und trägt."),), "2017-03-01")
    aspect = aspects_of("Welche Pläne gibt es für die Halle?")[0]
    assert answer(aspect, sentences_of(one), scores({"Das Dach": 0.15})).old
    assert not answer(aspect, sentences_of(one), scores({"Das Dach": 0.15}, key=0.0)).old


def test_what_stands_beside_one_gap_stands_beside_another_only_if_it_fits_better():
    one = paper("Halle", (("Wie steht es?", "Das Dach ist dicht und trägt."),), "2017-03-01")
    aspect, measure = aspects_of("Welche Pläne gibt es für die Halle?")[0], scores({"Das Dach": 0.15})
    (shown,) = answer(aspect, sentences_of(one), measure).old
    fit = measure(aspect, shown).score
    assert not answer(aspect, sentences_of(one), measure, shown_before={shown.key: fit}).old
    both = paper("Halle", (("Wie?", "Das Dach ist dicht und trägt. Der Boden wird im Mai neu verlegt."),), "2017-03-01")
    two = scores({"Das Dach": 0.3, "Der Boden": 0.15})
    roof = next(e for e in sentences_of(both) if e.text.startswith("Das Dach"))
    assert not answer(aspect, sentences_of(both), two, shown_before={roof.key: 9.0}).old, "nothing less in its place"
    assert answer(aspect, sentences_of(one), measure, shown_before={shown.key: fit - 0.1}).old


def test_a_sentence_answers_the_aspect_that_it_fits_best():
    who, how = aspects_of("Wer pflegt die Anlage? Nach welcher Richtlinie wird sie geprüft?")
    one = paper(
        "Pflege",
        (
            (
                "Wer pflegt?",
                "Das Gartenbauamt pflegt die Anlage. Geprüft wird die Anlage nach der Spielplatzrichtlinie.",
            ),
        ),
    )
    fits = {who: {"Das Gartenbauamt": 0.9, "Geprüft": 0.8}, how: {"Das Gartenbauamt": 0.4, "Geprüft": 0.9}}

    def measure(aspect, e: Evidence) -> Match:
        return scores(fits[aspect])(aspect, e)

    pool = sentences_of(one)
    assert [t.split()[0] for t in texts(answer(who, pool, measure, others=[how]))] == ["Das"]
    assert [t.split()[0] for t in texts(answer(how, pool, measure, others=[who]))] == ["Geprüft"]


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("Nach welcher Satzung werden Gebühren erhoben?", True),
        ("Gibt es dafür eine rechtliche Grundlage?", True),
        ("Wie hat sich die Satzung bewährt?", False),
    ],
)
def test_a_question_about_a_statute_does_not_ask_for_law(question, asks):
    assert _answers_kind(aspects_of(question)[0], "Die Gebühr richtet sich nach § 4 der Satzung.") is asks
