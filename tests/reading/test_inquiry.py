"""Letters: what is asked, by whom, what else the letter wants, and that nothing of it is lost."""

import datetime as dt

import pytest

from assistant.model import Inquiry
from assistant.reading.assemble import assemble_inquiry
from assistant.reading.plain import document_from_text

NUMBERED = """Fraktion Grünes Tal
Rathausplatz 2, 01234 Talheim

An die Bürgermeisterin
der Stadt Talheim

Talheim, den 04.03.2024

Kleine Anfrage: Zustand der Spielplätze

Sehr geehrte Frau Bürgermeisterin,

viele Eltern sprechen uns auf den Zustand an. Wir fragen daher:

1. Wie viele Spielplätze sind derzeit gesperrt?
2. Bis wann werden sie repariert? Gibt es einen Zeitplan?
3. Wir bitten um eine Aufstellung der Kosten.

Mit freundlichen Grüßen
Jana Reuter
"""
FREE = """Guten Tag,

ich wohne in der Lindenstraße. Dort wird viel zu schnell gefahren. Wann wird dort endlich Tempo 30 eingeführt?
Warum wurde die Messtafel wieder abgebaut?

Außerdem beantrage ich Akteneinsicht in das Gutachten von 2022. Wir regen an, Blumenkübel aufzustellen.

Mit freundlichen Grüßen
Karl Ohm
"""


def inquiry(text: str, name: str = "brief.txt") -> Inquiry:
    return assemble_inquiry(document_from_text(text), name)


def test_a_letter_with_numbers() -> None:
    found = inquiry(NUMBERED)
    assert [(question.number, question.text) for question in found.questions] == [
        ("1", "Wie viele Spielplätze sind derzeit gesperrt?"),
        ("2", "Bis wann werden sie repariert? Gibt es einen Zeitplan?"),
        ("3", "Wir bitten um eine Aufstellung der Kosten."),
    ]
    assert found.kind == "Kleine Anfrage"
    assert found.topic == "Zustand der Spielplätze"
    assert found.date == dt.date(2024, 3, 4)
    assert found.asked_by == "Jana Reuter"
    assert found.organization == "Fraktion Grünes Tal"
    assert found.preamble.startswith("Sehr geehrte Frau Bürgermeisterin,")
    assert "Jana Reuter" not in found.preamble


def test_every_word_of_the_letter_is_in_its_text() -> None:
    words = [word for word in NUMBERED.split() if word.isalpha()]
    assert set(words) <= set(inquiry(NUMBERED).text.split())


def test_every_question_stands_where_it_says() -> None:
    for text in (NUMBERED, FREE):
        found = inquiry(text)
        for question in found.questions:
            assert " ".join(found.text[question.start : question.end].split()) == question.text


def test_questions_in_running_text() -> None:
    found = inquiry(FREE)
    assert " ".join(question.text for question in found.questions) == (
        "Wann wird dort endlich Tempo 30 eingeführt? Warum wurde die Messtafel wieder abgebaut?"
    )
    assert all(question.number == "" for question in found.questions)


def test_what_else_a_letter_wants_is_set_apart() -> None:
    assert [other.kind for other in inquiry(FREE).other] == ["Akteneinsicht", "Anregung"]


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Große Anfrage", "Große Anfrage"),
        ("Kleine Anfrage", "Kleine Anfrage"),
        ("Mündliche Anfrage", "Mündliche Anfrage"),
        ("Einwohnerfrage zur Fragestunde", "Einwohnerfrage"),
        ("Schriftliche Anfrage", "Schriftliche Anfrage"),
        ("ANFRAGE", "Anfrage"),
    ],
)
def test_kinds(heading: str, kind: str) -> None:
    assert inquiry(f"{heading}\n\nParken am Markt\n\n1. Wie viele Plätze entfallen?\n").kind == kind


def test_reasons_after_the_last_question_do_not_belong_to_it() -> None:
    found = inquiry(
        "ANFRAGE\n\nParken\n\n1. Wie viele Plätze entfallen?\n\n2. Wann?\n\n"
        "Begründung:\nDie Lage ist schwierig. Wer soll das verstehen?\n"
    )
    assert [question.text for question in found.questions] == ["Wie viele Plätze entfallen?", "Wann?"]
    assert "Die Lage ist schwierig." in found.preamble


def test_of_an_answer_the_repeated_questions_are_taken() -> None:
    found = inquiry(
        "STELLUNGNAHME zur Anfrage\n\nParken\n\n1. Wie viele Plätze entfallen?\n\n"
        "Es entfallen elf.\n\n2. Wann?\n\nIm Mai.\n"
    )
    assert [question.text for question in found.questions] == ["Wie viele Plätze entfallen?", "Wann?"]


def test_a_letter_that_is_not_public() -> None:
    assert inquiry("ANFRAGE\nnichtöffentlich\n\nGrundstück\n\n1. Was kostet es?\n").public is False


def test_numbered_questions_in_one_line() -> None:
    found = inquiry("Wir fragen: 1. Was kostet ein Bewohnerparkausweis? 2. Wer betreibt das Parkhaus?")
    assert [(question.number, question.text) for question in found.questions] == [
        ("1", "Was kostet ein Bewohnerparkausweis?"),
        ("2", "Wer betreibt das Parkhaus?"),
    ]
