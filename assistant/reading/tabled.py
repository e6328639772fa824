"""Questions and answers side by side: a table with a column `Frage` and a column `Antwort`.

A table without such a head is known by its cells: one column asks in every row, one beside it tells.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from assistant.reading.rows import Place, Row, cell_starts

_ASKS = re.compile(r"(?:die )?(?:an)?fragen?(?: (?:der|des|von) .{2,40})?:?\Z", re.IGNORECASE)
_ANSWERS = re.compile(
    r"(?:(?:die )?antwort(?:en)?|stellungnahme|beantwortung)(?: (?:der|des) .{2,40})?:?\Z", re.IGNORECASE
)
_LETTERS = re.compile(r"[A-Za-zÄÖÜäöüß]{2}")
_NUMBERS = re.compile(r"(?:lfd\. ?)?(?:nr\.?|nummer|ziffer|#)\Z", re.IGNORECASE)
_NUMBER = re.compile(r"\(?(?:frage )?(?P<number>\d{1,2}(?:\.\d{1,2})?|[A-Ha-h])[.):]*(?:\s+|\Z)", re.IGNORECASE)


class Beside(NamedTuple):
    """One row of such a table: its number and where its question and its answer stand in the printed rows."""

    number: str
    question: tuple[Place, Place]
    answer: tuple[tuple[Place, Place], ...]


class _Columns(NamedTuple):
    width: int
    question: int
    answer: int
    number: int | None
    headed: bool = True


def side_by_side(rows: Sequence[Row], start: int, end: int) -> list[Beside]:
    """The rows of such tables between two rows, those without a question or an answer left out."""
    found: list[Beside] = []
    columns: _Columns | None = None
    for index in range(start, end):
        cells = rows[index].cells if rows[index].kind == "table_row" else ()
        if headed := _columns(cells):
            columns = headed
            continue
        if found and columns is not None and _goes_on(rows, index, end, columns.width):
            found[-1] = found[-1]._replace(answer=(*found[-1].answer, ((index, 0), (index + 1, 0))))
            continue
        columns = columns or _told_by_cells(rows, start, index, end)
        if columns is None or len(cells) != columns.width:
            columns = None
        elif "?" in cells[columns.question] or columns.headed:
            found += _beside(cells, index, columns)
    return found


def _told_by_cells(rows: Sequence[Row], start: int, first: int, end: int) -> _Columns | None:
    """Which column asks and which answers in the table that begins at `first`.

    The first row may head the columns. Where figures stand beside questions, as in a survey, nobody answers.
    """
    if not _begins_table(rows, start, first):
        return None
    width, last = len(rows[first].cells), first
    while last < end and rows[last].kind == "table_row" and len(rows[last].cells) == width:
        last += 1
    table = [row.cells for row in rows[first:last]]
    body = table[1:] if not any(cell.endswith("?") for cell in table[0]) else table
    if len(body) < 2:
        return None
    asks = [at for at in range(width) if all(cells[at].endswith("?") for cells in body)]
    if len(asks) != 1:
        return None
    tells = [at for at in range(asks[0] + 1, width) if all(_tells(cells[at]) for cells in body)]
    if len(tells) != 1:
        return None
    numbers = next((at for at in range(asks[0]) if all(_NUMBER.match(cells[at]) for cells in body)), None)
    return _Columns(width, asks[0], tells[0], numbers, headed=False)


def _goes_on(rows: Sequence[Row], index: int, end: int, width: int) -> bool:
    """Whether a row holds only the rest of an answer that the page before broke off."""
    row, above = rows[index], rows[index - 1]
    below = rows[index + 1] if index + 1 < end else None
    alone = row.kind == "text" and above.kind == "table_row" and (below is None or len(below.cells) == width)
    headed = _columns(above.cells) is not None
    return alone and rows[index - 1 - headed].page < row.page


def _begins_table(rows: Sequence[Row], start: int, index: int) -> bool:
    row, above = rows[index], rows[index - 1] if index > start else None
    return row.kind == "table_row" and not (above and above.kind == "table_row" and len(above.cells) == len(row.cells))


def _tells(cell: str) -> bool:
    return _LETTERS.search(cell) is not None and not cell.endswith("?")


def heads_answers(rows: Sequence[Row], index: int) -> bool:
    """Whether such a table begins with the row at `index`."""
    row = rows[index]
    if row.kind != "table_row":
        return False
    return _columns(row.cells) is not None or _told_by_cells(rows, 0, index, len(rows)) is not None


def _columns(cells: Sequence[str]) -> _Columns | None:
    """Which column asks and which answers, if these cells are the head of such a table."""
    asks = [place for place, cell in enumerate(cells) if _ASKS.match(cell)]
    answers = [place for place, cell in enumerate(cells) if _ANSWERS.match(cell)]
    if len(asks) != 1 or len(answers) != 1:
        return None
    numbers = [place for place, cell in enumerate(cells) if _NUMBERS.match(cell)]
    return _Columns(len(cells), asks[0], answers[0], numbers[0] if numbers else None)


def _beside(cells: Sequence[str], row: int, columns: _Columns) -> Iterator[Beside]:
    starts = cell_starts(cells)
    asked, answered = cells[columns.question], cells[columns.answer]
    printed = _NUMBER.match(cells[columns.number]) if columns.number is not None else None
    leading = _NUMBER.match(asked) if printed is None else None
    skipped = leading.end() if leading else 0
    if len(asked) > skipped and answered:
        number = (printed or leading or {"number": ""})["number"]
        begin, there = starts[columns.question] + skipped, starts[columns.answer]
        yield Beside(
            number,
            ((row, begin), (row, starts[columns.question] + len(asked))),
            (((row, there), (row, there + len(answered))),),
        )
