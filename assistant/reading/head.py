"""The head of a council paper: values read by what they look like as much as by where they stand.

Extracted columns fall apart (labels first, values lines later), so each field first looks behind
its label and then for a line of the head that has the shape of its value.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.model import Consultation, Date
from assistant.reading.consultations import MEMBER, ONLY_DATE
from assistant.reading.consultations import consultations as consultations_in
from assistant.reading.fields import field_lines
from assistant.reading.headline import head_end, title_of
from assistant.reading.labels import (
    ASKER_LABEL,
    CLERK_LABEL,
    DEPARTMENT,
    DEPARTMENT_LABEL,
    GROUP_ROW,
    SHAPED_REFERENCE,
    TYPE,
)
from assistant.reading.publicity import public_mark
from assistant.reading.rows import Row
from assistant.reading.titles import DATE, day

_REFERENCE_LABEL = re.compile(
    r"(?:vorlagen?|drucksachen?|drs|ds|anfragen?|antrags?|beschluss(?:vorlagen?)?"
    r"|mitteilungs?(?:vorlagen?)?|stellungnahmen?)-? ?(?:nr|nummer)\b\.?\s?:?\s*|(?:vorlage|drucksache)\s?:\s*"
    r"|(?:\w+vorlage|vorlage|drucksache) (?=(?:[A-Z]{1,4} )?\d{1,5}[/-]\d)",
    re.IGNORECASE,
)
# `Kleine Anfrage KA-0231/VI`, `Mitteilung Nr. 19/2022`: the type of a paper and its number in one line.
_TYPED = re.compile(
    r"(?P<type>[^\d:]{4,60}?)(?: [-–])? (?:Nr\. ?)?(?P<reference>(?=\S*\d)[A-ZÄÖÜ\d]{1,6}(?:[-/.][A-Z\d]{1,6}){1,3})\Z"
)
_TYPE_LABEL = re.compile(r"(?:vorlagen?-?art|art der vorlage|drucksachen?-?art)\s?:\s*(.+)", re.IGNORECASE)
_LAW = re.compile(r"(?<=[aA]nfrage) (?:gem\.|gemäß|nach) §.*")
_MAY_REFER = re.compile(r"[nN][Rr]\b|[Nn]ummer|NUMMER|[eE]\s?:|[eEsS] [A-Z\d]")  # cheap, and true of every label
_REFERENCE = re.compile(
    rf"(?!{DATE})(?:"
    r"\d\d-\d\d ?/ ?[A-Z] ?\d{3,6}"
    r"|(?:[A-ZÄÖÜ]{1,6}(?:[-/ ][A-Z]{1,4})?[-/ ]?)?\d{1,5}[/.-]\d{1,5}(?:[-/]\d{1,4})?(?:[-/ ]?[A-Z]{1,4})?(?!\d)"
    r"|(?=[^\s]*\d)[A-ZÄÖÜ\d]{1,6}(?:[-/][A-Z\d]{1,6}){1,5}(?![\w/])"
    r"|[A-Z]{1,4} ?\d{3,}(?:/\d+)?\b|\d{3,}(?:/\d+)?\b)"
)
_DATED = re.compile(
    rf"(?:datum|erstellt(?: am)?|stand|verfasst am|erstelldatum|ausgegeben am"
    rf"|(?:[A-ZÄÖÜ][\w-]+, )?den)\s?:?\s?({DATE})",
    re.IGNORECASE,
)
_ASKED_ON = re.compile(rf"(?:(?:anfrage |antrag )?vom|eingang|eingegangen(?: am)?)\s?:?\s?({DATE})", re.IGNORECASE)
_PLACE_DATE = re.compile(
    r"(?:(?:Stadt|Gemeinde|Markt|Landkreis) [A-ZÄÖÜ][\w-]+ )?[A-ZÄÖÜ][\w.-]+(?: [A-ZÄÖÜ][\w.-]+)?,? "
    rf"(?:den |am )?({DATE})\Z"
)
_FILE_LABEL = re.compile(r"(?:az\.?|aktenzeichen|geschäftszeichen|gz\.?|unser zeichen)\s?:\s*(.*)", re.IGNORECASE)

_GROUP_WORD = re.compile(
    r"(?:\w+-)?\w*(?:fraktion|gruppe|liste|gemeinschaft|bündnis|partei|beirat)\b(?! (?:am|zum|vom"
    r"|für))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Head:
    """What a file prints about itself; `body` is the row where its text begins."""

    reference: str | None = None
    paper_type: str | None = None
    name: str | None = None
    date: Date | None = None
    department: str | None = None
    clerk: str | None = None
    file_number: str | None = None
    public: bool | None = None
    consultations: tuple[Consultation, ...] = ()
    asked_by: str | None = None
    organization: str | None = None
    asked_on: Date | None = None
    body: int = 0


def read_head(rows: Sequence[Row], margins: Sequence[Row], name: str | None = None) -> Head:
    """The head of one file; `name` is the paper's title where it is known from elsewhere."""
    limit = head_end(rows)
    lines = field_lines([*rows[:limit], *margins])
    title, body = title_of(rows, limit, name)
    consultations = consultations_in(rows[:limit])
    asking = [label[1] for line in lines if (label := ASKER_LABEL.match(line)) and label[1]]
    meeting = {consultation.organization for consultation in consultations}
    return Head(
        reference=_reference(lines),
        paper_type=_paper_type(lines),
        name=title,
        date=_date(lines, consultations),
        department=_labelled(lines, DEPARTMENT_LABEL, DEPARTMENT) or _beside_date(rows[:limit]),
        clerk=_labelled(lines, CLERK_LABEL, None),
        file_number=_labelled(lines, _FILE_LABEL, None),
        public=public_mark(rows[:limit], lines),
        consultations=consultations,
        asked_by=", ".join(dict.fromkeys(line for line in [*lines, *asking] if MEMBER.match(line))) or None,
        organization=next((line for line in asking if not MEMBER.match(line)), None)
        or next((line for line in lines if _names_group(line) and line not in meeting), None),
        asked_on=next((day(match[1]) for line in lines if (match := _ASKED_ON.match(line))), None),
        body=body,
    )


_GROUP_WORDS = ("fraktion", "gruppe", "liste", "gemeinschaft", "bündnis", "partei", "beirat")
_NO_GROUP = re.compile(
    r"(?<!Bündnis )(?<!Bündnis 9)\d|\Aan (?:die|den)\b|meister|anfrage|antrag|sitzung|ausschuss|amt\b", re.IGNORECASE
)


def _names_group(line: str) -> bool:
    """Whether a value of the head is the name of a Fraktion, a list of voters, a Beirat."""
    if len(line) > 80 or ":" in line:
        return False
    folded = line.lower()
    if not any(word in folded for word in _GROUP_WORDS) or _NO_GROUP.search(line):
        return False
    return GROUP_ROW.match(line) is not None or (len(line) < 60 and _GROUP_WORD.search(line) is not None)


# What follows the name of a clerk or an office in the same line: a telephone, a room, the clerk's office.
_BESIDE_VALUE = re.compile(r",?\s+(?:Tel|Zimmer|Zi\.|Raum|Durchwahl)\b.*")
_CALLED = re.compile(r"(?:Herrn?|Frau) [^,]{2,40}(?=,)")

# --- Fields ---------------------------------------------------------------------------------------


def _reference(lines: Sequence[str]) -> str | None:
    for index, line in enumerate(lines):
        if _MAY_REFER.search(line) and (label := _REFERENCE_LABEL.search(line)):
            rest = line[label.end() :].strip().lstrip("./-–")
            if value := _REFERENCE.match(rest):
                return value[0].strip()
            following = next(
                (
                    SHAPED_REFERENCE.match(after)
                    for after in lines[index + 1 : index + 10]
                    if SHAPED_REFERENCE.match(after)
                ),
                None,
            )
            if following:
                return following[0]
    shaped = next((line for line in lines[:40] if SHAPED_REFERENCE.match(line)), None)
    return shaped or next((typed["reference"] for line in lines[:40] if (typed := _typed(line))), None)


def _typed(line: str) -> re.Match[str] | None:
    typed = _TYPED.match(line)
    return typed if typed and TYPE.match(typed["type"]) else None


def _paper_type(lines: Sequence[str]) -> str | None:
    for line in lines:
        if _BROKEN_TYPE.match(line):
            other = next(
                (word for word in lines if re.fullmatch("(?:an(?:frage|trag)|einwohnerfrage)", word, re.IGNORECASE)), ""
            )
            return _decapitalised(f"{line} {other}".strip())
        if label := _TYPE_LABEL.match(line):
            return label[1]
        typed = _typed(line)
        named = typed["type"] if typed and typed["type"].lower() != "vorlage" else _LAW.sub("", line)
        if len(named) < 80 and TYPE.match(named):
            return _decapitalised(named)
    return None


_BROKEN_TYPE = re.compile(r"(?:stellungnahme|antwort|beantwortung) zu[rm]\Z", re.IGNORECASE)


_SMALL_WORDS = frozenset(("ZUR", "ZUM", "AUF", "DIE", "DER", "DES", "AUS", "EINER", "ZU", "AN"))


def _decapitalised(line: str) -> str:
    """`STELLUNGNAHME zur ANFRAGE` shouts only what print may shout."""
    return " ".join(
        word.lower() if word in _SMALL_WORDS else word.capitalize() if word.isupper() and len(word) > 2 else word
        for word in line.split()
    )


def _date(lines: Sequence[str], consultations: Sequence[Consultation]) -> Date | None:
    for pattern in (_DATED, _PLACE_DATE, _ASKED_ON):
        for line in lines:
            if (match := pattern.match(line)) and (found := day(match[1])):
                return found
    if any(re.search("niederschrift|protokoll", line, re.IGNORECASE) for line in lines[:6]):
        sessions = (day(found[0]) for line in lines if (found := re.search(DATE, line)))
        return next((found for found in sessions if found), None)
    meetings = {consultation.date for consultation in consultations}
    alone = (day(match[1]) for line in lines if (match := ONLY_DATE.match(line)))
    return next((found for found in alone if found and found not in meetings), None)


def _labelled(lines: Sequence[str], label: re.Pattern[str], shape: re.Pattern[str] | None) -> str | None:
    """The value behind a label; else a line that has the value's shape."""
    for index, line in enumerate(lines):
        if match := label.match(line):
            if value := _BESIDE_VALUE.sub("", match[1]).strip():
                called = _CALLED.match(value)
                return called[0] if called else value
            if shape is None and index + 1 < len(lines) and _may_be_name(lines[index + 1], label):
                return lines[index + 1]
    if shape is None:
        return None
    return next((line for line in lines if len(line) < 70 and shape.match(line) and not line.endswith(":")), None)


def _beside_date(rows: Sequence[Row]) -> str | None:
    """The office that stands in one row with `Datum:`, whatever it is called."""
    for row in rows:
        first = row.cells[0] if row.cells else ""
        if first and ":" not in first and any(cell.startswith("Datum:") for cell in row.cells[1:]):
            return first
    return None


def _may_be_name(line: str, label: re.Pattern[str]) -> bool:
    """A clerk's name in the cell after its label; a file number is never guessed."""
    return label is CLERK_LABEL and bool(re.match(r"(?:Herr|Frau|[A-ZÄÖÜ][\w-]+,) ?[A-ZÄÖÜ]?[\w. -]+\Z", line))
