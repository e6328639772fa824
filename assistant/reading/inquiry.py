"""The Inquiry in a letter: what is asked, why, by whom, and what else the letter wants.

Not a word is lost: `Inquiry.text` is the whole cleaned letter, and every question has its place
in it. Questions without numbers are found as sentences that ask.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.german import sentences
from assistant.model import Inquiry, OtherRequest, Question
from assistant.reading.chains import question_chain
from assistant.reading.document import Document, FileMeta
from assistant.reading.markers import Marker, markers
from assistant.reading.parts import Part, part_of
from assistant.reading.rows import Printed, join_rows
from assistant.reading.splitting import Item, Split, headings_before, split_item, style_of
from assistant.reading.titles import plain_topic, title_inquiry
from assistant.reading.voices import Kind

_KINDS = (
    ("Große Anfrage", r"große anfrage"),
    ("Kleine Anfrage", r"kleine anfrage"),
    ("Einwohnerfrage", r"einwohner(?:an)?frage|bürger(?:an)?frage|fragestunde"),
    ("Mündliche Anfrage", r"mündliche anfrage|zusatzfrage"),
    ("Schriftliche Anfrage", r"schriftliche anfrage"),
    ("Anfrage", r"anfrage"),
)
_KIND_PATTERNS = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _KINDS)
_OTHER = (
    ("Akteneinsicht", re.compile(r"akteneinsicht|einsicht in die (?:akten?|unterlagen)", re.IGNORECASE)),
    (
        "Antrag",
        re.compile(
            r"\b(?:wir|ich|die fraktion|hiermit) (?:\w+ ){0,3}?(?:beantrag|stell\w+ (?:\w+ ){0,4}antrag)"
            r"|beantragen (?:wir|ich)|(?:^|\W)antrag ?:|der (?:\w*rat|\w*ausschuss) (?:möge"
            r"|wolle) beschließen",
            re.IGNORECASE,
        ),
    ),
    (
        "Anregung",
        re.compile(
            r"\b(?:wir|ich) (?:regen? an|schlagen? vor|rege an)|regen wir an|anregung ?:|schlagen wir vor",
            re.IGNORECASE,
        ),
    ),
)
_REASON = re.compile(
    r"(?:sachverhalt|begründung|hintergrund|erläuterung|vorbemerkung)(?: ?/ ?begründung)? ?:?(?:\s|\Z)", re.IGNORECASE
)
_SALUTATION = re.compile(r"(?:sehr geehrte|guten tag|liebe[rs]? |hallo )", re.IGNORECASE)
_ASKING = re.compile(r"\?[\"'“”»«)\]]*\Z")
_REQUESTING = re.compile(r"(?:wir|ich) bitten? um|bitte (?:teilen|erläutern|nennen|stellen)", re.IGNORECASE)
# `Wir bitten um schriftliche Beantwortung:` only says that questions follow, or how to answer them.
_ANNOUNCING = re.compile(
    r".*:\Z|(?:wir|ich) bitten? um (?:(?:eine|die) )?(?:(?:schriftliche|mündliche|zeitnahe|baldige) )*"
    r"(?:(?:be)?antwort(?:ung)?|auskunft|stellungnahme|rückmeldung)"
    r"(?: (?:der|dieser|unserer|in der|bis|zur|im|vor) [^?:]*)?[.!]?\Z",
    re.IGNORECASE | re.DOTALL,
)
_SIGNED = re.compile(
    r"initiative ?:|unterzeichnet von|mit (?:freundliche[mn]|besten) gr(?:uß|üßen?)|gez\.|hochachtungsvoll|mfg\b"
    r"|(?:freundliche|viele|beste) grüße|i\. ?a\.\Z",
    re.IGNORECASE,
)


def assemble_inquiry(document: Document, name: str) -> Inquiry:
    """The letter as an Inquiry; of a paper that already answers, the questions that it repeats."""
    part = part_of(FileMeta(name), document, None)
    found = _numbered(part)
    cuts = {row for marker in found for row in (marker[0].row,)} | {
        split[1].answer[0][0][0] for split in found if split[1].answer and split[1].answer[0][0][1] == 0
    }
    printed = join_rows(part.rows, part.sheet.width, cuts)
    questions = _placed(printed, found) or _unnumbered(part, printed)
    head, title = part.head, part.head.name or ""
    said = title_inquiry(title)
    return Inquiry(
        id=hashlib.sha256(printed.text.encode("utf-8", "surrogatepass")).hexdigest()[:12],
        kind=_kind(part),
        reference=head.reference,
        date=said.date or head.asked_on or head.date,
        asked_by=said.asked_by or head.asked_by or _signed_by(part),
        organization=said.organization or head.organization or _letterhead(part),
        topic=said.topic or plain_topic(title),
        preamble=_preamble(part, printed, questions),
        public=head.public is not False,
        questions=tuple(questions),
        other=tuple(_others(part, printed, questions)),
        source=name,
        text=printed.text,
        notices=document.notices,
    )


def questions_of(part: Part) -> list[Question]:
    """The questions that an Anfrage among a paper's files asks."""
    found = _numbered(part)
    printed = join_rows(part.rows, part.sheet.width, {marker.row for marker, _ in found})
    return _placed(printed, found) or _unnumbered(part, printed)


# --- Numbered questions ---------------------------------------------------------------------------

Found = list[tuple[Marker, Split]]


def _numbered(part: Part) -> Found:
    """Markers of questions, each with the ranges that ask."""
    end = part.end
    found = markers(part.rows, 0, end)
    chain = question_chain(part.rows, found, end, {})
    if not chain:
        return []
    style = style_of(part.rows, [marker.row for marker in chain], end)
    answered = part.kind is Kind.answer
    headings = set(headings_before(part.rows, [marker.row for marker in chain]))
    stops = [marker.row - (marker.row - 1 in headings) for marker in chain[1:]]
    stops.append(_last_end(part, chain[-1].row, end))
    result: Found = []
    for marker, stop in zip(chain, stops, strict=True):
        item = Item(part.rows, (marker.row, marker.column), (stop, 0), part.sheet.width)
        last = marker is chain[-1]
        split = split_item(item, style if answered else "none")
        if not answered and not last:
            split = Split(((item.start, item.end),), ())
        result.append((marker, split))
    return result


def _last_end(part: Part, row: int, end: int) -> int:
    """Before the reasons, the salutation or the signatures that follow the last question."""
    for index in range(row + 1, end):
        text = part.rows[index].text
        if (part.rows[index].gap and _SALUTATION.match(text)) or _REASON.match(text) or _SIGNED.match(text):
            return index
    return end


def _placed(printed: Printed, found: Found) -> list[Question]:
    questions = []
    for marker, split in found:
        if not split.question:
            continue
        parts = [(printed.offset(start), _range_end(printed, end)) for start, end in split.question]
        text = "\n\n".join(" ".join(printed.text[start:end].split()) for start, end in parts)
        if text:
            questions.append(Question(number=marker.numbers[0], text=text, start=parts[0][0], end=parts[-1][1]))
    return questions


def _range_end(printed: Printed, place: tuple[int, int]) -> int:
    return printed.ends[place[0] - 1] if place[1] == 0 and place[0] else printed.offset(place)


# --- Questions in running text --------------------------------------------------------------------


def _unnumbered(part: Part, printed: Printed) -> list[Question]:
    """Sentences that ask; neighbours in one paragraph are one question."""
    start = printed.starts[part.head.body] if part.head.body < len(part.rows) else len(printed.text)
    end = printed.ends[part.end - 1] if part.end else 0
    found: list[Question] = []
    for span in sentences(printed.text[start:end]):
        text = printed.text[start + span.start : start + span.end]
        asks = bool(_ASKING.search(text)) or bool(_REQUESTING.match(text) and not _ANNOUNCING.match(text))
        if not asks or any(pattern.search(text) for _, pattern in _OTHER):
            continue
        begin, stop = start + span.start, start + span.end
        if (
            found
            and found[-1].end is not None
            and "\n\n" not in printed.text[found[-1].end : begin]
            and begin - found[-1].end < 3
        ):
            begin = found.pop().start or 0
        found.append(Question(text=" ".join(printed.text[begin:stop].split()), start=begin, end=stop))
    return found


# --- The rest of the letter -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Body:
    start: int
    end: int


def _body(part: Part, printed: Printed) -> _Body:
    start = printed.starts[part.head.body] if part.head.body < len(part.rows) else len(printed.text)
    signed = next(
        (index for index in range(part.head.body, len(part.rows)) if _SIGNED.match(part.rows[index].text)), part.end
    )
    stop = min(part.end, signed)
    return _Body(start, max(start, printed.ends[stop - 1] if stop else 0))


def _preamble(part: Part, printed: Printed, questions: Sequence[Question]) -> str:
    """All of the letter's body that is no question: what stands before and what after them."""
    body = _body(part, printed)
    pieces: list[str] = []
    done = body.start
    for question in questions:
        if question.start is None or question.end is None or question.start < done:
            continue
        pieces.append(printed.text[done : question.start])
        done = question.end
    pieces.append(printed.text[done : body.end])
    cleaned = (
        re.sub(r"(?:^|\n)\(?(?:zu |frage )?(?:\d{1,2}|[A-Ha-h]) ?[.):]*\s*\Z", "", piece, flags=re.IGNORECASE).strip()
        for piece in pieces
    )
    return "\n\n".join(piece for piece in cleaned if piece)


def _others(part: Part, printed: Printed, questions: Sequence[Question]) -> list[OtherRequest]:
    body = _body(part, printed)
    found = []
    for span in sentences(printed.text[body.start : body.end]):
        begin, end = body.start + span.start, body.start + span.end
        text = " ".join(printed.text[begin:end].split())
        if any(question.start is not None and question.start <= begin < (question.end or 0) for question in questions):
            continue
        kind = next((kind for kind, pattern in _OTHER if pattern.search(text)), None)
        if kind:
            found.append(OtherRequest(kind=kind, text=text))
    return found


def _kind(part: Part) -> str:
    said = " ".join(row.text for row in part.rows[: max(part.head.body, 12)])
    return next((kind for kind, pattern in _KIND_PATTERNS if pattern.search(said)), "Anfrage")


_GROUP_WORD = re.compile(
    r"fraktion|gruppe|liste\b|gemeinschaft|bündnis|partei|verein|beirat|initiative|union|grüne|linke|bürger",
    re.IGNORECASE,
)
_FOR_GROUP = re.compile(r"^(?:für|namens|im namen) (?:die|der) ", re.IGNORECASE)
_NAME = re.compile(r"(?:(?:Dr\.|Prof\.) )*[A-ZÄÖÜ][\w-]+(?: [A-ZÄÖÜ][\w.-]+){1,3}\Z")


def _signed_by(part: Part) -> str | None:
    """The names below `Mit freundlichen Grüßen` or `Unterzeichnet von:`."""
    for index, row in enumerate(part.rows):
        if _SIGNED.match(row.text):
            below = [after.text for after in part.rows[index + 1 : index + 8]]
            names = [text for text in below if _NAME.match(text) and not _GROUP_WORD.search(text)]
            inline = re.match(r"gez\. (.+)", row.text)
            return ", ".join(([inline[1]] if inline else []) + names) or None
    return None


def _letterhead(part: Part) -> str | None:
    """The group on top of its letter, or below the name that signs it."""
    signed = next((index for index, row in enumerate(part.rows) if _SIGNED.match(row.text)), len(part.rows))
    rows = [*part.rows[: min(3, part.head.body)], *part.rows[signed + 1 : signed + 6]]
    able = [_FOR_GROUP.sub("", row.text) for row in rows]
    return next(
        (
            text
            for text in able
            if len(text) < 60 and _GROUP_WORD.search(text) and not re.search(r"meister|anfrage|,", text, re.I)
        ),
        None,
    )
