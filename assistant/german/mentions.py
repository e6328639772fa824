"""All mentions of a text, without overlaps."""

from collections.abc import Iterable

from assistant.german.dates import dates as find_dates
from assistant.german.names import names as find_names
from assistant.german.numbers import number_words, numerals
from assistant.german.statutes import statutes as find_statutes
from assistant.german.values import Mention


class _Taken:
    """Which characters a mention already covers."""

    def __init__(self, length: int) -> None:
        self._covered = bytearray(length)
        self.kept: list[Mention] = []

    def add(self, found: Iterable[Mention]) -> None:
        for mention in found:
            if not any(self._covered[mention.start : mention.end]):
                self._covered[mention.start : mention.end] = b"\x01" * (mention.end - mention.start)
                self.kept.append(mention)


def mentions(text: str) -> list[Mention]:
    """Figures, amounts, dates, laws and persons, in order.

    The more specific kind wins: `2008/50/EG` is a law and no year, `16. März` a date and no figure.
    """
    taken = _numeric(text)
    taken.add(find_names(text))
    return sorted(taken.kept, key=lambda mention: mention.start)


def _numeric(text: str) -> _Taken:
    taken = _Taken(len(text))
    taken.add(find_statutes(text))
    taken.add(find_dates(text))
    taken.add(number_words(text))
    taken.add(numerals(text))
    return taken


def _of_kind(text: str, kind: str) -> list[Mention]:
    return sorted(
        (mention for mention in _numeric(text).kept if mention.kind == kind), key=lambda mention: mention.start
    )


def figures(text: str) -> list[Mention]:
    """Numbers with their unit, money excepted."""
    return _of_kind(text, "figure")


def amounts(text: str) -> list[Mention]:
    """Amounts of money, in euros."""
    return _of_kind(text, "amount")


def dates(text: str) -> list[Mention]:
    """Days, periods, weekdays and times."""
    return _of_kind(text, "date")


def statutes(text: str) -> list[Mention]:
    """Laws, sections, EU acts and norms."""
    return _of_kind(text, "law")


def names(text: str) -> list[Mention]:
    """Persons."""
    taken = _Taken(len(text))
    taken.add(find_names(text))
    return sorted(taken.kept, key=lambda mention: mention.start)
