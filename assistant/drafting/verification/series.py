"""Values by year, as answers print them: `2014: 1,4 %`, or a row of years above rows of values."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

_YEAR = r"(?:19|20)\d\d"
_GAP = r"[\s|;,]+"
_VALUE = r"-?(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?"
_UNIT = r"\s?(?P<unit>%|€|Euro\b)"
_HEAD = re.compile(rf"(?<![\d.,])(?:{_YEAR}\*{{0,4}}{_GAP}){{2,}}{_YEAR}\*{{0,4}}(?![\d.,])")
_CELL = re.compile(rf"(?<![\d.,])(?P<value>{_VALUE})(?:{_UNIT})?(?![\d])")
_LABEL = re.compile(r"[^\d|;]{0,90}")
_PAIR = re.compile(rf"(?<![\d.,/])(?P<year>{_YEAR})\s?:\s?(?P<value>{_VALUE})(?:{_UNIT})?(?![\d])")
_FEWEST = 3


@dataclass(frozen=True)
class Cell:
    """A value with its place in the text."""

    value: Decimal
    unit: str
    start: int
    end: int


Row = Mapping[str, Cell]
"""The value in each year."""


def rows_by_year(text: str) -> list[Row]:
    """The rows of values that a text gives for three years and more."""
    return [*_tables(text), *_pairs(text)]


def _tables(text: str) -> Iterator[Row]:
    for head in _HEAD.finditer(text):
        years = re.findall(_YEAR, head[0])
        at = head.end()
        while row := _row(text, at, years):
            cells, at = row
            yield dict(zip(years, cells, strict=True))


def _row(text: str, at: int, years: list[str]) -> tuple[list[Cell], int] | None:
    """As many values as years, behind a label at most; None where the table ends."""
    label = _LABEL.match(text, at)
    cells: list[Cell] = []
    end = label.end() if label else at
    for _ in years:
        cell = _CELL.match(text, end)
        if cell is None:
            return None
        cells.append(_cell(cell))
        gap = re.compile(r"[\s|;*]*").match(text, cell.end())
        end = gap.end() if gap else cell.end()
    same_unit = len({cell.unit for cell in cells}) == 1
    return (cells, cells[-1].end) if same_unit else None


def _pairs(text: str) -> Iterator[Row]:
    found = list(_PAIR.finditer(text))
    cells = {m["year"]: _cell(m) for m in found}
    if len(cells) >= _FEWEST and len(cells) == len(found) and len({c.unit for c in cells.values()}) == 1:
        yield cells


def _cell(match: re.Match[str]) -> Cell:
    number = Decimal(match["value"].replace(".", "").replace(",", "."))
    return Cell(number, (match["unit"] or "").replace("Euro", "€"), match.start("value"), match.end())


def differing(text: str, other: str) -> Iterator[tuple[Cell, Cell, str]]:
    """Values that two answers to one question give for the same year, and that differ, with the year.

    Only where each gives one row: which of several rows are of the same thing, their labels do not tell.
    """
    mine, theirs = rows_by_year(text), rows_by_year(other)
    if len(mine) == len(theirs) == 1:
        for year in sorted(mine[0].keys() & theirs[0].keys()):
            a, b = mine[0][year], theirs[0][year]
            if a.unit == b.unit and _differ(a.value, b.value):
                yield a, b, year


def _differ(one: Decimal, other: Decimal) -> bool:
    """Not equal to the digits that the coarser one prints."""
    step = max(Decimal(1).scaleb(int(v.as_tuple().exponent)) for v in (one, other))
    return abs(one - other) > step / 2
