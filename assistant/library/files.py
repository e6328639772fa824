"""Writing files that are whole or not there, and survive a power cut."""

import os
from pathlib import Path

from assistant.database import translated


def write_atomically(path: Path, data: bytes) -> None:
    """Replace the file by one with this content; readers see the old or the new one."""
    with translated(str(path)):
        path.parent.mkdir(parents=True, exist_ok=True)
        made = path.with_name(f".{path.name}.{os.getpid()}")
        with made.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        made.replace(path)
        sync_folder(path.parent)


def sync_folder(path: Path) -> None:
    """Make renames and removals in the folder durable."""
    fd = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
