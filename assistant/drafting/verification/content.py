"""The words of a clause: those that carry its claim, and the light ones."""

import re

from assistant.drafting.verification.markers import (
    FINITE,
    MARKERS,
    MODES,
    NEGATION,
    NOW,
    RESTRICTORS,
    SEPARABLE,
    TOKEN,
    VERB,
)
from assistant.drafting.verification.phrases import plainly
from assistant.drafting.verification.quantities import frequency_spans
from assistant.drafting.verification.wording import is_light
from assistant.german import STOP_WORDS, Mention, fold


def content(sentence: str, start: int, end: int, found: list[Mention]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The folded words, those that carry a claim and the light ones; mentions and frequencies are compared by value."""
    masked = sentence
    for first, last in [(m.start, m.end) for m in found] + frequency_spans(sentence):
        masked = masked[:first] + " " * (last - first) + masked[last:]
    flat = plainly(masked[start:end])
    closed = re.sub(r"[\s.,;:!?)]+$", "", sentence[start:end])
    tokens = TOKEN.findall(flat)
    telling, light = [], []
    for token in _rejoined(tokens) if tokens and closed.endswith(tokens[-1]) else tokens:
        word = fold(token)
        if word in STOP_WORDS or is_light(word) or _is_marker(token):
            light.append(word)
        elif len(word) > 1 or word.isdigit() or token.isupper():
            telling.append(word)
    return tuple(telling), tuple(light)


def _is_marker(token: str) -> bool:
    """Words of modality and restriction are compared as such, not as content."""
    patterns = (
        MODES["plan"],
        MODES["possible"],
        MODES["open"],
        NOW,
        RESTRICTORS["only"],
        RESTRICTORS["part"],
        RESTRICTORS["all"],
        RESTRICTORS["then"],
        NEGATION,
        MARKERS,
    )
    return any(pattern.fullmatch(token) for pattern in patterns)


_PREPOSITIONS = frozenset({"wegen", "gegen", "neben", "zwischen", "seitens", "zwecks", "mittels", "trotz"})
_ARTICLES = frozenset(
    ("der", "die", "das", "den", "dem", "des", "ein", "eine", "einen", "einem", "einer", "eines", "kein", "keine")
)


def _rejoined(tokens: list[str]) -> list[str]:
    """`lehnt … ab` as `ablehnt`: a separable verb's parts say one thing."""
    if len(tokens) < 3 or tokens[-1] not in SEPARABLE:
        return tokens
    # A finite verb sooner than a participle: `Angaben zu genutzten Flächen liegen vor`.
    for index, token in sorted(enumerate(tokens[:-1]), key=lambda place: place[1].startswith("ge")):
        after_article = index > 0 and fold(tokens[index - 1]) in _ARTICLES
        if (
            FINITE.match(token)
            and not after_article
            and not NOW.fullmatch(token)
            and token not in STOP_WORDS
            and token not in _PREPOSITIONS
            and not VERB.fullmatch(token)
            and not token.endswith("haft")
        ):
            return [*tokens[:index], tokens[-1] + token, *tokens[index + 1 : -1]]
    return tokens
