"""A draft answer beside an earlier one: what is the same, what changed, and where each value comes from."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.german import Mention, mentions
from assistant.model import DraftItem, Precedent
from assistant.review import Piece, ValueChange, value_changes, word_differences
from web.views import Answer, Cited
from web.wording import MENTION_WORDS, STATEMENT_WORDS

_ALIKE = 0.25


@dataclass(frozen=True)
class Comparison:
    """A draft answer against an earlier one: both texts with their own words marked, and the values that differ.

    `lines` are the answer's sentences in pieces; with too little in common the marks would only be noise.
    """

    earlier: Precedent
    lines: tuple[tuple[Piece, ...], ...]
    earlier_pieces: tuple[Piece, ...]
    changed: tuple[ValueChange, ...]
    only_new: tuple[ValueChange, ...]
    only_earlier: tuple[ValueChange, ...]
    alike: float

    @property
    def comparable(self) -> bool:
        return self.alike >= _ALIKE

    @property
    def departs(self) -> bool:
        return bool(self.changed or self.only_new)


def comparison(answer: Answer, earlier: Precedent) -> Comparison:
    """The answer against this earlier one."""
    before, after = earlier.text, " ".join(line.sentence.text for line in answer.lines)
    pieces = word_differences(before, after)
    changes = value_changes(before, after)
    same = sum(len(p.text.split()) for p in pieces if p.kind == "same")
    return Comparison(
        earlier=earlier,
        lines=tuple(_by_line(answer, [p for p in pieces if p.kind != "removed"])),
        earlier_pieces=tuple(p for p in pieces if p.kind != "added"),
        changed=tuple(c for c in changes if c.before and c.after),
        only_new=tuple(c for c in changes if not c.before),
        only_earlier=tuple(c for c in changes if not c.after),
        alike=same / max(min(len(before.split()), len(after.split())), 1),
    )


def _by_line(answer: Answer, pieces: Sequence[Piece]) -> list[tuple[Piece, ...]]:
    """The pieces of the whole answer, cut where its sentences end."""
    words = [(piece.kind, word) for piece in pieces for word in piece.text.split()]
    lines, at = [], 0
    for line in answer.lines:
        count = len(line.sentence.text.split())
        lines.append(tuple(_joined(words[at : at + count])))
        at += count
    return lines


def _joined(words: Sequence[tuple[str, str]]) -> list[Piece]:
    runs: list[tuple[str, list[str]]] = []
    for kind, word in words:
        if not runs or runs[-1][0] != kind:
            runs.append((kind, []))
        runs[-1][1].append(word)
    return [Piece(kind, " ".join(run)) for kind, run in runs]


def earlier_answers(item: DraftItem) -> list[Precedent]:
    """What the town said earlier to a question; first what the draft quotes most, then in the order found."""
    own = [p for p in item.precedents if p.voice.speaks_for_town]
    cited = Counter((c.paper, c.exchange) for s in item.sentences for c in s.citations)
    return sorted(own, key=lambda p: -cited[(p.paper.id, p.exchange.number if p.exchange else None)])


def with_values(text: str) -> list[tuple[str, bool]]:
    """The text in runs, its figures, amounts and dates told apart: what to look at in a timeline."""
    runs, at = [], 0
    for mention in _mentions(text):
        if mention.kind in ("figure", "amount", "date"):
            runs += [(text[at : mention.start], False), (text[mention.start : mention.end], True)]
            at = mention.end
    return [(run, strong) for run, strong in [*runs, (text[at:], False)] if run]


@dataclass(frozen=True)
class Origin:
    """Where one value in an answer comes from."""

    kind: str
    text: str
    cited: Cited | None
    statement: str


def origins(answer: Answer) -> list[Origin]:
    """Each figure, amount, date, law and name with the quote or the statement it rests on."""
    found = []
    for line in answer.lines:
        said = _said(line.sentence.statement)
        for mention in _mentions(line.sentence.text):
            source = next((c for c in line.cited if mention.text in c.citation.quote), next(iter(line.cited), None))
            found.append(Origin(MENTION_WORDS[mention.kind], mention.text, source, said))
    return found


@lru_cache(4096)
def _mentions(text: str) -> tuple[Mention, ...]:
    """What a text mentions; a sentence is looked at on each opening of its page, and rarely changes."""
    return tuple(mentions(text))


def _said(statement) -> str:
    if statement is None:
        return ""
    return ", ".join(x for x in (STATEMENT_WORDS[statement.kind], statement.office, statement.person) if x)
