"""E-mails, texts and what is no document at all, told apart by content."""

from email.message import EmailMessage

import pytest

from assistant.errors import BadInput
from assistant.reading.assemble import assemble_paper
from assistant.reading.document import Document, FileMeta
from assistant.reading.formats import document_from_bytes
from assistant.reading.text import decoded
from evals.campaigns.hostile import small_pdf


def mail(text: str, **more: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Tilda Lindholm <tilda@rat.example>"
    message["Date"] = "Mon, 04 Mar 2024 10:00:00 +0100"
    message["Subject"] = "Anfrage zu Bänken"
    message.set_content(text, **more)
    return message


def read(message: EmailMessage | bytes, name: str = "post.eml") -> Document:
    return document_from_bytes(message if isinstance(message, bytes) else message.as_bytes(), name)


def lines(document: Document, *kinds: str) -> list[str]:
    found = [line for page in document.pages for line in page.lines if line.text]
    return [line.text for line in found if not kinds or line.kind in kinds]


def test_the_head_of_a_mail_stands_on_top() -> None:
    document = read(mail("1. Wie viele Bänke gibt es?"))
    assert lines(document) == [
        "Von: Tilda Lindholm <tilda@rat.example>",
        "Datum: 04.03.2024",
        "Betreff: Anfrage zu Bänken",
        "1. Wie viele Bänke gibt es?",
    ]


def test_an_earlier_mail_and_the_signature_stand_apart_but_are_not_lost() -> None:
    text = "Wie viele Bänke?\n\n-- \nFraktion\n\nAm 01.03.2024 um 12:00 schrieb Amt 67:\n> Was genau?\n> Viele Grüße"
    document = read(mail(text))
    assert "Wie viele Bänke?" in lines(document, "text")
    assert lines(document, "footer") == [
        "--",
        "Fraktion",
        "Am 01.03.2024 um 12:00 schrieb Amt 67:",
        "> Was genau?",
        "> Viele Grüße",
    ]


def test_html_is_read_as_it_is_shown() -> None:
    html = (
        "<p>Guten Tag,</p><ol><li>Wie viele?</li><li>Warum <b>nicht</b>?</li></ol><script>Böse?</script>"
        "<p style='color: #ffffff'>Geist</p><p>Gr&uuml;&szlig;e</p>"
    )
    document = read(mail(html, subtype="html"))
    assert lines(document)[3:] == ["Guten Tag,", "1. Wie viele?", "2. Warum nicht?", "Grüße"]
    assert [(notice.kind, notice.text) for notice in document.notices] == [("hidden_text", "Geist")]


def test_an_attached_inquiry_is_preferred_and_the_letter_kept_as_a_notice() -> None:
    message = mail("Anbei unsere Anfrage.")
    pdf = small_pdf(b"BT /F1 12 Tf 72 700 Td (1. Warum fehlt eine Bank?) Tj ET")
    message.add_attachment(pdf, maintype="application", subtype="octet-stream", filename="scan.bin")
    document = read(message)
    assert lines(document, "text") == ["1. Warum fehlt eine Bank?"]
    assert lines(document, "header")[2] == "Betreff: Anfrage zu Bänken"
    assert [(notice.kind, notice.text) for notice in document.notices] == [("mail", "Anbei unsere Anfrage.")]


def test_an_attachment_without_questions_leaves_the_body_the_inquiry() -> None:
    message = mail("Wann wird die Bank ersetzt?")
    plan = small_pdf(b"BT /F1 12 Tf 72 700 Td (Lageplan) Tj ET")
    message.add_attachment(plan, maintype="application", subtype="pdf", filename="plan.pdf")
    assert lines(read(message))[3:] == ["Wann wird die Bank ersetzt?"]


def test_a_broken_attachment_is_noted() -> None:
    message = mail("Wann wird die Bank ersetzt?")
    message.add_attachment(b"%PDF-1.4 nichts", maintype="application", subtype="pdf", filename="plan.pdf")
    (notice,) = read(message).notices
    assert notice.kind == "unreadable"
    assert "plan.pdf" in notice.message


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
def test_german_text_in_every_usual_encoding(encoding: str) -> None:
    text = "1. Wie viele Bänke gibt es – für Groß und Klein?\n\nEs gibt 17 Bänke für 3.400 €."
    data = text.encode(encoding)
    assert decoded(data) == text
    assert lines(document_from_bytes(data, "x.txt")) == text.split("\n\n")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "leer"),
        (b"\0\0 \n", "leer"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "alten Office-Format"),
        (b"{\\rtf1 Hallo}", "RTF"),
        (b"\x89PNG\r\n\x1a\n123", "Bild"),
        (b"PK\x05\x06" + bytes(18), "keine Word-Datei"),
        (bytes(range(256)) * 20, "kein bekanntes Format"),
        (b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>Text</a>', "DOCTYPE"),
    ],
)
def test_what_is_no_document_is_refused_by_its_content(data: bytes, words: str) -> None:
    with pytest.raises(BadInput, match=f"brief.pdf.*{words}.*Bitte"):
        document_from_bytes(data, "brief.pdf")


def test_answers_below_the_quoted_questions_are_exchanges() -> None:
    body = (
        "Sehr geehrte Frau Kroll,\n\ndie Antworten stehen unter Ihren Fragen.\n\n> 1. Wie oft wird gemäht?\n\n"
        "Alle vier Wochen.\n\n> 2. Wer ist für den\n> Steg zuständig?\n\nDer Fischereiverein.\n\n"
        "Mit freundlichen Grüßen\n\nUwe Brandt\n"
    )
    message = mail(body)
    message.replace_header("Subject", "AW: Anfrage zur Wiese am Weiher")
    found = assemble_paper([(FileMeta("post.eml"), read(message))]).paper
    assert [(one.number, one.question, one.answer) for one in found.exchanges] == [
        ("1", "Wie oft wird gemäht?", "Alle vier Wochen."),
        ("2", "Wer ist für den Steg zuständig?", "Der Fischereiverein."),
    ]
