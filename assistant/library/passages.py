"""Passages of a size that a search can weigh: long ones are cut where a paragraph or sentence ends."""

from collections.abc import Iterable, Iterator

from assistant.german import sentences
from assistant.model import Passage

LONGEST = 1200


def sized(passages: Iterable[Passage]) -> Iterator[Passage]:
    """The passages, each at most about `LONGEST` characters; offsets and words stay what they were."""
    for passage in passages:
        if len(passage.text) <= LONGEST:
            yield passage
        else:
            yield from _cut(passage)


def _cut(passage: Passage) -> Iterator[Passage]:
    for start, end in _pieces(passage.text):
        yield passage.model_copy(
            update={
                "text": passage.text[start:end],
                "start": passage.start + start,
                "end": passage.start + end,
            }
        )


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """Neighbouring sentences together, up to the longest size; a longer sentence is cut at a blank."""
    begin = last = None
    for start, end in _sentences(text):
        if begin is not None and end - begin > LONGEST:
            yield begin, last or end
            begin = None
        if begin is None:
            begin = start
        last = end
    if begin is not None and last is not None:
        yield begin, last


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    for span in sentences(text):
        start = span.start
        while span.end - start > LONGEST:
            at = text.rfind(" ", start + 1, start + LONGEST)
            at = at if at > start else start + LONGEST
            yield start, at
            start = at + 1 if text[at : at + 1] == " " else at
        yield start, span.end
