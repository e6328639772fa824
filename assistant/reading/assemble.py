"""From the files of one paper, read as Documents, to the Paper; from a letter to the Inquiry.

files → parts (rows, kind, head) → questions of the Anfrage → pairs → text → exchanges, passages
"""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from assistant.model import (
    Consultation,
    Date,
    Exchange,
    File,
    InquiryHead,
    Notice,
    Outcome,
    Paper,
    PaperHead,
    PaperReading,
    Passage,
    PassageKind,
    Span,
    Voice,
)
from assistant.reading.document import Document, FileMeta
from assistant.reading.exchanges import refers_to
from assistant.reading.head import Head
from assistant.reading.inquiry import assemble_inquiry, questions_of
from assistant.reading.pairs import Asked, Pair
from assistant.reading.parts import Part, part_of, sections
from assistant.reading.rows import Printed, join_rows
from assistant.reading.titles import plain_topic, title_inquiry
from assistant.reading.voices import Kind

__all__ = ["assemble_inquiry", "assemble_paper"]

T = TypeVar("T")

_PASSAGE_CHARS = 1000
# `ist beantragt`, `beantragt werden` tell of no motion
_MOTION = re.compile(
    r"(?<!ist be)(?<!ind be)(?<!rde be)(?<!den be)antrag(?!t (?:werden|wurden?|worden)\b)", re.IGNORECASE
)
_INQUIRY = re.compile(r"anfrage|einwohnerfrage|\bfragen?\b", re.IGNORECASE)
_GAP = re.compile(r"\s+")


def assemble_paper(files: Sequence[tuple[FileMeta, Document]], head: PaperHead | None = None) -> PaperReading:
    """The paper that these files are; `head` is what the council system says about it."""
    title = head.name if head else None
    parts = [part_of(meta, document, title) for meta, document in files]
    outcome = next((part.outcome for part in parts if part.outcome), None)
    asked = _asked(parts)
    texts = _texts(parts, asked)
    paper = _paper(parts, texts, head, outcome)
    passages = tuple(passage for text in texts for passage in _passages(text, paper, outcome))
    mark = _mark(head or PaperHead(), [part.head for part in parts])
    return PaperReading(paper=paper, passages=passages, notices=_notices(parts), marked=mark)


def _notices(parts: Sequence[Part]) -> tuple[Notice, ...]:
    return tuple(notice for part in parts for notice in part.document.notices)


def _asked(parts: Sequence[Part]) -> list[Asked]:
    """The questions of the Anfrage among the files; of two, the later one that replaces the first."""
    for part in reversed([part for part in parts if part.kind is Kind.inquiry]):
        if questions := questions_of(part):
            return [Asked(question.number, question.text) for question in questions]
    return []


# --- Files to text --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PartText:
    """A part printed: its text begins at `start` in the paper's, its pairs are found."""

    part: Part
    index: int
    printed: Printed
    start: int
    pairs: tuple[Pair, ...]
    superseded: bool
    repeats: bool

    @property
    def end(self) -> int:
        return self.start + len(self.printed.text)

    @property
    def counts(self) -> bool:
        """Whether it is told what the file says: a later file took its place, or one says the same."""
        return not (self.superseded or self.repeats)

    def spans(self, ranges: Iterable[tuple[tuple[int, int], tuple[int, int]]]) -> tuple[Span, ...]:
        found = []
        for begin, stop in ranges:
            start = self.printed.offset(begin)
            end = self.printed.ends[stop[0] - 1] if stop[1] == 0 and stop[0] else self.printed.offset(stop)
            text = self.printed.text[start:end]
            start += len(text) - len(text.lstrip())
            end = start + len(text.strip())
            if end > start:
                found.append(Span(start=self.start + start, end=self.start + end))
        return tuple(found)


def _texts(parts: Sequence[Part], asked: Sequence[Asked]) -> list[PartText]:
    texts: list[PartText] = []
    repeats = _repeats(parts)
    offset = 0
    for index, (part, pairs) in enumerate(zip(parts, _all_pairs(parts, asked), strict=True)):
        cuts = {
            place[0]
            for pair in pairs
            for ranges in (pair.question, pair.answer)
            for one in ranges
            for place in one
            if place[1] == 0
        }
        cuts |= {row for pair in pairs for one in pair.question for row in (one[0][0],)}
        cuts |= {row for box in [*part.boxes, *part.footnotes] for row in box}
        printed = join_rows(part.rows, part.sheet.width, cuts)
        start = offset if printed.text else max(0, offset - 2)
        texts.append(PartText(part, index, printed, start, pairs, _superseded(part, index, parts), index in repeats))
        offset += len(printed.text) + (2 if printed.text else 0)
    return texts


def _all_pairs(parts: Sequence[Part], asked: Sequence[Asked]) -> list[tuple[Pair, ...]]:
    """The pairs of every file; a file without questions answers those of the Anfrage only if no other does."""
    found = [tuple(_pairs(part, parts, asked)) for part in parts]
    if any(pair.question for pairs in found for pair in pairs):
        return [pairs if any(pair.question for pair in pairs) else () for pairs in found]
    return found


def _repeats(parts: Sequence[Part]) -> frozenset[int]:
    """The files that print what another one prints, too: of each such group all but the one known first."""
    first: dict[str, int] = {}
    for index, part in sorted(enumerate(parts), key=lambda one: (one[1].meta.date or Date.max, one[0])):
        first.setdefault("\n".join(row.text for row in part.rows), index)
    return frozenset(range(len(parts))) - frozenset(first.values())


def _superseded(part: Part, index: int, parts: Sequence[Part]) -> bool:
    """An Austauschblatt replaces the file of its kind that came before it."""
    return not part.replaced and any(
        other.replaced and other.kind is part.kind and _not_earlier(other, part, position, index)
        for position, other in enumerate(parts)
        if position != index
    )


def _not_earlier(other: Part, part: Part, position: int, index: int) -> bool:
    if other.meta.date and part.meta.date and other.meta.date != part.meta.date:
        return other.meta.date > part.meta.date
    return position > index or other.kind is Kind.answer


def _pairs(part: Part, parts: Sequence[Part], asked: Sequence[Asked]) -> list[Pair]:
    if part.kind is not Kind.answer or not _answers_inquiry(part, parts):
        return []
    pairs = part.pairs(asked)
    if pairs or part.head.body >= part.end:
        return pairs
    if not _about_inquiry(part) and not any(other.kind is Kind.inquiry for other in parts):
        return []
    topic = part.head.name or part.meta.name
    return [Pair("", (), (((part.head.body, 0), (part.end, 0)),), topic)]


def _answers_inquiry(part: Part, parts: Sequence[Part]) -> bool:
    """A Stellungnahme answers an Anfrage unless it says that it is about an Antrag."""
    if any(other.kind is Kind.inquiry for other in parts):
        return True
    return _about_inquiry(part) or not _MOTION.search(_beginning(part))


def _about_inquiry(part: Part) -> bool:
    return _INQUIRY.search(_beginning(part)) is not None


def _beginning(part: Part) -> str:
    return " ".join(row.text for row in part.rows[:20])


# --- The paper ------------------------------------------------------------------------------------


def _paper(parts: Sequence[Part], texts: Sequence[PartText], head: PaperHead | None, outcome: Outcome | None) -> Paper:
    text = "\n\n".join(one.printed.text for one in texts if one.printed.text)
    known = head or PaperHead()
    printed = [part.head for part in parts]
    lead = _lead(parts)
    name = known.name or next((one.name for one in printed if one.name), None) or (parts[0].meta.name if parts else "")
    reference = known.reference or _first(one.reference for one in printed)
    return Paper(
        id=_identifier(known.oparl_id, reference, name, text),
        oparl_id=known.oparl_id,
        reference=reference,
        paper_type=known.paper_type or _first(one.paper_type for one in printed) or _type_by_kind(parts),
        name=name,
        date=known.date or _first(one.date for one in printed) or _earliest(parts),
        department=_first([lead.department if lead else None, *(one.department for one in printed), known.department]),
        clerk=_first(one.clerk for one in printed),
        file_number=_first(one.file_number for one in printed),
        public=_mark(known, printed) is not False,
        outcome=outcome,
        consultations=_consultations(known.consultations, printed),
        inquiry=_inquiry_head(parts, name),
        exchanges=tuple(exchange for one in texts if one.counts for exchange in _exchanges(one, text)),
        text=text,
        files=tuple(_file(one) for one in texts),
    )


def _first(values: Iterable[T | None]) -> T | None:
    return next((value for value in values if value is not None), None)


def _lead(parts: Sequence[Part]) -> Head | None:
    """The head of the administration's own file."""
    return next((part.head for part in parts if part.kind in (Kind.answer, Kind.template)), None)


def _type_by_kind(parts: Sequence[Part]) -> str | None:
    """A letter that prints no type is at least known to be an Anfrage or an Antrag."""
    asks = parts and parts[0].kind in (Kind.inquiry, Kind.motion)
    return parts[0].kind.value if asks else None


def _earliest(parts: Sequence[Part]) -> Date | None:
    return min((part.meta.date for part in parts if part.meta.date), default=None)


def _mark(known: PaperHead, printed: Sequence[Head]) -> bool | None:
    """Not public as soon as anyone says so, public when anyone does; None where nobody says anything."""
    said = {known.public, *(one.public for one in printed)}
    return next((mark for mark in (False, True) if mark in said), None)


def _consultations(known: Sequence[Consultation], printed: Sequence[Head]) -> tuple[Consultation, ...]:
    if known:
        return tuple(known)
    return next((one.consultations for one in printed if one.consultations), ())


def _inquiry_head(parts: Sequence[Part], name: str) -> InquiryHead | None:
    asking = [part for part in parts if part.kind is Kind.inquiry]
    answering = [part for part in parts if part.kind is Kind.answer]
    said = title_inquiry(name)
    about = (
        bool(asking)
        or bool(re.search("anfrage", name, re.IGNORECASE))
        or any(_answers_inquiry(part, parts) for part in answering)
    )
    if not about:
        return None
    heads = [part.head for part in [*asking, *answering]]
    return InquiryHead(
        asked_by=said.asked_by or _first(one.asked_by for one in heads),
        organization=said.organization or _first(one.organization for one in heads),
        date=said.date or _first([*(one.asked_on for one in heads), *(part.head.date for part in asking)]),
        topic=said.topic or plain_topic(name) or None,
    )


def _identifier(oparl_id: str | None, reference: str | None, name: str, text: str) -> str:
    """Short, URL-safe, and the same whenever the same paper is read."""
    key = oparl_id or (f"{reference}\n{name}" if reference else text or name)
    digest = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    slug = re.sub(r"[^A-Za-z0-9]+", "-", reference or "").strip("-")[:24]
    return f"{slug}-{digest}" if slug else digest


def _file(one: PartText) -> File:
    part, starts = one.part, one.printed.starts
    pages = max(part.sheet.pages, len(part.document.pages), 1)
    page_starts: list[int] = []
    for number in range(1, pages + 1):
        first = next(
            (starts[index] for index, row in enumerate(part.rows) if row.page >= number), len(one.printed.text)
        )
        page_starts.append(one.start + first)
    return File(
        name=part.meta.name,
        uri=part.meta.uri,
        sha256=part.meta.sha256,
        pages=pages,
        text_from=part.document.text_from,
        date=part.meta.date or part.head.date,
        start=one.start,
        end=one.end,
        page_starts=tuple(page_starts),
        voice=part.voice,
        replaced=one.superseded,
    )


def _exchanges(one: PartText, text: str) -> Iterable[Exchange]:
    numbers = [pair.number for pair in one.pairs]
    for pair in one.pairs:
        spans = one.spans(pair.answer)
        if not spans:
            continue
        answer = "\n\n".join(text[span.start : span.end] for span in spans)
        asked = "\n\n".join(_GAP.sub(" ", text[span.start : span.end]) for span in one.spans(pair.question))
        yield Exchange(
            number=pair.number,
            question=asked or pair.asked,
            answer=answer,
            date=one.part.meta.date or one.part.head.date,
            page=one.part.rows[pair.answer[0][0][0]].page,
            refers_to=refers_to(answer, pair.number, numbers),
            joint_with=pair.joint_with,
            file=one.index,
            spans=spans,
        )


# --- Passages -------------------------------------------------------------------------------------


def _passages(one: PartText, paper: Paper, outcome: Outcome | None) -> Iterable[Passage]:
    """What is not an exchange, in pieces of one voice and one kind, cut at paragraphs."""
    if not one.counts:
        return
    told = sections(one.part, outcome)
    taken = {
        row
        for pair in one.pairs
        for ranges in (pair.question, pair.answer)
        for one_range in ranges
        for row in _rows_of(one_range)
    }
    start: int | None = None
    body = one.part.head.body
    for index in range(body, len(one.part.rows) + 1):
        if start is not None and _ends_passage(one, told, taken, start, index):
            yield from _passage(one, paper, told[start], start, index)
            start = None
        if start is None and index < len(one.part.rows) and index not in taken:
            start = index


def _rows_of(one: tuple[tuple[int, int], tuple[int, int]]) -> range:
    (first, _), (last, column) = one
    return range(first, last + (1 if column else 0))


def _ends_passage(
    one: PartText, told: Sequence[tuple[Voice, PassageKind]], taken: set[int], start: int, index: int
) -> bool:
    if index >= len(one.part.rows) or index in taken or told[index] != told[start]:
        return True
    length = one.printed.starts[index] - one.printed.starts[start]
    if length <= _PASSAGE_CHARS:
        return False
    return length > 3 * _PASSAGE_CHARS or one.printed.text.startswith("\n\n", one.printed.starts[index] - 2)


def _passage(one: PartText, paper: Paper, told: tuple[Voice, PassageKind], start: int, end: int) -> Iterable[Passage]:
    spans = one.spans([((start, 0), (end, 0))])
    for span in spans:
        text = paper.text[span.start : span.end]
        if sum(map(str.isalpha, text)) < 20:
            continue
        yield Passage(
            text=text,
            start=span.start,
            end=span.end,
            page=one.part.rows[start].page,
            file=one.index,
            date=one.part.meta.date or one.part.head.date,
            voice=told[0],
            kind=told[1],
        )
