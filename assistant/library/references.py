"""References to other papers in running text: `2019/1010`, `Vorlage Nr. 17-123`, `M 23/0101`."""

import re

from assistant.library.units import reference_key

_NAMED = (
    r"(?:vorlagen?|drucksachen?|beschlussvorlagen?|mitteilungsvorlagen?|informationsvorlagen?|antr[aä]ge?s?|anfragen?|ds)"
    r"[ \t]{0,2}(?:-?nr\.?|nummer)[ \t:]{0,3}(?P<named>[A-ZÄÖÜ]{0,6}[ -]?\d[\d/.-]{1,20}(?:-?[A-Z]{1,2}\b)?)"
)
_YEAR_NUMBER = r"(?P<year>\b(?:19|20)\d\d ?/ ?\d{1,5}(?:/\d{1,2})?\b(?!\.\d))"
_LETTERS = r"(?P<letters>\b[A-ZÄÖÜ]{1,4}[ -]?\d{2}/\d{3,5}\b)"
_REFERENCE = re.compile(f"{_NAMED}|{_YEAR_NUMBER}|{_LETTERS}", re.IGNORECASE)
# Without one of these there is no reference; where one stands, it lies within this many characters before and after.
_SIGNS = ((re.compile(r"[nN](?:[rR]|[uU][mM][mM][eE][rR])"), 30, 45), (re.compile(r"\d\d(?:\d\d)? ?/ ?\d"), 6, 12))


def references_in(text: str) -> dict[str, str]:
    """Every reference that the text may contain, as printed, by its comparable form.

    It may hold what is none (`Haushalt 2019/2020`): only those that a known paper carries mean anything.
    """
    found: dict[str, str] = {}
    for start, end in _promising(text):
        for match in _REFERENCE.finditer(text, start, end):
            printed = next(filter(None, match.groups())).rstrip("./- ")
            key = reference_key(printed)
            if key:
                found.setdefault(key, printed)
    return found


def _promising(text: str) -> list[tuple[int, int]]:
    """Where references may stand: the whole pattern tried at every letter takes five times as long."""
    places = sorted(
        (max(0, sign.start() - before), sign.end() + after)
        for pattern, before, after in _SIGNS
        for sign in pattern.finditer(text)
    )
    joined: list[tuple[int, int]] = []
    for start, end in places:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
