"""Taking papers in: sources → reading → embedding → SQL, then the indexes follow.

Each batch is one transaction: its papers, their vectors, what the source wants remembered. What was
read before in the same version costs nothing; what cannot be read is reported and stops nobody.
"""

import datetime as dt
import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from assistant.errors import BadInput, SourceFailed, VorlagenError
from assistant.library import changes, forgetting, store
from assistant.library.failpoints import failpoint
from assistant.library.library import Library
from assistant.library.passages import sized
from assistant.library.reader import Job, Reader, bulk_reader
from assistant.library.tables import ObjectRow, PaperRow, RunRow, SourceRow
from assistant.library.tally import COUNTS, IngestOptions, IngestReport, Tally, difference_of
from assistant.library.units import reference_key
from assistant.library.values import texts_to_embed
from assistant.model import Paper, PaperHead, PaperReading
from assistant.reading import TimedOut
from assistant.sources import Failure, Memory, Origin, Source, SourcePaper, open_source

Progress = Callable[[int, int], None]
_BATCH_PAPERS = 100
_BATCH_CHARACTERS = 3_000_000
_INDEXED_AT_ONCE = 500  # papers: each commit of the word index costs, and merges what is there


def ingest(
    library: Library,
    sources: Sequence[str | Source],
    options: IngestOptions | None = None,
    progress: Progress | None = None,
    reader: Reader | None = None,
) -> IngestReport:
    """Take in all papers of these sources; a source that cannot be read is a failure in the report."""
    tally = Tally()
    opened = []
    for source in sources:
        try:
            opened.append(open_source(source, library.settings) if isinstance(source, str) else source)
        except BadInput as error:
            tally.fail(str(source), str(error))
    with _seldom_collecting(), reader or bulk_reader() as reading:
        for source in opened:
            run = _Run(library, source, options or IngestOptions(), reading, tally)
            run.progress = progress or run.progress
            try:
                run.all()
            except SourceFailed as error:
                tally.fail(source.feed, str(error))
    library.vectors.filler.fill()  # what another embedding had embedded, or a switch has left
    library.follow()
    return tally.report()


@contextmanager
def _seldom_collecting() -> Iterator[None]:
    """Look for cycles among objects less often: a paper is thousands of objects and hardly a cycle; a seventh
    of the time goes into looking."""
    before = gc.get_threshold()
    gc.set_threshold(100_000, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


class _Run:
    """One source's turn."""

    def __init__(self, library: Library, source: Source, options: IngestOptions, reader: Reader, tally: Tally) -> None:
        self.library, self.source, self.options = library, source, options
        self.reader, self.tally = reader, tally
        self.progress: Progress = lambda done, total: None
        self.seen: set[str] = set()
        self.batch: list[store.Incoming] = []
        self.names: set[str] = set()
        self.gone: list[SourcePaper] = []
        self.unindexed = 0
        self.moved_from: set[str] = set()
        self.contents: set[str] = set()  # of all files that the library has
        self.numbers: set[str] = set()  # of all papers that came from folders

    def all(self) -> None:
        record = self._begin()
        before = len(self.tally.failed), self.tally.report()
        error = None
        try:
            self.memory, self.known = self._recall()
            for job, read in self.reader.read(self._jobs()):
                self._take(job, read)
            self._flush(last=True)
            self._tidy()
        except VorlagenError as failed:
            error = str(failed)
            raise
        finally:
            self._end(record, *before, error)

    # --- what is there, what is new --------------------------------------------------------------

    def _recall(self) -> tuple[Memory, dict[str, SourceRow]]:
        with self.library.reading() as session:
            rows = session.execute(select(SourceRow).where(SourceRow.feed == self.source.feed)).scalars().all()
            if self.source.kind == "folder":
                self._recall_files(session)
            objects = session.execute(select(ObjectRow).where(ObjectRow.feed == self.source.feed)).scalars()
            memory = Memory(
                cursor=changes.get_state(session, f"cursor:{self.source.feed}"),
                full=self.options.full or self._read_otherwise(session),
                objects={row.key: row.value for row in objects},
                retry=frozenset(row.key for row in rows if row.failure and not row.hash),
            )
            return memory, {row.key: row for row in rows}

    def _recall_files(self, session: Session) -> None:
        """What a file may be joined with or a copy of; most are neither, and asking for each one costs a fifth of
        all the time."""
        self.contents.update(session.execute(select(SourceRow.hash).where(SourceRow.failure.is_(None))).scalars())
        numbers = select(PaperRow.reference_key).where(PaperRow.origin == "folder")  # what is moved comes to this feed
        self.numbers.update(filter(None, session.execute(numbers).scalars()))

    def _read_otherwise(self, session: Session) -> bool:
        """Whether the reader is another one than that of the last whole run."""
        return changes.get_state(session, f"reader:{self.source.feed}") != self.reader.version

    def _jobs(self) -> Iterator[Job]:
        """What must be read: all that is not known in this version."""
        for found in self.source.papers(self.memory):
            self.progress(self.tally.done, self.source.total)
            if isinstance(found, Failure):
                self.tally.fail(found.source, found.reason)
                continue
            self.seen.update(found.keys)
            if found.deleted:
                self.gone.append(found)
            elif not self._is_known(stamped := self._stamped(found)):
                fetched = found.fetch()
                job = Job(stamped, fetched.files, fetched.failures)
                if fetched.files or found.head is None:
                    yield job
                else:  # the council knows it, though it has no text (yet)
                    self._take(job, _headed(found.head))

    def _stamped(self, paper: SourcePaper) -> SourcePaper:
        """Versions that also change with our reading, and with what we were told about the marks."""
        stamp = f"{self.reader.version}{'n' if self.options.not_public else ''}"
        return replace(
            paper, origins=tuple(replace(origin, version=f"{stamp}-{origin.version}"[:64]) for origin in paper.origins)
        )

    def _is_known(self, paper: SourcePaper) -> bool:
        rows = [self.known.get(origin.key) for origin in paper.origins]
        same = all(row and row.hash == origin.version for row, origin in zip(rows, paper.origins, strict=True))
        if not same:
            return self.source.kind == "folder" and self._known_elsewhere(paper)
        self.tally.unchanged += any(row and row.paper_pk for row in rows)  # else none of it could be read
        for row in rows:
            if row and row.failure:
                self.tally.fail(row.name, row.failure)
        return True

    def _known_elsewhere(self, paper: SourcePaper) -> bool:
        """Files that were moved, renamed or copied: the same contents under another name."""
        if not all(origin.version in self.contents for origin in paper.origins):
            return False
        with self.library.reading() as session:
            rows = [self._twin(session, origin) for origin in paper.origins]
        papers = {row.paper_pk for row in rows if row}
        if not all(rows) or len(papers) != 1 or None in papers:
            return False
        old = tuple(row.key for row in rows if row and row.key not in paper.keys)
        left = {file.key for file in self.source.fetch_again(old).files}
        self.moved_from |= {row.feed for row in rows if row and row.key in old and row.key not in left}
        with self.library.session() as session:
            session.execute(delete(SourceRow).where(SourceRow.key.in_(set(old) - left)))
            store.link_sources(session, paper.origins, self.source.feed, papers.pop())
        self.tally.unchanged += 1
        return True

    def _twin(self, session: Session, origin: Origin) -> SourceRow | None:
        query = select(SourceRow).where(SourceRow.hash == origin.version, SourceRow.failure.is_(None))
        return session.execute(query).scalars().first()

    # --- what was read ---------------------------------------------------------------------------

    def _take(self, job: Job, read: PaperReading | VorlagenError) -> None:
        job = _with_reading_failures(job, read)
        for failure in job.failures:
            self.tally.fail(failure.source, failure.reason)
        if isinstance(read, VorlagenError):
            if job.paper.head is None:
                self._remember_failure(job, job.failures[-1])
                return
            read = _headed(job.paper.head)  # the council knows it, though nothing of it can be read
        incoming = self._incoming(job, read)
        if self.source.kind == "folder":
            incoming = self._joined(incoming)
        names = store.names_of(incoming)
        if not self.names.isdisjoint(names):  # the same paper once more: the one before must be stored first
            self._flush()
        self.names |= names
        self.batch.append(incoming)
        characters = sum(len(one.reading.paper.text) for one in self.batch)
        if len(self.batch) >= _BATCH_PAPERS or characters > _BATCH_CHARACTERS:
            self._flush()

    def _incoming(self, job: Job, read: PaperReading) -> store.Incoming:
        paper = read.paper
        if self.options.not_public and read.marked is not True:
            paper = paper.model_copy(update={"public": False})
        passages = tuple(sized(read.passages))
        origins = job.paper.origins
        passing = next((failure.reason for failure in job.failures if not failure.lasting), None)
        if passing:  # stored with what there is, and asked for again next time
            origins = _unversioned(origins)
        return store.Incoming(
            origins=origins,
            feed=self.source.feed,
            kind=self.source.kind,
            reading=read.model_copy(update={"paper": paper, "passages": passages}),
            failure=passing,
        )

    def _joined(self, incoming: store.Incoming) -> store.Incoming:
        """The paper together with the other files of this feed that carry the same reference."""
        key = reference_key(incoming.reading.paper.reference)
        if key is None:
            return incoming
        if any(reference_key(one.reading.paper.reference) == key for one in self.batch):
            self._flush()
        others = self._other_origins(key, incoming) if key in self.numbers else ()
        if not others:
            return incoming
        fetched = self.source.fetch_again(tuple(origin.key for origin in (*others, *incoming.origins)))
        origins = (*others, *incoming.origins)
        job = Job(SourcePaper(origins, lambda: fetched), fetched.files, fetched.failures)
        for _, read in self.reader.read([job]):
            if isinstance(read, PaperReading):
                return self._incoming(job, read)
        return incoming

    def _other_origins(self, key: str, incoming: store.Incoming) -> tuple[Origin, ...]:
        mine = {origin.key for origin in incoming.origins}
        query = (
            select(SourceRow)
            .join(PaperRow, PaperRow.pk == SourceRow.paper_pk)
            .where(PaperRow.reference_key == key, PaperRow.origin == "folder", SourceRow.feed == self.source.feed)
            .order_by(SourceRow.key)
        )
        with self.library.reading() as session:
            rows = [row for row in session.execute(query).scalars() if row.key not in mine]
        there = {file.key for file in self.source.fetch_again(tuple(row.key for row in rows)).files}
        return tuple(Origin(row.key, row.hash, row.name) for row in rows if row.key in there)

    def _remember_failure(self, job: Job, failure: Failure) -> None:
        origins = job.paper.origins if failure.lasting else _unversioned(job.paper.origins)
        with self.library.session() as session:
            rows = session.execute(select(SourceRow).where(SourceRow.key.in_(job.paper.keys))).scalars().all()
            kept = next((row.paper_pk for row in rows if row.paper_pk), None)
            store.link_sources(session, origins, self.source.feed, kept, failure.reason)

    # --- storing ---------------------------------------------------------------------------------

    def _flush(self, last: bool = False) -> None:
        """Store what has come so far, in one transaction."""
        batch, self.batch, self.names = self.batch, [], set()
        gone, self.gone = self.gone, []
        learned, self.memory.learned = self.memory.learned, {}
        texts = {digest: text for one in batch for digest, text in texts_to_embed(one.reading)}
        filler = self.library.vectors.filler
        vectors = filler.encode(texts)
        with self.library.session() as session:
            self._put(session, batch)
            for paper in gone:
                self._remove(session, paper)
            filler.put(session, vectors)
            self._keep(session, learned, last)
            failpoint("before-commit")
        failpoint("after-commit")
        for one in batch:
            self.contents.update(origin.version for origin in one.origins)
            self.numbers.update(filter(None, [reference_key(one.reading.paper.reference)]))
        self.unindexed += len(batch) + len(gone)
        if last or self.unindexed >= _INDEXED_AT_ONCE:
            self._index()
        self.progress(self.tally.done, self.source.total)

    def _index(self) -> None:
        """Let the word index follow; whoever searches before sees to that himself."""
        if self.unindexed:
            self.library.follow()
        self.unindexed = 0

    def _put(self, session: Session, batch: list[store.Incoming]) -> None:
        names = store.known_names(session, batch)
        wary = forgetting.anything(session)
        chosen: list[tuple[store.Incoming, PaperRow | None]] = []
        for incoming in batch:
            known = self._known_paper(session, incoming) if store.names_of(incoming) & names else None
            if self._takes(session, incoming, known, wary):
                chosen.append((incoming, known))
        for paper_id, (incoming, _) in zip(store.put_papers(session, chosen), chosen, strict=True):
            self.tally.stored[paper_id] = (len(incoming.reading.paper.exchanges), len(incoming.reading.passages))

    def _takes(self, session: Session, incoming: store.Incoming, known: PaperRow | None, wary: bool) -> bool:
        """Whether the paper is to be stored: not what was forgotten, not over the council's own version."""
        forgotten = wary and forgetting.is_forgotten(session, incoming)
        if forgotten or (known and known.origin == "oparl" and incoming.kind != "oparl"):
            linked = known.pk if known and not forgotten else None
            store.link_sources(session, incoming.origins, incoming.feed, linked)
            self.tally.unchanged += 1
            return False
        if known and incoming.kind == "oparl" and known.origin != "oparl":
            self.tally.merged.append(difference_of(known, incoming.reading))
        return True

    def _known_paper(self, session: Session, incoming: store.Incoming) -> PaperRow | None:
        """The paper that this one is: by its sources, by its OParl id, else by its reference."""
        keys = [origin.key for origin in incoming.origins]
        linked = select(SourceRow.paper_pk).where(SourceRow.key.in_(keys), SourceRow.paper_pk.is_not(None))
        row = session.execute(select(PaperRow).where(PaperRow.pk.in_(linked)).order_by(PaperRow.pk)).scalars().first()
        paper = incoming.reading.paper
        if row is None and paper.oparl_id:
            row = session.execute(select(PaperRow).where(PaperRow.oparl_id == paper.oparl_id)).scalars().first()
        key = reference_key(paper.reference)
        if row is None and key:
            query = select(PaperRow).where(PaperRow.reference_key == key).order_by(PaperRow.pk)
            if incoming.kind == "oparl":  # two papers of the council that share a reference are two papers
                query = query.where(PaperRow.origin != "oparl")
            row = session.execute(query).scalars().first()
        return row

    def _remove(self, session: Session, paper: SourcePaper) -> None:
        linked = select(SourceRow.paper_pk).where(SourceRow.key.in_(paper.keys))
        row = session.execute(select(PaperRow).where(PaperRow.pk.in_(linked))).scalars().first()
        if row is not None:
            store.remove_paper(session, row)
            self.tally.removed += 1

    def _keep(self, session: Session, learned: dict[str, dict[str, Any]], last: bool) -> None:
        """What the source wants to know next time; the cursor only when all before it is stored."""
        store.put_objects(session, self.source.feed, learned)
        if last:
            changes.set_state(session, f"cursor:{self.source.feed}", self.memory.cursor)
            changes.set_state(session, f"reader:{self.source.feed}", self.reader.version)

    def _tidy(self) -> None:
        """Remove what the source no longer has, when that is wanted and certain."""
        wanted = self.options.prune if self.source.kind == "folder" else self.options.full or self.options.prune
        if not (wanted and self.source.complete):
            return
        lost = [row for key, row in (self.known | self._left_behind()).items() if key not in self.seen]
        with self.library.session() as session:
            for row in lost:
                session.execute(delete(SourceRow).where(SourceRow.key == row.key))
            for pk in sorted({row.paper_pk for row in lost if row.paper_pk}):
                self._without_lost(session, pk)
        if lost:
            failpoint("remove-after-commit")
            self.library.follow()

    def _left_behind(self) -> dict[str, SourceRow]:
        """What else came from a folder that is no longer there, since files of it have turned up here: the folder
        was moved, and these did not come along."""
        feeds = [feed for feed in self.moved_from if feed.startswith("file:") and not self._is_there(feed)]
        with self.library.reading() as session:
            rows = session.execute(select(SourceRow).where(SourceRow.feed.in_(feeds))).scalars()
            return {row.key: row for row in rows}

    def _is_there(self, feed: str) -> bool:
        return Path(unquote(urlsplit(feed).path)).exists()

    def _without_lost(self, session: Session, pk: int) -> None:
        """A paper of which a source is gone: removed with its last one, else read anew next time."""
        row = session.get(PaperRow, pk)
        left = session.execute(select(SourceRow.key).where(SourceRow.paper_pk == pk)).scalars().all()
        if row is None:
            return
        if not left:
            store.remove_paper(session, row)
            self.tally.removed += 1
        else:
            session.execute(update(SourceRow).where(SourceRow.paper_pk == pk).values(hash=""))

    # --- the record of runs ----------------------------------------------------------------------

    def _begin(self) -> int:
        with self.library.session() as session:
            values = {"feed": self.source.feed, "started": dt.datetime.now(dt.UTC), "report": {}}
            return session.execute(insert(RunRow).values(values).returning(RunRow.id)).scalar_one()

    def _end(self, record: int, failures: int, before: IngestReport, error: str | None) -> None:
        now = self.tally.report()
        counts = {name: getattr(now, name) - getattr(before, name) for name in COUNTS}
        failed = [failure.model_dump() for failure in now.failed[failures:]]
        with self.library.session() as session:
            values = {"finished": dt.datetime.now(dt.UTC), "report": counts | {"failed": failed}, "error": error}
            session.execute(update(RunRow).where(RunRow.id == record).values(values))


def _headed(head: PaperHead) -> PaperReading:
    """A paper of which only the head is known."""
    told = {name: value for name, value in head if value is not None}
    paper = Paper(**{"id": "-", "name": head.reference or "", "text": "", **told})
    return PaperReading(paper=paper, marked=head.public)


def _with_reading_failures(job: Job, read: PaperReading | VorlagenError) -> Job:
    """What could not be read joins what could not be had; only what took too long may be read another time."""
    if isinstance(read, VorlagenError):
        failure = Failure(job.paper.name, str(read), lasting=not isinstance(read, TimedOut))
    elif read.late:
        failure = Failure(job.paper.name, read.late)
    else:
        return job
    return replace(job, failures=(*job.failures, failure))


def _unversioned(origins: tuple[Origin, ...]) -> tuple[Origin, ...]:
    """As if nothing were known of them: they are looked at again next time."""
    return tuple(replace(origin, version="") for origin in origins)
