"""The analyser of the word index: what of a text is a term.

Lower case, ß as ss, umlauts as their base vowel, no stop words, German stems.
"""

import re
from functools import lru_cache

import tantivy

_WORD = re.compile(r"\d+(?:[.,/]\d+)*|[^\W\d_]+")
_FOLD = str.maketrans({"ß": "ss", "ä": "a", "ö": "o", "ü": "u"})
_STEMMER = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.raw()).filter(tantivy.Filter.stemmer("german")).build()
_STOP = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.raw()).filter(tantivy.Filter.stopword("german")).build()


@lru_cache(maxsize=400_000)
def _stem(word: str) -> str:
    """The word's stem; empty for a stop word."""
    if not _STOP.analyze(word) or len(word) > 60:
        return ""
    return _STEMMER.analyze(word)[0].translate(_FOLD)


def terms(text: str) -> list[str]:
    """The stemmed terms of the text, in order."""
    return [stem for word in _WORD.findall(text.lower()) if (stem := _stem(word))]


def exact_terms(text: str) -> list[str]:
    """The words as printed, folded only: names and numbers stay what they are."""
    return [word.translate(_FOLD) for word in _WORD.findall(text.lower()) if len(word) <= 60]
