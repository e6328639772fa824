"""When two words name different things of one kind (`Hund` and `Katze`, `Hochbauamt` and `Tiefbauamt`)."""

import re
from collections.abc import Iterable
from functools import lru_cache

from assistant.drafting.verification.wording import groups_in, plain, related, root

# `Plangebiet` is no other than `Baugebiet`: what only says which one is meant, or how much of it.
_LIGHT_MODIFIERS = tuple(
    """
    gesamt jahres jahre bau plan stadt stadtteil gemeinde projekt neu haupt schul kommunal einzel standard
    durchschnitts mindest höchst maximal grund teil sonder spezial bestands verkehrs straßen strassen jung
    lager betriebs orts dienst verwaltungs amts arbeits
    """.replace("ä", "a")
    .replace("ö", "o")
    .replace("ß", "ss")
    .split()
)
_LINKING = "sne"


def other_of_its_kind(word: str, pool: Iterable[str]) -> str | None:
    """The word of `pool` that names another thing of the kind of `word`."""
    return next((other for other in pool if _exclude(word, other)), None)


@lru_cache(maxsize=65536)
def _exclude(one: str, other: str) -> bool:
    if related(one, other) or one[0].isdigit() or other[0].isdigit():
        return False
    return different_kinds(one, other) or _same_head(root(one), root(other))


def different_kinds(one: str, other: str) -> bool:
    """Whether a group lists the two as different things of one kind."""
    (mine, my_groups), (theirs, their_groups) = _kind_of(one), _kind_of(other)
    return mine != theirs and bool(my_groups & their_groups)


@lru_cache(maxsize=65536)
def _kind_of(word: str) -> tuple[str, frozenset[int]]:
    """The longest last part of the word that stands in a group (`vermieten` in that of `mieten`), and the groups."""
    kinds = groups_in("exclusive.txt")
    for cut in range(max(1, len(word) - 4)):
        part = root(word[cut:])
        if part in kinds and (cut == 0 or cut >= 3):
            return part, kinds[part]
    return word, frozenset()


# Streets are names: no part of one is light.
_PLACES = re.compile(r"(?:strass|allee|gass|viertel)$")


def _same_head(one: str, other: str) -> bool:
    """`Gewerbesteuer` and `Grundsteuer`: one head, two things that say which."""
    shared = 0
    while shared < min(len(one), len(other)) and one[-1 - shared] == other[-1 - shared]:
        shared += 1
    first, second = one[: len(one) - shared], other[: len(other) - shared]
    if shared < 4 or min(len(first), len(second)) < 3:
        return False
    if _PLACES.search(one):
        return not related(first, second)
    return not (_is_light(first) or _is_light(second) or related(first, second))


def _is_light(modifier: str) -> bool:
    return modifier.rstrip(_LINKING) in {light.rstrip(_LINKING) for light in _LIGHT_MODIFIERS}


def shares_a_part(one: str, pool: Iterable[str]) -> bool:
    """Whether a word of `pool` holds a part of a compound (`Antragstellung` and `Bauanträge`)."""
    return any(_common_part(root(one), root(other)) for other in pool)


_PART = 5


@lru_cache(maxsize=65536)
def _common_part(one: str, other: str) -> bool:
    """A shared beginning, or the beginning of one inside the other; or one is the head of the other."""
    one, other = plain(one), plain(other)
    if len(one) < _PART or len(other) < _PART:
        return False
    return one[:_PART] in other or other[:_PART] in one or one.endswith(other) or other.endswith(one)
