"""Rows of tables as evidence: a value in a cell means nothing without the heads of row and column."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_RULE = re.compile(r"^\|(?:\s*:?-{3,}:?\s*\|)+\s*$")


@dataclass(frozen=True)
class Row:
    """One line of a Markdown table below its head: where it stands, and what its columns are called."""

    start: int
    end: int
    heads: tuple[str, ...]


def table_rows(text: str) -> Iterator[Row]:
    """The rows of all tables in `text`, heads and rules left out."""
    heads: tuple[str, ...] = ()
    before, at = "", 0
    for line in text.splitlines(keepends=True):
        stripped = line.strip()
        if not stripped.startswith("|"):
            heads = ()
        elif _RULE.match(stripped):
            heads = cells(before)
        elif heads:
            start = at + line.index("|")
            yield Row(start, start + len(stripped), heads)
        before, at = stripped, at + len(line)


def cells(row: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in row.strip().strip("|").split("|"))


def labelled(heads: tuple[str, ...], row: str) -> str:
    """`Schule: Grundschule Altstadt; Klassen: 13`"""
    return "; ".join(f"{head}: {cell}" if head else cell for head, cell in zip(heads, cells(row), strict=False) if cell)
