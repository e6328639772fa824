"""The library of one town: the truth in SQL, and the indexes that follow it."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from functools import cached_property
from pathlib import Path

from sqlalchemy import func, insert, or_, select
from sqlalchemy.orm import Session

from assistant import database
from assistant.embedding import Embedder, open_embedder
from assistant.library import store
from assistant.library.follow import follow_words
from assistant.library.tables import PaperRow, UnitRow, VectorRow
from assistant.library.units import Unit, reference_key
from assistant.library.vectors import STORED, Vectors
from assistant.library.words import WordIndex
from assistant.model import Paper, PaperReading
from assistant.settings import Settings

_EMBED_AT_ONCE = 1000


class Library:
    """Papers, their units, and the search over them. Made by `Library.open`."""

    def __init__(self, settings: Settings, embedder: Embedder | None = None) -> None:
        self.settings = settings
        self.engine = database.engine(settings)
        self._embedder = embedder

    @classmethod
    def open(cls, settings: Settings, embedder: Embedder | None = None) -> "Library":
        """The library in these settings' data directory; made when there is none."""
        library = cls(settings, embedder)
        database.migrate(library.engine)
        return library

    def close(self) -> None:
        self.engine.dispose()

    def __enter__(self) -> "Library":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def session(self) -> AbstractContextManager[Session]:
        """A transaction that may write; it commits when the block ends without an error."""
        return database.writing(self.engine)

    def reading(self) -> AbstractContextManager[Session]:
        """One consistent view for queries; waits for nobody."""
        return database.reading(self.engine)

    # --- the indexes ----------------------------------------------------------------------------

    @cached_property
    def embedder(self) -> Embedder:
        return self._embedder or open_embedder(self.settings)

    @property
    def words(self) -> WordIndex:
        index = self._word_index
        follow_words(self.engine, index)
        return index

    @cached_property
    def _word_index(self) -> WordIndex:
        return WordIndex(self.index_dir / "words")

    @cached_property
    def vectors(self) -> Vectors:
        return Vectors(self.engine, self.embedder.fingerprint, self.embedder.dimensions)

    @property
    def index_dir(self) -> Path:
        return self.settings.data_dir / "index"

    def follow(self) -> None:
        """Bring the derived indexes to where the truth is."""
        follow_words(self.engine, self._word_index)

    # --- reading --------------------------------------------------------------------------------

    def paper(self, name: str, public_only: bool = True) -> Paper | None:
        """The paper with this id, reference or OParl id; None when there is none that may be seen."""
        with self.reading() as session:
            row = find_paper(session, name)
            if row is None or (public_only and row.public is not True):
                return None
            return store.load_paper(session, row)

    def units(self, ids: Sequence[int]) -> dict[int, Unit]:
        """The units with these ids; those that are gone meanwhile are left out."""
        with self.reading() as session:
            return {unit.id: unit for unit in store.load_units(session, ids=ids)}

    def units_of(self, paper_ids: Sequence[str]) -> list[Unit]:
        """All units of these papers, in their order."""
        with self.reading() as session:
            return store.load_units(session, paper_ids=paper_ids)

    def cites(self, paper_id: str, public_only: bool = True) -> list[str]:
        """The ids of the papers that this one refers to."""
        return self.cites_of([paper_id], public_only)[paper_id]

    def cited_by(self, paper_id: str, public_only: bool = True) -> list[str]:
        """The ids of the papers that refer to this one."""
        return self.cited_by_of([paper_id], public_only)[paper_id]

    def cites_of(self, paper_ids: Sequence[str], public_only: bool = True) -> dict[str, list[str]]:
        """For each of these papers the ids of those that it refers to."""
        with self.reading() as session:
            return store.citations(session, paper_ids, public_only, backwards=False)

    def cited_by_of(self, paper_ids: Sequence[str], public_only: bool = True) -> dict[str, list[str]]:
        """For each of these papers the ids of those that refer to it."""
        with self.reading() as session:
            return store.citations(session, paper_ids, public_only, backwards=True)

    def paper_ids(self, public_only: bool = True) -> list[str]:
        """The ids of all papers, in the order in which they came."""
        query = select(PaperRow.id).order_by(PaperRow.pk)
        with self.reading() as session:
            return list(session.execute(query.where(PaperRow.public.is_(True)) if public_only else query).scalars())

    def papers(self, ids: Sequence[str], public_only: bool = True) -> Iterator[Paper]:
        """These papers, one after another."""
        for paper_id in ids:
            paper = self.paper(paper_id, public_only)
            if paper is not None:
                yield paper

    def counts(self, public_only: bool = True) -> dict[str, int]:
        """How many papers, exchanges and passages there are."""
        papers = select(func.count()).select_from(PaperRow)
        kinds = select(UnitRow.kind, func.count()).join(PaperRow).group_by(UnitRow.kind)
        if public_only:
            papers, kinds = papers.where(PaperRow.public.is_(True)), kinds.where(PaperRow.public.is_(True))
        with self.reading() as session:
            counted = dict(session.execute(kinds).tuples().all())
            total = session.execute(papers).scalar_one()
        return {"papers": total, "exchanges": counted.get("exchange", 0), "passages": counted.get("passage", 0)}

    # --- vectors --------------------------------------------------------------------------------

    def vectors_for(self, readings: Sequence[PaperReading]) -> dict[str, bytes]:
        """The vectors that these papers' units need and that are not there yet, by text hash."""
        return self._encode({digest: text for reading in readings for digest, text in store.texts_to_embed(reading)})

    def _encode(self, texts: dict[str, str]) -> dict[str, bytes]:
        hashes = list(texts)
        with self.reading() as session:
            known = store.known_vectors(session, self.embedder.fingerprint, hashes)
        missing = [digest for digest in hashes if digest not in known]
        made: dict[str, bytes] = {}
        for batch in _batches(missing, _EMBED_AT_ONCE):
            blobs = self.embedder.encode([texts[digest] for digest in batch]).astype(STORED)
            made.update((digest, blob.tobytes()) for digest, blob in zip(batch, blobs, strict=True))
        return made

    def put_vectors(self, session: Session, vectors: dict[str, bytes]) -> None:
        known = store.known_vectors(session, self.embedder.fingerprint, list(vectors))
        rows = [
            {"fingerprint": self.embedder.fingerprint, "hash": digest, "vector": vector}
            for digest, vector in vectors.items()
            if digest not in known
        ]
        if rows:
            session.execute(insert(VectorRow), rows)


def find_paper(session: Session, name: str) -> PaperRow | None:
    """The row of the paper that goes by this name, ids before references."""
    name = name.strip()
    row = session.execute(select(PaperRow).where(or_(PaperRow.id == name, PaperRow.oparl_id == name))).scalars().first()
    key = reference_key(name)
    if row is None and key:
        query = select(PaperRow).where(PaperRow.reference_key == key).order_by(PaperRow.pk)
        row = session.execute(query).scalars().first()
    return row


def _batches(items: list, size: int) -> Iterator[list]:
    for start in range(0, len(items), size):
        yield items[start : start + size]
