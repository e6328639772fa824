"""What ranking needs to know of papers and units, read from SQL without their texts where it can be."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from assistant.library.tables import CiteRow, PaperRow, UnitRow
from assistant.model import Scope

_AT_ONCE = 500


class Place(NamedTuple):
    """Where a unit stands."""

    paper: str
    day: dt.date | None


def places(session: Session, units: Collection[int]) -> dict[int, Place]:
    """The paper and day of each unit."""
    query = select(UnitRow.id, PaperRow.id, UnitRow.date).join(PaperRow, PaperRow.pk == UnitRow.paper_pk)
    return {unit: Place(paper, day) for unit, paper, day in _rows(session, query, UnitRow.id, sorted(units))}


def heads(session: Session, papers: Collection[str]) -> dict[str, tuple[str, str | None]]:
    """The name and reference of each paper."""
    query = select(PaperRow.id, PaperRow.name, PaperRow.reference)
    return {paper: (name, reference) for paper, name, reference in _rows(session, query, PaperRow.id, sorted(papers))}


def days(session: Session, papers: Collection[str]) -> dict[str, frozenset[dt.date]]:
    """The days that others name each paper by: its own, its inquiry's, its meetings'."""
    query = select(PaperRow.id, PaperRow.date, PaperRow.inquiry, PaperRow.consultations)
    return {row[0]: _days(*row[1:]) for row in _rows(session, query, PaperRow.id, sorted(papers))}


def _days(date: dt.date | None, inquiry: dict | None, consultations: list[dict]) -> frozenset[dt.date]:
    written = [(inquiry or {}).get("date"), *(one.get("date") for one in consultations)]
    days = {dt.date.fromisoformat(day) for day in written if day}
    return frozenset(days | {date} if date else days)


def called(session: Session, keys: Collection[str]) -> list[str]:
    """The ids of the papers with these references."""
    query = select(PaperRow.id)
    return sorted(row[0] for row in _rows(session, query, PaperRow.reference_key, sorted(keys)))


def lengths(session: Session, papers: Collection[str], scope: Scope) -> dict[str, int]:
    """How many characters of these papers were known on the day."""
    size = func.sum(UnitRow.end - UnitRow.start)
    query = select(PaperRow.id, size).join(UnitRow, UnitRow.paper_pk == PaperRow.pk).group_by(PaperRow.id)
    if scope.before:
        query = query.where(UnitRow.date < scope.before)
    return {paper: int(characters) for paper, characters in _rows(session, query, PaperRow.id, sorted(papers))}


def voices(session: Session, papers: Collection[str], scope: Scope) -> dict[str, set[str]]:
    """Who had spoken in these papers on the day."""
    query = select(PaperRow.id, UnitRow.voice).join(UnitRow, UnitRow.paper_pk == PaperRow.pk).distinct()
    if scope.before:
        query = query.where(UnitRow.date < scope.before)
    found: dict[str, set[str]] = defaultdict(set)
    for paper, voice in _rows(session, query, PaperRow.id, sorted(papers)):
        found[paper].add(voice)
    return found


def known_texts(session: Session, papers: Collection[str], scope: Scope) -> dict[str, list[str]]:
    """The texts of these papers that were known on the day."""
    query = select(PaperRow.id, UnitRow.question, UnitRow.text).join(UnitRow, UnitRow.paper_pk == PaperRow.pk)
    if scope.before:
        query = query.where(UnitRow.date < scope.before)
    texts: dict[str, list[str]] = defaultdict(list)
    for paper, question, text in _rows(session, query.order_by(UnitRow.id), PaperRow.id, sorted(papers)):
        texts[paper].append(f"{question}\n{text}")
    return texts


def references(session: Session, papers: Sequence[str], among: Collection[str], scope: Scope) -> list[tuple[str, str]]:
    """(citing, cited) among these papers where one of them is in `papers`, as far as known on the day."""
    citing, cited = aliased(PaperRow), aliased(PaperRow)
    query = (
        select(citing.id, cited.id, CiteRow.printed)
        .join(CiteRow, CiteRow.paper_pk == citing.pk)
        .join(cited, cited.reference_key == CiteRow.reference_key)
        .where(citing.pk != cited.pk)
    )
    found = [*_rows(session, query, citing.id, papers), *_rows(session, query, cited.id, papers)]
    edges = {tuple(row) for row in found if row[0] in among and row[1] in among}
    said = known_texts(session, {edge[0] for edge in edges}, scope) if scope.before else None
    return sorted(
        {(one, other) for one, other, printed in edges if said is None or any(printed in text for text in said[one])}
    )


def _rows(session: Session, query: Select, column: Any, wanted: Sequence) -> Iterator[Any]:
    for start in range(0, len(wanted), _AT_ONCE):
        yield from session.execute(query.where(column.in_(wanted[start : start + _AT_ONCE])))
