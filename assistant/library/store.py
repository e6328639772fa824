"""Writing papers into SQL. All functions work inside the caller's transaction."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Table, delete, insert, select, update
from sqlalchemy.orm import Session

from assistant.database import Base
from assistant.library import versions
from assistant.library.changes import note_changes
from assistant.library.tables import CiteRow, ClaimRow, ObjectRow, PaperRow, SourceRow, UnitRow, VectorRow
from assistant.library.units import reference_key
from assistant.library.values import cite_values, claim_values, paper_values, unit_values
from assistant.model import PaperReading
from assistant.sources import Origin

_PARTS = (UnitRow, CiteRow, ClaimRow)  # what hangs on a paper and goes with it


@dataclass(frozen=True, slots=True)
class Incoming:
    """A paper as read, on its way into the library."""

    origins: tuple[Origin, ...]
    feed: str
    kind: str
    reading: PaperReading
    failure: str | None = None


def put_papers(session: Session, papers: Sequence[tuple[Incoming, PaperRow | None]]) -> list[str]:
    """Store these papers, each over the one it replaces if any; returns their ids. Ingest lives by the
    number of statements, so there is one of each kind for all papers together."""
    if not papers:
        return []
    ids = _ids(session, papers)
    before = versions.keys_of(session, [replaces.pk for _, replaces in papers if replaces])
    pks = _put_heads(session, papers, ids)
    units, cites, claims = [], [], []
    for (incoming, _), paper_id, pk in zip(papers, ids, pks, strict=True):
        units += unit_values(paper_id, pk, incoming.reading)
        cites += cite_values(pk, incoming.reading.paper)
        claims += claim_values(pk, incoming.reading.paper)
    for table, rows in ((UnitRow, units), (CiteRow, cites), (ClaimRow, claims)):
        _insert(session, table, rows)
    rows = [row for (incoming, _), pk in zip(papers, pks, strict=True) for row in _source_values(incoming, pk)]
    _put_sources(session, rows)
    note_changes(session, ids)
    versions.settle(session, before | {key for one in papers for key in _numbers(one[0])} | _claimed(claims))
    return ids


def _numbers(incoming: Incoming) -> set[str]:
    key = reference_key(incoming.reading.paper.reference)
    return {key} if key else set()


def _claimed(claims: list[dict[str, Any]]) -> set[str]:
    return {row["reference_key"] for row in claims}


def _put_heads(session: Session, papers: Sequence[tuple[Incoming, PaperRow | None]], ids: list[str]) -> list[int]:
    new, pks = [], {}
    for (incoming, replaces), paper_id in zip(papers, ids, strict=True):
        values = paper_values(incoming.reading, incoming.kind) | {"id": paper_id}
        if replaces is None:
            new.append(values)
        else:
            pks[paper_id] = replaces.pk
            session.execute(update(PaperRow).where(PaperRow.pk == replaces.pk).values(values))
    if pks:
        for table in _PARTS:
            session.execute(delete(table).where(table.paper_pk.in_(pks.values())))
    if new:
        made = insert(_table(PaperRow)).returning(_table(PaperRow).c.id, _table(PaperRow).c.pk)
        pks |= {row[0]: row[1] for row in session.execute(made, new)}
    return [pks[paper_id] for paper_id in ids]


def _insert(session: Session, table: type[Base], rows: list[dict[str, Any]]) -> None:
    if rows:
        session.execute(insert(_table(table)), rows)


def _table(model: type[Base]) -> Table:
    """The bare table: rows in bulk need none of what the ORM does for each of them."""
    return cast(Table, model.__table__)


def known_vectors(session: Session, fingerprint: str, hashes: Sequence[str]) -> set[str]:
    found: set[str] = set()
    for start in range(0, len(hashes), 500):
        query = select(VectorRow.hash).where(
            VectorRow.fingerprint == fingerprint, VectorRow.hash.in_(hashes[start : start + 500])
        )
        found.update(session.execute(query).scalars())
    return found


def link_sources(
    session: Session, origins: Iterable[Origin], feed: str, paper_pk: int | None, failure: str | None = None
) -> None:
    """Note what these origins became; instead of what was noted before."""
    _put_sources(session, [_source(origin, feed, paper_pk, failure) for origin in origins])


def _source_values(incoming: Incoming, pk: int) -> list[dict[str, Any]]:
    return [_source(origin, incoming.feed, pk, incoming.failure) for origin in incoming.origins]


def _source(origin: Origin, feed: str, paper_pk: int | None, failure: str | None) -> dict[str, Any]:
    return {
        "key": origin.key,
        "feed": feed,
        "hash": origin.version,
        "name": origin.name,
        "paper_pk": paper_pk,
        "failure": failure,
    }


def _put_sources(session: Session, rows: list[dict[str, Any]]) -> None:
    keys = [row["key"] for row in rows]
    for start in range(0, len(keys), 500):
        session.execute(delete(SourceRow).where(SourceRow.key.in_(keys[start : start + 500])))
    _insert(session, SourceRow, rows)


def put_objects(session: Session, feed: str, values: dict[str, dict[str, Any]]) -> None:
    """Keep what a source wants to remember."""
    keys = list(values)
    for start in range(0, len(keys), 500):
        chosen = ObjectRow.key.in_(keys[start : start + 500])
        session.execute(delete(ObjectRow).where(ObjectRow.feed == feed, chosen))
    _insert(session, ObjectRow, [{"feed": feed, "key": key, "value": value} for key, value in values.items()])


def known_names(session: Session, papers: Sequence[Incoming]) -> set[str]:
    """Which of these papers' names (keys of origins, OParl ids, references) the library knows already."""
    keys = [origin.key for one in papers for origin in one.origins]
    ids = [one.reading.paper.oparl_id for one in papers]
    references = [reference_key(one.reading.paper.reference) for one in papers]
    found: set[str] = set()
    for column, names in ((SourceRow.key, keys), (PaperRow.oparl_id, ids), (PaperRow.reference_key, references)):
        wanted = [name for name in names if name]
        for start in range(0, len(wanted), 500):
            rows = session.execute(select(column).where(column.in_(wanted[start : start + 500])))
            found.update(name for row in rows if (name := row[0]))
    return found


def names_of(incoming: Incoming) -> set[str]:
    """All names under which the library may know the paper already."""
    paper = incoming.reading.paper
    names = {paper.oparl_id, reference_key(paper.reference), *(origin.key for origin in incoming.origins)}
    return {name for name in names if name}


def remove_paper(session: Session, row: PaperRow) -> None:
    """Take the paper and all that hangs on it out of the truth; the indexes follow."""
    keys = versions.keys_of(session, [row.pk])
    for table in _PARTS:
        session.execute(delete(table).where(table.paper_pk == row.pk))
    session.execute(update(SourceRow).where(SourceRow.paper_pk == row.pk).values(paper_pk=None))
    session.execute(delete(PaperRow).where(PaperRow.pk == row.pk))
    note_changes(session, [row.id])
    versions.settle(session, keys)


def _ids(session: Session, papers: Sequence[tuple[Incoming, PaperRow | None]]) -> list[str]:
    """Short ids made from what the papers are, so that the same papers get the same ids anywhere; where
    one is taken, the next seed is used."""
    seeds = [_seeds(incoming) for incoming, _ in papers]
    wanted = [[hashlib.sha256(seed.encode("utf-8", "surrogatepass")).hexdigest()[:12] for seed in one] for one in seeds]
    query = select(PaperRow.id).where(PaperRow.id.in_([one for several in wanted for one in several]))
    taken = set(session.execute(query).scalars())
    ids = []
    for (_, replaces), several in zip(papers, wanted, strict=True):
        chosen = replaces.id if replaces else next(one for one in several if one not in taken)
        taken.add(chosen)
        ids.append(chosen)
    return ids


def _seeds(incoming: Incoming) -> list[str]:
    paper = incoming.reading.paper
    first = paper.oparl_id or reference_key(paper.reference) or (paper.files[0].sha256 if paper.files else "")
    key = incoming.origins[0].key
    return [first, f"{first}\n{key}", *(f"{first}\n{key}\n{number}" for number in range(8))]
