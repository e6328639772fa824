"""What the extractors give back."""

import calendar
import datetime as dt
from decimal import Decimal
from typing import Literal, NamedTuple

MentionKind = Literal["figure", "amount", "date", "law", "person"]


class DateValue(NamedTuple):
    """A day, a period, or a time, comparable by `key`.

    `start` and `end` are the first and last day meant, both None where the text names no year
    (`--03-16` for `16. März`, `wd-montag`, `t-16:30`).
    """

    key: str
    start: dt.date | None = None
    end: dt.date | None = None


class Mention(NamedTuple):
    """A figure, amount, date, law or person at `start`-`end` of the text it was found in.

    `value` is a Decimal for figures and amounts, a DateValue for dates, else the canonical string.
    `unit` is `EUR` for amounts, a canonical unit or an empty string for figures.
    """

    kind: MentionKind
    start: int
    end: int
    text: str
    value: Decimal | DateValue | str
    unit: str = ""


def day(year: int, month: int, number: int) -> DateValue | None:
    """The day, or None where the calendar has no such day."""
    try:
        value = dt.date(year, month, number)
    except ValueError:
        return None
    return DateValue(value.isoformat(), value, value)


def period(key: str, first: tuple[int, int], last: tuple[int, int]) -> DateValue:
    """From the first day of a (year, month) to the last day of another."""
    end = dt.date(*last, calendar.monthrange(*last)[1])
    return DateValue(key, dt.date(*first, 1), end)
