"""Reading many papers at once, each in the cage of a child process."""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from assistant.errors import VorlagenError
from assistant.model import PaperReading
from assistant.sources import Failure, SourceFile, SourcePaper


@dataclass(frozen=True, slots=True)
class Job:
    """A paper to be read: what its source says of it, its files, and those that could not be had."""

    paper: SourcePaper
    files: tuple[SourceFile, ...]
    failures: tuple[Failure, ...] = ()


class Reader(AbstractContextManager, Protocol):
    """Reads papers; `version` changes when the same bytes may be read otherwise than before."""

    version: str

    def read(self, jobs: Iterable[Job]) -> Iterator[tuple[Job, PaperReading | VorlagenError]]: ...


class _CagedReader:
    """Reads with the workers of `assistant.reading`, a few papers ahead of what is taken."""

    def __init__(self, workers: int) -> None:
        from assistant.reading import VERSION, Cage  # heavy: brings the document formats

        self.version = VERSION
        self._cage = Cage(workers=workers)

    def __enter__(self) -> "_CagedReader":
        self._cage.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self._cage.close()

    def read(self, jobs: Iterable[Job]) -> Iterator[tuple[Job, PaperReading | VorlagenError]]:
        return self._cage.papers((job, _files(job), job.paper.head) for job in jobs)


def bulk_reader(workers: int = 2) -> Reader:
    return _CagedReader(workers)


def _files(job: Job) -> tuple:
    from assistant.reading import FileMeta

    return tuple(
        (FileMeta(file.name, file.uri, hashlib.sha256(file.data).hexdigest(), file.date), file.data)
        for file in job.files
    )
