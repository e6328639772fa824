"""How like two texts are, word by word: for near-duplicates, versions and repeated questions."""

import heapq
import zlib
from collections.abc import Collection, Mapping
from functools import lru_cache

from assistant.library import Unit
from assistant.library.terms import exact_terms, terms

_RUN = 3
_SIGNATURE = 12
_SHARED = 9


@lru_cache(maxsize=8192)
def signature(text: str) -> frozenset[int]:
    """The smallest hashes of the text's runs of three words (MinHash): near-duplicates share most of them."""
    words = exact_terms(text)
    runs = {" ".join(words[at : at + _RUN]) for at in range(max(1, len(words) - _RUN + 1))}
    return frozenset(heapq.nsmallest(_SIGNATURE, (zlib.crc32(run.encode()) for run in runs)))


def near_duplicates(one: str, other: str) -> bool:
    """Whether two texts say the same but for a few words."""
    a, b = signature(one), signature(other)
    if min(len(a), len(b)) < _SIGNATURE:
        return a == b
    return len(a & b) >= _SHARED


@lru_cache(maxsize=8192)
def term_set(text: str) -> frozenset[str]:
    return frozenset(terms(text))


def terms_of(unit: Unit) -> frozenset[str]:
    """The terms of all that a unit says: its paper's title, its question, its text."""
    return term_set(f"{unit.title}\n{unit.question}\n{unit.text}")


def coverage(wanted: Collection[str], present: Collection[str], idf: Mapping[str, float]) -> float:
    """The share of the wanted terms that is present, each counting as much as it tells."""
    total = sum(idf.get(term, 0.0) for term in wanted)
    return sum(idf.get(term, 0.0) for term in wanted if term in present) / total if total else 0.0


def likeness(one: Collection[str], other: Collection[str], idf: Mapping[str, float], unknown: float = 6.0) -> float:
    """Weighted Dice of two sets of terms; terms without an idf count as rare."""

    def mass(found: Collection[str]) -> float:
        return sum(idf.get(term, unknown) for term in found)

    total = mass(one) + mass(other)
    return 2 * mass(set(one) & set(other)) / total if total else 0.0
