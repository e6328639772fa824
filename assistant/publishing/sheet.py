"""What is printed: a draft laid out as a Mitteilungsvorlage, before any format.

`lay_out` decides every word of the paper once; the formats only set it. All strings in a `Sheet`
are clean.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from assistant.drafting import missing, proposed_reference
from assistant.model import (
    Citation,
    Consultation,
    Draft,
    DraftItem,
    ItemStatus,
    Sentence,
    Statement,
    StatementKind,
    Value,
)
from assistant.publishing.clean import one_line, paragraphs
from assistant.publishing.title import title
from assistant.town import TownProfile

_NO_DAY = dt.date(2000, 1, 1)

_NOT_ANSWERED = "Zu dieser Frage ist noch keine Antwort eingetragen"
DRAFT_MARK = "ENTWURF – nicht freigegeben"


class Sources(StrEnum):
    """Whether and where the paper names the earlier answers it rests on."""

    none = "none"
    footnotes = "footnotes"
    annex = "annex"


class Signature(Value):
    """A signature as the foot of the paper shows it; `station` is a station's key."""

    station: str
    name: str
    date: dt.date | None = None


class Imprint(Value):
    """What stands at the head of the paper and is not in the draft. All of it may be unknown yet."""

    reference: str | None = None
    date: dt.date | None = None
    department: str | None = None
    clerk: str | None = None
    phone: str | None = None
    file_number: str | None = None
    consultations: tuple[Consultation, ...] = ()
    released: bool = False


@dataclass(frozen=True)
class Part:
    """A stretch of an answer with the numbers of the footnotes behind it."""

    text: str
    notes: tuple[int, ...] = ()

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """The cells, where the text is a table: as papers are read (`| a | b |`), or as copied (tabs)."""
        lines = [line.strip() for line in self.text.split("\n")]
        if all(re.fullmatch(r"\|.+\|", line) for line in lines):
            return _cells((line[1:-1] for line in lines if not re.fullmatch(r"[|\s:-]+", line)), "|")
        return _cells(lines, "\t") if len(lines) > 1 else ()


def _cells(lines: Iterable[str], between: str) -> tuple[tuple[str, ...], ...]:
    rows = tuple(tuple(cell.strip() for cell in line.split(between)) for line in lines)
    return rows if rows and {len(row) for row in rows} == {len(rows[0])} != {1} else ()


def has_head(rows: tuple[tuple[str, ...], ...]) -> bool:
    """Whether a table's first row names its columns: words above figures."""
    return not any(map(_is_figure, rows[0])) and any(_is_figure(cell) for row in rows[1:] for cell in row)


def _is_figure(cell: str) -> bool:
    return bool(re.fullmatch(r"[\d.,–\- ]*\d[\d.,]*\s*(?:€|%|[A-Za-z]{1,4})?", cell))


@dataclass(frozen=True)
class Answered:
    """One question with its answer. `marks`: what somebody must still settle, what kind of thing it is first."""

    label: str
    question: str
    paragraphs: tuple[tuple[Part, ...], ...]
    marks: tuple[str, ...]


@dataclass(frozen=True)
class Earlier:
    """A row of the annex."""

    question: str
    reference: str
    date: str
    page: str
    quote: str


@dataclass(frozen=True)
class Sheet:
    """`day` dates the file itself, so that the same draft always gives the same bytes."""

    day: dt.date
    letterhead: tuple[str, ...]
    paper_type: str
    mark: str
    reference: str
    date: str
    department: str
    clerk: str
    phone: str
    file_number: str
    published: str
    consultations: tuple[tuple[str, str, str, str], ...]
    title: str
    answers: tuple[Answered, ...]
    notes: tuple[str, ...]
    annex: tuple[Earlier, ...]
    signatures: tuple[tuple[str, str], ...]


def lay_out(
    draft: Draft, town: TownProfile, imprint: Imprint, sources: Sources, signatures: Iterable[Signature] = ()
) -> Sheet:
    notes: list[str] = []
    return Sheet(
        day=imprint.date or draft.inquiry.date or _NO_DAY,
        letterhead=tuple(map(one_line, town.letterhead or (town.full_name,))),
        paper_type=one_line(town.answer_paper_type),
        mark="" if imprint.released else DRAFT_MARK,
        reference=one_line(imprint.reference or "wird vom RIS vergeben"),
        date=german_date(imprint.date) or "wird bei Freigabe eingesetzt",
        department=one_line(imprint.department or ""),
        clerk=one_line(imprint.clerk or ""),
        phone=one_line(imprint.phone or ""),
        file_number=one_line(imprint.file_number or ""),
        published="öffentlich" if draft.inquiry.public else "nichtöffentlich",
        consultations=tuple(_consultation(consultation) for consultation in imprint.consultations),
        title=one_line(title(draft.inquiry)),
        answers=tuple(
            _answered(item, position, notes if sources == Sources.footnotes else None, imprint.released)
            for position, item in enumerate(draft.items, start=1)
        ),
        notes=tuple(notes),
        annex=tuple(_annex(draft.items)) if sources == Sources.annex else (),
        signatures=_signature_row(town, signatures),
    )


def german_date(date: dt.date | None) -> str:
    return f"{date:%d.%m.%Y}" if date else ""


def _consultation(consultation: Consultation) -> tuple[str, str, str, str]:
    return (
        one_line(consultation.organization or ""),
        german_date(consultation.date),
        one_line(consultation.role or ""),
        one_line(consultation.agenda_item or ""),
    )


def _label(number: str, position: int) -> str:
    number = one_line(number) or str(position)
    return f"{number}." if number.isdigit() else number


def _answered(item: DraftItem, position: int, notes: list[str] | None, released: bool) -> Answered:
    return Answered(
        label=_label(item.number, position),
        question=one_line(item.question),
        paragraphs=tuple(_paragraphs(item.sentences, notes)),
        marks=(*_proposal(item, released), *(f"offen: {one_line(point)}" for point in _gaps(item))),
    )


def _proposal(item: DraftItem, released: bool) -> tuple[str, ...]:
    """That the question was answered before; in a paper that is released somebody has decided on it."""
    kind = None if released else proposed_reference(item)
    return (f"Vorschlag: {one_line(kind)}",) if kind else ()


def _gaps(item: DraftItem) -> tuple[str, ...]:
    """What is missing. Where all of it is, the question above says so already and is not printed twice."""
    if not item.sentences and item.status is ItemStatus.no_precedent:
        return _unanswered(item)
    return tuple(_without_question(point, item.question) for _, point in missing(item)) or _unanswered(item)


def _without_question(point: str, question: str) -> str:
    """`Wie viele? [aktueller Wert, …]` under the question `Wie viele?` says only what is missing."""
    rest = one_line(point).removeprefix(one_line(question)).lstrip(" –")
    inside = re.fullmatch(r"\[(.*)\]", rest)
    return (inside[1] if inside else rest) or _NOT_ANSWERED


def _unanswered(item: DraftItem) -> tuple[str, ...]:
    return () if item.sentences else (_NOT_ANSWERED,)


def _paragraphs(sentences: Iterable[Sentence], notes: list[str] | None) -> Iterator[tuple[Part, ...]]:
    """The sentences run on; a blank line inside one begins a paragraph, and a table stands alone."""
    current: list[Part] = []
    for sentence in sentences:
        *before, last = paragraphs(sentence.text) or [""]
        parts = [*map(Part, before), Part(last, _footnotes(sentence, notes) if notes is not None else ())]
        for position, part in enumerate(parts):
            if current and (position or part.rows or current[-1].rows):
                yield tuple(current)
                current = []
            current.append(part)
    if current:
        yield tuple(current)


def _footnotes(sentence: Sentence, notes: list[str]) -> tuple[int, ...]:
    numbers = []
    for text in [*map(_note, sentence.citations), *([_stated(sentence.statement)] if sentence.statement else [])]:
        if text not in notes:
            notes.append(text)
        numbers.append(notes.index(text) + 1)
    return tuple(numbers)


def _note(citation: Citation) -> str:
    page = f", S. {citation.page}" if citation.page else ""
    return f"{_reference(citation)}{_dated(citation.date)}{page}: „{one_line(citation.quote)}“"


def _reference(citation: Citation) -> str:
    return f"Vorlage {one_line(citation.reference)}" if citation.reference else "Vorlage ohne Nummer"


def _dated(date: dt.date | None) -> str:
    return f" vom {german_date(date)}" if date else ""


_STATED = {
    StatementKind.office: "Mitteilung",
    StatementKind.decision: "Beschluss",
    StatementKind.statistic: "Statistik",
    StatementKind.law: "Rechtsgrundlage",
    StatementKind.text_block: "Textbaustein",
    StatementKind.judgement: "Einschätzung der Verwaltung",
}


def _stated(statement: Statement) -> str:
    named = [one_line(part) for part in (statement.office, statement.person, statement.note) if part]
    as_of = [f"Stand {german_date(statement.as_of)}"] if statement.as_of else []
    return f"{_STATED[statement.kind]}: {', '.join(named + as_of)}" if named + as_of else _STATED[statement.kind]


def _annex(items: Iterable[DraftItem]) -> Iterator[Earlier]:
    for position, item in enumerate(items, start=1):
        cited = dict.fromkeys(citation for sentence in item.sentences for citation in sentence.citations)
        for citation in cited:
            yield Earlier(
                question=_label(item.number, position).removesuffix("."),
                reference=one_line(citation.reference or "ohne Nummer"),
                date=german_date(citation.date),
                page=str(citation.page or ""),
                quote=one_line(citation.quote),
            )


def _signature_row(town: TownProfile, signatures: Iterable[Signature]) -> tuple[tuple[str, str], ...]:
    """Each station with who signed there; several names where several offices co-signed."""
    signed: dict[str, list[str]] = {}
    for signature in signatures:
        on = f", {german_date(signature.date)}" if signature.date else ""
        signed.setdefault(signature.station, []).append(f"gez. {one_line(signature.name)}{on}")
    return tuple((one_line(station.label), "; ".join(signed.get(station.key, ()))) for station in town.stations)
