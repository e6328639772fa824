"""Progress as server-sent events: of a draft being made, of papers taken in, of learning."""

import threading
from collections.abc import Iterator
from typing import Protocol


class Progress(Protocol):
    done: int
    total: int
    finished: threading.Event


def events(work: Progress | None) -> Iterator[str]:
    """How far the work is; ends with `done`."""
    while work is not None and not work.finished.wait(0.4):
        yield f'event: progress\ndata: {{"done": {work.done}, "total": {work.total}}}\n\n'
    yield "event: done\ndata: {}\n\n"
