"""From pieces of text on a page to its lines in reading order.

pieces → rows (one baseline) → segments (no wide gap) → columns → lines and table rows → paragraphs
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from assistant.reading.document import Line
from assistant.reading.pdfium import Piece, Sheet
from assistant.reading.tables import Grid, grids, rows_of

_WIDE_GAP = 2.0  # of the font size: what parts columns
_WORD_GAP = 0.15
_GUTTER = 8.0
_LEAST_COLUMN_ROWS = 4
_SINGLE = 1.5  # times the size of the letters: lines of one paragraph set without extra space stand no further apart
_PARAGRAPH_GAP = 1.18  # of the usual distance of two lines
_HEAD_COLUMNS = 4  # a table without lines is known by a head of so many columns
_MARGIN = 0.13  # of the page's height: where running heads and feet stand
LIST_NUMBER = re.compile(
    r"\(?(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,4})\s?[.):](?:\d{1,2}[.)]?)*|[-–—•·▪●○o§*]|(?:zu )?(?:Frage|Ziffer) ?\d+[.:)]?",
    re.I,
)
_PAGE_NUMBER = re.compile(
    r"(?:(?:Seite|S\.|Blatt)\s*\d{1,4}(?:\s*(?:von|/)\s*\d{1,4})?|[-–—]\s*\d{1,4}\s*[-–—]|\d{1,4}\s*/\s*\d{1,4}|\d{1,4})\s*",
    re.I,
)
RAISED = str.maketrans("0123456789+-()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾")
_HYPHENATED = re.compile(r"(?<=[a-zäöüß])-$")


@dataclass(slots=True)
class Segment:
    """Pieces of one row without a wide gap between them."""

    pieces: list[Piece]
    base: float
    size: float
    x0: float
    x1: float
    text: str = ""
    artifact: bool = False


@dataclass(slots=True)
class Row:
    base: float
    size: float
    pieces: list[Piece] = field(default_factory=list)


def lines_of(sheet: Sheet, pieces: Sequence[Piece]) -> list[Line]:
    """The lines of a page, empty ones between its paragraphs."""
    pieces = _without_doubles(pieces)
    upright, turned = _by_direction(pieces, sheet)
    lines = _tables_and_text(sheet, upright)
    return lines + _turned_lines(turned)


def _without_doubles(pieces: Sequence[Piece]) -> list[Piece]:
    """A text printed twice in one place is only set bold (or has a shadow)."""
    kept: dict[tuple[str, int, int], Piece] = {}
    for piece in pieces:
        key = (piece.text, round(piece.x0 / 2), round(piece.base / 2))
        if key in kept:
            kept[key].bold = True
        else:
            kept[key] = piece
    return list(kept.values())


def _by_direction(pieces: list[Piece], sheet: Sheet) -> tuple[list[Piece], list[Piece]]:
    letters: Counter[int] = Counter()
    for piece in pieces:
        letters[piece.angle] += len(piece.text)
    main = letters.most_common(1)[0][0] if letters else 0
    if letters[main] < 3 * letters[0]:
        main = 0  # a long note in the margin does not turn the page
    upright = [_upright(piece, main, sheet) for piece in pieces if piece.angle == main]
    return upright, [piece for piece in pieces if piece.angle != main]


def _upright(piece: Piece, angle: int, sheet: Sheet) -> Piece:
    """A whole page may be printed sideways; then its lines are turned, not its margin."""
    if angle == 0:
        return piece
    x, y = piece.x0, piece.base
    if angle == 90:
        x, y = piece.base, sheet.width - piece.x0
    elif angle == 180:
        x, y = sheet.width - piece.x0, sheet.height - piece.base
    else:
        x, y = sheet.height - piece.base, piece.x0
    return replace(piece, x0=x, base=y, x1=x + 0.5 * piece.size * len(piece.text), angle=0)


def _turned_lines(pieces: list[Piece]) -> list[Line]:
    """Text across the reading direction stands apart, after the page: stamps, labels, margins."""
    groups: dict[tuple[int, int], list[Piece]] = {}
    for piece in pieces:
        place = piece.x0 if piece.angle in (90, 270) else piece.base
        groups.setdefault((piece.angle, round(place / max(1.0, piece.size * 0.5))), []).append(piece)
    lines: list[Line] = []
    for (angle, _), group in sorted(groups.items()):
        group.sort(key=lambda piece: piece.base if angle == 90 else -piece.base if angle == 270 else -piece.x0)
        text = " ".join(piece.text.strip() for piece in group).strip()
        if text:
            lines += [Line(""), Line(text, "textbox", size=group[0].size, x0=group[0].x0, top=group[0].top)]
    return lines


def _tables_and_text(sheet: Sheet, pieces: list[Piece]) -> list[Line]:
    """Rows of drawn tables as such; everything else by columns and lines."""
    tables: list[tuple[float, list[Line]]] = []
    rest = pieces
    for grid in grids(sheet.areas, sheet.width):
        inside = [piece for piece in rest if grid.holds(piece)]
        if inside and (lines := _table_lines(grid, inside)):
            tables.append((grid.ys[0], lines))
            rest = [piece for piece in rest if not grid.holds(piece)]
    blocks = _blocks(_segments(_rows(rest)), sheet.width)
    lines = _with_paragraphs(blocks)
    for top, table in sorted(tables, key=lambda found: found[0]):
        at = next((i for i, line in enumerate(lines) if line.text and line.top > top), len(lines))
        lines[at:at] = [Line(""), *table, Line("")]
    return without_double_blanks(lines)


def _rows(pieces: Sequence[Piece]) -> list[Row]:
    rows: list[Row] = []
    for piece in sorted(pieces, key=lambda piece: (piece.base, piece.x0)):
        row = rows[-1] if rows else None
        if row and abs(piece.base - row.base) <= 0.3 * min(piece.size, row.size):
            row.pieces.append(piece)
            row.size = max(row.size, piece.size)
        else:
            rows.append(Row(piece.base, piece.size, [piece]))
    return _with_raised(rows)


def _with_raised(rows: list[Row]) -> list[Row]:
    """Put superscripts (and subscripts) into the row that they hang on."""
    kept: list[Row] = []
    for at, row in enumerate(rows):
        host = next((other for other in rows[at + 1 : at + 2] + kept[-1:] if _hangs_on(row, other)), None)
        if host is None:
            kept.append(row)
            continue
        for piece in row.pieces:
            text = piece.text.translate(RAISED) if piece.base < host.base else piece.text
            host.pieces.append(replace(piece, text=text, space_before=False))
    return kept


def _hangs_on(row: Row, host: Row) -> bool:
    if row.size > 0.85 * host.size or abs(row.base - host.base) > 0.6 * host.size:
        return False
    return all(
        any(-1 <= piece.x0 - other.x1 < 0.5 * host.size for other in host.pieces) and len(piece.text.strip()) <= 5
        for piece in row.pieces
    )


def _segments(rows: Sequence[Row]) -> list[list[Segment]]:
    return [_row_segments(row) for row in rows]


def _row_segments(row: Row) -> list[Segment]:
    segments: list[Segment] = []
    for piece in sorted(row.pieces, key=lambda piece: piece.x0):
        last = segments[-1] if segments else None
        gap = piece.x0 - last.x1 if last else 0.0
        if last is None or gap > _WIDE_GAP * row.size:
            segments.append(
                Segment([piece], row.base, piece.size, piece.x0, piece.x1, piece.text.rstrip(), piece.artifact)
            )
            continue
        spaced = gap > _WORD_GAP * row.size or (piece.space_before and gap > -0.2 * row.size)
        joint = " " if spaced and not last.text.endswith(" ") and not piece.text.startswith(" ") else ""
        ended = last.pieces[-1].text.endswith(" ") and not joint and not last.text.endswith(" ")
        last.text += (" " if ended else "") + joint + piece.text.rstrip()
        last.pieces.append(piece)
        last.x1 = max(last.x1, piece.x1)
        last.size = max(last.size, piece.size)
    return [replace(segment, text=re.sub(r" {2,}", " ", segment.text).strip()) for segment in segments]


def _blocks(rows: list[list[Segment]], width: float) -> list[list[list[Segment]]]:
    """Parts of the page that are read one after another: running text in two columns is."""
    first = next((at for at, row in enumerate(rows) if _is_two_columns(row, width)), None)
    if first is None:
        return [rows]
    gutter, start, end = _column_rows(rows, first, width)
    if end - start < _LEAST_COLUMN_ROWS:
        head, *rest = _blocks(rows[first + 1 :], width) or [[]]
        return [rows[: first + 1] + head, *rest]
    halves = [_split_at(row, gutter) for row in rows[start:end]]
    columns = [[half[side] for half in halves if half[side]] for side in (0, 1)]
    return [*([rows[:start]] if start else []), *columns, *(_blocks(rows[end:], width) if end < len(rows) else [])]


def _is_two_columns(row: list[Segment], width: float) -> bool:
    return len(row) == 2 and all(_is_prose(segment, width) for segment in row)


def _column_rows(rows: list[list[Segment]], first: int, width: float) -> tuple[float, int, int]:
    """The gutter between two columns, and the rows that have it, around row `first`."""
    low, high = rows[first][0].x1, rows[first][1].x0
    end, both = first, 0
    while end < len(rows):
        ends = [piece.x1 for segment in rows[end] for piece in segment.pieces if piece.x0 < high - 2]
        starts = [piece.x0 for segment in rows[end] for piece in segment.pieces if piece.x0 >= high - 2]
        new_low, new_high = max([low, *ends]), min([high, *starts])
        far = end > first and rows[end][0].base - rows[end - 1][0].base > 4 * rows[end][0].size
        if far or new_high - new_low < _GUTTER:
            break
        both += bool(ends) and bool(starts)
        low, high, end = new_low, new_high, end + 1
    gutter = (low + high) / 2
    start = first
    while start and both and _keeps_gutter(rows[start - 1], low, high, width) and _near(rows[start - 1], rows[start]):
        start -= 1
    return gutter, start, end if both >= _LEAST_COLUMN_ROWS else start


def _keeps_gutter(row: list[Segment], low: float, high: float, width: float) -> bool:
    """Whether a row above two columns belongs to them: to one side, or a short line beside running text."""
    left = [segment for segment in row if segment.x1 <= low + 2]
    right = [segment for segment in row if segment.x0 >= high - 2]
    if len(left) + len(right) < len(row):
        return False
    return not left or not right or any(_is_prose(segment, width) for segment in row)


def _near(above: list[Segment], row: list[Segment]) -> bool:
    return row[0].base - above[0].base < 1.5 * max(row[0].size, above[0].size)


def _split_at(row: list[Segment], gutter: float) -> tuple[list[Segment], list[Segment]]:
    pieces = [piece for segment in row for piece in segment.pieces]
    sides = [piece for piece in pieces if piece.x0 < gutter], [piece for piece in pieces if piece.x0 >= gutter]
    left, right = (_row_segments(Row(row[0].base, row[0].size, side)) if side else [] for side in sides)
    return left, right


def _is_prose(segment: Segment, width: float) -> bool:
    return segment.x1 - segment.x0 > 0.28 * width and segment.text.count(" ") >= 3


def _with_paragraphs(blocks: list[list[list[Segment]]]) -> list[Line]:
    pitch = _pitch([row for block in blocks for row in block])
    lines: list[Line] = []
    for block in blocks:
        head: list[Segment] = []
        for at, row in enumerate(block):
            if at and _begins_paragraph(block[at - 1], row, pitch(row[0].size)):
                lines.append(Line(""))
            lines.append(_under(head, row, _line(row)))
            head = row if len(row) >= max(_HEAD_COLUMNS, len(head)) else head if len(row) > 1 else []
        lines.append(Line(""))
    return lines


def _under(head: list[Segment], row: list[Segment], line: Line) -> Line:
    """A row that lacks cells under the head of a table without lines: each cell stands in its column."""
    if not line.cells or len(line.cells) != len(row) or not len(row) < len(head):
        return line
    edges = [(one.x1 + other.x0) / 2 for one, other in pairwise(head)]
    columns = [sum(edge < (segment.x0 + segment.x1) / 2 for edge in edges) for segment in row]
    if len(set(columns)) < len(columns) or columns[0] != 0:
        return line
    cells = [""] * len(head)
    for column, text in zip(columns, line.cells, strict=True):
        cells[column] = text
    return line._replace(cells=tuple(cells))


def _begins_paragraph(above: list[Segment], row: list[Segment], pitch: float) -> bool:
    distance = row[0].base - above[0].base
    if not 0 <= distance <= _PARAGRAPH_GAP * pitch:
        return not (distance > 0 and distance < 2.5 * pitch and _same_columns(above, row))
    return False


def _same_columns(above: list[Segment], row: list[Segment]) -> bool:
    """Rows of a table without lines may stand further apart than lines of a text."""
    if len(above) < 2 or len(above) != len(row):
        return False
    return all(abs(one.x0 - other.x0) < 4 for one, other in zip(above, row, strict=True))


def _pitch(rows: list[list[Segment]]) -> Callable[[float], float]:
    """The usual distance of two lines of a size, as this page has it."""
    distances: dict[int, list[float]] = {}
    for above, below in pairwise(rows):
        size, distance = below[0].size, below[0].base - above[0].base
        if round(size) == round(above[0].size) and 0.8 * size <= distance <= 2.2 * size:
            distances.setdefault(round(size), []).append(distance)
    usual = {size: _usual(found, size) for size, found in distances.items()}
    return lambda size: usual.get(round(size), 1.25 * size)


def _usual(distances: list[float], size: float) -> float:
    """The smallest distance that occurs more than once: paragraphs, headings and boxes only widen it.

    Where nearly every paragraph is one line, that of the only one with two may occur once.
    """
    ordered = sorted(distances)
    repeated = next((one for one, after in pairwise(ordered) if after - one < 0.05 * one), ordered[0])
    wide = repeated > _SINGLE * size and _PARAGRAPH_GAP * ordered[0] < repeated
    return ordered[0] if wide and size <= ordered[0] <= _SINGLE * size else repeated


def _line(row: list[Segment]) -> Line:
    texts = [segment.text for segment in row if segment.text]
    if len(texts) > 1 and LIST_NUMBER.fullmatch(texts[0]):
        texts[:2] = [f"{texts[0]} {texts[1]}"]
    running = all(segment.artifact for segment in row)
    size = max(segment.size for segment in row)
    return Line(
        "\t".join(texts),
        "header" if running else "table_row" if len(texts) > 1 else "text",
        italic=_share(row, "italic"),
        bold=_share(row, "bold"),
        size=round(size, 1),
        x0=round(row[0].x0, 1),
        top=round(row[0].base - 0.8 * size, 1),
        cells=tuple(texts) if len(texts) > 1 else (),
    )


def _share(row: list[Segment], style: str) -> float:
    total = styled = 0
    for segment in row:
        for piece in segment.pieces:
            letters = sum(map(str.isalnum, piece.text))
            total += letters
            styled += letters if getattr(piece, style) else 0
    return round(styled / total, 3) if total else 0.0


def _table_lines(grid: Grid, pieces: list[Piece]) -> list[Line]:
    table = rows_of(grid, [row.pieces for row in _rows(pieces)])
    if table is None:
        return []
    return [_table_line(grid, row) for row in table if any(row)]


def _table_line(grid: Grid, row: list[list[list[Piece]]]) -> Line:
    inside = [piece for cell in row for line in cell for piece in line]
    cells = tuple(_cell_text(cell) for cell in row)
    segment = Segment(inside, inside[0].base, inside[0].size, inside[0].x0, inside[0].x1)
    alone = sum(map(bool, cells)) < 2
    return Line(
        "".join(cells) if alone else "\t".join(cells),
        "text" if alone else "table_row",
        italic=_share([segment], "italic"),
        bold=_share([segment], "bold"),
        size=round(segment.size, 1),
        x0=round(grid.xs[0], 1),
        top=round(min(piece.top for piece in inside), 1),
        cells=() if alone else cells,
    )


def _cell_text(cell: list[list[Piece]]) -> str:
    text = ""
    for pieces in cell:
        segments = _row_segments(Row(pieces[0].base, max(piece.size for piece in pieces), pieces))
        line = " ".join(segment.text for segment in segments)
        if _HYPHENATED.search(text) and line[:1].islower() and not re.match(r"(?:und|oder|bzw\.?|sowie)\b", line):
            text = text[:-1] + line
        else:
            text = f"{text} {line}".strip()
    return text


def without_double_blanks(lines: list[Line]) -> list[Line]:
    kept: list[Line] = []
    for line in lines:
        if line.text or (kept and kept[-1].text):
            kept.append(line)
    while kept and not kept[-1].text:
        kept.pop()
    return kept


def mark_running(pages: list[list[Line]], heights: Sequence[float]) -> list[list[Line]]:
    """Mark heads and feet: what repeats at the edge of pages, page numbers, what the file says is none."""
    repeated = _repeated(pages, heights)
    marked = []
    for lines, height in zip(pages, heights, strict=True):
        done = list(lines)
        for order, kind in ((range(len(done)), "header"), (range(len(done) - 1, -1, -1), "footer")):
            for at in order:
                line = done[at]
                if line.text and not _in_margin(line, height, kind):
                    break
                if line.text and _is_running(line, kind, repeated):
                    done[at] = line._replace(kind=kind)
        # An artifact in the middle of a page is no running head: it is read like all that is seen.
        marked.append([_unmarked(line, height) for line in done])
    return marked


def _unmarked(line: Line, height: float) -> Line:
    if line.kind == "header" and not _in_margin(line, height, "header"):
        return line._replace(kind="table_row" if line.cells else "text")
    return line


def _in_margin(line: Line, height: float, kind: str) -> bool:
    return line.top < _MARGIN * height if kind == "header" else line.top > (1 - _MARGIN) * height


def _repeated(pages: list[list[Line]], heights: Sequence[float]) -> frozenset[tuple[str, str]]:
    seen: Counter[tuple[str, str]] = Counter()
    for lines, height in zip(pages, heights, strict=True):
        for kind in ("header", "footer"):
            seen.update({(kind, _pattern(line.text)) for line in lines if line.text and _in_margin(line, height, kind)})
    least = max(2, len(pages) // 3)
    return frozenset(key for key, count in seen.items() if count >= least)


def _pattern(text: str) -> str:
    return re.sub(r"\d+", "#", re.sub(r"\s+", " ", text)).strip().casefold()


def _is_running(line: Line, kind: str, repeated: frozenset[tuple[str, str]]) -> bool:
    if line.kind == "header":  # the file itself calls it an artifact
        return True
    return (kind, _pattern(line.text)) in repeated or bool(_PAGE_NUMBER.fullmatch(line.text))
