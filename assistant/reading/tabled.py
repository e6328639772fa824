"""Questions and answers side by side: a table with a column `Frage` and a column `Antwort`."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from assistant.reading.rows import Place, Row, cell_starts

_ASKS = re.compile(r"(?:die )?(?:an)?fragen?(?: (?:der|des|von) .{2,40})?:?\Z", re.IGNORECASE)
_ANSWERS = re.compile(
    r"(?:(?:die )?antwort(?:en)?|stellungnahme|beantwortung)(?: (?:der|des) .{2,40})?:?\Z", re.IGNORECASE
)
_NUMBERS = re.compile(r"(?:lfd\. ?)?(?:nr\.?|nummer|ziffer|#)\Z", re.IGNORECASE)
_NUMBER = re.compile(r"\(?(?:frage )?(?P<number>\d{1,2}(?:\.\d{1,2})?|[A-Ha-h])[.):]*(?:\s+|\Z)", re.IGNORECASE)


class Beside(NamedTuple):
    """One row of such a table: its number and where its question and its answer stand in the printed row."""

    number: str
    question: tuple[Place, Place]
    answer: tuple[Place, Place]


class _Columns(NamedTuple):
    width: int
    question: int
    answer: int
    number: int | None


def side_by_side(rows: Sequence[Row], start: int, end: int) -> list[Beside]:
    """The rows of such tables between two rows, those without a question or an answer left out."""
    found: list[Beside] = []
    columns: _Columns | None = None
    for index in range(start, end):
        cells = rows[index].cells if rows[index].kind == "table_row" else ()
        if headed := _columns(cells):
            columns = headed
        elif columns is not None and len(cells) == columns.width:
            found += _beside(cells, index, columns)
        else:
            columns = None
    return found


def heads_answers(row: Row) -> bool:
    """Whether a row is the head of such a table."""
    return row.kind == "table_row" and _columns(row.cells) is not None


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
            ((row, there), (row, there + len(answered))),
        )
