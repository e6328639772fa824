"""What all tests share."""

import os
from pathlib import Path

import pytest

from assistant.settings import Settings
from tests.postgres import postgres, postgres_template  # noqa: F401 - fixtures for all


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A developer's own VORLAGEN_* and vorlagen.toml must not reach the tests."""
    for name in [name for name in os.environ if name.startswith("VORLAGEN_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data")
