"""A document's lines without furniture, each knowing whether a paragraph begins with it.

Rows are the coin of reading: the head, boxes and exchanges are found as ranges of rows, and only
then are rows joined to the paper's text. A place in the rows is a `Place` (row, column).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from assistant.reading.document import Document, Line, LineKind, Page
from assistant.reading.furniture import (
    EDGE,
    beside_marks,
    folded,
    is_decoration,
    is_edge_furniture,
    is_sign_off,
    may_sign,
    page_mark,
    running_heads,
)

Place = tuple[int, int]

_STOPS = frozenset(".!?:;")
_CLOSERS = "\"'“”»«)]"
_BEGINS_ITEM = re.compile(
    r"(?:[-–—•*▪●○◦\uf0b7]|\(?\d{1,2}(?:\.\d{1,2})? ?[.)]\)?|\(?[a-z]\)|[A-Z][.)]|[IVX]{1,4}[.)]"
    r"|(?:zu |antwort|frage)) ?\S",
    re.IGNORECASE,
)
_NUMBER_IN_LINE = re.compile(r"(?:(?<=\s)|^)(\d{1,2})[.)] (?=[A-ZÄÖÜ])")
_NUMBER_IN_WORD = re.compile(r"[^\W\d_]-\d{1,3}-\Z")  # `Tempo-30-` / `Abschnitte`
# After a hyphen these begin no second half of a word: `Rad- und Fußwege`.
_JOINS_WORDS = frozenset(
    ("und", "oder", "bzw.", "beziehungsweise", "sowie", "als", "wie", "bis", "noch", "u.", "o.", "&", "/")
)


class Row(NamedTuple):
    """One line of text; `gap`: a paragraph ended before it. `cut`: furniture stood before it."""

    text: str
    page: int
    gap: bool = False
    kind: LineKind = "text"
    italic: float = 0.0
    bold: float = 0.0
    size: float = 0.0
    x0: float = 0.0
    cells: tuple[str, ...] = ()
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """One file as rows. `margins` are headers and footers, which only the head may look at."""

    rows: tuple[Row, ...]
    margins: tuple[Row, ...]
    pages: int
    width: int


def sheet_of(document: Document) -> Sheet:
    """The rows of a document, furniture taken out and page breaks healed."""
    heads = running_heads(document.pages)
    collector = _Collector(_usual_width(document.pages))
    for page in document.pages:
        collector.read(page, heads)
    return Sheet(tuple(collector.rows), tuple(collector.margins), collector.page, collector.width)


def _usual_width(pages: Sequence[Page]) -> int:
    """How long a full line is; lines far longer than any print are paragraphs of their own."""
    lengths = sorted(len(line.text) for page in pages for line in page.lines if len(line.text) > 30)
    return lengths[int(len(lengths) * 0.8)] if lengths else 0


class _Collector:
    """Takes lines in order and remembers what stood between them."""

    def __init__(self, width: int) -> None:
        self.rows: list[Row] = []
        self.margins: list[Row] = []
        self.page = 1
        self.width = width
        self._blank = self._cut = self._signing = False

    def read(self, page: Page, heads: frozenset[str]) -> None:
        self.page = max(self.page, page.number)
        self._cut = self._cut or bool(self.rows)
        edges, beside = _edges(page.lines), beside_marks(page.lines) if heads else frozenset()
        for index, line in enumerate(page.lines):
            if line.text:
                inner = index in beside and folded(line.text) in heads
                self._take(line, page.number == 1, index in edges, inner, heads)
            else:
                self._blank = True

    def _take(self, line: Line, first_page: bool, edge: bool, inner: bool, heads: frozenset[str]) -> None:
        text = " ".join(line.text.split())
        if not text:
            self._blank = True
        elif line.kind in ("header", "footer"):
            self.margins.append(Row(text, self.page, kind=line.kind))
            self._cut = True
        elif inner or self._is_furniture(text, first_page, edge, heads):
            self._cut = True
        elif line.label or text.count("?") > 1:
            parts = _numbered_questions(f"{line.label} {text}" if line.label else text)
            if len(parts) > 1 and line.kind == "table_row":  # a form's field that holds all the questions
                line = line._replace(kind="text", cells=())
            for part in parts:
                self._append(line, part)
        else:
            self._append(line, text)

    def _is_furniture(self, text: str, first_page: bool, edge: bool, heads: frozenset[str]) -> bool:
        if (number := page_mark(text)) is not None:
            self.page = number if self.page < number <= self.page + 1 else self.page
            return True
        if is_decoration(text) or (edge and is_edge_furniture(text, first_page, heads)):
            return True
        self._signing = (self._signing or may_sign(text)) and is_sign_off(text, near=self._signing)
        return self._signing

    def _append(self, line: Line, text: str) -> None:
        before = self.rows[-1] if self.rows else None
        gap = before is None or self._begins_paragraph(before, line, text)
        self.rows.append(
            Row(text, self.page, gap, line.kind, line.italic, line.bold, line.size, line.x0, line.cells, self._cut)
        )
        self._blank = self._cut = False

    def _begins_paragraph(self, before: Row, line: Line, text: str) -> bool:
        if line.kind != before.kind or line.kind == "heading" or _other_font(before, line):
            return True
        if not (self._blank or self._cut):
            return False
        if _breaks_word(before.text) and text[0].islower():
            return False
        return not self._cut or not self._runs_on(before.text, text)

    def _runs_on(self, before: str, text: str) -> bool:
        """Whether a sentence that furniture interrupts goes on."""
        if _ends_sentence(before) or begins_item(text):
            return False
        return text[0].islower() or before.endswith(",") or len(before) > 0.75 * self.width


def _numbered_questions(text: str) -> list[str]:
    """`1. …? 2. …?` in one line, as pasted text has it: a line for each; any other line as it is."""
    if text.count("?") < 2 or not ("2. " in text or "2) " in text):
        return [text]
    marks = list(_NUMBER_IN_LINE.finditer(text))
    if len(marks) < 2:
        return [text]
    parts = [
        text[here.start() : there].strip()
        for here, there in zip(marks, [*(mark.start() for mark in marks[1:]), None], strict=True)
    ]
    counted = [int(mark[1]) for mark in marks] == list(range(1, len(marks) + 1))
    if not counted or "?" not in parts[-1] or not all(part.endswith("?") for part in parts[:-1]):
        return [text]
    last = parts[-1].rindex("?") + 1
    whole = [text[: marks[0].start()].strip(), *parts[:-1], parts[-1][:last], parts[-1][last:].strip()]
    return [part for part in whole if part]


_OTHER_FONT = 0.75  # by how much the share of bold or italic letters differs in lines of two kinds


def _other_font(before: Row, line: Line) -> bool:
    """Whether a whole line in bold or italics stands beside one that is not: a heading, an answer."""
    if line.kind == "table_row" or (before.bold == line.bold and before.italic == line.italic):
        return False
    return max(abs(before.bold - line.bold), abs(before.italic - line.italic)) > _OTHER_FONT


def _edges(lines: Sequence[Line]) -> frozenset[int]:
    shown = [index for index, line in enumerate(lines) if line.text and not line.text.isspace()]
    return frozenset(shown[:EDGE] + shown[-EDGE:])


def begins_item(text: str) -> bool:
    """Whether a line looks like the beginning of a list's item. Most lines are words, and cost little."""
    if text[0].isalpha() and text[0] not in "zZaAfF" and not ("." in text[1:5] or ")" in text[1:5]):
        return False
    return _BEGINS_ITEM.match(text) is not None


def _ends_sentence(text: str) -> bool:
    return text.rstrip(_CLOSERS)[-1:] in _STOPS


def _breaks_word(text: str) -> bool:
    if text[-1] != "-" or not text[-2:-1].isalnum():
        return False
    return not text[-2:-1].isdecimal() or _NUMBER_IN_WORD.search(text) is not None


# --- Joining rows to text -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Printed:
    """Rows joined to text; `starts[i]`-`ends[i]` is where row i stands in it."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def offset(self, place: Place) -> int:
        row, column = place
        if row >= len(self.starts):
            return len(self.text)
        return min(self.starts[row] + column, self.ends[row])


def join_rows(rows: Sequence[Row], width: int, cuts: Iterable[int] = ()) -> Printed:
    """The text of `rows`: paragraphs parted by a blank line, broken words healed.

    A paragraph begins at every row of `cuts`, whatever it looks like.
    """
    forced = frozenset(cuts)
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    length = 0
    for index, row in enumerate(rows):
        text = _table_line(rows, index) if row.kind == "table_row" else row.text
        if index:
            glue = "\n\n" if index in forced else _glue(rows[index - 1], row, width)
            if glue == "" and parts[-1].endswith("-") and _drops_hyphen(parts[-1], text):
                parts[-1] = parts[-1][:-1]
                length -= 1
                ends[-1] -= 1
            parts.append(glue)
            length += len(glue)
        starts.append(length)
        parts.append(text)
        length += len(text)
        ends.append(length)
    return Printed("".join(parts), tuple(starts), tuple(ends))


def _glue(before: Row, row: Row, width: int) -> str:
    """What parts two rows: nothing inside a word, a blank in a paragraph, a blank line after it."""
    if row.kind == "table_row" and before.kind == "table_row" and not row.gap:
        return "\n"
    if row.gap:
        return "\n\n"
    if _breaks_word(before.text) and row.text.split(" ", 1)[0] not in _JOINS_WORDS:
        return ""
    short = len(before.text) < 0.75 * width
    if begins_item(row.text) and (short or _ends_sentence(before.text)):
        return "\n\n"
    if not short:
        return " "
    return "\n\n" if _ends_sentence(before.text) else "\n"


def _drops_hyphen(before: str, text: str) -> bool:
    """`Verei-` `nen` is one word; `ÖPNV-` `Vorhaben` keeps its hyphen."""
    return text[0].islower() and before[-2].islower()


def cell_starts(cells: Sequence[str]) -> list[int]:
    """Where each cell of a table's row begins in its printed line."""
    starts, at = [], len("| ")
    for cell in cells:
        starts.append(at)
        at += len(cell) + len(" | ")
    return starts


def _table_line(rows: Sequence[Row], index: int) -> str:
    """A table's row in Markdown; the first one carries the rule that Markdown wants below it."""
    row = rows[index]
    line = "| " + " | ".join(cell.replace("|", "/") for cell in row.cells) + " |" if row.cells else row.text
    first = index == 0 or rows[index - 1].kind != "table_row" or row.gap
    if first and row.cells:
        return f"{line}\n|{'---|' * len(row.cells)}"
    return line
