"""Drafts to publish, and what their exports say when they are opened again."""

import datetime as dt
import io
from collections.abc import Callable

import docx
import pypdf

from assistant.model import Citation, Draft, DraftItem, Inquiry, Question, Sentence, weakest

QUOTE = "Die Brücke am Mühlgraben wird alle sechs Jahre nach DIN 1076 geprüft."
SECOND = "Die letzte Hauptprüfung fand am 4. Mai 2021 statt."


def citation(quote: str = QUOTE, reference: str = "M 21/0007", page: int | None = 2) -> Citation:
    return Citation(
        paper="p7", reference=reference, date=dt.date(2021, 6, 1), page=page, start=0, end=len(quote), quote=quote
    )


def item(text: str, number: str = "1", question: str = "Wie oft wird die Brücke geprüft?", **more) -> DraftItem:
    sentence = Sentence(text=text, citations=(citation(),))
    return DraftItem(number=number, question=question, status="drafted", sentences=(sentence,), **more)


def draft(*items: DraftItem, public: bool = True) -> Draft:
    inquiry = Inquiry(
        id="a1",
        date=dt.date(2024, 3, 5),
        asked_by="Herr Ochsenfurth",
        topic="Prüfung der Brücken",
        public=public,
        questions=tuple(Question(number=one.number, text=one.question) for one in items),
    )
    return Draft(id="d1", inquiry=inquiry, status=weakest(items), items=items)


def docx_text(data: bytes) -> str:
    document = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    header = [paragraph.text for paragraph in document.sections[0].header.paragraphs]
    return "\n".join([*header, *(paragraph.text for paragraph in document.paragraphs), *cells])


def pdf_text(data: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)


READ: dict[str, Callable[[bytes], str]] = {
    "docx": docx_text,
    "pdf": lambda data: pdf_text(data).replace("\xad", "-"),
    "md": bytes.decode,
    "txt": bytes.decode,
    "html": bytes.decode,
}


def squeezed(text: str) -> str:
    """Without white space: line breaks fall where the page ends."""
    return "".join(text.split())
