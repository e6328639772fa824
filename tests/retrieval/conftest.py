from collections.abc import Iterator

import pytest

from assistant.library import Library
from assistant.settings import Settings
from tests.retrieval.town import LINDENAU, put


@pytest.fixture(scope="module")
def lindenau(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """The whole small library with the embedding on board."""
    with Library.open(Settings(data_dir=tmp_path_factory.mktemp("lindenau"))) as made:
        put(made, *LINDENAU)
        yield made
