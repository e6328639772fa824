"""The analyser of the word index: which terms a text is found by.

Lower case, ß as ss, umlauts as their base vowel, no stop words, German stems; beside a compound
stand its two parts (`Schulhofsanierung`: `schulhofsanier`, `schulhof`, `sanier`). The parts come from
`lexicon.txt`, the stems that many council papers share: learned from the same papers as the base
embedding (stems in at least 20 of 3,713 papers with their number, names of persons taken out). They
also tell how common a word is in council papers where a library is too small to tell.
"""

import math
import re
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

import tantivy

_WORD = re.compile(r"\d+(?:[.,/]\d+)*|[^\W\d_]+")
_FOLD = str.maketrans({"ß": "ss", "ä": "a", "ö": "o", "ü": "u"})
_STEMMER = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.raw()).filter(tantivy.Filter.stemmer("german")).build()
_STOP = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.raw()).filter(tantivy.Filter.stopword("german")).build()
_LONGEST = 60
_SHORTEST_PART = 4
_LEARNED_FROM = 3713
_UNKNOWN = 8  # papers that a stem too rare for the lexicon is taken to stand in
_IDF_OF_NUMBERS = 4.0
_LINKS = ("s", "es", "n", "en", "")


@cache
def _lexicon() -> dict[str, int]:
    """In how many of the papers that it was learned from each stem stands."""
    text = Path(__file__).with_name("lexicon.txt").read_text(encoding="utf-8")
    return {stem: int(papers) for stem, papers in (line.split() for line in text.splitlines())}


@lru_cache(maxsize=100_000)
def common_idf(term: str) -> float:
    """How rare a term is in council papers at large."""
    if not term.isalpha():
        return _IDF_OF_NUMBERS
    return math.log(1 + _LEARNED_FROM / _lexicon().get(term, _UNKNOWN))


@lru_cache(maxsize=150_000)
def stem(word: str) -> str:
    """The stem of a lower-case word; empty for a stop word."""
    if len(word) > _LONGEST or not _STOP.analyze(word):
        return ""
    return _STEMMER.analyze(word)[0].translate(_FOLD)


@lru_cache(maxsize=150_000)
def parts(word: str) -> tuple[str, ...]:
    """The two parts of a stemmed compound, those that are best known; none where it is no compound."""
    lexicon = _lexicon()
    best: tuple[int, tuple[str, ...]] = (0, ())
    for cut in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
        second = lexicon.get(word[cut:])
        if second is None:
            continue
        first = next((name for link in _LINKS if (name := _without(word[:cut], link)) in lexicon), None)
        if first:
            best = max(best, (min(lexicon[first], second), (first, word[cut:])))
    return best[1]


def _without(word: str, link: str) -> str:
    return word.removesuffix(link) if word.endswith(link) else ""


class Analysed(NamedTuple):
    """The words of a text as the index takes them, each separated by a blank."""

    terms: str
    exact: str


@lru_cache(maxsize=150_000)
def _terms_of(word: str) -> str:
    found = stem(word)
    return " ".join((found, *parts(found))) if found else ""


def analysed(text: str) -> Analysed:
    """The stemmed terms of the text in order, each compound followed by its parts; and its words as printed,
    folded only: names and numbers stay what they are."""
    words = _WORD.findall(text.lower())
    short = (word for word in words if len(word) <= _LONGEST)
    return Analysed(" ".join(filter(None, map(_terms_of, words))), " ".join(short).translate(_FOLD))


def terms(text: str) -> list[str]:
    return analysed(text).terms.split()


def exact_terms(text: str) -> list[str]:
    return analysed(text).exact.split()
