"""Search by vector: an exact scan over the vectors that SQL keeps, every filter inside it.

The matrix is loaded when first asked and follows the change sequence from then on, so any process
sees what any other has stored. It fails closed: what carries no date is not known before any day,
and a row whose paper is not marked public is not public.
"""

import datetime as dt
import threading
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from assistant.database import reading
from assistant.library.store import changes_after, current_change
from assistant.library.tables import PaperRow, UnitRow, VectorRow
from assistant.library.units import filter_key
from assistant.model import Scope

STORED = np.float16
_UNKNOWN_DAY = np.iinfo(np.int32).max
_RELOAD_FROM = 20_000


@dataclass(frozen=True)
class _Papers:
    """What the filters know of each paper; a row's `paper` is its place here."""

    ids: list[str] = field(default_factory=list)
    heads: list[tuple[bool, str, str, frozenset[str], frozenset[str]]] = field(default_factory=list)


@dataclass(frozen=True)
class Matrix:
    """All vectors under one embedding at one point of the change sequence."""

    seq: int
    vectors: np.ndarray
    units: np.ndarray
    days: np.ndarray
    paper: np.ndarray
    papers: _Papers

    def search(self, vector: np.ndarray, scope: Scope, limit: int) -> list[tuple[int, float]]:
        """The units nearest to `vector`, best first, ties by id."""
        scores = self.vectors @ vector.astype(np.float32, copy=False)
        visible = self._visible(scope)
        if visible is not None:
            scores = np.where(visible, scores, -np.inf)
        best = np.argpartition(scores, -limit)[-limit:] if len(scores) > limit else np.arange(len(scores))
        best = best[np.isfinite(scores[best])]
        best = best[np.lexsort((self.units[best], -scores[best]))]
        return [(int(self.units[at]), float(scores[at])) for at in best]

    def _visible(self, scope: Scope) -> np.ndarray | None:
        """Which rows the scope lets through; None for all of them."""
        wanted = [filter_key(name) for name in (scope.paper_type, scope.organization, scope.department)]
        excluded = frozenset(scope.exclude)
        visible = None
        if scope.public_only or any(wanted) or excluded:
            seen = np.fromiter(
                (_lets_through(head, scope.public_only, wanted, excluded) for head in self.papers.heads),
                dtype=bool,
                count=len(self.papers.heads),
            )
            visible = None if seen.all() else seen[self.paper]
        if scope.before:
            known = self.days < scope.before.toordinal()
            visible = known if visible is None else visible & known
        return visible


def _lets_through(head: tuple, public_only: bool, wanted: list[str], excluded: frozenset[str]) -> bool:
    public, paper_type, department, organizations, names = head
    kind, organization, office = wanted
    return (
        (public or not public_only)
        and kind in ("", paper_type)
        and office in ("", department)
        and (not organization or organization in organizations)
        and not (excluded and names & excluded)
    )


class Vectors:
    """The vectors of one library under the embedding with this fingerprint."""

    def __init__(self, engine: Engine, fingerprint: str, dimensions: int) -> None:
        self._engine = engine
        self.fingerprint = fingerprint
        self.dimensions = dimensions
        self._matrix: Matrix | None = None
        self._loading = threading.Lock()

    def search(self, vector: np.ndarray, scope: Scope, limit: int = 50) -> list[tuple[int, float]]:
        """The units nearest to the vector with their cosine, best first."""
        matrix = self.matrix()
        if not len(matrix.units) or limit < 1:
            return []
        return matrix.search(np.asarray(vector).reshape(-1), scope, limit)

    def matrix(self) -> Matrix:
        """The matrix as of now."""
        with reading(self._engine) as session:
            seq = current_change(session)
            known = self._matrix
            if known is not None and known.seq == seq:
                return known
            with self._loading:
                self._matrix = self._refreshed(session, seq)
                return self._matrix

    def _refreshed(self, session: Session, seq: int) -> Matrix:
        known = self._matrix
        changed = changes_after(session, known.seq, _RELOAD_FROM) if known else []
        if known is None or len(changed) == _RELOAD_FROM:
            return _join(seq, self._load(session, None), None)
        if known.seq >= seq:
            return known
        ids = {paper_id for _, paper_id in changed}
        return _join(seq, self._load(session, sorted(ids)), _without(known, ids))

    def _load(self, session: Session, paper_ids: list[str] | None) -> "_Rows":
        rows = _Rows(self.dimensions)
        if paper_ids is None:
            rows.add(session, self.fingerprint, None)
        else:
            for start in range(0, len(paper_ids), 500):
                rows.add(session, self.fingerprint, paper_ids[start : start + 500])
        return rows


class _Rows:
    """Rows as they come from SQL."""

    def __init__(self, dimensions: int) -> None:
        self.dimensions = dimensions
        self.papers = _Papers()
        self.blobs: list[bytes] = []
        self.units: list[int] = []
        self.days: list[int] = []
        self.paper: list[int] = []

    def add(self, session: Session, fingerprint: str, paper_ids: list[str] | None) -> None:
        places = self._add_papers(session, paper_ids)
        query = (
            select(UnitRow.id, UnitRow.paper_pk, UnitRow.date, VectorRow.vector)
            .join(VectorRow, VectorRow.hash == UnitRow.vector_hash)
            .where(VectorRow.fingerprint == fingerprint)
        )
        if paper_ids is not None:
            query = query.where(UnitRow.paper_pk.in_(list(places)))
        for unit, pk, day, blob in session.execute(query):
            self.units.append(unit)
            self.paper.append(places[pk])
            self.days.append(day.toordinal() if isinstance(day, dt.date) else _UNKNOWN_DAY)
            self.blobs.append(blob)

    def _add_papers(self, session: Session, paper_ids: list[str] | None) -> dict[int, int]:
        query = select(
            PaperRow.pk,
            PaperRow.id,
            PaperRow.public,
            PaperRow.paper_type,
            PaperRow.department,
            PaperRow.organizations,
            PaperRow.reference,
            PaperRow.oparl_id,
        )
        if paper_ids is not None:
            query = query.where(PaperRow.id.in_(paper_ids))
        places = {}
        for row in session.execute(query):
            places[row.pk] = len(self.papers.ids)
            self.papers.ids.append(row.id)
            self.papers.heads.append(_head(row))
        return places


def _head(row: Any) -> tuple[bool, str, str, frozenset[str], frozenset[str]]:
    names = frozenset(filter(None, (row.id, row.reference, row.oparl_id)))
    organizations = frozenset(map(filter_key, row.organizations))
    return row.public is True, filter_key(row.paper_type), filter_key(row.department), organizations, names


def _without(matrix: Matrix, paper_ids: set[str]) -> Matrix:
    gone = np.fromiter((i in paper_ids for i in matrix.papers.ids), dtype=bool, count=len(matrix.papers.ids))
    keep = ~gone[matrix.paper] if len(gone) else np.ones(0, dtype=bool)
    places = np.cumsum(~gone) - 1
    papers = _Papers(
        [paper for paper, lost in zip(matrix.papers.ids, gone, strict=True) if not lost],
        [head for head, lost in zip(matrix.papers.heads, gone, strict=True) if not lost],
    )
    return Matrix(
        matrix.seq,
        matrix.vectors[keep],
        matrix.units[keep],
        matrix.days[keep],
        places[matrix.paper[keep]] if len(gone) else matrix.paper[keep],
        papers,
    )


def _join(seq: int, rows: _Rows, known: Matrix | None) -> Matrix:
    stored = np.frombuffer(b"".join(rows.blobs), dtype=STORED)
    vectors = stored.reshape(len(rows.units), rows.dimensions).astype(np.float32)
    units = np.array(rows.units, dtype=np.int64)
    days = np.array(rows.days, dtype=np.int32)
    paper = np.array(rows.paper, dtype=np.int64)
    if known is None:
        return Matrix(seq, vectors, units, days, paper, rows.papers)
    shift = len(known.papers.ids)
    return Matrix(
        seq,
        np.concatenate([known.vectors, vectors]),
        np.concatenate([known.units, units]),
        np.concatenate([known.days, days]),
        np.concatenate([known.paper, paper + shift]),
        _Papers(known.papers.ids + rows.papers.ids, known.papers.heads + rows.papers.heads),
    )
