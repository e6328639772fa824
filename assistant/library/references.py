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


def references_in(text: str) -> dict[str, str]:
    """Every reference that the text may contain, as printed, by its comparable form.

    It may hold what is none (`Haushalt 2019/2020`): only those that a known paper carries mean anything.
    """
    found: dict[str, str] = {}
    for match in _REFERENCE.finditer(text):
        printed = next(filter(None, match.groups())).rstrip("./- ")
        key = reference_key(printed)
        if key:
            found.setdefault(key, printed)
    return found
