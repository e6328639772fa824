"""A German stemmer after the published Snowball algorithm (snowballstem.org, BSD)."""

import re
from functools import lru_cache

_VOWELS = "aeiouyäöü"
_REGION = re.compile(f"[{_VOWELS}][^{_VOWELS}]")
_BETWEEN_VOWELS = re.compile(f"(?<=[{_VOWELS}])([uy])(?=[{_VOWELS}])")
_S_ENDING = frozenset("bdfghklmnrt")
_ST_ENDING = frozenset("bdfghklmnt")
_PLAIN = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "U": "u", "Y": "y"})


def _after(word: str, start: int) -> int:
    match = _REGION.search(word, start)
    return match.end() if match else len(word)


def _first_step(word: str, r1: int) -> str:
    for suffix in ("ern", "em", "er", "en", "es", "e"):
        if word.endswith(suffix):
            if len(word) - len(suffix) < r1:
                return word
            word = word[: -len(suffix)]
            return word[:-1] if suffix in ("en", "es", "e") and word.endswith("niss") else word
    if word.endswith("s") and len(word) - 1 >= r1 and word[-2:-1] in _S_ENDING:
        return word[:-1]
    return word


def _second_step(word: str, r1: int) -> str:
    for suffix in ("est", "en", "er"):
        if word.endswith(suffix):
            return word[: -len(suffix)] if len(word) - len(suffix) >= r1 else word
    if word.endswith("st") and len(word) - 2 >= r1 and len(word) > 5 and word[-3] in _ST_ENDING:
        return word[:-2]
    return word


def _strip(word: str, suffix: str, region: int) -> str:
    return word[: -len(suffix)] if word.endswith(suffix) and len(word) - len(suffix) >= region else word


def _third_step(word: str, r1: int, r2: int) -> str:
    for suffix in ("isch", "lich", "heit", "keit", "end", "ung", "ig", "ik"):
        if word.endswith(suffix):
            break
    else:
        return word
    base = word[: -len(suffix)]
    if len(base) < r2 or (suffix in ("isch", "ig", "ik") and base.endswith("e")):
        return word
    if suffix in ("end", "ung") and base.endswith("ig") and not base.endswith("eig"):
        return _strip(base, "ig", r2)
    if suffix in ("lich", "heit"):
        return _strip(_strip(base, "er", r1), "en", r1) if base.endswith(("er", "en")) else base
    if suffix == "keit":
        return _strip(base, "lich", r2) if base.endswith("lich") else _strip(base, "ig", r2)
    return base


@lru_cache(maxsize=262144)
def stem(word: str) -> str:
    """The stem of a folded word: `Vorlagen` and `Vorlage` give `vorlag`."""
    word = _BETWEEN_VOWELS.sub(lambda m: m[1].upper(), word.lower().replace("ß", "ss"))
    r1 = _after(word, 0)
    r2 = _after(word, r1)
    r1 = max(r1, 3)
    word = _third_step(_second_step(_first_step(word, r1), r1), r1, r2)
    return word.translate(_PLAIN)
