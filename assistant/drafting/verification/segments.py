"""A clause or a part of one, with what it says; a text as its clauses."""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from assistant.drafting.verification.markers import FINITE, TOKEN, VERB
from assistant.drafting.verification.quantities import Quantity
from assistant.german import STOP_WORDS, DateValue, Mention, fold

# `Sondernutzungssatzung` is a law that can be named in other words.
_NAME_OF_LAW = re.compile(r"[A-ZÄÖÜ][^\W\d_]{5,}")


@dataclass(frozen=True)
class Segment:
    """A clause or a part of one; `start`-`end` is its place in the text it came from.

    `words` carry its claim; `light` are the others, which need no support but can give some (`entstehen`, `Zahl`).
    """

    text: str
    start: int
    end: int
    sentence: int = 0
    words: tuple[str, ...] = ()
    light: tuple[str, ...] = ()
    inherited: tuple[str, ...] = ()
    negated: bool = False
    modes: frozenset[str] = frozenset()
    stages: tuple[str, ...] = ()
    restrictors: frozenset[str] = frozenset()
    quantities: tuple[Quantity, ...] = ()
    mentions: tuple[Mention, ...] = ()
    now: bool = False

    @property
    def pool(self) -> tuple[str, ...]:
        counted = tuple(q.noun for q in self.quantities if q.noun)
        named = tuple(fold(t) for m in self.mentions if m.kind == "law" for t in _NAME_OF_LAW.findall(m.text))
        return self.words + self.inherited + counted + named

    @property
    def dates(self) -> tuple[DateValue, ...]:
        return tuple(m.value for m in self.mentions if isinstance(m.value, DateValue))


@dataclass(frozen=True)
class Reading:
    """A text read into segments; `questions` are the sentences that only ask."""

    text: str
    segments: tuple[Segment, ...]
    questions: frozenset[int] = field(default_factory=frozenset)

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(word for segment in self.segments for word in segment.words)

    @property
    def quantities(self) -> tuple[Quantity, ...]:
        return tuple(quantity for segment in self.segments for quantity in segment.quantities)

    @property
    def mentions(self) -> tuple[Mention, ...]:
        return tuple(mention for segment in self.segments for mention in segment.mentions)


def has_verb(segment: Segment) -> bool:
    if VERB.search(segment.text):
        return True
    tokens = [t for t in TOKEN.findall(segment.text) if fold(t) not in STOP_WORDS]
    return any(FINITE.match(t) for t in (tokens[:2] + tokens[-1:]))


def has_finite(segment: Segment) -> bool:
    """An auxiliary, or a verb right after the conjunction; a participle or infinitive at the end is none."""
    tokens = TOKEN.findall(segment.text)
    return bool(VERB.search(segment.text)) or (
        len(tokens) > 2 and bool(FINITE.match(tokens[1])) and fold(tokens[1]) not in STOP_WORDS
    )


def is_noun(word: str, text: str) -> bool:
    return word in _capitals(text)


@lru_cache(maxsize=1024)
def _capitals(text: str) -> frozenset[str]:
    return frozenset(fold(token) for token in TOKEN.findall(text) if token[0].isupper())
