"""A statement, what keeps it from following, and the clauses of a quote that it draws on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from assistant.drafting.verification.clauses import predicate
from assistant.drafting.verification.matching import equal, rounded
from assistant.drafting.verification.quantities import Quantity, as_interval
from assistant.drafting.verification.segments import Segment
from assistant.drafting.verification.tracing import trace_date
from assistant.drafting.verification.wording import covered, root
from assistant.german import DateValue
from assistant.model import FlagKind


@dataclass(frozen=True)
class Defect:
    """Why a statement does not follow. `what` is the word or value at fault, `weight` how far it is off."""

    outcome: str
    message: str
    what: str = ""
    kind: FlagKind = FlagKind.contradiction
    weight: int = 1


@dataclass(frozen=True)
class Statement:
    """A part of the sentence that must be carried by one quote: its clauses, and the subject it shares.

    `around` is what the rest of the sentence says of it as well: a condition, or whose opinion it is.
    """

    segments: tuple[Segment, ...]
    shared: tuple[str, ...] = ()
    around: frozenset[str] = frozenset()

    @property
    def words(self) -> tuple[str, ...]:
        own = tuple(word for segment in self.segments for word in segment.words)
        return own + tuple(word for word in self.shared if word not in own)

    @property
    def text(self) -> str:
        return "".join(segment.text for segment in self.segments)

    @property
    def quantities(self) -> tuple[Quantity, ...]:
        return tuple(q for segment in self.segments for q in segment.quantities)

    @property
    def dates(self) -> tuple[DateValue, ...]:
        return tuple(d for segment in self.segments for d in segment.dates)


def shift(defect: Defect, outcome: str) -> Defect:
    return replace(defect, outcome=outcome)


def used_by(statement: Statement, segments: Sequence[Segment]) -> tuple[Segment, ...]:
    """The fewest clauses that carry what can be carried, the more specific first."""
    open_items = set(_items(statement))
    chosen: list[Segment] = []
    while open_items:
        gains = [(len(_carried(open_items, s)), -len(s.pool), -index) for index, s in enumerate(segments)]
        best = max(range(len(segments)), key=lambda index: gains[index])
        if not gains[best][0]:
            break
        open_items -= _carried(open_items, segments[best])
        chosen.append(segments[best])
    return tuple(sorted([*chosen, *_completions(chosen, segments)], key=lambda s: s.start))


def _completions(chosen: Sequence[Segment], segments: Sequence[Segment]) -> list[Segment]:
    """What follows a chosen clause and only completes it (`…, ist ebenfalls nicht geplant`)."""
    return [
        after
        for before, after in pairwise(segments)
        if before in chosen and after not in chosen and after.sentence == before.sentence
        and ((not after.words and not after.quantities and not after.dates) or _what_is_unknown(before, after))
    ]  # fmt: skip


def _what_is_unknown(asked: Segment, answer: Segment) -> bool:
    """`Wie viele …, ist nicht bekannt`"""
    return "whether" in asked.modes and "unknown" in answer.modes


def _items(statement: Statement) -> Iterator[tuple[str, object]]:
    yield from (("word", word) for word in statement.words)
    yield from (("quantity", quantity) for quantity in statement.quantities)
    yield from (("date", date) for date in statement.dates)


def _carried(items: set[tuple[str, object]], segment: Segment) -> set[tuple[str, object]]:
    return {item for item in items if carries(segment, *item)}


def carries(segment: Segment, kind: str, value: object) -> bool:
    if isinstance(value, Quantity):
        return any(equal(value, q) or rounded(value, q) or _as_often(value, q) for q in segment.quantities)
    if isinstance(value, DateValue):
        return trace_date(value, segment.dates)
    return covered(str(value), segment.pool)


def _as_often(one: Quantity, other: Quantity) -> bool:
    """`einmal pro Woche` of `48 Plätze wöchentlich`: there it stands with the value that is checked as often."""
    period = as_interval(other.per) if one.unit.startswith("Intervall") and other.per else None
    return bool(period) and equal(one, period)


def core_of(statement: Statement, used: Sequence[Segment]) -> tuple[Segment, ...]:
    """The clauses that carry what happens; all of them where that cannot be told."""
    verb = predicate(statement.segments)
    if not verb:
        return tuple(used)
    same = tuple(s for s in used if any(root(verb) == root(w) for w in s.words))
    return same or tuple(s for s in used if covered(verb, s.words)) or tuple(used)


def text_of(segments: Sequence[Segment]) -> str:
    return " ".join(segment.text for segment in segments)
