"""How alike two texts are, blind to spaces, punctuation and case."""

from rapidfuzz import fuzz


def letters(text: str) -> str:
    """Only the letters and digits of a text, in lower case."""
    return "".join(filter(str.isalnum, text)).lower()


def resemblance(one: str, other: str) -> float:
    """0 (nothing in common) to 1 (the same letters); `other` may go on after `one`."""
    return alike(letters(one), letters(other))


def alike(first: str, second: str) -> float:
    """The resemblance of texts of which only the letters are left."""
    if not first or not second:
        return 0.0
    value = fuzz.ratio(first, second[: len(first) + 5]) / 100
    return value if value > 0.7 else 0.0
