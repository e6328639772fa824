"""Long work in the background: drafts are made by a few threads and outlive the page that asked."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import structlog

from assistant.errors import VorlagenError
from assistant.review import Desk

log = structlog.get_logger()


@dataclass
class Job:
    """One draft being made."""

    done: int = 0
    total: int = 0
    finished: threading.Event = field(default_factory=threading.Event)


class Jobs:
    """The drafts being made; what is not in here is finished or waits for the next start."""

    def __init__(self, desk: Desk, workers: int = 2) -> None:
        self.desk = desk
        self._jobs: dict[str, Job] = {}
        self._lock = threading.Lock()
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="entwurf")

    def start(self, draft_id: str) -> Job:
        """Make this draft, unless that is under way."""
        with self._lock:
            job = self._jobs.get(draft_id)
            if job is None:
                job = self._jobs[draft_id] = Job()
                self._pool.submit(self._run, draft_id, job)
            return job

    def resume(self) -> None:
        """Go on with what was under way when the service last ended."""
        for draft_id in self.desk.unfinished_drafts():
            self.start(draft_id)

    def job(self, draft_id: str) -> Job | None:
        return self._jobs.get(draft_id)

    def close(self) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _run(self, draft_id: str, job: Job) -> None:
        def move(done: int, total: int) -> None:
            job.done, job.total = done, total

        try:
            self.desk.run_draft(draft_id, move)
        except VorlagenError as error:
            log.warning("draft failed", draft=draft_id, reason=str(error))
        except Exception:
            log.exception("draft failed", draft=draft_id)
        finally:
            with self._lock:
                self._jobs.pop(draft_id, None)
            job.finished.set()
