"""What an evaluation runs on: data, a library, a model; and a record of all of it.

Without `--data` a library of the demo corpus is made in a temporary folder. With `--data` the
library of the settings in force is asked. Another embedding is tried on a copy of the library, so
that an evaluation never changes the one in use.
"""

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.library import Library


@dataclass
class Setup:
    """One evaluation's surroundings; `data` is None for what is on board."""

    settings: Settings
    data: Path | None
    model: str | None
    prompts: Path | None
    embedding: str | None
    scratch: Path

    @classmethod
    @contextmanager
    def open(
        cls, settings: Settings, data: Path | None, model: str | None, prompts: Path | None, embedding: str | None
    ) -> Iterator["Setup"]:
        with tempfile.TemporaryDirectory(prefix="vorlagen-eval-") as scratch:
            setup = cls(settings, data, model, prompts, embedding, Path(scratch))
            try:
                yield setup
            finally:
                if "library" in setup.__dict__:
                    setup.library.close()

    def dataset(self, name: str) -> Path:
        """The folder with the cases of the evaluation `name`."""
        from corpus import gold_dir

        return self.data or gold_dir() / name

    @cached_property
    def library(self) -> "Library":
        from assistant.library import IngestOptions, Library, ingest
        from corpus import papers_dir

        changes = {"embedding_model": self.embedding} if self.embedding else {}
        if self.data is not None and not self.embedding:
            return Library.open(self.settings)
        here = self.settings.model_copy(update={**changes, "data_dir": self.scratch / "library", "database_url": ""})
        if self.data is None:
            library = Library.open(here)
            ingest(library, [str(papers_dir())], IngestOptions())
            return library
        copy = self.scratch / "copy"
        with Library.open(self.settings) as original:
            original.backup(copy)
        Library.restore(here, copy)
        library = Library.open(here)
        library.reindex()
        return library

    def configuration(self) -> dict:
        """What must be known to repeat the run. Settings that may be secret are left out."""
        used = {
            "data": str(self.data) if self.data else "demo",
            "model": self.model or self.settings.chat_model or None,
        }
        used["prompts"] = str(self.prompts) if self.prompts else "on board"
        if self.data is not None:
            used["data_sha256"] = _folder_hash(self.data)
        if "library" in self.__dict__:
            used["embedding"] = self.library.embedder.fingerprint
            used["library"] = self.library.counts(public_only=False)
        used["confidence"] = self.settings.confidence
        return used


def _folder_hash(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        digest.update(path.relative_to(folder).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()
