"""Old values that could pass as current."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence

from assistant import german
from assistant.german import DateValue, Mention
from assistant.model import Flag, FlagKind

_FRESH = dt.timedelta(days=365)
_NOW = re.compile(
    r"\b(?:derzeit\w{0,2}|aktuell\w{0,2}|zurzeit|zur Zeit|gegenwärtig\w{0,2}|momentan\w{0,2}|heute|inzwischen"
    r"|mittlerweile|demnächst|in Kürze"
    r"|in diesem Jahr|dieses Jahr(?:es)?|im (?:kommenden|nächsten|laufenden) Jahr|kommendes Jahr|nächstes Jahr)\b",
    re.IGNORECASE,
)
_PRESENT = re.compile(
    r"\b(?:ist|sind|hat|haben|gibt|beträgt|betragen|kostet|kosten|liegt|liegen|beläuft|belaufen|leben|wohnen"
    r"|bestehen|besteht|verfügt|verfügen"
    r"|lautet|steht|stehen|besuchen|beschäftigt|arbeiten|zählt|zählen|stellt|entfallen)\b"
)
_PAST = re.compile(r"\b(?:wurden?|waren?|hatten?|betrug|lag|lagen|gab|kostete\w*|worden|belief\w*)\b")
# Rules and limits hold until they are changed; their age alone is no reason to doubt them.
_RULE = re.compile(
    r"§|\b(?:mindestens|wenigstens|höchstens|maximal|bis zu|spätestens|frühestens|[Ss]atzung|Gesetz|Verordnung"
    r"|Richtlinie|gilt|gelten|schützt|zulässig|verboten"
    r"|Frist|Tempo|DIN|Ruhezeit|muss|müssen|darf|dürfen|ist zu|sind zu)\b"
)
_COUNTED = frozenset({"Stellen", "Plätze", "Stellplätze", "Wohnungen", "%", "Stück"})
_HOLDS_OFFICE = re.compile(
    r"\b(?:ist|leitet|leiten|verantwortet|heißt)\b.*\b|\bAnsprechpartner(?:in)?\b|\bZuständig(?:e[rn]?)?\b"
)
_ONGOING = re.compile(r"\b(?:wird|werden|sollen?|endet|läuft|plant|geplant|vorgesehen|beginnt|voraussichtlich)\b")


def stale(text: str, source_dates: Sequence[dt.date | None], today: dt.date) -> list[Flag]:
    """Places where a sentence gives as current, or as to come, what its newest source said more than a year ago."""
    known = [day for day in source_dates if day]
    if not known or today - max(known) <= _FRESH:
        return []
    source = max(known)
    found = german.mentions(text)
    places = [(m.start(), m.end()) for m in _NOW.finditer(text)]
    places += [(m.start, m.end) for m in _overtaken(text, found, source, today)]
    if not _dated(found):
        places += [(m.start, m.end) for m in (*_values(text, found), *_holders(text, found))]
    return [_flag(text, start, end, source) for start, end in sorted(set(places))]


def _dated(found: Sequence[Mention]) -> bool:
    return any(isinstance(m.value, DateValue) and m.value.start for m in found)


def _values(text: str, found: Sequence[Mention]) -> Iterator[Mention]:
    if not _PRESENT.search(text) or _PAST.search(text) or _RULE.search(text):
        return
    yield from (m for m in found if m.kind == "amount" or (m.kind == "figure" and (m.unit in _COUNTED or _large(m))))


def _large(mention: Mention) -> bool:
    """Small round numbers describe; larger counts change."""
    return not mention.unit and not isinstance(mention.value, (str, DateValue)) and mention.value >= 13


def _holders(text: str, found: Sequence[Mention]) -> Iterator[Mention]:
    if _HOLDS_OFFICE.search(text) and not _PAST.search(text):
        yield from (m for m in found if m.kind == "person")


def _overtaken(text: str, found: Sequence[Mention], source: dt.date, today: dt.date) -> Iterator[Mention]:
    """A date that lay ahead when the source was written and is past now."""
    if not _ONGOING.search(text):
        return
    for mention in found:
        value = mention.value
        if isinstance(value, DateValue) and value.end and source < value.end < today:
            yield mention


def _flag(text: str, start: int, end: int, source: dt.date) -> Flag:
    message = (
        f"„{text[start:end]}“ stammt aus einer Quelle vom {source:%d.%m.%Y}. "
        "Bitte den heutigen Stand erfragen oder den Stand der Angabe nennen."
    )
    return Flag(kind=FlagKind.stale, text=text[start:end], start=start, end=end, message=message)
