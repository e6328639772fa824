"""The value that a question asks for, in an earlier sentence."""

import pytest

from assistant.drafting.values import gives_value, tells_no_data


@pytest.mark.parametrize(
    ("sentence", "question", "gives"),
    [
        ("Im Stadtwald wurden 312 Bäume gefällt.", "Wie viele Bäume wurden gefällt?", True),
        ("Die Sanierung kostet 1,2 Mio. Euro.", "Wie hoch sind die Kosten?", True),
        ("Die Feuerwehr wird in den Wald nicht einbezogen.", "Wie groß ist die Waldfläche?", False),
        ("Der Abschnitt ist rund 1,9 km lang.", "Wie viele Radfahrende wurden gezählt?", False),
        ("Der Erwerb betrifft sieben Teilflächen.", "Wie viele Radfahrende wurden gezählt?", False),
        ("Gezählt wurden 1.200 Radfahrer.", "Wie viele Radfahrende wurden gezählt?", True),
        ("Die Stadt hat 312 Stellplätze.", "Wie viele Plätze gibt es?", True),
        ("Die Halle hat 450 m² und 3 Eingänge.", "Wie viele Eingänge hat die Halle?", True),
        ("Rund 60 Prozent der Beschäftigten nutzen das Rad.", "Wie viele Beschäftigte nutzen das Rad?", True),
        ("Der Radweg ist 1,9 km lang.", "Wie viele Kilometer ist der Radweg lang?", True),
        ("Es wurden 12 t Papier gesammelt.", "Welche Mengen an Papier wurden gesammelt?", True),
        ("Gereinigt wird an jedem Werktag.", "Wie oft wird gereinigt?", True),
    ],
)
def test_a_question_for_a_number_is_served_by_a_number(sentence, question, gives):
    assert gives_value(sentence, question) is gives


def test_that_nothing_is_counted_is_told():
    assert tells_no_data("Darüber führt die Verwaltung keine Statistik.")
    assert not tells_no_data("Darüber berichtet die Verwaltung jährlich.")
