"""Search by vector: an exact scan over the vectors that SQL keeps, every filter inside it.

The matrix is loaded when first asked and follows the change sequence from then on, so any process
sees what any other has stored. It fails closed: what carries no date is not known before any day,
and a row whose paper is not marked public is not public.
"""

import datetime as dt
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from sqlalchemy import Engine, func, insert, select
from sqlalchemy.orm import Session

from assistant.database import reading, writing
from assistant.embedding import Embedder
from assistant.library import changes, store
from assistant.library.failpoints import failpoint
from assistant.library.tables import PaperRow, UnitRow, VectorRow
from assistant.library.units import embedded_text, filter_key
from assistant.model import Scope

if TYPE_CHECKING:
    from assistant.library.chroma import Chroma

STORED = np.float16
_UNKNOWN_DAY = np.iinfo(np.int32).max
_RELOAD_FROM = 20_000
_DECIMALS, _NOISE = 6, 2e-6
_AT_ONCE = 1000
# Up to here every search scans all vectors in memory (1 KB each); the decision page has the figures.
EXACT_UP_TO = 500_000
_FILL_AT_ONCE = 5000
WITHOUT = "{} Abschnitte sind noch nicht für die Suche nach dem Sinn erschlossen. Bitte „vorlagen reindex“ aufrufen."


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
        """The units nearest to `vector`, best first, ties by id.

        The same vector scores differently in its last bits at another row, so scores are rounded before they are
        ordered, and what ties with the last one is looked at too: the order hangs on no row's place.
        """
        scores = self.vectors @ vector.astype(np.float32, copy=False)
        visible = self._visible(scope)
        if visible is not None:
            scores = np.where(visible, scores, -np.inf)
        least = np.partition(scores, -limit)[-limit] if len(scores) > limit else -np.inf
        best = np.flatnonzero(scores >= least - _NOISE)
        best = best[np.isfinite(scores[best])]
        rounded = np.round(scores[best].astype(np.float64), _DECIMALS)
        order = np.lexsort((self.units[best], -rounded))[:limit]
        return [(int(self.units[best[at]]), float(rounded[at])) for at in order]

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


class Filler:
    """Gives units their vectors under one embedding."""

    def __init__(self, engine: Engine, embedder: Embedder) -> None:
        self._engine, self.embedder = engine, embedder

    def encode(self, texts: dict[str, str]) -> dict[str, bytes]:
        """The vectors of those of these texts (by their hash) that have none yet."""
        with reading(self._engine) as session:
            known = store.known_vectors(session, self.embedder.fingerprint, list(texts))
        missing = [digest for digest in texts if digest not in known]
        made: dict[str, bytes] = {}
        for start in range(0, len(missing), _AT_ONCE):
            batch = missing[start : start + _AT_ONCE]
            rows = self.embedder.encode([texts[digest] for digest in batch]).astype(STORED)
            made.update((digest, row.tobytes()) for digest, row in zip(batch, rows, strict=True))
        return made

    def put(self, session: Session, vectors: dict[str, bytes]) -> None:
        known = store.known_vectors(session, self.embedder.fingerprint, list(vectors))
        rows = [
            {"fingerprint": self.embedder.fingerprint, "hash": digest, "vector": vector}
            for digest, vector in vectors.items()
            if digest not in known
        ]
        if rows:
            session.execute(insert(VectorRow), rows)

    def missing(self) -> int:
        """How many texts have no vector under this embedding."""
        with reading(self._engine) as session:
            query = select(func.count(UnitRow.vector_hash.distinct())).where(~self._known())
            return session.execute(query).scalar_one()

    def fill(self, progress: Callable[[int, int], None] | None = None, in_force: bool = True) -> int:
        """Make all that are missing, in short transactions; how many. Where the embedding is in force these are
        changes of the papers: whoever follows may have passed them when they had no vector."""
        total, done = self.missing() if progress else 0, 0  # counting looks at every unit
        while True:
            with reading(self._engine) as session:
                texts = self._texts(session)
            if not texts:
                return done
            made = self.encode(texts)
            with writing(self._engine) as session:
                self.put(session, made)
                if in_force:
                    changes.note_changes(session, _papers_of(session, list(made)))
                failpoint("vectors-half-way")
            done += len(made)
            if progress:
                progress(done, max(total, done))

    def _known(self) -> Any:
        return (
            select(VectorRow.hash)
            .where(VectorRow.fingerprint == self.embedder.fingerprint, VectorRow.hash == UnitRow.vector_hash)
            .exists()
        )

    def _texts(self, session: Session) -> dict[str, str]:
        query = (
            select(UnitRow.vector_hash, PaperRow.name, PaperRow.inquiry, UnitRow.question, UnitRow.text)
            .join(PaperRow, PaperRow.pk == UnitRow.paper_pk)
            .where(~self._known())
            .limit(_AT_ONCE)
        )
        return {
            digest: embedded_text(name, (inquiry or {}).get("topic") or "", question, words)
            for digest, name, inquiry, question, words in session.execute(query)
        }


def _papers_of(session: Session, hashes: list[str]) -> list[str]:
    query = select(PaperRow.id).join(UnitRow, UnitRow.paper_pk == PaperRow.pk).distinct()
    found: set[str] = set()
    for start in range(0, len(hashes), 500):
        found.update(session.execute(query.where(UnitRow.vector_hash.in_(hashes[start : start + 500]))).scalars())
    return sorted(found)


class Vectors:
    """The vectors of one library under one embedding."""

    def __init__(self, engine: Engine, filler: Filler, chroma: "Chroma | None" = None) -> None:
        self._engine, self._chroma = engine, chroma
        self.filler = filler
        self.fingerprint = filler.embedder.fingerprint
        self.dimensions = filler.embedder.dimensions
        self._matrix: Matrix | None = None
        self._loading = threading.Lock()
        self._without = 0
        self._counted = (-1, 0)

    def search(self, vector: np.ndarray, scope: Scope, limit: int = 50) -> list[tuple[int, float]]:
        """The units nearest to the vector with their cosine, best first."""
        vector = np.asarray(vector, dtype=np.float32).reshape(-1)
        if limit < 1:
            return []
        matrix = self._near(vector, scope, limit) or self.matrix()
        return matrix.search(vector, scope, limit) if len(matrix.units) else []

    def _near(self, vector: np.ndarray, scope: Scope, limit: int) -> Matrix | None:
        """For a stock too large to hold in memory: all units of the papers that Chroma proposes and of
        those that it does not know yet. None where the whole stock is to be scanned."""
        narrow = scope.paper_type or scope.organization or scope.department  # Chroma knows nothing of these
        if self._chroma is None or not self._chroma.ready or narrow or self._count() <= EXACT_UP_TO:
            return None
        proposed = self._chroma.candidates(vector, scope, 4 * limit + 50, self.fingerprint)
        if proposed is None:
            return None
        with reading(self._engine) as session:
            newer = changes.changes_after(session, proposed[1], _RELOAD_FROM)
            if len(newer) == _RELOAD_FROM:
                return None
            query = select(PaperRow.id).join(UnitRow, UnitRow.paper_pk == PaperRow.pk).distinct()
            papers = set(session.execute(query.where(UnitRow.id.in_(proposed[0]))).scalars())
            rows = self._load(session, sorted(papers | {paper_id for _, paper_id in newer}))
            return _join(0, rows, None)

    def _count(self) -> int:
        """How many units there are, counted anew when the change sequence has moved."""
        with reading(self._engine) as session:
            seq = changes.current_change(session)
            if self._counted[0] != seq:
                self._counted = (seq, session.execute(select(func.count()).select_from(UnitRow)).scalar_one())
        return self._counted[1]

    @property
    def notices(self) -> list[str]:
        return [WITHOUT.format(self._without)] if self._without else []

    def matrix(self) -> Matrix:
        """The matrix as of now."""
        with reading(self._engine) as session:
            known, seq = self._matrix, changes.current_change(session)
        if known is not None and known.seq >= seq:
            return known
        with self._loading:
            self._matrix, self._without = self._refreshed()
            if 0 < self._without <= _FILL_AT_ONCE:  # stored while the embedding was being switched
                self.filler.fill()
                self._matrix, self._without = self._refreshed(again=True)
            return self._matrix

    def _refreshed(self, again: bool = False) -> tuple[Matrix, int]:
        """The matrix brought up to date, and how many units have no vector."""
        known = None if again or self._without else self._matrix
        with reading(self._engine) as session:
            seq = changes.current_change(session)
            changed = changes.changes_after(session, known.seq, _RELOAD_FROM) if known else []
            if known is None or len(changed) == _RELOAD_FROM:
                rows = self._load(session, None)
                return _join(seq, rows, None), rows.without
            ids = {paper_id for _, paper_id in changed}
            rows = self._load(session, sorted(ids))
            return _join(seq, rows, _without(known, ids)), rows.without

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
        self.without = 0
        self.papers = _Papers()
        self.blobs: list[bytes] = []
        self.units: list[int] = []
        self.days: list[int] = []
        self.paper: list[int] = []

    def add(self, session: Session, fingerprint: str, paper_ids: list[str] | None) -> None:
        places = self._add_papers(session, paper_ids)
        query = select(UnitRow.id, UnitRow.paper_pk, UnitRow.date, VectorRow.vector).outerjoin(
            VectorRow, (VectorRow.hash == UnitRow.vector_hash) & (VectorRow.fingerprint == fingerprint)
        )
        if paper_ids is not None:
            query = query.where(UnitRow.paper_pk.in_(list(places)))
        for unit, pk, day, blob in session.execute(query):
            if blob is None:
                self.without += 1
                continue
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
