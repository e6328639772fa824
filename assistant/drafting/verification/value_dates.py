"""Which date a value belongs to."""

import re
from dataclasses import replace
from itertools import zip_longest

from assistant.drafting.verification.quantities import Quantity
from assistant.drafting.verification.segments import Segment, has_finite
from assistant.german import DateValue, Mention


def with_dates(segments: list[Segment]) -> list[Segment]:
    """Each quantity gets the date that stands nearest in its own part, else the sentence's."""
    loose = {
        d
        for s in segments
        for d in s.dates
        if d.start and not s.quantities and not (s.text.startswith("und ") and has_finite(s))
    }
    first = next(iter(loose)) if len(loose) == 1 else None
    current: DateValue | None = None
    result = []
    for segment, after in zip_longest(segments, segments[1:]):
        own = [date for mention, date in _dates(segment) if not _says_with_what(mention, segment)]
        behind = _date_behind(segment, after)
        if own and not (current is None and _RELATIVE.match(segment.text) and result):
            current = own[0] if len(own) == 1 else None
        bound = tuple(q.bind(_nearest(q, segment) or behind or current or first) for q in segment.quantities)
        result.append(replace(segment, quantities=bound))
    return result


def _date_behind(segment: Segment, after: Segment | None) -> DateValue | None:
    """`40.000 Euro (2018)`: a bracket that only says when belongs to what stands before it."""
    if not after or segment.dates or after.words or after.quantities or not after.text.lstrip().startswith("("):
        return None
    dates = [d for d in after.dates if d.start]
    return dates[0] if len(dates) == 1 else None


_RELATIVE = re.compile(r"\W*(?:der|die|das|dem|den|deren|dessen|welche[rs]?)\s")


THAN = re.compile(r"\bals\s(?:noch\s)?(?:im\s|in\s|am\s)?(?:Jahre?\s)?$")


def _dates(segment: Segment) -> list[tuple[Mention, DateValue]]:
    return [(m, m.value) for m in segment.mentions if isinstance(m.value, DateValue) and m.value.start]


def _says_with_what(mention: Mention, segment: Segment) -> bool:
    """`weniger als 2019`: the year that it is compared with."""
    return bool(THAN.search(segment.text[: mention.start - segment.start]))


def _nearest(quantity: Quantity, segment: Segment) -> DateValue | None:
    """The nearest date; one that it is compared with only where the value stands behind it (`als 2019 mit 12 Euro`)."""
    near = [
        (min(abs(mention.start - quantity.end), abs(quantity.start - mention.end)), number, date)
        for number, (mention, date) in enumerate(_dates(segment))
        if mention.end <= quantity.start or not _says_with_what(mention, segment)
    ]
    return min(near, key=lambda found: found[:2])[2] if near else None
