"""What comes back from another office: only its answer, with office, person, day and source."""

import datetime as dt
import io
from email.message import EmailMessage

import docx
import pytest

from assistant.review import Desk, Person, read_reply
from assistant.review.contributions import Asked, _word
from assistant.review.replies import reply_in
from tests.review.offices import drafted, inquiry

MAIL = """Guten Tag Frau Petersen,

am Bahnhof stehen 17 Bügel.
Drei weitere folgen.

Mit freundlichen Grüßen
Maike Lorenzen
Tiefbauamt

Am 14.05.2024 um 09:00 schrieb Jana Petersen:
> Wie viele Bügel sind es?
"""


def _form(**filled: str) -> bytes:
    """Our own form with two questions and a table, filled in as an office would."""
    table = (("Jahr", "Bügel", "aktuell (Stand …)"), ("Bahnhof", "14", "…"), ("Markt", "3", "…"))
    asked = [
        Asked(number="1", question="Wer wartet sie?", points=("Zuständigkeit",)),
        Asked(number="2", question="Wie viele?", points=("Zahl",), old_answer="14.", old_source="M 1", table=table),
    ]
    document = docx.Document(io.BytesIO(_word(asked, inquiry("Wie viele?"), "Tiefbauamt", None, "Stadt Auenrade")))
    document.tables[0].cell(1, 2).text = "17"
    labels = {name: [p for p in document.paragraphs if p.text == name] for name in filled}
    for name, text in filled.items():
        labels[name][-1].add_run(f" {text}")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_from_the_form_comes_only_what_was_filled_in() -> None:
    data = _form(
        **{"Antwort:": "Am Bahnhof stehen 17 Bügel.", "Stand (Datum):": "15.05.2024", "Quelle:": "Zählung"},
        **{"Ansprechperson:": "Frau Lorenzen"},
    )
    reply = read_reply(data, "Zulieferung.docx", "2")
    assert reply.text.splitlines() == ["Am Bahnhof stehen 17 Bügel.", "Bahnhof: 17."]
    assert (reply.informant, reply.as_of, reply.source) == ("Frau Lorenzen", dt.date(2024, 5, 15), "Zählung")


def test_a_form_with_several_questions_answers_each_its_own() -> None:
    data = _form(**{"Antwort:": "Siebzehn."})
    assert read_reply(data, "Zulieferung.docx", "1").text == ""
    assert "Siebzehn." in read_reply(data, "Zulieferung.docx", "2").text


def test_from_a_mail_come_its_words_its_writer_and_its_day() -> None:
    message = EmailMessage()
    message["From"], message["To"] = "lorenzen@auenrade.example", "petersen@auenrade.example"
    message["Subject"], message["Date"] = "AW: Zulieferung", "Wed, 15 May 2024 10:00:00 +0200"
    message.set_content(MAIL)
    reply = read_reply(message.as_bytes(), "AW.eml")
    assert reply.text == "am Bahnhof stehen 17 Bügel.\nDrei weitere folgen."
    assert (reply.informant, reply.as_of) == ("Maike Lorenzen", dt.date(2024, 5, 15))


@pytest.mark.parametrize("text", ["Fehlanzeige", "Es sind 17 Bügel.", "Frage 1\nEs sind 17.", "Von hier aus: 17."])
def test_plain_words_stay_as_they_are(text: str) -> None:
    assert reply_in(text).text == text


def test_the_statement_holds_person_day_and_source(desk: Desk, clerk: Person) -> None:
    id = drafted(desk, clerk)
    made = desk.take_reply(
        id, clerk, 0, "Es sind 17.", office="Tiefbauamt", informant="Frau L.", source="Zählung", version=1
    )
    statement = made.items[0].sentences[-1].statement
    assert statement is not None
    assert (statement.office, statement.person, statement.note) == ("Tiefbauamt", "Frau L.", "Quelle: Zählung")
