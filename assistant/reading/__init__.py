"""From bytes to a Paper or an Inquiry. Every file is read in a child process (see `cage`)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.model import Date, Inquiry, PaperHead, PaperReading
from assistant.reading.cage import Cage, Limits
from assistant.reading.document import Document, FileMeta

__all__ = [
    "VERSION",
    "Cage",
    "Document",
    "FileMeta",
    "Limits",
    "ReadFile",
    "read_document",
    "read_inquiry",
    "read_paper",
]

# Raised whenever the same bytes may be read differently: what was read before is then read again.
VERSION = "3"


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


def read_document(data: bytes, name: str) -> Document:
    """The lines of a file, in a process of its own. Raises BadInput."""
    with Cage(workers=1) as cage:
        return cage.document(data, name)


def read_paper(files: Sequence[SourceFile], head: PaperHead | None = None) -> PaperReading:
    """The paper that these files are, in a process of its own. Raises BadInput if none can be read."""
    with Cage(workers=1) as cage:
        return cage.paper([(FileMeta(file.name, file.uri, date=file.date), file.data) for file in files], head)


def read_inquiry(data: bytes, name: str) -> Inquiry:
    """The Anfrage in a file, in a process of its own. Raises BadInput."""
    with Cage(workers=1) as cage:
        return cage.inquiry(data, name)
