"""Which papers have taken the place of which, kept in step in SQL. All functions work inside the caller's transaction.

What a paper claims to replace is noted when it is stored; what holds of it is settled anew for all papers around the
same numbers whenever one of them comes, changes or goes, in whatever order they come.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Text, cast, func, or_, select, update
from sqlalchemy.orm import Session

from assistant.library.changes import note_changes
from assistant.library.replacing import Claim
from assistant.library.tables import ClaimRow, PaperRow, UnitRow
from assistant.library.units import filter_key
from assistant.model import Replacement, Voice

_AT_ONCE = 500
_MOST = 0.5  # of what a paper says must stand in another that silently takes its place
_SOME = 0.25  # of a passage must stand on a sheet that prints it anew
_SAME_QUESTION = 0.7


@dataclass(frozen=True, slots=True)
class _Unit:
    start: int
    end: int
    question: frozenset[str]
    shingles: frozenset[tuple[str, ...]]


@dataclass(slots=True)
class _Version:
    """One of several papers around one number; `day` is that of its newest file."""

    pk: int
    id: str
    key: str | None
    kind: tuple[str, str]
    dated: dt.date | None
    day: dt.date | None
    length: int
    stored: list[dict[str, Any]]
    claims: dict[str, Claim] = field(default_factory=dict)
    units: list[_Unit] = field(default_factory=list)
    speakers: frozenset[tuple[str, bool]] = frozenset()

    @property
    def order(self) -> tuple[dt.date, dt.date, list[int], int]:
        return (
            self.day or dt.date.min,
            self.dated or dt.date.min,
            [int(n) for n in re.findall(r"\d+", self.key or "")],
            self.pk,
        )

    @property
    def replaces_by_its_own_words(self) -> bool:
        return any(claim is not Claim.perhaps for claim in self.claims.values())


def keys_of(session: Session, pks: Sequence[int]) -> set[str]:
    """All numbers that these papers carry or claim."""
    keys = set(session.execute(select(PaperRow.reference_key).where(PaperRow.pk.in_(pks))).scalars())
    keys |= set(session.execute(select(ClaimRow.reference_key).where(ClaimRow.paper_pk.in_(pks))).scalars())
    return {key for key in keys if key}


def settle(session: Session, keys: Iterable[str]) -> None:
    """Mark anew what is replaced of the papers around these numbers; those that changed are noted as changed."""
    changed = list(unsettled(session, keys))
    for version, replaced in changed:
        session.execute(update(PaperRow).where(PaperRow.pk == version.pk).values(replaced=replaced))
    note_changes(session, [version.id for version, _ in changed])


def unsettled(session: Session, keys: Iterable[str]) -> Iterator[tuple[_Version, list[dict[str, Any]]]]:
    """The papers around these numbers that are marked otherwise than they should be, with what should be."""
    wanted = set(keys)
    near, marked = _around(session, wanted)
    # Whatever may replace one of these carries or claims one of its numbers. Those that come in by that alone have
    # neighbours of their own that are not looked at: of them nothing is said.
    beyond, _ = _around(session, set().union(*near.values()) - wanted)
    for family in _families(near | beyond, marked):
        versions = sorted(_load(session, family), key=lambda version: version.order)
        for old in (version for version in versions if version.pk in near):
            found = [one for new in versions for one in _replacements(new, old)]
            replaced = [one.model_dump(mode="json") for one in found]
            if replaced != old.stored:
                yield old, replaced


def all_keys(session: Session) -> set[str]:
    """The numbers around which papers may replace each other."""
    shared = select(PaperRow.reference_key).group_by(PaperRow.reference_key).having(func.count() > 1)
    marked = select(PaperRow.reference_key).where(cast(PaperRow.replaced, Text) != "[]")
    claimed = select(ClaimRow.reference_key)
    return {key for query in (shared, marked, claimed) for key in session.execute(query).scalars() if key}


# --- who belongs together -------------------------------------------------------------------------


def _families(numbers: dict[int, set[str]], marked: set[int]) -> list[list[int]]:
    """Groups of papers that carry or claim the same numbers; single ones only where something is marked."""
    groups: list[tuple[set[int], set[str]]] = []
    for pk, its in numbers.items():
        joined = [group for group in groups if group[1] & its]
        groups = [group for group in groups if group not in joined]
        groups.append((set().union({pk}, *(g[0] for g in joined)), set().union(its, *(g[1] for g in joined))))
    return [sorted(pks) for pks, _ in groups if len(pks) > 1 or pks & marked]


def _around(session: Session, keys: set[str]) -> tuple[dict[int, set[str]], set[int]]:
    """The papers that carry or claim these numbers, each with all of its own; and those that are marked."""
    numbers: dict[int, set[str]] = {}
    marked: set[int] = set()
    wanted = sorted(keys)
    for start in range(0, len(wanted), _AT_ONCE):
        some = wanted[start : start + _AT_ONCE]
        claiming = select(ClaimRow.paper_pk).where(ClaimRow.reference_key.in_(some))
        query = select(PaperRow.pk, PaperRow.reference_key, PaperRow.replaced).where(
            or_(PaperRow.reference_key.in_(some), PaperRow.pk.in_(claiming))
        )
        for pk, key, replaced in session.execute(query):
            numbers[pk] = {key} if key else set()
            marked |= {pk} if replaced else set()
    pks = list(numbers)
    for start in range(0, len(pks), _AT_ONCE):
        claims = select(ClaimRow.paper_pk, ClaimRow.reference_key)
        for pk, key in session.execute(claims.where(ClaimRow.paper_pk.in_(pks[start : start + _AT_ONCE]))):
            numbers[pk].add(key)
    return numbers, marked


_OF_A_PAPER = (
    PaperRow.pk,
    PaperRow.id,
    PaperRow.reference_key,
    PaperRow.name,
    PaperRow.paper_type,
    PaperRow.date,
    PaperRow.files,
    PaperRow.replaced,
    func.length(PaperRow.text).label("length"),
)
_OF_A_UNIT = (
    UnitRow.paper_pk,
    UnitRow.kind,
    UnitRow.voice,
    UnitRow.start,
    UnitRow.end,
    UnitRow.question,
    UnitRow.text,
)


def _load(session: Session, pks: list[int]) -> list[_Version]:
    found = {}
    for row in session.execute(select(*_OF_A_PAPER).where(PaperRow.pk.in_(pks))):
        days = [dt.date.fromisoformat(file["date"]) for file in row.files if file.get("date")]
        found[row.pk] = _Version(
            pk=row.pk,
            id=row.id,
            key=row.reference_key,
            kind=(filter_key(row.name), filter_key(row.paper_type)),
            dated=row.date,
            day=max([*days, *([row.date] if row.date else [])], default=None),
            length=row.length,
            stored=row.replaced,
        )
    for claim in session.execute(select(ClaimRow).where(ClaimRow.paper_pk.in_(pks))).scalars():
        found[claim.paper_pk].claims[claim.reference_key] = Claim(claim.claim)
    for unit in session.execute(select(*_OF_A_UNIT).where(UnitRow.paper_pk.in_(pks)).order_by(UnitRow.ordinal)):
        version = found[unit.paper_pk]
        words = _words(f"{unit.question} {unit.text}")
        version.speakers |= {(unit.kind, unit.voice == Voice.asker)}
        version.units.append(_Unit(unit.start, unit.end, frozenset(_words(unit.question)), frozenset(_shingles(words))))
    return list(found.values())


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _shingles(words: list[str]) -> Iterator[tuple[str, ...]]:
    return (tuple(words[at : at + 3]) for at in range(max(1, len(words) - 2)))


# --- what replaces what ---------------------------------------------------------------------------


def _replacements(new: _Version, old: _Version) -> list[Replacement]:
    claim = _claim(new, old) if new is not old else None
    if claim is None or (claim is not Claim.whole and not new.units):
        return []
    if claim is Claim.perhaps and not _is_version_of(new, old):
        return []
    parts = _reprinted(new, old) if claim is Claim.sheet else []
    if claim is Claim.sheet and not parts and old.replaces_by_its_own_words:
        return []  # two sheets for two places of the same paper
    if len(parts) in (0, len(old.units)):
        parts = [(0, old.length)]
    return [Replacement(start=start, end=end, by=new.id, since=new.day) for start, end in parts]


def _claim(new: _Version, old: _Version) -> Claim | None:
    """Whether and how one may take the place of the other."""
    if old.key is not None and new.key == old.key:
        own, its = new.claims.get(old.key), old.claims.get(old.key)
        if own and its is None:
            return own
        return (own or Claim.perhaps) if bool(own) == bool(its) and new.order > old.order else None
    if old.key in new.claims:
        return new.claims[old.key]
    shared = sorted(new.claims.keys() & old.claims.keys())
    if not shared or new.order < old.order:
        return None
    return Claim.perhaps if old.claims[shared[0]] is Claim.perhaps else new.claims[shared[0]]


def _is_version_of(new: _Version, old: _Version) -> bool:
    """Of the same speakers, and under the same number and title or with most of the same words."""
    if not old.units or new.speakers != old.speakers:
        return False
    if new.key == old.key and new.kind == old.kind:
        return True
    said, wanted = (frozenset[Any]().union(*(unit.shingles for unit in one.units)) for one in (new, old))
    return len(said & wanted) >= _MOST * len(wanted)


def _reprinted(new: _Version, old: _Version) -> list[tuple[int, int]]:
    """The places of the old paper that a sheet prints anew."""
    printed = frozenset[Any]().union(*(unit.shingles for unit in new.units))
    return [
        (unit.start, unit.end)
        for unit in old.units
        if any(_asks_the_same(unit, other) for other in new.units)
        or len(unit.shingles & printed) >= _SOME * len(unit.shingles)
    ]


def _asks_the_same(old: _Unit, new: _Unit) -> bool:
    shared = len(old.question & new.question)
    return bool(shared) and shared >= _SAME_QUESTION * max(len(old.question), len(new.question))
