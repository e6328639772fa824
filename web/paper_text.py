"""A paper's text in paragraphs, one place of it marked; and the sentences that can be quoted from a find."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from assistant.german import sentences
from assistant.model import Precedent, Span


@dataclass(frozen=True)
class Quotable:
    """A sentence of an earlier answer, by its place in the paper."""

    text: str
    start: int
    end: int


def quotables(found: Precedent) -> list[Quotable]:
    """The sentences of what was found, each at its own offsets in the paper's text."""
    return [
        Quotable(text[s.start : s.end], start + s.start, start + s.end)
        for text, start in _pieces(found)
        for s in sentences(text)
        if text[s.start : s.end].strip()
    ]


def _pieces(found: Precedent) -> Iterator[tuple[str, int]]:
    """The runs of the paper's text that make up the find, with where they begin.

    An answer is the texts of its spans joined by a blank line; where that does not hold, there is nothing
    whose place is known.
    """
    if found.passage:
        yield found.passage.text, found.passage.start
    elif found.exchange and _adds_up(found.exchange.answer, found.exchange.spans):
        at = 0
        for span in found.exchange.spans:
            length = span.end - span.start
            yield found.exchange.answer[at : at + length], span.start
            at += length + 2


def _adds_up(answer: str, spans: tuple[Span, ...]) -> bool:
    lengths = [span.end - span.start for span in spans]
    return bool(spans) and sum(lengths) + 2 * (len(spans) - 1) == len(answer)


@dataclass(frozen=True)
class Run:
    """A run of a paper's text within one paragraph; `marked` when it is what was asked for."""

    text: str
    marked: bool = False
    first: bool = False


def paragraphs(text: str, start: int, end: int, mark: tuple[int, int] | None) -> list[list[Run]]:
    """The text from `start` to `end` in paragraphs, with one place marked."""
    made: list[list[Run]] = []
    at = start
    for block in text[start:end].split("\n\n"):
        stop = at + len(block)
        runs = _runs(text, at, stop, mark)
        if any(run.text.strip() for run in runs):
            made.append(runs)
        at = stop + 2
    return made


def _runs(text: str, start: int, end: int, mark: tuple[int, int] | None) -> list[Run]:
    if mark is None or mark[1] <= start or end <= mark[0]:
        return [Run(text[start:end])]
    a, b = max(start, mark[0]), min(end, mark[1])
    runs = [Run(text[start:a]), Run(text[a:b], True, a == mark[0]), Run(text[b:end])]
    return [run for run in runs if run.text]


def around(text: str, start: int, end: int) -> list[list[Run]]:
    """The paragraphs of a place and those beside it, the place marked."""
    blocks = paragraphs(text, 0, len(text), (start, end))
    marked = [place for place, runs in enumerate(blocks) if any(run.marked for run in runs)]
    return blocks[max(0, marked[0] - 2) : marked[-1] + 3] if marked else []


def file_parts(paper: Any, mark: tuple[int, int] | None) -> list[tuple[Any, list[list[Run]]]]:
    """Each file of a paper with its text; what lies between the files is nothing."""
    if not paper.files:
        return [(None, paragraphs(paper.text, 0, len(paper.text), mark))]
    return [(file, paragraphs(paper.text, file.start, file.end, mark)) for file in paper.files]
