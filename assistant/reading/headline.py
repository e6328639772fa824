"""Where the head of a paper ends, and which of its rows are the title."""

import re
from collections.abc import Sequence
from functools import lru_cache

from assistant.reading.consultations import MEMBER, ONLY_DATE, consultation
from assistant.reading.fields import labelled_cell
from assistant.reading.labels import (
    ASKER_LABEL,
    CLERK_LABEL,
    CROSS,
    DEPARTMENT,
    DEPARTMENT_LABEL,
    GROUP_ROW,
    SALUTATION,
    SHAPED_REFERENCE,
    TOWN,
    TYPE,
)
from assistant.reading.rows import Row, begins_item, join_rows
from assistant.reading.similarity import alike, letters
from assistant.reading.tabled import heads_answers
from assistant.reading.titles import DATE

HEAD_ROWS = 60

_TOPIC_LABEL = re.compile(
    r"(?:betreff|betr\.|betrifft|thema|titel|gegenstand(?: der vorlage)?"
    r"|bezeichnung)\s?:\s*(?:(?:kleine |große |mündliche |schriftliche )?(?:anfrage"
    r"|antrag): )?(.*)"
    r"|(?:(?:kleine|große|mündliche|schriftliche|dringliche) )?(?:anfrage|antrag)\s?: ?(.{8,})",
    re.IGNORECASE,
)
_AGENDA_TITLE = re.compile(r"(?:Tagesordnungspunkt|Punkt|TOP) [\d.]+(?: der Tagesordnung)?\s?: .{8,}")
_BODY_LABEL = re.compile(
    r"(?:beschluss(?:vorschlag|empfehlung|text)?|bitte austauschen|- bitte austauschen -|anlagen?"
    r"|austauschblatt|sachverhalt|sachdarstellung|begründung"
    r"|stellungnahme(?: der (?:stadt)?verwaltung)?|antwort(?: der (?:stadt)?verwaltung)?"
    r"|beantwortung|mitteilung"
    r"|erläuterung(?:en)?|inhalt der mitteilung|kurzfassung|zur sache|bericht|sachstand)(?: ?/ ?begründung)? ?:?\Z",
    re.IGNORECASE,
)
_TELLS = re.compile(
    r"(?:(?:gemeinsame|erneute|ergänzende|schriftliche) )?"
    r"(?:antwort(?:en|schreiben)?|beantwortung|stellungnahmen?|mitteilung|bericht\w*|anfrage)\b.{0,60}?frage\w*\b.{0,50}?"
    r"(?:\bde[rs]\b|\bvo[nm]\b|[„\":]|\bbetr|\bzum thema|\bsr\b|\bfraktion\b)",
    re.IGNORECASE,
)
_ON_THE_INQUIRY = re.compile(r"(?:(?:auf|zu) (?:die|der|den) |zur )?(?:\w+ )?anfrage\b", re.IGNORECASE)
_TYPED_REFERENCE = re.compile(
    r"(?:\w+vorlage|vorlage|drucksache|antwort|ds) (?:[A-Z]{1,4} )?\d{1,5}[/-]\S{2,12}\Z", re.IGNORECASE
)
_PLACE_AND_DAY = re.compile(rf"[A-ZÄÖÜ][\w. -]{{2,40}}, (?:den |am )?(?:{DATE})\Z")
_COUNTED = re.compile(r"(?:[IVX]{1,4}|[A-H])[.)] ")  # a section of the text, such as `II. Anfrage der UWG`
_SMALL = re.compile(r"(?<=\s)[a-zäöüß]{2,}(?=[\s,.])")
_HEAD_LIKE = re.compile(
    r"(?:gremium|tagesordnungspunkt|termin|top\b|vorlage|verantwortlich|vom:?\b|eingegangen|öffentlich"
    r"|nichtöffentlich|dez\.?|dezernat|ergebnis|beratungsfolge|status|bearb(?:\.|eite[rt]|\b)|eingang\b|az\.?|tel\b|datum"
    r"|telefon|stadt\b|gemeinde\b|der (?:ober)?bürgermeister|die (?:ober)?bürgermeisterin"
    r"|stadtr[aä]t|bürgermeister|sitzung|zuständig|federführ|drucksache|e-?mail|fax"
    r"|\d{1,3}\. (?:plenar)?sitzung|an (?:den|die|herrn|frau)\b|herrn?\b|frau\b|rathaus|fraktion|x\Z|☒)",
    re.IGNORECASE,
)

# --- Where the head ends --------------------------------------------------------------------------


def head_end(rows: Sequence[Row]) -> int:
    """The first row that is prose or a label of the body."""
    for index, row in enumerate(rows[:HEAD_ROWS]):
        label = row.cells[0] if len(row.cells) == 2 else row.text
        if heads_answers(rows, index) or (_BODY_LABEL.match(label) and index > 2):
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


def title_of(rows: Sequence[Row], limit: int, name: str | None) -> tuple[str | None, int]:
    """The title and the row behind it and behind the rest of the head."""
    body = _last_head_row(rows, limit) + 1
    if labelled := _labelled_title(rows[:limit]) or _agenda_title(rows[: limit + 3]):
        return labelled
    if name and (found := _row_of(rows, limit, name)) is not None:
        return name, max(body, found)
    for start, end in (_set_as_title(rows, limit), _told_rows(rows, limit), _title_rows(rows, body, limit)):
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
        is_title = len(text) > 8 and not text.endswith((":", "?")) and not _COUNTED.match(text)
        if is_title and not _strongly_head(text) and not _BODY_LABEL.match(text):
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
        if label := _TOPIC_LABEL.match(labelled_cell(row.cells) or row.text):
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
    return _strongly_head(text) or SALUTATION.match(text) is not None


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
            or _PLACE_AND_DAY.match(text)
            or SHAPED_REFERENCE.match(text)
            or TYPE.match(text)
            or CROSS.match(text)
            or TOWN.match(text)
            or DEPARTMENT.match(text)
            or _TYPED_REFERENCE.match(text)
            or MEMBER.match(text)
            or GROUP_ROW.match(text)
            or CLERK_LABEL.match(text)
            or ASKER_LABEL.match(text)
            or DEPARTMENT_LABEL.match(text)
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
    is_title = is_title and not (_BODY_LABEL.match(text) or begins_item(text) or SALUTATION.match(text))
    return (body, end) if is_title else (body, body)


def _told_rows(rows: Sequence[Row], limit: int) -> tuple[int, int]:
    """The rows that say what is answered, wherever they stand, with what goes on below them."""
    for start in range(min(limit + 3, len(rows))):
        end = start + 1 + _parted(rows, start)
        text = " ".join(one.text for one in rows[start:end])
        if _TELLS.match(text) and not text.endswith((".", "?", ":")):
            stop = start + 3
            while end < min(len(rows), stop) and not rows[end].gap and _goes_on(rows[end].text):
                end += 1
            return start, end
    return 0, 0


def _parted(rows: Sequence[Row], start: int) -> bool:
    """Whether `Antwort der Verwaltung` and `auf die Anfrage der …` stand in two lines."""
    below = start + 1
    return below < len(rows) and not rows[below].gap and _ON_THE_INQUIRY.match(rows[below].text) is not None


def _goes_on(text: str) -> bool:
    """Whether a line below the first of a title can belong to it."""
    ends = _strongly_head(text) or _ends_title(text) or _BODY_LABEL.match(text) or begins_item(text)
    return len(text) < 110 and not ends and not text.endswith((".", "?", ":"))


def _title_before(rows: Sequence[Row], body: int) -> str | None:
    """A title that stands among the values of the head: the longest paragraph that is none of them."""
    able: list[str] = []
    joins = False
    for row in rows[:body]:
        no_title = _strongly_head(row.text) or SALUTATION.match(row.text) or consultation(row) or len(row.text) < 4
        if row.kind == "table_row" or no_title:
            joins = False
            continue
        if joins and not row.gap:
            able[-1] = join_rows([Row(able[-1], 1), Row(row.text, 1)], 0).text.replace("\n", " ")
        else:
            able.append(row.text)
        joins = True
    return max((text for text in able if len(text) > 8), key=len, default=None)
