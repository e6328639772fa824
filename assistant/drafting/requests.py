"""Zulieferung: for every open point the request to the department that answered before."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.drafting.gaps import german_date, missing
from assistant.drafting.rows import cells, table_rows
from assistant.model import DraftItem, Inquiry, Precedent


@dataclass(frozen=True)
class Request:
    """What another office is asked for. `table` is the old one with an empty column, if there was one."""

    department: str
    number: str
    open_point: str
    question: str
    old_answer: str = ""
    old_reference: str = ""
    old_date: str = ""
    table: str = ""
    text: str = ""


_CELLS = re.compile(r"\t|\s\|\s| {3,}")
_LONGEST_OLD_ANSWER = 1500
_SURE_ENOUGH = 0.3


def zulieferung(item: DraftItem, inquiry: Inquiry) -> list[Request]:
    """The requests for the open points of `item`, ready to be sent."""
    department = item.departments[0].name if item.departments else ""
    before = next((p for p in item.precedents if _was_an_answer(p)), None)
    return [_request(point, item, inquiry, department, before) for _, point in missing(item)]


def _was_an_answer(p: Precedent) -> bool:
    """Whether another office would see in it an answer to this question, and not just to some other."""
    return p.exchange is not None and p.voice.speaks_for_town and (p.confidence or 0.0) >= _SURE_ENOUGH


def _request(point: str, item: DraftItem, inquiry: Inquiry, department: str, before: Precedent | None) -> Request:
    answer = before.exchange.answer[:_LONGEST_OLD_ANSWER] if before and before.exchange else ""
    reference = (before.paper.reference or before.paper.name) if before else ""
    day = german_date(before.date) if before else ""
    table = _with_empty_column(answer)
    request = Request(department, item.number, point, item.question, answer, reference, day, table)
    return Request(**{**request.__dict__, "text": _letter(request, inquiry)})


def _letter(request: Request, inquiry: Inquiry) -> str:
    about = inquiry.topic or inquiry.reference or "eine Anfrage aus dem Rat"
    number = f" zu Frage {request.number}" if request.number else ""
    lines = [
        f"An: {request.department or '(zuständige Dienststelle)'}",
        f"Betreff: Zulieferung{number} – {about}",
        "",
        f"Für die Antwort auf die Anfrage „{about}“ wird noch benötigt:",
        request.open_point,
        "",
        f"Frage im Wortlaut: {request.question}",
    ]
    if request.old_answer:
        lines += ["", f"Frühere Antwort ({request.old_reference}, {request.old_date}):", request.old_answer]
    if request.table:
        lines += ["", "Bitte die letzte Spalte ergänzen:", request.table]
    return "\n".join([*lines, "", "Bitte den Stand (Datum) und die Quelle der Angabe nennen."])


def _with_empty_column(answer: str) -> str:
    """The rows of the old table, each with an empty cell at its end; empty when there was none."""
    rows = _table(answer) or [row for line in answer.splitlines() if len(row := _CELLS.split(line.strip())) > 1]
    if len(rows) < 2:
        return ""
    head, *body = rows
    return "\n".join(" | ".join(cells) for cells in ([*head, "aktuell (Stand …)"], *([*row, "…"] for row in body)))


def _table(answer: str) -> list[Sequence[str]]:
    """Head and rows of the first table of the answer."""
    rows = list(table_rows(answer))
    return [rows[0].heads, *(cells(answer[r.start : r.end]) for r in rows if r.heads == rows[0].heads)] if rows else []
