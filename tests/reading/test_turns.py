"""A text that nowhere calls itself an answer is known for one by who speaks in it, and only then."""

import io

import docx
import pytest

from assistant.model import Exchange, Paper, Voice
from assistant.reading.assemble import assemble_paper
from assistant.reading.document import FileMeta
from assistant.reading.docx import document_from_docx
from assistant.reading.plain import document_from_text

BOATS = ("Wie viele Boote liegen am Steg?", "Am Steg liegen 14 Boote.")
COSTS = ("Was kostet ein Platz im Jahr?", "Ein Platz kostet 240 Euro.")


def paper_of(text: str, name: str = "datei.txt") -> Paper:
    return assemble_paper([(FileMeta(name), document_from_text(text))]).paper


def told(exchanges: tuple[Exchange, ...]) -> list[tuple[str, str]]:
    return [(one.question, " ".join(one.answer.split())) for one in exchanges]


def in_turn(*, number: str = "") -> str:
    both = (f"{number.format(index)}{asked}\n\n{answer}" for index, (asked, answer) in enumerate((BOATS, COSTS), 1))
    return "\n\n".join(both) + "\n"


HEAD = "Landkreis Seeland\n\nSteg am Südufer\n\n"


@pytest.mark.parametrize(
    "text",
    [
        HEAD + "Sehr geehrte Frau Holm,\n\ngern möchte ich Ihre Fragen beantworten:\n\n" + in_turn(),
        HEAD
        + f"Ich frage das Bezirksamt:\n\n1. {BOATS[0]}\n\n2. {COSTS[0]}\n\n"
        + f"Das Bezirksamt beantwortet Ihre o. g. Fragen wie folgt:\n\nzu 1.\n\n{BOATS[1]}\n\nzu 2.\n\n{COSTS[1]}\n",
        HEAD
        + f"1. {BOATS[0]}\n\n2. {COSTS[0]}\n\n"
        + f"Der Kreisausschuss antwortet:\n\nad 1: {BOATS[1]}\n\nad 2: {COSTS[1]}\n",
        "Mitteilung Nr. M 7/2023\n\nSteg am Südufer\n\nFragende: Vera Holm (UWG)\n\n" + in_turn(),
        HEAD + f"Nachfragen des Ausschusses\n\n- {BOATS[0]}\n  -> {BOATS[1]}\n- {COSTS[0]}\n  -> {COSTS[1]}\n",
        HEAD + "Rückfragen des Ausschusses\n\n" + in_turn(),
        "Vorlage Nr. 2023/0458\n\nSteg am Südufer\n\nFörderung ist beantragt. Die Verwaltung führt hierzu aus:\n\n"
        + in_turn(number="{}) "),
    ],
    ids=[
        "letter",
        "abbreviation in the sentence",
        "committee",
        "no sentence",
        "arrows",
        "asked back",
        "beantragt is no Antrag",
    ],
)
def test_questions_that_are_answered_in_turn(text: str) -> None:
    paper = paper_of(text)
    assert paper.files[0].voice is Voice.administration
    assert told(paper.exchanges) == [BOATS, COSTS]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (HEAD + "Wir bitten die Verwaltung, folgende Fragen zu beantworten:\n\n" + in_turn(), "Fragen UWG"),
        (HEAD + "Auf unsere Nachfrage teilt die Verwaltung mit:\n\n" + in_turn(), "Anfrage UWG"),
        ("ANTRAG\n\nder UWG\n\nDie Verwaltung berichtet:\n\n1. über Boote\n\n2. über Plätze\n", "Antrag"),
        ("Niederschrift der Ratssitzung\n\nBürgermeister Kern antwortet:\n\n" + in_turn(), "datei"),
        (
            "Beschlussvorlage\n\nSteg am Südufer\n\nWozu ein Steg? Es gibt mehr Boote.\n\nDas Amt sagt:\n\n"
            "Es fehlt an Plätzen.\n",
            "datei",
        ),
    ],
    ids=["asks for an answer", "quotes an answer", "motion", "minutes", "rhetoric in a proposal"],
)
def test_who_does_not_answer(text: str, name: str) -> None:
    assert told(paper_of(text, name).exchanges) == []


def test_a_table_whose_one_column_asks_and_whose_other_tells() -> None:
    head = "Stadt Seeland\n\nSteg am Südufer\n\nThemen der UWG\n\n"
    rows = f"{BOATS[0]}\t{BOATS[1]}\n{COSTS[0]}\t{COSTS[1]}\n"
    for text in (head + "Fragestellung\tSachstand\n" + rows, head + rows):
        paper = paper_of(text)
        assert paper.files[0].voice is Voice.administration
        assert told(paper.exchanges) == [BOATS, COSTS]


def test_a_survey_answers_nobody() -> None:
    survey = f"Steg am Südufer\n\nUmfrage\tzufrieden\n{BOATS[0]}\t45 %\n{COSTS[0]}\t12 %\n"
    assert told(paper_of(survey).exchanges) == []


@pytest.mark.parametrize(
    "text",
    [
        HEAD + f"F: {BOATS[0]}\nA: {BOATS[1]}\n\nF: {COSTS[0]}\nA: {COSTS[1]}\n\n"
        "Seeland, den 09.05.2023\nDer Bürgermeister\nim Auftrag Jahnke\n",
        HEAD + f"Frage 1 - {BOATS[0]}\n   Antwort - {BOATS[1]}\n\nFrage 2 - {COSTS[0]}\n   Antwort - {COSTS[1]}\n",
        HEAD + "Die von Ihnen gestellten Fragen darf ich wie folgt beantworten.\n\n"
        f"I. {BOATS[0]}\n\nDezernat III: {BOATS[1]}\n\nII. {COSTS[0]}\n\nDezernat III: {COSTS[1]}\n\n"
        "Hochachtungsvoll\n\nAlbrecht\nBürgermeister\n",
        HEAD + f"Die UWG möchte wissen: {BOATS[0]}\n\nDie Verwaltung teilt hierzu mit:\n\n{BOATS[1]}\n\n"
        f"Herr Mohn fragt: {COSTS[0]}\n\nHierzu wird mitgeteilt:\n\n{COSTS[1]}\n\n"
        "Fachbereich Häfen\nSeeland / 12.06.2024\n",
    ],
    ids=["F: and A:", "dash", "office before each answer", "says who asks and who answers"],
)
def test_labels_between_questions_and_answers_belong_to_neither(text: str) -> None:
    assert told(paper_of(text).exchanges) == [BOATS, COSTS]


def test_who_else_speaks_is_told_in_the_answer() -> None:
    others = f"Das Landesamt teilt mit:\n\n{BOATS[1]}"
    text = HEAD + f"Antwort auf die Anfrage der UWG\n\n1. {BOATS[0]}\n\n{others}\n\n2. {COSTS[0]}\n\n{COSTS[1]}\n"
    assert told(paper_of(text).exchanges) == [(BOATS[0], " ".join(others.split())), COSTS]


def test_oral_questions_stand_before_their_answers_under_a_heading() -> None:
    asked = (
        "Herr Olthoff möchte wissen, weshalb der Steg gesperrt ist.",
        "Frau Behrends fragt, ob ein Platz frei ist.",
    )
    text = "Mitteilungsvorlage\n\nAnfragen der Mitglieder\n\nMehrere Fragen sind noch offen.\n\n"
    text += f"Sperrung\n\n{asked[0]}\n\nAntwort: {BOATS[1]}\n\nPlätze\n\n{asked[1]}\n\nAntwort: {COSTS[1]}\n"
    assert told(paper_of(text).exchanges) == [(asked[0], BOATS[1]), (asked[1], COSTS[1])]


def test_a_chapter_below_the_last_question_is_no_part_of_its_answer() -> None:
    word = docx.Document()
    word.add_heading("Beantwortung des Fragenkatalogs der UWG", 0)
    for asked, answer in (BOATS, COSTS):
        word.add_heading(asked, 2)
        word.add_paragraph(answer)
    word.add_heading("Weiteres Vorgehen", 1)
    word.add_paragraph("Im Herbst wird beraten.")
    word.save(data := io.BytesIO())
    document = document_from_docx(data.getvalue(), "Antwort.docx")
    assert told(assemble_paper([(FileMeta("Antwort.docx"), document)]).paper.exchanges) == [BOATS, COSTS]


def test_a_number_over_lettered_questions_ends_the_answer_above() -> None:
    paid = ("Wer zahlt?", "Die Gemeinde zahlt.")
    free = ("Wie viele Plätze sind frei?", "Frei sind 3 Plätze.")
    text = HEAD + f"Antwort auf die Anfrage der UWG\n\n1. Bestand\n\na) {BOATS[0]}\n\n{BOATS[1]}\n\nb) {free[0]}\n\n"
    text += f"{free[1]}\n\n2. Kosten\n\na) {COSTS[0]}\n\n{COSTS[1]}\n\nb) {paid[0]}\n\n{paid[1]}\n\n"
    text += "Weidner\nErster Kreisbeigeordneter\n"
    assert told(paper_of(text).exchanges) == [BOATS, free, COSTS, paid]


def test_questions_in_quotes_stand_apart_too() -> None:
    text = HEAD + "Sehr geehrte Frau Holm,\n\ndie einzelnen Punkte beantworten wir nachfolgend:\n\n"
    text += f"„{BOATS[0]}“\n\n{BOATS[1]}\n\n„{COSTS[0]}“\n\n{COSTS[1]}\n"
    assert [answer for _, answer in told(paper_of(text).exchanges)] == [BOATS[1], COSTS[1]]
