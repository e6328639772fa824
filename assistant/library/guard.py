"""The word index as others see it: always the one in force, in step with the truth, never fatal.

A damaged index is set aside and built anew in the background; until that is done searches by word
find nothing, and the library's notices say so.
"""

import contextlib
import errno
import logging
import threading
import time
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TypeVar

from assistant.errors import Conflict, StoreFailed
from assistant.library.generations import Generations
from assistant.library.sound import damaged_files
from assistant.library.terms import common_idf, terms
from assistant.library.words import PaperHit, Weights, WordIndex
from assistant.model import Scope

_Result = TypeVar("_Result")
_LOOK_EVERY = 0.05
_DISK_ERRORS = (errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO, errno.EDQUOT)
_DISK = ("no space", "read-only", "permission denied", "input/output error", "os error 5", "quota")
REBUILDING = "Der Wortindex war beschädigt und wird neu aufgebaut; bis dahin wird nur nach dem Sinn gesucht."
BEHIND = "Der Wortindex lässt sich gerade nicht nachführen; neue Vorlagen werden nur nach dem Sinn gefunden."
_log = logging.getLogger(__name__)


class Words:
    """Search by words; see `WordIndex` for what each method does."""

    def __init__(self, generations: Generations, rebuild: Callable[[], object]) -> None:
        self._generations, self._rebuild = generations, rebuild
        self._looked = 0.0
        self._rebuilding: threading.Thread | None = None
        self._behind = False

    def search(
        self,
        query: str | Mapping[str, Weights],
        scope: Scope,
        limit: int = 50,
        within: Collection[str] = (),
        voices: Collection[str] = (),
    ) -> list[tuple[int, float]]:
        return self._guarded(lambda index: index.search(query, scope, limit, within, voices), [])

    def search_papers(self, weights: Mapping[str, Weights], scope: Scope, limit: int = 50) -> dict[str, PaperHit]:
        return self._guarded(lambda index: index.search_papers(weights, scope, limit), {})

    def rarities(self, words: Iterable[str], field: str = "text") -> dict[str, float]:
        wanted = list(words)
        return self._guarded(lambda index: index.rarities(wanted, field), {word: common_idf(word) for word in wanted})

    def rarity(self, word: str) -> float:
        return self._guarded(lambda index: index.rarity(word), max(map(common_idf, terms(word)), default=0.0))

    def ids(self) -> dict[int, str]:
        return self._guarded(lambda index: index.ids(), {})

    def follow(self) -> None:
        """Take in what was stored here; waits for other writers and, when the index is damaged, for its rebuild."""
        try:
            self._generations.follow()
        except BaseException as error:
            if not is_damage(error):
                raise
            self._set_aside(error)
        self.wait()

    def refresh(self) -> None:
        """Take in what others stored, and find out whether the index can be read."""
        self._guarded(lambda index: index.rarity("die"), 0.0)

    def verify(self) -> None:
        """Hold the index's files against their checksums: a flipped bit may give wrong answers for a long time
        before it gives an error."""
        self._guarded(_require_sound, None)

    @property
    def notices(self) -> list[str]:
        alive = self._rebuilding is not None and self._rebuilding.is_alive()
        return [text for text, holds in ((REBUILDING, alive), (BEHIND, self._behind)) if holds]

    def wait(self) -> None:
        """Until a rebuild that is under way has ended."""
        if self._rebuilding is not None:
            self._rebuilding.join()

    def _guarded(self, ask: Callable[[WordIndex], _Result], otherwise: _Result) -> _Result:
        if self._rebuilding is not None and self._rebuilding.is_alive():
            return otherwise
        try:
            self._follow()
            return ask(self._generations.current())
        except BaseException as error:
            if not is_damage(error):
                raise
            self._set_aside(error)
            return otherwise

    def _follow(self) -> None:
        """Take in what others stored; while another process does so, what is there must do."""
        if time.monotonic() - self._looked < _LOOK_EVERY:
            return
        try:
            self._generations.follow(wait=False)
            self._behind = False
        except (Conflict, StoreFailed) as error:
            if is_damage(error):
                raise
            _log.warning("the word index cannot follow: %s", error)
            self._behind = True
        self._looked = time.monotonic()

    def _set_aside(self, error: BaseException) -> None:
        _log.error("the word index is damaged and will be rebuilt: %s", error)
        self._generations.quarantine()
        self._rebuilding = threading.Thread(target=self._rebuild, name="rebuild-words")
        self._rebuilding.start()


def _require_sound(index: WordIndex) -> None:
    with contextlib.suppress(FileNotFoundError):  # merged away meanwhile
        damaged = [file for file in damaged_files(index.path) if file.exists()]
        if damaged:
            raise ValueError(f"{damaged[0]} is not what was written")


def is_damage(error: BaseException | None) -> bool:
    """Whether an error means that the index's files are not what was written: tantivy says ValueError
    or panics; a full or read-only disk is no damage."""
    if error is None:
        return False
    if isinstance(error, StoreFailed):
        return isinstance(error.__cause__, ValueError | OSError) and not _is_disk(error.__cause__)
    if isinstance(error, ValueError):
        return not _is_disk(error)
    return type(error).__name__ == "PanicException" or isinstance(error, FileNotFoundError)


def _is_disk(error: BaseException) -> bool:
    said = str(error).lower()
    return getattr(error, "errno", None) in _DISK_ERRORS or any(words in said for words in _DISK)
