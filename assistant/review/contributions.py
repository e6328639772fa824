"""Zulieferung: what another office supplies, asked for and taken in without an account of theirs.

The request goes out as an e-mail and a Word file; the reply, pasted or as a file, becomes the text of
the answer with its statement: which office, who, as of when. `Fehlanzeige` is a reply too.
"""

import datetime as dt
import io
from collections.abc import Sequence
from email.message import EmailMessage
from typing import Any

from assistant.errors import BadInput
from assistant.german import sentences
from assistant.model import Draft, DraftItem, Inquiry, Statement, StatementKind, Value
from assistant.review.editing import ItemEdit, SentenceEdit, as_edit
from assistant.review.inquiries import draftless
from assistant.review.journal import digest, record
from assistant.review.notes import Notes
from assistant.review.people import Person
from assistant.review.replies import LABELS
from assistant.review.tables import AssignmentRow

NOTHING = "Fehlanzeige"
_LONGEST_REPLY = 20_000


class RequestFiles(Value):
    """A request ready to be sent: the mail as a file for any mail program, and the form in Word."""

    name: str
    mail: bytes
    form: bytes


class Asked(Value):
    """One thing another office is asked for."""

    number: str
    question: str
    points: tuple[str, ...]
    old_answer: str = ""
    old_source: str = ""
    table: tuple[tuple[str, ...], ...] = ()


class Contributions(Notes):
    """Asking other offices and taking in what they reply; part of the Desk."""

    def request(
        self, draft_id: str, person: Person, department: str, *, due: dt.date | None = None, items: Sequence[int] = ()
    ) -> RequestFiles:
        """The request to one department, for the questions given to it or for `items`."""
        name = " ".join(department.split())
        draft = self.draft(draft_id, person)
        places = list(items) or [a.item for a in self.assignments(draft_id, person) if a.department == name]
        if not places:
            raise BadInput("Bitte zuerst die Fragen wählen, zu denen das Amt zuliefern soll.")
        for place in places:
            self.assign(draft_id, person, place, name, due)
        with self.library.session() as session:
            for place in places:
                session.get_one(AssignmentRow, (draft_id, place, name)).asked = self.now().date()
            record(session, self.now(), person.login, "contribution_asked", draft_id, items=places, department=name)
        asked = [_asked(draft.items[place], draft.inquiry) for place in places]
        address = next((d.email for d in self.town.departments if d.name == name), "")
        form = _word(asked, draft.inquiry, name, due, self.town.full_name)
        return RequestFiles(
            name=f"Zulieferung {name}", mail=_mail(asked, draft.inquiry, name, address, due, person, form), form=form
        )

    def take_reply(
        self,
        draft_id: str,
        person: Person,
        item: int,
        text: str,
        *,
        office: str,
        informant: str = "",
        as_of: dt.date | None = None,
        source: str = "",
        replace: bool = False,
        version: int,
    ) -> Draft:
        """Put a reply into the answer, each sentence with the office, the person and the day it stands for."""
        office, reply = " ".join(office.split()), text.replace("\r\n", "\n").strip()
        if not office:
            raise BadInput("Bitte angeben, welches Amt oder welche Stelle geantwortet hat.")
        if not reply:
            raise BadInput(f"Die Antwort ist leer. Hat die Stelle nichts beizutragen, bitte „{NOTHING}“ eintragen.")
        if len(reply) > _LONGEST_REPLY:
            raise BadInput(f"Die Antwort ist länger als {_LONGEST_REPLY} Zeichen. Bitte auf das Nötige kürzen.")
        draft = self.draft(draft_id, person)
        if not 0 <= item < len(draft.items):
            raise BadInput("Diese Frage gibt es im Entwurf nicht.")
        statement = Statement(
            kind=StatementKind.office,
            office=office,
            person=informant.strip() or None,
            as_of=as_of or self.now().date(),
            note=f"Quelle: {source.strip()}" if source.strip() else None,
        )
        new = tuple(SentenceEdit(text=t, statement=statement) for t in _reply_sentences(reply, office))
        kept = () if replace else tuple(as_edit(s) for s in draft.items[item].sentences)
        saved = self.save(
            draft_id, person, [ItemEdit(place=item, sentences=(*kept, *new))], version=version, act="contribution"
        )
        with self.library.session() as session:
            known = session.get(AssignmentRow, (draft_id, item, office)) or AssignmentRow(
                draft_id=draft_id, item=item, department=office
            )
            known.replied, known.reply = self.now().date(), digest(reply)
            session.add(known)
            record(
                session,
                self.now(),
                person.login,
                "contribution_taken",
                draft_id,
                item=item,
                office=office,
                text=digest(reply),
            )
        return saved


def _reply_sentences(reply: str, office: str) -> list[str]:
    if reply.strip(" .!").casefold() == NOTHING.casefold():
        return [f"Nach Mitteilung der Stelle „{office}“ liegen hierzu keine Erkenntnisse vor."]
    return [" ".join(reply[s.start : s.end].split()) for s in sentences(reply)]


def _asked(item: DraftItem, inquiry: Inquiry) -> Asked:
    from assistant.drafting import zulieferung

    requests = zulieferung(item, inquiry)
    first = requests[0] if requests else None
    return Asked(
        number=item.number,
        question=item.question,
        points=tuple(r.open_point for r in requests)
        or ("Bitte die Frage beantworten oder die Antwort im Entwurf bestätigen.",),
        old_answer=first.old_answer if first else "",
        old_source=", ".join(x for x in (first.old_reference, first.old_date) if x) if first else "",
        table=tuple(tuple(cell.strip() for cell in row.split(" | ")) for row in first.table.splitlines())
        if first and first.table
        else (),
    )


def _until(due: dt.date | None) -> str:
    return f" bis zum {due:%d.%m.%Y}" if due else ""


def _mail(
    asked: Sequence[Asked],
    inquiry: Inquiry,
    department: str,
    address: str,
    due: dt.date | None,
    person: Person,
    form: bytes,
) -> bytes:
    lines = [
        "Guten Tag,",
        "",
        f"für die Antwort auf die Anfrage „{draftless(inquiry)}“ bitten wir{_until(due)} um Ihre Zulieferung.",
        "Sie können auf diese E-Mail antworten oder das angehängte Formular ausfüllen.",
        f"Haben Sie nichts beizutragen, genügt „{NOTHING}“.",
    ]
    for one in asked:
        lines += [
            "",
            f"Frage {one.number}:".replace(" :", ":"),
            one.question,
            "",
            "Gebraucht wird:",
            *(f"– {p}" for p in one.points),
        ]
        if one.old_answer:
            lines += ["", f"Frühere Antwort ({one.old_source}):", one.old_answer]
        if one.table:
            lines += ["", "Bitte die letzte Spalte ergänzen:", *(" | ".join(row) for row in one.table)]
    lines += [
        "",
        "Bitte nennen Sie zu jeder Angabe den Stand (Datum) und die Quelle.",
        "",
        "Mit freundlichen Grüßen",
        person.name,
    ]
    message = EmailMessage()
    message["Subject"] = _one_line(f"Zulieferung zur Anfrage „{draftless(inquiry)}“")
    message["To"] = _one_line(address or department)
    message["X-Unsent"] = "1"  # mail programs open it as a draft to send
    message.set_content("\n".join(lines))
    message.add_attachment(
        form,
        maintype="application",
        subtype="vnd.openxmlformats-officedocument.wordprocessingml.document",
        filename="Zulieferung.docx",
    )
    return message.as_bytes()


def _one_line(text: str) -> str:
    """A header holds one line; what a stranger wrote must not begin another."""
    return " ".join(text.split())[:200]


def _word(asked: Sequence[Asked], inquiry: Inquiry, department: str, due: dt.date | None, town: str) -> bytes:
    from docx import Document

    document = Document()
    document.core_properties.title = "Zulieferung"
    document.core_properties.language = "de-DE"
    document.add_heading("Zulieferung", level=1)
    document.add_paragraph(
        f"{town}\nAn: {department}\nAnfrage: {_clean(draftless(inquiry))}\nErbeten{_until(due) or ' baldmöglichst'}"
    )
    for one in asked:
        document.add_heading(f"Frage {one.number}".strip(), level=2)
        document.add_paragraph(_clean(one.question))
        document.add_paragraph("Gebraucht wird:")
        for point in one.points:
            document.add_paragraph(_clean(point), style="List Bullet")
        if one.old_answer:
            document.add_paragraph(f"Frühere Antwort ({one.old_source}):").runs[0].bold = True
            document.add_paragraph(_clean(one.old_answer))
        if one.table:
            _add_table(document, one.table)
        for label in LABELS:
            document.add_paragraph(label).runs[0].bold = True
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _add_table(document: Any, rows: Sequence[Sequence[str]]) -> None:
    table = document.add_table(rows=len(rows), cols=max(len(row) for row in rows), style="Table Grid")
    for cells, row in zip(table.rows, rows, strict=True):
        for cell, text in zip(cells.cells, row, strict=False):
            cell.text = "" if text == "…" else _clean(text)


def _clean(text: str) -> str:
    """Without the control characters that XML does not know."""
    return "".join(c for c in text if c in "\n\t" or ord(c) >= 32)
