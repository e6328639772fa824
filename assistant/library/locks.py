"""Locks between processes that end with the process, however it ends."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assistant.database import translated


class FileLock:
    """An exclusive lock on a file (`flock`); held by this object until released, or until it dies."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._fd: int | None = None

    def acquire(self, wait: bool = True) -> bool:
        """True when the lock is ours now, or was already."""
        if self._fd is not None:
            return True
        with translated(str(self.path)):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            fd = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            os.close(fd)
            return False
        self._fd = fd
        return True

    def release(self) -> None:
        if self._fd is not None:
            os.close(self._fd)
            self._fd = None

    @property
    def fd(self) -> int:
        if self._fd is None:
            raise RuntimeError("the lock is not held")
        return self._fd


@contextmanager
def locked(path: Path, wait: bool = True) -> Iterator[bool]:
    """Run with the lock held; without waiting it may not be, which the value tells."""
    lock = FileLock(path)
    got = lock.acquire(wait)
    try:
        yield got
    finally:
        lock.release()
