"""Questions that carry no number: behind `Frage:`, in paragraphs that only ask, or before `Antwort:`."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from assistant.reading.pairs import Pair
from assistant.reading.rows import Place, Row
from assistant.reading.splitting import (
    Item,
    begins_answer,
    chapter_end,
    headings_before,
    split_item,
    style_of,
)

_ASKS = re.compile(
    r"(?:f|frage(?: (?:de[rs]|von) [^:?]{2,60})?|[^.?!:]{3,80}\b(?:möchten? wissen|fragt(?: an)?|erkundigt sich)) ?: *",
    re.IGNORECASE,
)
_ASKS_INDIRECTLY = re.compile(r"\b(?:wissen|fragte?|erkundigte?|bittet|bat|ob|warum|weshalb|wann|wie)\b", re.IGNORECASE)
_HEADING_CHARS = 60
_BULLET = re.compile(r"[-–—•*▪●○◦\uf0b7] *")


def unnumbered(rows: Sequence[Row], start: int, end: int, width: int) -> list[Pair]:
    """Questions behind `Frage:`, else paragraphs that only ask; each is answered by what follows it."""
    labelled = [(index, label.end()) for index in range(start, end) if (label := _ASKS.match(rows[index].text))]
    if labelled and (pairs := [pair for pair in _behind(rows, labelled, end, width) if pair.question]):
        return pairs
    heads = [index for index in paragraph_starts(rows, start, end) if _only_asks(rows, index, end)]
    heads = [index for index in heads if index - 1 not in heads]
    if not heads:
        return _before_labels(rows, start, end, width)
    bullets = [_BULLET.match(rows[index].text) for index in heads]
    begins = [(index, bullet.end() if bullet else 0) for index, bullet in zip(heads, bullets, strict=True)]
    return _behind(rows, begins, end, width)


def _before_labels(rows: Sequence[Row], start: int, end: int, width: int) -> list[Pair]:
    """Paragraphs right before `Antwort: …` that ask without a question mark: `Herr X möchte wissen, ob …`."""
    starts = paragraph_starts(rows, start, end)
    pairs: list[Pair] = []
    for begin, label in pairwise(starts):
        asks = _ASKS_INDIRECTLY.search(" ".join(row.text for row in rows[begin:label]))
        if not asks or rows[label - 1].text[-1] != "." or not begins_answer(rows[label].text):
            continue
        if pairs:
            pairs[-1] = replace(pairs[-1], answer=((pairs[-1].answer[0][0], (_above(rows, begin), 0)),))
        split = split_item(Item(rows, (begin, 0), (end, 0), width), "none")
        pairs.append(Pair("", split.question, split.answer))
    return pairs


def _above(rows: Sequence[Row], begin: int) -> int:
    """The row at which a question begins, or that of the heading over it."""
    heading = rows[begin - 1]
    return begin - 1 if heading.gap and len(heading.text) < _HEADING_CHARS and heading.text[-1] not in ".?!:" else begin


def _behind(rows: Sequence[Row], begins: Sequence[Place], end: int, width: int) -> list[Pair]:
    """A pair without number for each place where a question begins."""
    starts = [row for row, _ in begins]
    style = style_of(rows, starts, end)
    headed = set(headings_before(rows, starts))
    stops = [row - (row - 1 in headed) for row in starts[1:]]
    pairs = []
    for (row, column), stop in zip(begins, [*stops, chapter_end(rows, starts, end)], strict=True):
        begin = (row, column) if column < len(rows[row].text) else (row + 1, 0)
        split = split_item(Item(rows, begin, (stop, 0), width), style)
        pairs.append(Pair("", split.question, split.answer))
    return pairs


def paragraph_starts(rows: Sequence[Row], start: int, end: int) -> list[int]:
    return [
        index for index in range(start, end) if index == start or rows[index].gap or rows[index - 1].text[-1] in ".?!:"
    ]


def _only_asks(rows: Sequence[Row], index: int, end: int) -> bool:
    words = ""
    for row in range(index, min(index + 8, end)):
        if row > index and (rows[row].gap or _BULLET.match(rows[row].text)):
            break
        words += " " + rows[row].text
        quoted = words.endswith(("?“", '?"', "?«")) and words.count("?") == 1
        if quoted or words.endswith("?"):
            return not re.search(r"[.!:] [A-ZÄÖÜ]", words[:-1])
    return False
