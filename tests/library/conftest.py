from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.library import IngestOptions, IngestReport, Library, ingest
from assistant.settings import Settings
from tests.library.fakes import HashingEmbedder, SimpleReader


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data")


@pytest.fixture
def library(settings: Settings) -> Iterator[Library]:
    with Library.open(settings, HashingEmbedder()) as made:
        yield made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "vorlagen"
    made.mkdir()
    return made


TakeIn = Callable[..., IngestReport]


@pytest.fixture
def take_in(library: Library, folder: Path) -> TakeIn:
    """Take in the folder once more, or what is named."""

    def run(*sources: object, reader: SimpleReader | None = None, **options: bool) -> IngestReport:
        return ingest(
            library, list(sources) or [str(folder)], IngestOptions(**options), reader=reader or SimpleReader()
        )

    return run
