"""What a search text asks for: its terms with their weights, and its subject.

Long texts (a whole Anfrage) are cut down to the terms that tell papers apart: a term weighs as often
as it is said, more in the subject, times its idf; BM25 multiplies by the idf once more. Twenty to
sixty terms find citations better than all of them, and cost a tenth.
"""

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from assistant.german import DateValue, dates
from assistant.library.references import references_in
from assistant.library.terms import exact_terms, stem, terms
from assistant.library.units import reference_key

_WORD = re.compile(r"\d+(?:[.,/]\d+)*|[^\W\d_]+")
_DIGIT = re.compile(r"\d")
_SUBJECT_WORDS = 12
_LONGEST_SUBJECT = 40
_LOOKED_AT = 400
_MOST_TERMS = 60
_CONTEXT_SHARE = 0.35
_FEW_WORDS = 12
_LONGEST_REFERENCE = 25

Rarities = Callable[[Iterable[str]], Mapping[str, float]]


@dataclass(frozen=True)
class Query:
    """`weights` of the terms to look for; `idf` of all terms seen; `subject` its heading; `own`: the
    terms of the text itself, without its context."""

    text: str
    subject: str
    weights: dict[str, float]
    idf: dict[str, float]
    own: frozenset[str]

    @cached_property
    def mass(self) -> dict[str, float]:
        """What each term contributes to a perfect match."""
        return {term: weight * self.idf[term] for term, weight in self.weights.items()}

    @cached_property
    def references(self) -> frozenset[str]:
        """The papers that the text names by their numbers, in comparable form."""
        whole = reference_key(self.text) if len(self.text) <= _LONGEST_REFERENCE and _DIGIT.search(self.text) else None
        return frozenset(filter(None, (*references_in(self.text), whole)))

    @cached_property
    def days(self) -> frozenset[dt.date]:
        """The days that the text names: of an earlier letter, of a meeting."""
        named = (one.value for one in dates(self.text))
        return frozenset(
            day.start for day in named if isinstance(day, DateValue) and day.start and day.start == day.end
        )

    @cached_property
    def exact(self) -> frozenset[str]:
        """The words of a short text as printed: names of people and streets that stemming would blur."""
        words = exact_terms(self.text) if len(self.text.split()) <= _FEW_WORDS else []
        return frozenset(word for word in words if len(word) > 2 and (not word.isalpha() or stem(word)))


def analyse(text: str, context: str, rarities: Rarities) -> Query:
    """The query for `text`; `context` (topic and preamble of its Anfrage) helps where the text says little."""
    subject = _subject(context) if context.strip() else _subject(text)
    counts = Counter(terms(text))
    shared = Counter(terms(context))
    heading = Counter(terms(subject))
    idf = dict(rarities({*counts, *shared, *heading}))
    weights = {term: (counts[term] + heading[term] + _CONTEXT_SHARE * (shared[term] > 0)) * idf[term] for term in idf}
    kept = sorted(weights, key=lambda term: (-weights[term] * idf[term], term))[:_MOST_TERMS]
    largest = max((weights[term] for term in kept), default=1.0) or 1.0
    return Query(
        text=text,
        subject=subject,
        weights={term: weights[term] / largest for term in kept},
        idf=idf,
        own=frozenset(counts),
    )


def _subject(text: str) -> str:
    """The heading: the longest run of first words that is said again later, else the first words."""
    found = list(_WORD.finditer(text))[:_LOOKED_AT]
    said = [match.group().lower() for match in found]
    length = max((_run(said, start) for start in range(3, len(said))), default=0)
    length = min(length if length >= 2 else _SUBJECT_WORDS, _LONGEST_SUBJECT, len(found))
    return text[: found[length - 1].end()] if length else text


def _run(said: list[str], start: int) -> int:
    """How many of the first words stand again from `start` on."""
    length = 0
    while length < start and start + length < len(said) and said[length] == said[start + length]:
        length += 1
    return length
