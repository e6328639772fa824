"""A head's rows as lines of one value each, each behind its label where the two stand in cells of their own."""

from collections.abc import Sequence

from assistant.reading.consultations import MEMBER_TITLE_BEGINS
from assistant.reading.labels import BARE_LABEL
from assistant.reading.rows import Row


def field_lines(rows: Sequence[Row]) -> list[str]:
    """The values of a head in order; `Datum` beside (or above) `03.04.2023` is read as `Datum: 03.04.2023`."""
    found: list[str] = []
    index = 0
    while index < len(rows):
        row, below = rows[index], rows[index + 1] if index + 1 < len(rows) else None
        if below is not None and _heads_values(row, below):
            found += [f"{label}: {value}" for label, value in zip(row.cells, below.cells, strict=True) if value]
            index += 2
        else:
            found += _values(row)
            index += 1
    return found


def _heads_values(row: Row, below: Row) -> bool:
    """Whether a row holds only labels, and the row below it their values."""
    if len(row.cells) < 2 or len(row.cells) != len(below.cells):
        return False
    return all(map(BARE_LABEL.match, row.cells)) and not any(map(BARE_LABEL.match, below.cells))


def _values(row: Row) -> list[str]:
    printed = [cell.removeprefix("- ").removeprefix("• ") for cell in row.cells or (row.text,)]
    if labelled := labelled_cell(printed):
        return [labelled]
    cells = [part for cell in printed if cell for part in MEMBER_TITLE_BEGINS.split(cell)]
    found: list[str] = []
    while cells:
        cell = cells.pop(0)
        beside = cell.endswith(":") and cells and not cells[0].endswith(":")
        found.append(f"{cell} {cells.pop(0)}" if beside else cell)
    return found


def labelled_cell(cells: Sequence[str]) -> str:
    """`Label: value` of a row that holds a label without a colon and its value; else nothing."""
    if len(cells) == 2 and cells[1] and BARE_LABEL.match(cells[0]) and not BARE_LABEL.match(cells[1]):
        return f"{cells[0]}: {cells[1]}"
    return ""
