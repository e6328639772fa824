"""Long work on the library that a page starts: taking papers in, learning. One of each kind at a time.

The work goes on when the page is left; whoever comes back sees how far it is, or what came of it.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import structlog

from assistant.errors import Conflict, VorlagenError
from assistant.review import Desk, Person, digest

log = structlog.get_logger()
Progress = Callable[[int, int], None]


@dataclass
class Work:
    """One piece of long work: what, how far, and when it is over what came of it."""

    kind: str
    label: str
    done: int = 0
    total: int = 0
    begun: float = field(default_factory=time.monotonic)
    message: str = ""
    failed: bool = False
    finished: threading.Event = field(default_factory=threading.Event)

    @property
    def running(self) -> bool:
        return not self.finished.is_set()


class Works:
    """The long work of this service, the last of each kind."""

    def __init__(self) -> None:
        self._last: dict[str, Work] = {}
        self._lock = threading.Lock()
        self._threads: list[threading.Thread] = []

    def last(self, kind: str) -> Work | None:
        return self._last.get(kind)

    def start(self, kind: str, label: str, do: Callable[[Progress], str]) -> Work:
        """Begin; `do` moves the progress and gives what is to be said at the end.

        Raises Conflict while work of this kind is under way.
        """
        with self._lock:
            before = self._last.get(kind)
            if before and before.running:
                raise Conflict(f"„{before.label}“ läuft gerade noch. Bitte warten, bis es fertig ist.")
            work = self._last[kind] = Work(kind, label)
            thread = threading.Thread(target=_run, args=(work, do), name=kind, daemon=True)
            self._threads = [t for t in self._threads if t.is_alive()] + [thread]
            thread.start()
            return work

    def close(self, patience: float = 20.0) -> None:
        """Wait a little for what is under way; what then still runs is cut off, and nothing half-done stays."""
        for thread in self._threads:
            thread.join(patience)


def _run(work: Work, do: Callable[[Progress], str]) -> None:
    def move(done: int, total: int) -> None:
        work.done, work.total = done, total

    try:
        work.message = do(move)
    except VorlagenError as error:
        work.failed, work.message = True, str(error)
        log.warning("long work failed", kind=work.kind, reason=str(error))
    except Exception:
        work.failed, work.message = True, "Das ist abgebrochen. Die Technik findet den Grund im Betriebsprotokoll."
        log.exception("long work failed", kind=work.kind)
    finally:
        work.finished.set()


# --- What can be done -----------------------------------------------------------------------------


def taking_in(desk: Desk, person: Person, source: str, not_public: bool) -> Callable[[Progress], str]:
    """Take papers in from a source; begun and ended on record."""

    def do(move: Progress) -> str:
        from assistant.library import IngestOptions, ingest

        desk.note(person, "ingest_started", "library", source=digest(source), not_public=not_public)
        report = ingest(desk.library, [source], IngestOptions(not_public=not_public), move)
        numbers = report.model_dump(include={"papers", "unchanged", "removed"})
        desk.note(person, "ingest_finished", "library", **numbers, failed=len(report.failed))
        said = f"{_papers(report.papers)} aufgenommen, {report.unchanged} unverändert"
        if report.failed:
            first = report.failed[0]
            said += f", {len(report.failed)} nicht lesbar (zum Beispiel {first.source}: {first.reason})"
        return said + "."

    return do


def _papers(count: int) -> str:
    return "1 Vorlage" if count == 1 else f"{count} Vorlagen"


def learning(desk: Desk, person: Person) -> Callable[[Progress], str]:
    """Learn from the town's own papers; the search changes only when it is not worse for it."""

    def do(move: Progress) -> str:
        from assistant.retrieval import train

        desk.note(person, "training_started", "embedding")
        report = train(desk.library, progress=move)
        desk.note(person, "training_finished", "embedding", switched=report.switched, queries=report.queries)
        return report.message

    return do


def choosing(desk: Desk, person: Person, name: str) -> Callable[[Progress], str]:
    """Go over to another embedding; every paper gets its place under it first."""

    def do(move: Progress) -> str:
        desk.choose_embedding(person, name, move)
        return "Das Suchverfahren ist gewechselt."

    return do
