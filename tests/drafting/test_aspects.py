"""What a question asks, one thing at a time."""

import pytest

from assistant.drafting.aspects import Asked, asked, aspects_of


def texts(question: str) -> list[str]:
    return [a.text for a in aspects_of(question)]


def test_each_question_sentence_is_an_aspect():
    assert texts("Welche Schulen haben eine Mensa? Wer betreibt sie?") == [
        "Welche Schulen haben eine Mensa?",
        "Wer betreibt sie?",
    ]


def test_coordinated_questions_are_two_aspects():
    assert texts("Welche Radwege sind geplant und was kosten sie?") == [
        "Welche Radwege sind geplant?",
        "Was kosten sie?",
    ]


def test_coordinated_things_are_one_aspect():
    assert texts("Welche Rad- und Fußwege sind geplant?") == ["Welche Rad- und Fußwege sind geplant?"]


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Werden Mietausfälle erfasst? Wenn ja, in welcher Höhe?", Asked.current_value),
        ("Gibt es Wartelisten? Wenn ja, wann werden sie abgebaut? Wenn nein, warum nicht?", Asked.event),
        ("Wird die Halle vermietet? Wenn nein, warum nicht?", Asked.lasting),
        ("Wie viele Hallen werden vermietet? Wenn keine, warum nicht?", Asked.current_value),
    ],
)
def test_what_lasts_is_asked_for_only_where_the_follow_up_does_too(question, kind):
    assert aspects_of(question)[0].asked is kind


def test_a_follow_up_belongs_to_what_it_follows():
    assert texts("Ist eine Sanierung geplant? Wenn ja, wann? Wenn nein, warum nicht?") == [
        "Ist eine Sanierung geplant? Wenn ja, wann? Wenn nein, warum nicht?"
    ]


def test_sub_questions_that_only_name_things_repeat_the_head():
    assert texts("Wie viele befristete Stellen gibt es?\na) bei der Stadtverwaltung\nb) bei den Gesellschaften") == [
        "Wie viele befristete Stellen gibt es (bei der Stadtverwaltung)?",
        "Wie viele befristete Stellen gibt es (bei den Gesellschaften)?",
    ]


def test_sub_questions_stand_alone_when_they_ask():
    found = aspects_of("Zum Altglas:\na) Wer leert die Container?\nb) Hat die Stadt ein Vetorecht?")
    assert [a.text for a in found] == ["Wer leert die Container?", "Hat die Stadt ein Vetorecht?"]
    assert "Altglas" in found[1].context


def test_a_sub_question_within_the_line_is_found():
    assert texts("Wurde die Stadt informiert? a. Hat sie ein Vetorecht?") == [
        "Wurde die Stadt informiert?",
        "Hat sie ein Vetorecht?",
    ]


def test_a_letter_with_a_dot_inside_an_abbreviation_is_no_sub_question():
    one = "Gilt das für Polizei, KOD u. s. w. und für Hotels, z. B. am Bahnhof, u. a. Brandschutz?"
    assert texts(one) == [one]


def test_a_word_or_two_that_go_on_asking_are_no_aspect_of_their_own():
    assert texts("In welchem Umfang wird geprüft? Regelmäßig?") == ["In welchem Umfang wird geprüft? Regelmäßig?"]
    assert len(texts("Welche Kosten entstehen:\na) Für Personal?\nb) Für Sachmittel?")) == 2


def test_a_statement_before_the_question_is_context():
    (aspect,) = aspects_of("Im Mai brannte die Turnhalle. Wann wird sie wieder geöffnet?")
    assert aspect.text == "Wann wird sie wieder geöffnet?"
    assert "Turnhalle" in aspect.context


def test_a_request_without_a_question_mark_is_an_aspect():
    assert texts("Wir bitten um eine Aufstellung der Kosten.") == ["Wir bitten um eine Aufstellung der Kosten."]


def test_its_number_is_no_part_of_a_question():
    assert texts("2. Welche Kosten entstehen?") == ["Welche Kosten entstehen?"]


def test_nothing_asked_is_still_one_aspect():
    assert len(aspects_of("Hundehaltung im Stadtgebiet")) == 1


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Wie viele Bäume wurden gefällt?", Asked.current_value),
        ("Welche Mengen an Papier wurden gesammelt?", Asked.current_value),
        ("In welcher prozentualen Größenordnung wurden Eschen gefällt?", Asked.current_value),
        ("Wie viele Kinder mit Anspruch auf Hilfe besuchen eine Kita?", Asked.current_value),
        ("Wie hoch sind die Kosten der Sanierung?", Asked.current_value),
        ("Welche Kosten sind entstanden?", Asked.current_value),
        ("Wann wird die Brücke eröffnet?", Asked.event),
        ("Welche Schulen haben zum aktuellen Zeitpunkt kein WLAN?", Asked.current_state),
        ("Zu welchem Zeitpunkt beginnt der Umbau?", Asked.event),
        ("Wie ist der aktuelle Stand beim Neubau?", Asked.current_state),
        ("Wie weit sind die Planungen für den Jugendtreff vorangeschritten?", Asked.current_state),
        ("Wie steht es um die Sanierung der Brücke?", Asked.current_state),
        ("Sind die Planungen inzwischen weiter gediehen?", Asked.current_state),
        ("Wie ist der Verfahrensstand beim Schutzgebiet?", Asked.current_state),
        ("Wie weit ist die Haltestelle vom Eingang entfernt?", Asked.lasting),
        ("Ist der Abstand der Bäume vorgeschrieben?", Asked.lasting),
        ("Sind derzeit alle Stellen besetzt?", Asked.current_state),
        ("Auf welcher Grundlage wird die Anzahl der Stellplätze berechnet?", Asked.lasting),
        ("Erfolgt die Berechnung der Anzahl anhand der Nutzung?", Asked.lasting),
        ("Mit welchen Gesamtkosten rechnet die Verwaltung?", Asked.current_value),
        ("Wie viele Ersatzpflanzungen sind vorgeschrieben?", Asked.lasting),
        ("Welche Kenntnisse hat die Stadt über Anzahl und Anteil freier Stellen?", Asked.current_value),
        ("In welchem Umfang wird kontrolliert?", Asked.current_value),
        ("Wir bitten um Angabe der Anzahl.", Asked.current_value),
        ("Wer ist für die Reinigung zuständig?", Asked.lasting),
        ("Nach welchen Kriterien werden Grundstücke vergeben?", Asked.lasting),
        ("Warum sind Spielplätze nicht beleuchtet?", Asked.lasting),
    ],
)
def test_what_kind_of_answer_is_asked_for(question, kind):
    assert asked(question) is kind
