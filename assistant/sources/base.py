"""What every source of papers yields, and what it may remember from one run to the next."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

from assistant.model import PaperHead


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file with its bytes; `key` tells it from all other files of the same source."""

    key: str
    name: str
    data: bytes
    uri: str | None = None
    media_type: str | None = None
    date: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """A file or paper that could not be had, with the reason in German.

    `lasting` failures are not tried again before the source itself changes.
    """

    source: str
    reason: str
    lasting: bool = False


@dataclass(frozen=True, slots=True)
class Fetched:
    """A paper's files as fetched, and those that could not be."""

    files: tuple[SourceFile, ...]
    failures: tuple[Failure, ...] = ()


@dataclass(frozen=True, slots=True)
class Origin:
    """What a paper comes from: an object of a council system, or a file. `version` changes with it."""

    key: str
    version: str
    name: str


@dataclass(frozen=True, slots=True)
class SourcePaper:
    """A paper that a source has. Its files are fetched only when an origin is not the one known.

    `head` is what the source itself says about the paper; `deleted`: it says the paper is gone.
    """

    origins: tuple[Origin, ...]
    fetch: Callable[[], Fetched]
    head: PaperHead | None = None
    deleted: bool = False

    @property
    def name(self) -> str:
        return self.origins[0].name

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(origin.key for origin in self.origins)


@dataclass
class Memory:
    """What a source remembers between runs; the library keeps it, in the transaction of the data.

    `retry` holds the keys of papers that must be looked at again although they did not change.
    """

    cursor: str | None = None
    full: bool = False
    objects: dict[str, dict[str, Any]] = field(default_factory=dict)
    retry: frozenset[str] = frozenset()
    learned: dict[str, dict[str, Any]] = field(default_factory=dict)

    def learn(self, key: str, value: dict[str, Any]) -> bool:
        """Remember a value; True when it is news."""
        if self.objects.get(key) == value:
            return False
        self.objects[key] = self.learned[key] = value
        return True


class Source(Protocol):
    """Where papers come from. `feed` names it; `kind` is `oparl` or `folder`.

    `papers` yields what there is (or what changed since `memory.cursor`) and failures, and leaves the
    next cursor in `memory.cursor` when it has come to the end. `complete` tells that everything there
    is was yielded, so that what was not is gone; `total` is how many there will be, 0 if unknown.
    """

    feed: str
    kind: str
    complete: bool
    total: int

    def papers(self, memory: Memory) -> Iterator[SourcePaper | Failure]: ...
    def fetch_again(self, keys: tuple[str, ...]) -> Fetched: ...
