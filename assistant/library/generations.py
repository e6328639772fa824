"""Generations of the word index: each in a folder of its own, one of them in force.

The file `current` names it, so switching is one rename. A generation is built beside the one in
force, which serves meanwhile; the one before stays until the next switch, for readers still in it.
"""

import json
import shutil
import time
import uuid
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Engine

from assistant.database import reading, translated, writing
from assistant.library import changes
from assistant.library.failpoints import failpoint
from assistant.library.files import sync_folder, write_atomically
from assistant.library.follow import follow_words, position_name
from assistant.library.locks import locked
from assistant.library.units import short_hash
from assistant.library.words import VERSION, WordIndex


class Generations:
    """The generations under `root` (`index/` in the data directory)."""

    def __init__(self, root: Path, engine: Engine) -> None:
        self.root, self._engine = root, engine
        self._seen: tuple[str, WordIndex] | None = None

    def current(self) -> WordIndex:
        """The word index in force; made when there is none."""
        name = self._named()
        if name is None:
            with locked(self._lock):
                name = self._named() or self._switch(self._fresh())
        if self._seen is None or self._seen[0] != name:
            self._seen = (name, WordIndex(self.root / name / "words"))
        return self._seen[1]

    @property
    def name(self) -> str:
        return self.current().path.parent.parent.name

    def follow(self, wait: bool = True) -> int:
        """Bring the index in force to where the truth is. Without waiting it may be another process
        that is doing so right now. Raises FileNotFoundError when the index that was written is gone."""
        index = self.current()
        name = position_name(index)
        with reading(self._engine) as session:
            followed, behind = changes.position(session, name), changes.is_behind(session, name)
        if followed and not index.path.is_dir():
            raise FileNotFoundError(index.path)
        if not behind:
            return 0
        with locked(self._lock, wait) as ours:
            return follow_words(self._engine, self.current()) if ours else 0

    def rebuild(
        self,
        fingerprint: str,
        progress: Callable[[int, int], None] | None = None,
        keep_previous: bool = True,
    ) -> str:
        """Build a new generation from SQL and switch to it."""
        with locked(self.root / "rebuilding.lock"):
            name = self._fresh()
            index = WordIndex(self.root / name / "words")
            follow_words(self._engine, index, progress)
            failpoint("reindex-built")
            with locked(self._lock):  # what came meanwhile, then nobody writes until the switch
                follow_words(self._engine, index)
                self._write_manifest(name, index, fingerprint)
                before = self._named()
                self._switch(name)
            failpoint("reindex-switched")
            self._sweep({name, before} if keep_previous else {name})
            return name

    def quarantine(self) -> None:
        """Set the damaged index in force aside, so that nobody opens it again."""
        with locked(self._lock):
            name = self._named()
            if name and (self.root / name).exists():
                target = self.root.parent / "quarantine" / f"{time.strftime('%Y%m%d-%H%M%S')}-{name}"
                with translated(str(target)):
                    target.parent.mkdir(parents=True, exist_ok=True)
                    (self.root / name).rename(target)
            self._switch(self._fresh())

    # --- files ----------------------------------------------------------------------------------

    @property
    def _lock(self) -> Path:
        return self.root / "writing.lock"

    def _named(self) -> str | None:
        try:
            name = (self.root / "current").read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            return None
        return name if name and Path(name).name == name and (self.root / name).is_dir() else None

    def _fresh(self) -> str:
        name = f"{time.strftime('%Y%m%d-%H%M%S')}-{uuid.uuid4().hex[:6]}"
        with translated(str(self.root)):
            (self.root / name).mkdir(parents=True)
        return name

    def _switch(self, name: str) -> str:
        write_atomically(self.root / "current", f"{name}\n".encode())
        return name

    def _write_manifest(self, name: str, index: WordIndex, fingerprint: str) -> None:
        ids = index.ids()
        manifest = {
            "generation": name,
            "analyser": VERSION,
            "embedding": fingerprint,
            "units": len(ids),
            "content": short_hash(sorted(ids.items())),
        }
        write_atomically(self.root / name / "manifest.json", json.dumps(manifest, indent=2).encode())

    def _sweep(self, keep: set[str | None]) -> None:
        """Remove what neither serves nor served last, and its positions in SQL."""
        for folder in self.root.iterdir():
            if folder.is_dir() and folder.name not in keep:
                shutil.rmtree(folder, ignore_errors=True)
        sync_folder(self.root)
        with writing(self._engine) as session:
            changes.drop_positions(session, [f"followed:{name}/" for name in keep if name])
