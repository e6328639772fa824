"""The head of a council paper: values read by what they look like as much as by where they stand.

Extracted columns fall apart (labels first, values lines later), so each field first looks behind
its label and then for a line of the head that has the shape of its value.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.model import Consultation, Date
from assistant.reading.consultations import MEMBER, MEMBER_TITLE, ONLY_DATE, consultation
from assistant.reading.consultations import consultations as consultations_in
from assistant.reading.rows import Row, begins_item, join_rows
from assistant.reading.similarity import alike, letters
from assistant.reading.titles import DATE, day

HEAD_ROWS = 60

_REFERENCE_LABEL = re.compile(
    r"(?:vorlagen?|drucksachen?|drs|ds|anfragen?|antrags?|beschluss(?:vorlagen?)?"
    r"|mitteilungs?(?:vorlagen?)?)[- ]?(?:nr|nummer)\b\.?\s?:?\s*|(?:vorlage|drucksache)\s?:\s*",
    re.IGNORECASE,
)
_MAY_REFER = re.compile(r"[nN][Rr]\b|[Nn]ummer|NUMMER|[eE]\s?:")  # cheap, and true of every label
_REFERENCE = re.compile(
    r"(?:[A-ZÄÖÜ]{1,6}(?:[-/ ][A-Z]{1,4})?[-/ ]?)?\d{1,4}[/.-]\d{2,5}(?:[-/]\d{1,4})?(?:[-/ ]?[A-Z]{1,4})?(?!\d)"
)
_SHAPED_REFERENCE = re.compile(
    r"(?:[A-Z]{1,3}[ /-]\d{2,4}/\d{2,4}|(?:19|20)\d\d/\d{3,4}(?:/\d{1,2})?|(?:DS|BV|MV|IV|AF|AN|VO)[ /-]\S{3,14})\Z"
)
_TYPE = re.compile(
    r"(?:(?:öffentliche|nichtöffentliche|gemeinsame|interfraktionelle|schriftliche|mündliche"
    r"|kleine|große|dringliche)[rns]? )*"
    r"((?:mitteilungs|beschluss|informations|sitzungs|verwaltungs|bericht(?:s)?|antwort|anfrage"
    r"|antrags|kenntnisgabe|tisch|ergänzungs)-?vorlage"
    r"|(?:stellungnahme|antwort|beantwortung)(?: der (?:stadt)?verwaltung)?(?: (?:zur|zum|auf die"
    r"|einer?)(?: [\w-]{3,30}){1,2})?|(?:auszug aus der )?niederschrift|anfrage|antrag"
    r"|änderungsantrag|ergänzungsantrag|einwohner(?:an)?frage|bericht|mitteilung|vorlage)\Z",
    re.IGNORECASE,
)
_DATED = re.compile(
    rf"(?:datum|erstellt(?: am)?|stand|verfasst am|erstelldatum|ausgegeben am"
    rf"|(?:[A-ZÄÖÜ][\w-]+, )?den)\s?:?\s?({DATE})",
    re.IGNORECASE,
)
_ASKED_ON = re.compile(rf"(?:(?:anfrage |antrag )?vom|eingang|eingegangen(?: am)?)\s?:?\s?({DATE})", re.IGNORECASE)
_PLACE_DATE = re.compile(rf"[A-ZÄÖÜ][\w.-]+(?: [A-ZÄÖÜ][\w.-]+)?,? (?:den |am )?({DATE})\Z")
_DEPARTMENT_LABEL = re.compile(
    r"(?:verantwortlich|dienststelle|amt|federführ\w*(?: ?(?:amt|dezernat|dienststelle|stelle))?"
    r"|zuständig\w*(?: (?:amt|dezernat|stelle))?|fachbereich|fachdienst"
    r"|organisationseinheit|einreicher|erstellt von|geschäftsbereich|dezernat|abteilung|vorlageersteller)\s?:\s*(.*)",
    re.IGNORECASE,
)
_DEPARTMENT = re.compile(
    r"(?:dez(?:ernat|\.) ?(?:[IVX]+|\d+)\b.*|(?:stabs?stelle|amt|fachbereich|fachdienst|referat"
    r"|geschäftsbereich|abteilung|eigenbetrieb) (?!der sitzung)[\w ,/-]+"
    r"|[A-ZÄÖÜ][\w-]*(?:amt|kämmerei|büro)(?: [\w ,/-]+)?)\Z",
    re.IGNORECASE,
)
_CLERK_LABEL = re.compile(
    r"(?:bearb(?:eiter(?:/?-?in)?|eitung|eitet von)?\.?|sachbearbeit(?:er(?:/?-?in)?|ung)"
    r"|ansprechpartner(?:/?-?in)?|auskunft(?: erteilt)?|verfasser(?:/?-?in)?)\s?:\s*(.*)",
    re.IGNORECASE,
)
_FILE_LABEL = re.compile(r"(?:az\.?|aktenzeichen|geschäftszeichen|gz\.?|unser zeichen)\s?:\s*(.*)", re.IGNORECASE)
_TOPIC_LABEL = re.compile(
    r"(?:betreff|betr\.|betrifft|thema|titel|gegenstand(?: der vorlage)?"
    r"|bezeichnung)\s?:\s*(?:(?:kleine |große |mündliche |schriftliche )?(?:anfrage"
    r"|antrag): )?(.*)"
    r"|(?:(?:kleine|große|mündliche|schriftliche|dringliche) )?(?:anfrage|antrag)\s?: ?(.{8,})",
    re.IGNORECASE,
)
_AGENDA_TITLE = re.compile(r"(?:Tagesordnungspunkt|Punkt|TOP) [\d.]+(?: der Tagesordnung)?\s?: .{8,}")
# A mark stands alone or before the kind of thing it marks; "die nichtöffentliche Gruppe" of a Kita is none.
_PUBLIC = re.compile(
    r"\b(nicht[ -]?öffentlich|nö|öffentlich)(?:\b|e[nr]? (?:\w*vorlage|\w*sitzung|\w*beratung|mitteilung)\b)",
    re.IGNORECASE,
)
_BODY_LABEL = re.compile(
    r"(?:beschluss(?:vorschlag|empfehlung|text)?|bitte austauschen|- bitte austauschen -|anlagen?"
    r"|austauschblatt|sachverhalt|sachdarstellung|begründung"
    r"|stellungnahme(?: der (?:stadt)?verwaltung)?|antwort(?: der (?:stadt)?verwaltung)?"
    r"|beantwortung|mitteilung"
    r"|erläuterung(?:en)?|inhalt der mitteilung|kurzfassung|zur sache|bericht|sachstand)(?: ?/ ?begründung)? ?:?\Z",
    re.IGNORECASE,
)
_SMALL = re.compile(r"(?<=\s)[a-zäöüß]{2,}(?=[\s,.])")
_CROSS = re.compile(r"(?:x|☒|☑|✓|✗)\Z", re.IGNORECASE)
_HEAD_LIKE = re.compile(
    r"(?:gremium|tagesordnungspunkt|termin|top\b|vorlage|verantwortlich|vom:?\b|eingegangen|öffentlich"
    r"|nichtöffentlich|dez\.?|dezernat|ergebnis|beratungsfolge|status|bearb|az\.?|tel\b|datum"
    r"|telefon|stadt\b|gemeinde\b|der (?:ober)?bürgermeister|die (?:ober)?bürgermeisterin"
    r"|stadtr[aä]t|bürgermeister|sitzung|zuständig|federführ|drucksache|e-?mail|fax"
    r"|\d{1,3}\. (?:plenar)?sitzung|an (?:den|die|herrn|frau)\b|herrn?\b|frau\b|rathaus|fraktion|x\Z|☒)",
    re.IGNORECASE,
)

_BEFORE_MEMBER = re.compile(r"(?<=\w) (?=" + MEMBER_TITLE + r" [A-ZÄÖÜ])")
_GROUP_WORD = re.compile(
    r"(?:\w+-)?\w*(?:fraktion|gruppe|liste|gemeinschaft|bündnis|partei|beirat)\b(?! (?:am|zum|vom"
    r"|für))",
    re.IGNORECASE,
)
_GROUP_ROW = re.compile(
    r"(?!.*(?:anfrage|antrag|antwort|stellungnahme|herrn?\b|frau\b"
    r"|die \b))(?:[\w/.&ÄÖÜ -]{1,40}[- ](?:gemeinderats|stadtrats|rats|kreistags|ortschaftsrats"
    r"|bezirks)?-?(?:fraktion|gruppe)(?:en)?|(?:fraktion"
    r"|gruppe) [\w/.&ÄÖÜ -]{1,40})(?: .{0,30})?\Z",
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
    limit = _head_end(rows)
    lines = _lines([*rows[:limit], *margins])
    title, body = _title(rows, limit, name)
    consultations = consultations_in(rows[:limit])
    meeting = {consultation.organization for consultation in consultations}
    return Head(
        reference=_reference(lines),
        paper_type=_paper_type(lines),
        name=title,
        date=_date(lines, consultations),
        department=_labelled(lines, _DEPARTMENT_LABEL, _DEPARTMENT) or _beside_date(rows[:limit]),
        clerk=_labelled(lines, _CLERK_LABEL, None),
        file_number=_labelled(lines, _FILE_LABEL, None),
        public=_public(rows[:limit], lines),
        consultations=consultations,
        asked_by=", ".join(dict.fromkeys(line for line in lines if MEMBER.match(line))) or None,
        organization=next((line for line in lines if _names_group(line) and line not in meeting), None),
        asked_on=next((day(match[1]) for line in lines if (match := _ASKED_ON.match(line))), None),
        body=body,
    )


def _lines(rows: Iterable[Row]) -> list[str]:
    """The head as lines of one value each; a label's cell is read together with the one beside it."""
    found: list[str] = []
    for row in rows:
        printed = [cell.removeprefix("- ").removeprefix("• ") for cell in row.cells or (row.text,)]
        cells = [part for cell in printed if cell for part in _BEFORE_MEMBER.split(cell)]
        while cells:
            cell = cells.pop(0)
            beside = cell.endswith(":") and cells and not cells[0].endswith(":")
            found.append(f"{cell} {cells.pop(0)}" if beside else cell)
    return found


_GROUP_WORDS = ("fraktion", "gruppe", "liste", "gemeinschaft", "bündnis", "partei", "beirat")
_NO_GROUP = re.compile(r"\d|meister|anfrage|antrag|sitzung|ausschuss|amt\b", re.IGNORECASE)


def _names_group(line: str) -> bool:
    """Whether a value of the head is the name of a Fraktion, a list of voters, a Beirat."""
    if len(line) > 80 or ":" in line:
        return False
    folded = line.lower()
    if not any(word in folded for word in _GROUP_WORDS) or _NO_GROUP.search(line):
        return False
    return _GROUP_ROW.match(line) is not None or (len(line) < 60 and _GROUP_WORD.search(line) is not None)


# --- Where the head ends --------------------------------------------------------------------------


def _head_end(rows: Sequence[Row]) -> int:
    """The first row that is prose or a label of the body."""
    for index, row in enumerate(rows[:HEAD_ROWS]):
        if _BODY_LABEL.match(row.text) and index > 2:
            return index
        if row.kind != "table_row" and _is_prose(rows, index):
            return _paragraph_start(rows, index)
    return min(len(rows), HEAD_ROWS)


def _paragraph_start(rows: Sequence[Row], index: int) -> int:
    while (
        index > 1
        and not rows[index].gap
        and not begins_item(rows[index].text)
        and not _strongly_head(rows[index - 1].text)
    ):
        index -= 1
    return index


def _is_prose(rows: Sequence[Row], index: int) -> bool:
    text = rows[index].text
    if (text.endswith("?") and index > 0) or _is_sentence(text):
        return True
    if _HEAD_LIKE.match(text) or len(text) < 40:
        return False
    if _is_display(rows[index]) and not begins_item(text) and "?" not in text:
        return False
    if re.match(r"\(?(?:\d{1,2}|[A-H])(?:\.\d{1,2})? ?[.)]*\s", text) and begins_item(text):
        return True
    following = rows[index + 1].text if index + 1 < len(rows) and not rows[index + 1].gap else ""
    whole = f"{text} {following}"
    return (len(whole) > 100 and bool(re.search(r"(?:[a-zäöüß]{4}|[)\"“])[.?] [A-ZÄÖÜ]|[.?:]\Z", whole))) or len(
        text
    ) > 160


def _is_sentence(text: str) -> bool:
    """A whole sentence in one line; what a head says has no verb and no full stop."""
    return (
        text.endswith(".")
        and len(text) > 35
        and ":" not in text
        and len(_SMALL.findall(text)) >= 4
        and text[0].isupper()
    )


def _title(rows: Sequence[Row], limit: int, name: str | None) -> tuple[str | None, int]:
    """The title and the row behind it and behind the rest of the head."""
    body = _last_head_row(rows, limit) + 1
    if labelled := _labelled_title(rows[:limit]) or _agenda_title(rows[: limit + 3]):
        return labelled
    if name and (found := _row_of(rows, limit, name)) is not None:
        return name, max(body, found)
    for start, end in (_set_as_title(rows, limit), _title_rows(rows, body, limit)):
        if start < end:
            return " ".join(join_rows(rows[start:end], 0).text.split()), max(body, end)
    return _title_before(rows, body), body


def _set_as_title(rows: Sequence[Row], limit: int) -> tuple[int, int]:
    """The last paragraph of the head that is wholly bold or a heading, and no label or value."""
    for end in range(limit, 0, -1):
        start = end - 1
        if not _is_display(rows[start]):
            continue
        while (
            start > 0
            and not rows[start].gap
            and _is_display(rows[start - 1])
            and rows[start].size == rows[start - 1].size
        ):
            start -= 1
        text = " ".join(row.text for row in rows[start:end])
        if len(text) > 8 and not _strongly_head(text) and not _BODY_LABEL.match(text) and not text.endswith((":", "?")):
            return start, end
    return 0, 0


def _is_display(row: Row) -> bool:
    return row.kind == "heading" or (row.kind == "text" and row.bold > 0.9)


def _agenda_title(rows: Sequence[Row]) -> tuple[str, int] | None:
    """The item of the agenda that minutes are about, as far as it is set like its first line."""
    for index, row in enumerate(rows):
        if _AGENDA_TITLE.match(row.text):
            end = index + 1
            while end < len(rows) and not rows[end].gap and rows[end].bold > row.bold - 0.2:
                end += 1
            return " ".join(join_rows(rows[index:end], 0).text.split()), end
    return None


def _labelled_title(rows: Sequence[Row]) -> tuple[str, int] | None:
    for index, row in enumerate(rows):
        if label := _TOPIC_LABEL.match(row.text):
            end = index + 1
            words = label[1] or label[2] or ""
            while (
                end < min(len(rows), index + 4) and (not words or not rows[end].gap) and not _ends_title(rows[end].text)
            ):
                words = f"{words} {rows[end].text}".strip()
                end += 1
            if words:
                return words, max(end, _last_head_row(rows, len(rows)) + 1)
    return None


def _ends_title(text: str) -> bool:
    return _strongly_head(text) or re.match(r"sehr geehrte|guten tag|liebe", text, re.IGNORECASE) is not None


def _last_head_row(rows: Sequence[Row], limit: int) -> int:
    last = -1
    for index in range(limit):
        row = rows[index]
        if row.kind == "table_row" or _strongly_head(row.text) or consultation(row):
            last = index
    return last


@lru_cache(4096)
def _strongly_head(text: str) -> bool:
    text = text.removeprefix("- ").removeprefix("• ")
    return (
        len(text) < 110
        and not _is_sentence(text)
        and bool(
            _HEAD_LIKE.match(text)
            or ONLY_DATE.match(text)
            or _SHAPED_REFERENCE.match(text)
            or _TYPE.match(text)
            or _CROSS.match(text)
            or MEMBER.match(text)
            or _GROUP_ROW.match(text)
            or _CLERK_LABEL.match(text)
            or _DEPARTMENT_LABEL.match(text)
        )
    )


def _row_of(rows: Sequence[Row], limit: int, name: str) -> int | None:
    """The row behind the known title; it may fill up to three rows."""
    wanted = letters(name)
    read = [letters(row.text) for row in rows[: limit + 5]]
    for index in range(min(limit + 3, len(rows))):
        for count in (1, 2, 3):
            if alike(wanted, "".join(read[index : index + count])) > 0.9:
                return index + count
    return None


def _title_rows(rows: Sequence[Row], body: int, limit: int) -> tuple[int, int]:
    """The paragraph between the head and the text, if it looks like a title."""
    if body >= limit or body >= len(rows):
        return body, body
    end = body + 1
    while end < limit and not rows[end].gap and end < body + 4 and not begins_item(rows[end].text):
        end += 1
    text = " ".join(row.text for row in rows[body:end])
    is_title = 8 < len(text) < 300 and not text.endswith((".", "?", ":"))
    is_title = is_title and not _BODY_LABEL.match(text) and not begins_item(text)
    return (body, end) if is_title else (body, body)


def _title_before(rows: Sequence[Row], body: int) -> str | None:
    """A title that stands among the values of the head: the longest paragraph that is none of them."""
    able: list[str] = []
    joins = False
    for row in rows[:body]:
        if row.kind == "table_row" or _strongly_head(row.text) or consultation(row) or len(row.text) < 4:
            joins = False
            continue
        if joins and not row.gap:
            able[-1] = join_rows([Row(able[-1], 1), Row(row.text, 1)], 0).text.replace("\n", " ")
        else:
            able.append(row.text)
        joins = True
    return max((text for text in able if len(text) > 8), key=len, default=None)


# --- Fields ---------------------------------------------------------------------------------------


def _reference(lines: Sequence[str]) -> str | None:
    for index, line in enumerate(lines):
        if _MAY_REFER.search(line) and (label := _REFERENCE_LABEL.search(line)):
            rest = line[label.end() :].strip()
            if value := _REFERENCE.search(rest) or re.match(r"[A-Z]{0,4} ?\d{3,}(?:/\d+)?\b", rest):
                return value[0].strip()
            following = next(
                (
                    _SHAPED_REFERENCE.match(after)
                    for after in lines[index + 1 : index + 10]
                    if _SHAPED_REFERENCE.match(after)
                ),
                None,
            )
            if following:
                return following[0]
    return next((line for line in lines[:40] if _SHAPED_REFERENCE.match(line)), None)


def _paper_type(lines: Sequence[str]) -> str | None:
    for line in lines:
        if _BROKEN_TYPE.match(line):
            other = next(
                (word for word in lines if re.fullmatch("(?:an(?:frage|trag)|einwohnerfrage)", word, re.IGNORECASE)), ""
            )
            return _decapitalised(f"{line} {other}".strip())
        if len(line) < 80 and _TYPE.match(line):
            return _decapitalised(line)
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
            if value := re.sub(r"\s+Tel\b.*", "", match[1]).strip():
                return value
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
    return label is _CLERK_LABEL and bool(re.match(r"(?:Herr|Frau|[A-ZÄÖÜ][\w-]+,) ?[A-ZÄÖÜ]?[\w. -]+\Z", line))


def _public(rows: Sequence[Row], lines: Sequence[str]) -> bool | None:
    """What the mark says; a cross in a column counts for the column it stands in."""
    columns, crossed = _crossed(rows)
    if columns:
        return crossed
    for line in lines:
        if len(line) < 60 and (mark := _PUBLIC.search(line)):
            return not mark[1].lower().startswith("n")
    return None


_COLUMNS = ("ö", "nö", "n.ö.")


def _crossed(rows: Sequence[Row]) -> tuple[bool, bool | None]:
    """Whether there are columns `ö` and `nö`, and what a cross in them says; None where it cannot be told.

    A paper that any Gremium deliberates in public is public, whatever happens before.
    """
    found: set[str] = set()
    columns = False
    for index, row in enumerate(rows):
        names = [cell.lower() for cell in row.cells]
        if not any(name in _COLUMNS for name in names):
            continue
        columns = True
        # In a row that lacks a cell nobody can say in which column its cross stands.
        whole = [after for after in rows[index + 1 : index + 6] if len(after.cells) == len(names)]
        for after in whole:
            found |= {
                name for name, cell in zip(names, after.cells, strict=True) if name in _COLUMNS and _CROSS.match(cell)
            }
    if found:
        return True, "ö" in found
    return (True, None) if columns else _crossed_in_text([row.text for row in rows])


def _crossed_in_text(lines: Sequence[str]) -> tuple[bool, bool | None]:
    """Where the columns fell apart: `ö` and `nö`, on one line or two, then for each Gremium one box ticked, one not.

    One cross alone says nothing: the empty column is not in the text.
    """
    text = "\n".join(lines)
    labels = re.search(r"(?<!\w)ö\s{1,6}nö(?!\w)", text, re.IGNORECASE)
    if labels is None:
        return False, None
    boxes = re.findall(r"[☐☒☑]", text[labels.end() :][:600])
    return True, any(box != "☐" for box in boxes[::2]) if len(boxes) > 1 else None
