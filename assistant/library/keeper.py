"""What `vorlagen serve` does for the library while it runs: the indexes follow, Chroma lives, the
councils are asked for news on schedule."""

import datetime as dt
import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import select

from assistant.errors import VorlagenError
from assistant.library.ingest import ingest
from assistant.library.library import Library
from assistant.library.tables import RunRow

_EVERY = 1.0
_VERIFY_EVERY = 3600.0
_log = logging.getLogger(__name__)


@contextmanager
def keeping(library: Library, sync_every: dt.timedelta | None = None, chroma: bool = True) -> Iterator[None]:
    """Care for the library until the block ends. With `sync_every` all OParl systems that were ever
    taken in are asked for changes that often."""
    stop = threading.Event()
    threads = [threading.Thread(target=_keep, args=(library, stop, chroma), name="keeper")]
    if sync_every is not None:
        threads.append(threading.Thread(target=_sync, args=(library, stop, sync_every), name="sync"))
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def _keep(library: Library, stop: threading.Event, chroma: bool) -> None:
    verified = float("-inf")
    while not stop.wait(_EVERY):
        try:
            if time.monotonic() - verified >= _VERIFY_EVERY:
                verified = time.monotonic()
                library.words.verify()
            library.words.refresh()
            if chroma:
                library.chroma.step(library.embedder.fingerprint)
        except VorlagenError as error:
            _log.error("%s", error)
    library.chroma.stop()


def _sync(library: Library, stop: threading.Event, every: dt.timedelta) -> None:
    while not stop.wait(min(60.0, every.total_seconds())):
        for feed in due(library, every):
            try:
                ingest(library, [feed])
            except VorlagenError as error:
                _log.error("sync of %s: %s", feed, error)


def due(library: Library, every: dt.timedelta) -> list[str]:
    """The OParl systems whose last run is longer ago than that."""
    with library.reading() as session:
        rows = session.execute(select(RunRow.feed, RunRow.started).order_by(RunRow.id)).all()
    last = {feed: started for feed, started in rows if feed.startswith(("http://", "https://"))}
    now = dt.datetime.now(dt.UTC)
    return [feed for feed, started in last.items() if now - _aware(started) >= every]


def _aware(moment: dt.datetime) -> dt.datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
