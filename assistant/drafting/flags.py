"""What a person must look at in a draft, found in text alone. Pure functions; offsets point into the text given.

False alarms teach people to look away, so each detector would rather miss a doubtful case.
"""

import datetime as dt
from collections.abc import Sequence

from assistant.drafting.verification.aging import stale
from assistant.drafting.verification.commands import instruction
from assistant.drafting.verification.manner import not_public_question, tone
from assistant.drafting.verification.opposition import (
    Contradiction,
    contradictions,
    replaced_values,
    same_matter,
    shown_apart,
)
from assistant.drafting.verification.privacy import personal_data
from assistant.drafting.verification.relative import dated
from assistant.drafting.verification.tracing import untraced
from assistant.model import Flag

__all__ = [
    "Contradiction",
    "contradictions",
    "flags_of",
    "instruction",
    "not_public_question",
    "personal_data",
    "replaced_values",
    "same_matter",
    "shown_apart",
    "stale",
    "tone",
    "untraced",
]


def flags_of(
    text: str,
    *,
    question: str,
    quotes: Sequence[str],
    source_dates: Sequence[dt.date | None],
    today: dt.date,
    public: bool = True,
) -> list[Flag]:
    """All flags that one sentence and its quotes decide; personal data matters only where the answer is public."""
    said = [dated(quote, day) for quote, day in zip(quotes, source_dates, strict=False)]
    found = [
        *untraced(text, question, [*quotes, *said]),
        *stale(text, source_dates, today),
        *tone(text),
        *instruction(text),
        *(personal_data(text) if public else ()),
    ]
    return sorted(found, key=lambda flag: (flag.start, flag.end))
