"""`Im vergangenen Jahr` is a year, once it is known when it was said."""

import datetime as dt
import re
from collections.abc import Sequence

_YEARS = (
    (
        re.compile(
            r"\b(?:im|des|aus dem) (?:vergangenen|letzten|vorigen) (?:Kalender)?Jahr(?:es)?\b|\bletztes Jahr\b", re.I
        ),
        -1,
    ),
    (re.compile(r"\b(?:im vorletzten Jahr|vorletztes Jahr)\b", re.I), -2),
    (
        re.compile(
            r"\b(?:in diesem|im laufenden|im aktuellen) (?:Kalender)?Jahr\b|\b(?:dieses|des laufenden) Jahres\b"
            r"|\bdieses Jahr\b|\bheuer\b",
            re.I,
        ),
        0,
    ),
    (re.compile(r"\bim (?:kommenden|nächsten|folgenden) (?:Kalender)?Jahr\b|\bnächstes Jahr\b", re.I), 1),
    (re.compile(r"\bim übernächsten Jahr\b", re.I), 2),
)  # fmt: skip
# `im Oktober dieses Jahres`: a date of its own.
_IN_MONTH = (
    r"(?P<month>Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember|Frühjahr|Frühling"
    r"|Sommer|Herbst|Winter|Anfang|Mitte|Ende|Quartal|Halbjahr)s?\s"
)
_OF_YEAR = tuple(
    (re.compile(rf"\b{_IN_MONTH}(?:{words}) Jahre?s\b"), away)
    for words, away in (
        ("dieses|des laufenden|des aktuellen", 0),
        ("des vergangenen|des letzten|des vorigen|letzten|vergangenen", -1),
        ("des kommenden|des nächsten|des folgenden|nächsten|kommenden", 1),
    )
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_BEFORE = re.compile(r"\bim Vorjahr\b", re.I)
# Only beside a year of the text.
_NEXT_TO = (
    (re.compile(r"\b(?:im|das) Jahr (?:davor|zuvor)\b", re.I), -1),
    (re.compile(r"\b(?:im|das) Jahr (?:danach|darauf)\b|\bim (?:darauffolgenden Jahr|Folgejahr)\b", re.I), 1),
)
_EDGE_OF_YEAR = re.compile(r"\bJahres(?:(?P<end>ende)|anfang|beginn|(?P<middle>mitte))s? (?=(?:19|20)\d\d\b)")


def dated(text: str, said_on: dt.date | None, repeats: Sequence[str] = ()) -> str:
    """The text with its relative years as years; `im Vorjahr` too, where no year stands that it could be before.

    What `text` only repeats is left as it stands: that it has aged is another matter.
    """
    text = _EDGE_OF_YEAR.sub(lambda m: "Ende " if m["end"] else "Mitte " if m["middle"] else "Anfang ", text)
    if said_on is None:
        return text
    for pattern, away in _OF_YEAR:
        if not any(pattern.search(other) for other in repeats):
            text = pattern.sub(rf"\g<month> {said_on.year + away}", text)
    for pattern, away in _YEARS:
        if not any(pattern.search(other) for other in repeats):
            text = pattern.sub(f"im Jahr {said_on.year + away}", text)
    named = {int(found) for found in _YEAR.findall(text)}
    if len(named) == 1:
        for pattern, away in _NEXT_TO:
            text = pattern.sub(f"im Jahr {min(named) + away}", text)
    if len(named) <= 1:
        text = _BEFORE.sub(f"im Jahr {min(named, default=said_on.year) - 1}", text)
    return text
