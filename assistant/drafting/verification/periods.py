"""Spans of time: the year that a range says once, and how long it lasts from one date to another."""

import calendar
import datetime as dt
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import pairwise, permutations

from assistant.drafting.verification.quantities import Quantity
from assistant.german import DateValue, Mention

_TO = re.compile(r"\s?(?:bis(?:\szu[mr])?|–|-)\s?(?:einschließlich\s)?")


def with_years(found: list[Mention], sentence: str) -> list[Mention]:
    """`Von April bis Juni 2020`: April has a year too."""
    dates = [m for m in found if isinstance(m.value, DateValue)]
    result = list(found)
    for first, last in pairwise(dates):
        if _TO.fullmatch(sentence[first.end : last.start]):
            dated = _in_year_of(first.value, last.value)
            if dated:
                result[result.index(first)] = first._replace(value=dated)
    return result


def _in_year_of(first: object, last: object) -> DateValue | None:
    if not isinstance(first, DateValue) or not isinstance(last, DateValue) or not last.end:
        return None
    match = re.fullmatch(r"--(\d\d)(?:-(\d\d))?", first.key)
    if not match:
        return None
    month, day = int(match[1]), int(match[2] or 0)
    year = last.end.year - (month > last.end.month)
    try:
        start = dt.date(year, month, day or 1)
    except ValueError:
        return None
    end = start if day else dt.date(year, month, calendar.monthrange(year, month)[1])
    return DateValue(start.isoformat() if day else f"{year}-{month:02}", start, end)


_UNITS = {"Tage", "Wochen", "Monate", "Jahre"}


def lasts(one: Quantity, dates: Iterable[DateValue]) -> str | None:
    """`Drei Monate` of `von März bis Mai`: how long it is from one date to the other, both included or not."""
    if one.unit not in _UNITS or one.value != int(one.value):
        return None
    fixed: Sequence[DateValue] = [d for d in dict.fromkeys(dates) if d.start and d.end]
    for first, last in permutations(fixed[:6], 2):
        if first.start and last.end and first.start < last.end and one.value in _lengths(one.unit, first, last):
            return f"{one.text.strip()}: von {first.key} bis {last.key}"
    return next(
        (f"{one.text.strip()}: {d.key}" for d in fixed if "/" in d.key and one.value in _within(one.unit, d)), None
    )


def _lengths(unit: str, first: DateValue, last: DateValue) -> set[Decimal]:
    if not first.start or not last.start or not last.end:
        return set()
    years = last.start.year - first.start.year
    months = years * 12 + last.start.month - first.start.month
    days = (last.start - first.start).days
    exact = first.start == first.end and last.start == last.end
    found = {
        "Jahre": {years, years + 1} if months % 12 in (0, 11) or not exact else {months // 12},
        "Monate": {months, months + 1},
        "Wochen": {round(days / 7)} if exact else set(),
        "Tage": {days, days + 1} if exact else set(),
    }[unit]
    return {Decimal(n) for n in found if n > 0}


def _within(unit: str, period: DateValue) -> set[Decimal]:
    if unit != "Jahre" or not period.start or not period.end:
        return set()
    years = period.end.year - period.start.year
    return {Decimal(years), Decimal(years + 1)}


_WEEKDAYS = {
    "Mo": "montag", "Di": "dienstag", "Mi": "mittwoch", "Do": "donnerstag", "Fr": "freitag", "Sa": "samstag",
    "So": "sonntag",
}  # fmt: skip
_DAY = "|".join(_WEEKDAYS)
_SHORT_DAY = re.compile(
    rf"\b(?:(?P<day>{_DAY})(?=\.?\s?(?:[-–/+,u]|bis|und)\.?\s?(?:{_DAY})\b)"
    rf"|(?<=[-–/+,.\s])(?P<last>{_DAY})(?=[.:,]?\s(?:von\s)?\d|[.,;)]))"
)


def with_weekdays(found: list[Mention], sentence: str) -> list[Mention]:
    """`Mo–Fr` names days as well."""
    short = [
        Mention("date", m.start(), m.end(), m[0], DateValue(f"wd-{_WEEKDAYS[m[0]]}"))
        for m in _SHORT_DAY.finditer(sentence)
    ]
    return sorted([*found, *short], key=lambda m: m.start) if short else found
