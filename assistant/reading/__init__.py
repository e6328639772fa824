"""From bytes to a Paper or an Inquiry. Every file is read in a child process (see `cage`)."""

import atexit
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

from assistant.model import Date, Inquiry, PaperHead, PaperReading
from assistant.reading.cage import Cage, Limits, TimedOut
from assistant.reading.document import Document, FileMeta

__all__ = [
    "VERSION",
    "Cage",
    "Document",
    "FileMeta",
    "Limits",
    "ReadFile",
    "TimedOut",
    "keep_ready",
    "let_go",
    "read_document",
    "read_inquiry",
    "read_paper",
]

# Raised whenever the same bytes may be read differently: what was read before is then read again.
VERSION = "7"


class SourceFile(Protocol):
    """A file as `assistant.sources` brings it."""

    @property
    def name(self) -> str: ...
    @property
    def data(self) -> bytes: ...
    @property
    def uri(self) -> str | None: ...
    @property
    def date(self) -> Date | None: ...


@dataclass(frozen=True)
class ReadFile:
    """A file that comes from no source, but from a person's hands."""

    name: str
    data: bytes
    uri: str | None = None
    date: Date | None = None


_ready: Cage | None = None


def keep_ready(children: int = 2) -> None:
    """From now on keep children waiting for single files: a server's, whose users wait for each.

    Each of them still reads one file and ends. `let_go` (or the end of the program) ends those that wait.
    """
    global _ready
    if _ready is None:
        _ready = Cage(workers=children, single_use=True)
        _ready.prepare()
        atexit.register(let_go)


def let_go() -> None:
    """End the children that wait."""
    global _ready
    cage, _ready = _ready, None
    if cage is not None:
        cage.close()


@contextmanager
def _cage() -> Iterator[Cage]:
    """Where a single file is read: by a child that waits, else by one of its own."""
    if _ready is not None:
        yield _ready
    else:
        with Cage(workers=1) as cage:
            yield cage


def read_document(data: bytes, name: str) -> Document:
    """The lines of a file, in a process of its own. Raises BadInput."""
    with _cage() as cage:
        return cage.document(data, name)


def read_paper(files: Sequence[SourceFile], head: PaperHead | None = None) -> PaperReading:
    """The paper that these files are, in a process of its own. Raises BadInput if none can be read."""
    with _cage() as cage:
        return cage.paper([(FileMeta(file.name, file.uri, date=file.date), file.data) for file in files], head)


def read_inquiry(data: bytes, name: str) -> Inquiry:
    """The Anfrage in a file, in a process of its own. Raises BadInput."""
    with _cage() as cage:
        return cage.inquiry(data, name)
