"""Old values, plans, office holders and laws that could pass as current."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from assistant import german
from assistant.drafting.verification.lists import lines_of
from assistant.drafting.verification.manner import distinct
from assistant.german import DateValue, Mention
from assistant.model import Flag, FlagKind

# The day of a paper taken over from an older system can be years after it was written.
_STILL_MEANT = 3
_FRESH = dt.timedelta(days=365)
_NOW = re.compile(
    r"\b(?:derzeit\w{0,2}|aktuell\w{0,2}(?!\s(?:\w*[Aa]nfrage|Antrag|Anträge|Vorlage|\w*[Aa]nalyse|Theme|Frage"
    r"|Problem|Diskussion))|zurzeit|zur Zeit|gegenwärtig\w{0,2}|momentan\w{0,2}|heute(?! mehr denn je)|inzwischen"
    r"|mittlerweile|demnächst|in Kürze|baldmöglichst|zeitnah"
    r"|voraussichtlich(?=\s(?:am|im|ab|bis|zum|Anfang|Mitte|Ende|\d))"
    r"|in diesem Jahr|dieses Jahr(?:es)?|im (?:kommenden|nächsten|laufenden) Jahr|kommendes Jahr|nächstes Jahr)\b",
    re.IGNORECASE,
)
_PRESENT = re.compile(
    r"\b(?:ist|sind|hat|haben|gibt|beträgt|betragen|kostet|kosten|liegt|liegen|beläuft|belaufen|leben|wohnen"
    r"|bestehen|besteht|verfügt|verfügen|findet|finden|umfasst|umfassen|bietet|bieten|erhält|erhalten|erstattet|nutzen"
    r"|fehlt|fehlen|(?:wird|werden)\s.*\b(?:genutzt|betrieben|eingesetzt|betreut|gefördert|vermietet|bewirtschaftet)"
    r"|lautet|steht|stehen|besuchen|beschäftigt|arbeiten|zählt|zählen|stellt|entfallen)\b"
)
_PAST = re.compile(r"\b(?:wurden?|war(?:en)?|hatten?|betrug|lag|lagen|gab|kostete\w*|worden|belief\w*)\b")
_PERFECT = re.compile(
    r"\b(?:hat|haben)\b.*\b(?:(?:ab|an|auf|aus|ein|mit|nach|vor|zu|herunter)?ge[a-zäöüß]+(?:t|en)|[a-zäöüß]+iert"
    r"|(?:er|be|ver|ent|zer)[a-zäöüß]+t)(?=\s*(?:[,.;]|$"
    r"|und\b))"
)
# Rules and limits hold until they are changed; their age alone is no reason to doubt them.
_RULE = re.compile(
    r"§|\b(?:mindestens|wenigstens|höchstens|maximal|bis zu|spätestens|frühestens|[Ss]atzung|Gesetz|Verordnung"
    r"|Richtlinie|gilt|gelten|schützt|zulässig|verboten"
    r"|Frist|Tempo|DIN|Ruhezeit|muss|müssen|darf|dürfen|ist zu|sind zu)\b"
)
_COUNTED = frozenset({"Stellen", "Plätze", "Stellplätze", "Wohnungen", "%", "Stück", "Wochen", "Monate"})
_HOLDS_OFFICE = re.compile(
    r"\b(?:ist|sind|leite[nt]|verantwortet|heißt|übernehmen|Ansprechpartner(?:in)?|[Zz]uständig(?:e[rn]?)?)\b(?!\W*$)"
)
_BESIDE = 45
_ONGOING = re.compile(r"\b(?:wird|werden|sollen?|endet|läuft|plant|geplant|vorgesehen|beginnt|voraussichtlich)\b")
_INTENDED = re.compile(r"\b(?:sollen?|geplant|vorgesehen|voraussichtlich)\b")
# What a project does next; `soll erhalten bleiben` and the like is a principle, not a plan.
_PLANNED = re.compile(
    r"\bsoll(?:en)?\b(?=.*\b(?P<deed>(?:geprüft|durchgeführt|aufgestellt|errichtet|gebaut|umgebaut|ausgebaut"
    r"|saniert|erneuert"
    r"|fertiggestellt|fertig gestellt|eingerichtet|vorgelegt|vorgestellt|begonnen|erarbeitet|erstellt|weitergeführt"
    r"|fortgeführt|fortgesetzt|umgesetzt|ausgeschrieben|beschlossen|eröffnet|verlegt|eingeführt|abgeschlossen"
    r"|überarbeitet"
    r"|geregelt|angeschafft|beschafft|vergeben|beauftragt|evaluiert)\swerden|beginnen|starten|beteiligen|erfolgen)\b)"
)
_NOT_YET = re.compile(
    r"\b(?:ist|sind)(?: derzeit| bislang| aktuell)? (?:nicht|keine?)\b.*\b(?:geplant|vorgesehen"
    r"|beabsichtigt)\b"
)
_MEANS = re.compile(r"\b(?:[Hh]aushalts|[Ff]inanz|[Ff]örder)?[Mm]ittel (?:sind|stehen)\b(?!.*\bKontierung)")


class Repealed(NamedTuple):
    name: str
    until: dt.date
    instead: str


def stale(text: str, source_dates: Sequence[dt.date | None], today: dt.date) -> list[Flag]:
    """Places where a sentence gives as current, or as to come, what its newest source said more than a year ago.

    A law that was repealed by `today` is named whatever the source's age.
    """
    laws = [_law_flag(text, start, end, law) for start, end, law in _repealed(text, today)]
    known = [day for day in source_dates if day]
    if not known or today - max(known) <= _FRESH:
        return laws
    source = max(known)
    found = german.mentions(text)
    places = [m.span() for pattern in (_NOW, _PLANNED, _NOT_YET, _MEANS) for m in pattern.finditer(text)]
    places += [(m.start, m.end) for m in _overtaken(text, found, source, today)]
    if not _dated(found):
        places += [(m.start, m.end) for m in (*_values(text, found), *_holders(text, found))]
    return distinct([*laws, *(_flag(text, *place, source) for place in places)])


def _dated(found: Sequence[Mention]) -> bool:
    return any(isinstance(m.value, DateValue) and m.value.start for m in found)


def _values(text: str, found: Sequence[Mention]) -> Iterator[Mention]:
    if not _PRESENT.search(text) or any(p.search(text) for p in (_PAST, _PERFECT, _RULE)):
        return
    yield from (m for m in found if m.kind == "amount" or (m.kind == "figure" and (m.unit in _COUNTED or _large(m))))


def _large(mention: Mention) -> bool:
    """Small round numbers describe; larger counts change."""
    return not mention.unit and not isinstance(mention.value, (str, DateValue)) and mention.value >= 13


def _holders(text: str, found: Sequence[Mention]) -> Iterator[Mention]:
    if not _PAST.search(text) and not _PERFECT.search(text):
        for mention in (m for m in found if m.kind == "person"):
            if _HOLDS_OFFICE.search(text[max(0, mention.start - _BESIDE) : mention.end + _BESIDE]):
                yield mention


def _overtaken(text: str, found: Sequence[Mention], source: dt.date, today: dt.date) -> Iterator[Mention]:
    """A date that lay ahead when the source was written, or that something is meant for, and is past now."""
    if not _ONGOING.search(text):
        return
    meant = bool(_INTENDED.search(text)) and not _PAST.search(text)
    for mention in found:
        value = mention.value
        end = value.end if isinstance(value, DateValue) else None
        if end and end < today and (source < end or (meant and end.year >= source.year - _STILL_MEANT)):
            yield mention


@lru_cache(maxsize=1)
def _laws() -> tuple[tuple[re.Pattern[str], Repealed], ...]:
    rows = (line.split("|") for line in lines_of("repealed.txt"))
    found = []
    for short, until, instead, more in (map(str.strip, row) for row in rows):
        names = [short, *(name.strip() for name in more.split(";") if name.strip())]
        pattern = "|".join(re.escape(name) + ("(?:es|s)?" if name.endswith("gesetz") else "") for name in names)
        found.append(
            (re.compile(rf"(?<![\w-])(?:{pattern})(?![\w/-])"), Repealed(short, dt.date.fromisoformat(until), instead))
        )
    return tuple(found)


def _repealed(text: str, today: dt.date) -> Iterator[tuple[int, int, Repealed]]:
    """Laws that are no longer in force, but not where the sentence tells of the past."""
    if _PAST.search(text):
        return
    for pattern, law in _laws():
        if law.until < today:
            yield from ((*m.span(), law) for m in pattern.finditer(text))


def _law_flag(text: str, start: int, end: int, law: Repealed) -> Flag:
    message = (
        f"„{text[start:end]}“ galt nur bis zum {law.until:%d.%m.%Y}. "
        f"Bitte die heutige Rechtsgrundlage nennen: {law.instead}."
    )
    return Flag(kind=FlagKind.stale, text=text[start:end], start=start, end=end, message=message)


def _flag(text: str, start: int, end: int, source: dt.date) -> Flag:
    message = (
        f"„{text[start:end]}“ stammt aus einer Quelle vom {source:%d.%m.%Y}. "
        "Bitte den heutigen Stand erfragen oder den Stand der Angabe nennen."
    )
    return Flag(kind=FlagKind.stale, text=text[start:end], start=start, end=end, message=message)
