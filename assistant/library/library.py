"""The library of one town: the truth in SQL, and the indexes that follow it."""

import datetime as dt
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from assistant import database
from assistant.embedding import Embedder, current_model, open_embedder
from assistant.errors import NotFound
from assistant.library import backup, check, forgetting, loading, store, versions
from assistant.library.chroma import Chroma
from assistant.library.files import write_atomically
from assistant.library.generations import Generations
from assistant.library.guard import Words
from assistant.library.tables import PaperRow, RunRow, UnitRow, VectorRow
from assistant.library.units import Unit
from assistant.library.vectors import Filler, Vectors
from assistant.model import FoundPaper, Notice, Paper
from assistant.settings import Settings

Progress = Callable[[int, int], None]


class Library:
    """Papers, their units, and the search over them. Made by `Library.open`; safe to share between threads."""

    def __init__(self, settings: Settings, embedder: Embedder | None = None) -> None:
        self.settings = settings
        self.engine = database.engine(settings)
        self.generations = Generations(settings.data_dir / "index", self.engine)
        self.words = Words(self.generations, self.reindex)
        self.chroma = Chroma(settings, self.engine)
        self._embedder = embedder
        self._vectors: Vectors | None = None
        self._pointer: Path | None = None
        self._given = embedder is not None
        self._choosing = threading.RLock()

    @classmethod
    def open(cls, settings: Settings, embedder: Embedder | None = None) -> "Library":
        """The library in these settings' data directory; made when there is none."""
        library = cls(settings, embedder)
        database.migrate(library.engine)
        return library

    def close(self) -> None:
        self.words.wait()
        self.chroma.stop()
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

    @property
    def notices(self) -> list[str]:
        """What people should know about the state of the search right now, in German."""
        vectors = self._vectors.notices if self._vectors else []
        return [*self.words.notices, *vectors, *self.chroma.notices]

    # --- the embedding in force -----------------------------------------------------------------

    @property
    def embedder(self) -> Embedder:
        """The embedding in force; another process may have switched it since last time."""
        with self._choosing:
            pointer = current_model(self.settings.data_dir)
            if self._embedder is None or (pointer != self._pointer and not self._given):
                self._embedder, self._pointer = open_embedder(self.settings), pointer
            return self._embedder

    @property
    def vectors(self) -> Vectors:
        """Search by vector under the embedding in force."""
        embedder = self.embedder
        with self._choosing:
            if self._vectors is None or self._vectors.fingerprint != embedder.fingerprint:
                self._vectors = Vectors(self.engine, Filler(self.engine, embedder), self.chroma)
            return self._vectors

    def adopt(self, embedder: Embedder, folder: Path, progress: Progress | None = None) -> None:
        """Go over to the embedding in `folder` (under `embedding/` in the data directory).

        Every unit gets its vector under it first, while the one before serves; then one rename
        switches. Vectors of embeddings older than the one before are dropped.
        """
        before = self.embedder.fingerprint
        filler = Filler(self.engine, embedder)
        filler.fill(progress, in_force=False)
        write_atomically(self.settings.data_dir / "embedding" / "current", f"{folder.name}\n".encode())
        with self._choosing:
            self._embedder, self._pointer, self._given = embedder, current_model(self.settings.data_dir), False
        filler.fill()
        with self.session() as session:
            session.execute(delete(VectorRow).where(VectorRow.fingerprint.not_in((embedder.fingerprint, before))))

    # --- reading --------------------------------------------------------------------------------

    def paper(self, name: str, public_only: bool = True) -> Paper | None:
        """The paper with this id, reference or OParl id; None when there is none that may be seen."""
        with self.reading() as session:
            row = loading.find_paper(session, name)
            if row is None or (public_only and row.public is not True):
                return None
            return loading.load_paper(session, row, public_only)

    def papers(self, ids: Sequence[str], public_only: bool = True) -> Iterator[Paper]:
        """These papers, one after another."""
        for paper_id in ids:
            paper = self.paper(paper_id, public_only)
            if paper is not None:
                yield paper

    def paper_ids(self, public_only: bool = True) -> list[str]:
        """The ids of all papers, in the order in which they came."""
        query = select(PaperRow.id).order_by(PaperRow.pk)
        with self.reading() as session:
            return list(session.execute(query.where(PaperRow.public.is_(True)) if public_only else query).scalars())

    def units(self, ids: Sequence[int], before: dt.date | None = None) -> dict[int, Unit]:
        """The units with these ids; those that are gone meanwhile are left out. With `before`, `replaced` are those
        whose place a newer text had taken by that day."""
        with self.reading() as session:
            return {unit.id: unit for unit in loading.load_units(session, ids=ids, before=before)}

    def replaced_by(self, paper_ids: Sequence[str], before: dt.date | None = None) -> dict[str, str]:
        """For those of these papers whose place another had taken before that day, the id of the newest that did."""
        with self.reading() as session:
            return loading.replaced_by(session, paper_ids, before)

    def units_of(self, paper_ids: Sequence[str]) -> list[Unit]:
        """All units of these papers, in their order."""
        with self.reading() as session:
            return loading.load_units(session, paper_ids=paper_ids)

    def cites(self, paper_id: str, public_only: bool = True) -> list[str]:
        """The ids of the papers that this one refers to."""
        return self.cites_of([paper_id], public_only)[paper_id]

    def cited_by(self, paper_id: str, public_only: bool = True) -> list[str]:
        """The ids of the papers that refer to this one."""
        return self.cited_by_of([paper_id], public_only)[paper_id]

    def cites_of(self, paper_ids: Sequence[str], public_only: bool = True) -> dict[str, list[str]]:
        """For each of these papers the ids of those that it refers to."""
        with self.reading() as session:
            return loading.citations(session, paper_ids, public_only, backwards=False)

    def cited_by_of(self, paper_ids: Sequence[str], public_only: bool = True) -> dict[str, list[str]]:
        """For each of these papers the ids of those that refer to it."""
        with self.reading() as session:
            return loading.citations(session, paper_ids, public_only, backwards=True)

    def latest(self, limit: int, public_only: bool = True) -> list[FoundPaper]:
        """The heads of the papers that came last, newest first."""
        with self.reading() as session:
            return loading.latest(session, limit, public_only)

    def advising(self, paper_ids: Sequence[str]) -> dict[str, set[str]]:
        """The names of the bodies that each of these papers was put before."""
        with self.reading() as session:
            return loading.advising(session, paper_ids)

    def counts(self, public_only: bool = True) -> dict[str, int]:
        """How many papers, exchanges and passages there are."""
        papers = select(func.count()).select_from(PaperRow)
        kinds = select(UnitRow.kind, func.count()).join(PaperRow).group_by(UnitRow.kind)
        if public_only:
            papers, kinds = papers.where(PaperRow.public.is_(True)), kinds.where(PaperRow.public.is_(True))
        with self.reading() as session:
            counted = {row[0]: row[1] for row in session.execute(kinds)}
            total = session.execute(papers).scalar_one()
        return {"papers": total, "exchanges": counted.get("exchange", 0), "passages": counted.get("passage", 0)}

    def paper_notices(self, paper_id: str) -> tuple[Notice, ...]:
        """What reading noticed about a paper: hidden text, instructions, pages without text."""
        with self.reading() as session:
            notices = session.execute(select(PaperRow.notices).where(PaperRow.id == paper_id)).scalar() or []
        return tuple(Notice.model_validate(notice) for notice in notices)

    def runs(self, limit: int = 20) -> list[dict[str, Any]]:
        """The last ingests and syncs: when, what came, what failed and why; newest first."""
        with self.reading() as session:
            rows = session.execute(select(RunRow).order_by(RunRow.id.desc()).limit(limit)).scalars()
            return [
                {"feed": r.feed, "started": r.started, "finished": r.finished, "error": r.error, **r.report}
                for r in rows
            ]

    # --- care -----------------------------------------------------------------------------------

    def follow(self) -> None:
        """Bring the derived indexes to where the truth is."""
        self.words.follow()

    def remove(self, name: str) -> None:
        """Take a paper out of the stock; taken in again, it is back.

        Raises NotFound when no paper goes by this name.
        """
        with self.session() as session:
            row = loading.find_paper(session, name)
            if row is None:
                raise NotFound(f"Eine Vorlage „{name}“ ist nicht im Bestand. Bitte Kennung oder Vorlage-Nr. prüfen.")
            store.remove_paper(session, row)
        self.follow()

    def forget(self, name: str, elsewhere: forgetting.Elsewhere | None = None) -> list[str]:
        """Remove a paper and every trace of its text, for good. `elsewhere` takes it out of what later stages keep
        (their drafts), and tells what it must leave: signed answers. Returns those."""
        return forgetting.forget(self, name, elsewhere)

    def check(self, also: Sequence[Any] = ()) -> check.CheckReport:
        """Compare SQL and the indexes item by item; `also` are problems that others found."""
        return check.check(self, also)

    def repair(self) -> None:
        """Mend what can be derived: the word index, vectors, Chroma."""
        with self.session() as session:
            vectors = self.vectors
            faulty = check.faulty_vectors(session, vectors.fingerprint, vectors.dimensions)
            for start in range(0, len(hashes := sorted(faulty)), 500):
                chosen = VectorRow.hash.in_(hashes[start : start + 500])
                session.execute(delete(VectorRow).where(VectorRow.fingerprint == vectors.fingerprint, chosen))
        with self.session() as session:
            versions.settle(session, versions.all_keys(session))
        vectors.filler.fill()
        if list(check.words_problems(self)):
            self.reindex()
        self.chroma.repair(vectors.fingerprint)

    def reindex(self, progress: Progress | None = None, keep_previous: bool = True) -> str:
        """Build the indexes anew beside those in force, then switch; the name of the new generation."""
        self.vectors.filler.fill(progress)
        name = self.generations.rebuild(self.embedder.fingerprint, progress, keep_previous)
        self.chroma.rebuild(self.embedder.fingerprint)
        return name

    def backup(self, target: Path) -> None:
        """Save the whole stock into one file, while everything runs."""
        backup.backup(self, target)

    @staticmethod
    def restore(settings: Settings, file: Path, elsewhere: forgetting.Elsewhere | None = None) -> None:
        """Bring a backup into an empty data directory; indexes are built anew from it."""
        backup.restore(settings, file, elsewhere)
