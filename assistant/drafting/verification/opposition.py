"""Two texts that give different values, or yes and no, for the same thing."""

import datetime as dt
import re
from collections.abc import Iterator
from typing import NamedTuple

from assistant.drafting.verification.clauses import Segment, read
from assistant.drafting.verification.quantities import Quantity, equal, rounded
from assistant.drafting.verification.tracing import holds
from assistant.drafting.verification.wording import covered
from assistant.german import DateValue

# `Kosten` is what an amount of money is anyway.
_MONEY = re.compile(r"(?:gesamt)?(?:kosten|ausgaben|betrag|summe)")
# How much of what one says must stand in the other for both to speak of the same thing.
_SAME_THING = 0.99


class Contradiction(NamedTuple):
    """The place in each text, and a message that shows both with their dates."""

    first: str
    first_start: int
    first_end: int
    second: str
    second_start: int
    second_end: int
    message: str


def contradictions(
    first: str, first_date: dt.date | None, second: str, second_date: dt.date | None
) -> list[Contradiction]:
    """Where `first` and `second` cannot both be current."""
    result = []
    for one in read(first).segments:
        for other in read(second).segments:
            for here, there in _opposed(one, other):
                result.append(_contradiction(first, here, first_date, second, there, second_date))
    return result


def _opposed(one: Segment, other: Segment) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    if not _same_thing(one, other):
        return
    values = [(a, b) for a in one.quantities for b in other.quantities if _comparable(a, b)]
    agree = any(equal(a, b) or rounded(a, b) or rounded(b, a) for a, b in values)
    if values and not agree:
        a, b = values[0]
        yield (a.start, a.end), (b.start, b.end)
    elif not values and not one.quantities and not other.quantities:
        if one.negated != other.negated:
            yield (one.start, one.end), (other.start, other.end)
        elif _dates_differ(one, other):
            yield _date_place(one), _date_place(other)


def _same_thing(one: Segment, other: Segment) -> bool:
    """Both name the same things; what each counts is compared with its value."""
    here, there = _topic(one), _topic(other)
    if not here or not there:
        return False
    shared = sum(covered(w, there) for w in here) / len(here)
    back = sum(covered(w, here) for w in there) / len(there)
    return min(shared, back) >= _SAME_THING


def _topic(segment: Segment) -> tuple[str, ...]:
    words = tuple(w for w in segment.words if not (segment.quantities and _MONEY.fullmatch(w)))
    return words + tuple(q.noun for q in segment.quantities if q.noun)


def _comparable(a: Quantity, b: Quantity) -> bool:
    same_unit = a.kind == b.kind and a.base[0] == b.base[0] and a.per == b.per
    dates = bool(a.date) == bool(b.date) and (not a.date or not b.date or a.date.key == b.date.key)
    return same_unit and dates and (not (a.noun and b.noun) or covered(a.noun, (b.noun,)))


def _dates_differ(one: Segment, other: Segment) -> bool:
    """One event, one date each, and they exclude each other."""
    a, b = one.dates, other.dates
    if len(a) != 1 or len(b) != 1 or holds(a[0], b[0]) or holds(b[0], a[0]):
        return False
    return bool(a[0].start) == bool(b[0].start)


def _date_place(segment: Segment) -> tuple[int, int]:
    mention = next(m for m in segment.mentions if isinstance(m.value, DateValue))
    return mention.start, mention.end


def _contradiction(
    first: str,
    here: tuple[int, int],
    first_date: dt.date | None,
    second: str,
    there: tuple[int, int],
    second_date: dt.date | None,
) -> Contradiction:
    one, other = first[slice(*here)].strip(" ,;"), second[slice(*there)].strip(" ,;")
    message = (
        f"Widersprüchliche Angaben: „{one}“{_as_of(first_date)} gegenüber „{other}“{_as_of(second_date)}. "
        "Bitte klären, was gilt."
    )
    return Contradiction(one, *here, other, *there, message)


def _as_of(date: dt.date | None) -> str:
    return f" ({date:%d.%m.%Y})" if date else ""
