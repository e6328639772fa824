"""Tables that are drawn with lines: from strokes on a page to cells, from cells to rows of text."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.reading.pdfium import Area, Piece

_THIN = 4.0
_SNAP = 3.0
_APART = 1.5 * _SNAP  # two lines that stand closer are one edge
_SHORTEST = 6.0
_MOST_STROKES = 2000
_MOST_CELL_LINES = 12
_LEAST_BESIDE = 3  # rows with text in two cells that make a table of whatever holds long text


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight line: `at` is its place across, `start`-`end` its reach along."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Grid:
    """The columns and rows that lines draw; both lists hold edges, ascending.

    `walls` are for each row the edges between columns that are drawn there: where one is missing, two cells are one.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    walls: tuple[frozenset[int], ...]

    def holds(self, piece: Piece) -> bool:
        x, y = (piece.x0 + piece.x1) / 2, piece.base - 0.3 * piece.size
        return self.xs[0] - 1 <= x <= self.xs[-1] + 1 and self.ys[0] - 1 <= y <= self.ys[-1] + 1

    def cell(self, piece: Piece) -> tuple[int, int]:
        """Row and column. A piece is in the column where it begins: it may reach over the next."""
        x, y = piece.x0 + min(2.0, (piece.x1 - piece.x0) / 2), piece.base - 0.3 * piece.size
        row = sum(1 for edge in self.ys[1:-1] if edge <= y)
        column = sum(1 for edge in self.xs[1:-1] if edge <= x)
        while column and self.walls[row] and column not in self.walls[row]:
            column -= 1
        return row, column


def grids(areas: Sequence[Area], width: float) -> list[Grid]:
    """The grids of at least two columns that a page's lines and cell borders draw."""
    across, down = _strokes(areas)
    if len(down) < 3 or len(across) < 2:
        return []
    found = []
    for group in _touching(across, down):
        xs = _edges(stroke.at for stroke in group[1])
        ys = _closed(_edges(stroke.at for stroke in group[0]), group[1])
        if len(xs) >= 3 and len(ys) >= 2 and xs[-1] - xs[0] > 0.1 * width:
            found.append(Grid(tuple(xs), tuple(ys), tuple(_walls(xs, top, low, group[1]) for top, low in pairwise(ys))))
    return found


def _closed(ys: list[float], down: Sequence[Stroke]) -> list[float]:
    """The edges of rows, with the end of the lines between columns where a page breaks a row off."""
    if not ys or not down:
        return ys
    top, low = min(stroke.start for stroke in down), max(stroke.end for stroke in down)
    return [*([top] if ys[0] - top > _SHORTEST else []), *ys, *([low] if low - ys[-1] > _SHORTEST else [])]


def _walls(xs: Sequence[float], top: float, low: float, down: Sequence[Stroke]) -> frozenset[int]:
    """The edges at which a line stands beside the middle of the row from `top` to `low`."""
    middle = (top + low) / 2
    beside = [stroke.at for stroke in down if stroke.start - _SNAP <= middle <= stroke.end + _SNAP]
    return frozenset(at for at, edge in enumerate(xs) if any(abs(edge - place) <= _APART for place in beside))


def _strokes(areas: Sequence[Area]) -> tuple[list[Stroke], list[Stroke]]:
    across: list[Stroke] = []
    down: list[Stroke] = []
    for area in areas:
        wide, tall = area.x1 - area.x0, area.bottom - area.top
        if tall <= _THIN and wide >= _SHORTEST:
            across.append(Stroke((area.top + area.bottom) / 2, area.x0, area.x1))
        elif wide <= _THIN and tall >= _SHORTEST:
            down.append(Stroke((area.x0 + area.x1) / 2, area.top, area.bottom))
        elif not area.filled and wide >= _SHORTEST and tall >= _SHORTEST:
            across += [Stroke(area.top, area.x0, area.x1), Stroke(area.bottom, area.x0, area.x1)]
            down += [Stroke(area.x0, area.top, area.bottom), Stroke(area.x1, area.top, area.bottom)]
        if len(across) + len(down) > _MOST_STROKES:
            return [], []  # a drawing, not a table
    return across, down


def _touching(across: list[Stroke], down: list[Stroke]) -> list[tuple[list[Stroke], list[Stroke]]]:
    """Strokes that cross or touch, gathered into groups."""
    parent = list(range(len(across) + len(down)))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    for i, row in enumerate(across):
        for j, column in enumerate(down):
            meets = row.start - _SNAP <= column.at <= row.end + _SNAP and column.start - _SNAP <= row.at
            if meets and row.at <= column.end + _SNAP:
                parent[root(i)] = root(len(across) + j)
    groups: dict[int, tuple[list[Stroke], list[Stroke]]] = {}
    for at in range(len(parent)):
        group = groups.setdefault(root(at), ([], []))
        if at < len(across):
            group[0].append(across[at])
        else:
            group[1].append(down[at - len(across)])
    return list(groups.values())


def _edges(places: object) -> list[float]:
    edges: list[float] = []
    for place in sorted(places):  # type: ignore[call-overload]
        if not edges or place - edges[-1] > _APART:
            edges.append(place)
    return edges


def rows_of(grid: Grid, rows: Sequence[Sequence[Piece]]) -> list[list[list[list[Piece]]]] | None:
    """The printed lines of each cell, or None when the grid frames running text, not a table."""
    table: list[list[list[list[Piece]]]] = [[[] for _ in grid.xs[1:]] for _ in grid.ys[1:]]
    for row in rows:
        lines: dict[tuple[int, int], list[Piece]] = {}
        for piece in row:
            lines.setdefault(grid.cell(piece), []).append(piece)
        for (at_row, at_column), pieces in lines.items():
            table[at_row][at_column].append(pieces)
    longest = max(len(cell) for row in table for cell in row)
    filled_columns = {at for row in table for at, cell in enumerate(row) if cell}
    beside = sum(sum(map(bool, row)) > 1 for row in table)
    if len(filled_columns) < 2 or (longest > _MOST_CELL_LINES and beside < _LEAST_BESIDE):
        return None
    return table
