"""How often: `zweimal im Jahr`, `alle 14 Tage`, and what a value is per (`im Monat`)."""

import re
from decimal import Decimal

from assistant.german.numbers import number_word

Interval = tuple[Decimal, str]
"""How much time lies between: in days (`d`) or in months (`m`)."""

_PERIODS = {
    "viertel": "Quartal",
    "halb": "Halbjahr",
    "tag": "Tag",
    "täg": "Tag",
    "woche": "Woche",
    "wöchent": "Woche",
    "monat": "Monat",
    "quartal": "Quartal",
    "jahr": "Jahr",
    "jähr": "Jahr",
    "stunde": "Stunde",
    "stünd": "Stunde",
}
PER = re.compile(
    r"\b(?:(?:pro|je|im|in der|jede[nrs]?|am)\s(?P<noun>Tag|Woche|Monat|Quartal|Jahr|Stunde)(?:e?s)?(?!\s\d{4}|[^\W_])"
    r"|(?P<adverb>täglich|wöchentlich|monatlich|vierteljährlich|halbjährlich|jährlich|stündlich)\w{0,2}\b"
    r"|(?P<pa>p\.\s?a\.))",
    re.I,
)
_COUNT = r"\d+|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|zwölf|vierzehn|fünfzehn|zwanzig|dreißig|vierzig|sechzig"
INTERVAL = re.compile(
    r"\balle\s(?P<n>\d+|[a-zäöü]+)\s(?P<unit>Tage|Wochen|Monate|Jahre)\b"
    r"|\b(?P<n2>\d+-?|zwei|drei|vier|sechs|acht|zehn|vierzehn|halb|viertel)(?P<unit2>tägig|tägl|wöchig|wöchentl"
    r"|monatl|jährl|tages|wochen|monats|jahres)(?:ich|rhythmus|turnus|takt|abstand)?\w{0,2}\b"
    r"|\b(?P<times>ein|zwei|drei|vier|fünf|sechs|zwölf|\d+\s?)[ -]?mal\s(?:pro|im|in der|je|am|die)?\s?"
    r"(?P<unit5>Tag|täglich|Woche|wöchentlich|Monat|monatlich|Quartal|Jahr|jährlich)(?!\s\d{4}|[^\W_])"
    rf"|\b(?P<n3>{_COUNT})[- ](?P<unit6>Tage|Wochen|Monats|Jahres|Minuten|Stunden)-?(?:Rhythmus|Takt|Turnus|Abstand"
    rf"|Intervall)\w*"
    r"|\b(?P<unit7>Tages|Wochen|Monats|Stunden)-?(?:Rhythmus|Takt|Turnus)\w*"
    rf"|\balle\s(?P<n4>{_COUNT})\s(?P<unit8>Minuten|Stunden)\b"
    rf"|\beinmal\s(?:in|alle)\s(?P<n5>{_COUNT})\s(?P<unit9>Tagen?|Wochen|Monaten?|Jahren?)\b"
    r"|\b(?P<every>jede[nrs]?|einmal (?:pro|im|in der|am)|pro)\s(?P<unit3>zweiten?\s)?(?P<unit4>Tag|Woche|Monat"
    r"|Quartal|Jahr)(?!\s\d{4}|[^\W_])",
    re.I,
)
_DAYS = {
    "tag": Decimal(1),
    "täg": Decimal(1),
    "woch": Decimal(7),
    "wöch": Decimal(7),
    "stund": Decimal(1) / 24,
    "minut": Decimal(1) / 1440,
}
_MONTHS = {"monat": Decimal(1), "quartal": Decimal(3), "jahr": Decimal(12), "jähr": Decimal(12)}


_PER_IN_WORD = re.compile(
    r"\b(Jahre|Monat|Tage|Woche)(?:s|n)(?:gebühr|beitrag|beiträg|miete|pacht|kosten|entgelt|betrag|beträg|zuschuss"
    r"|preis|verbrauch)\w*"
)


def per_of(text: str) -> str:
    match = plain_per(text)
    if not match:
        joined = _PER_IN_WORD.search(text)
        return {"Jahre": "Jahr", "Tage": "Tag"}.get(joined[1], joined[1]) if joined else ""
    if match["pa"]:
        return "Jahr"
    word = (match["noun"] or match["adverb"]).lower()
    return next((name for key, name in _PERIODS.items() if word.startswith(key)), "")


def plain_per(text: str) -> re.Match[str] | None:
    """The first period that is not only the end of `zweimal im Jahr`."""
    oftener = [m.span() for m in INTERVAL.finditer(text) if _is_oftener(m)]
    return next((m for m in PER.finditer(text) if not any(a <= m.start() < b for a, b in oftener)), None)


def _is_oftener(interval: re.Match[str]) -> bool:
    return bool(interval["times"]) and interval_value(interval) != in_days_or_months(
        Decimal(1), interval["unit5"].lower()
    )


def interval_value(match: re.Match[str]) -> Interval | None:
    if match["times"]:
        return _times(match["times"].strip().lower(), match["unit5"].lower())
    groups = match.groupdict()
    written = next((groups[n] for n in ("n", "n2", "n3", "n4", "n5") if groups[n]), "").rstrip("-").lower()
    unit = next(groups[u] for u in ("unit", "unit2", "unit6", "unit7", "unit8", "unit9", "unit4") if groups[u]).lower()
    if written in ("halb", "viertel"):
        return (Decimal(6 if written == "halb" else 3), "m") if unit.startswith("jähr") else None
    count = (
        Decimal(written)
        if written.isdigit()
        else Decimal(number_word(written) or 0)
        if written
        else Decimal(2 if match["unit3"] else 1)
    )
    return in_days_or_months(count, unit) if count else None


def _times(written: str, unit: str) -> Interval | None:
    """`viermal im Jahr` is every three months."""
    count = Decimal(written) if written.isdigit() else Decimal(number_word(written) or 1)
    value = in_days_or_months(Decimal(1), unit)
    return (value[0] / count, value[1]) if value and count else None


def in_days_or_months(count: Decimal, unit: str) -> Interval | None:
    for table, letter in ((_DAYS, "d"), (_MONTHS, "m")):
        for key, factor in table.items():
            if unit.startswith(key):
                return count * factor, letter
    return None
