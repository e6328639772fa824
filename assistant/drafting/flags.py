"""Detectors for what a person must look at, as pure functions over text."""

import datetime as dt
from collections.abc import Sequence

from assistant.model import Flag


def stale(sentence: str, source_dates: Sequence[dt.date | None], today: dt.date) -> list[Flag]:
    return []
