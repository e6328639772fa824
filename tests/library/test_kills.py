"""Killed at every named place and at random times: the next start is consistent, nothing acknowledged is lost."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from assistant.library import Library, ingest
from assistant.library.failpoints import NAMES
from assistant.settings import Settings
from tests.library.actor import embedder_of
from tests.library.fakes import HashingEmbedder, SimpleReader

ACTIONS = {
    "before-commit": ("ingest", ""),
    "after-commit": ("ingest", ""),
    "words-before-commit": ("ingest", ""),
    "words-after-commit": ("ingest", ""),
    "vectors-half-way": ("adopt", "neu"),
    "reindex-built": ("reindex", ""),
    "reindex-switched": ("reindex", ""),
    "remove-after-commit": ("ingest", "prune"),
    "forget-after-commit": ("forget", "2020/0003"),
}


def write(folder: Path, numbers: range, word: str = "alt") -> None:
    folder.mkdir(exist_ok=True)
    for number in numbers:
        text = f"Titel: Fall {number}\n\nFrage: Wie?\nAntwort: Es ist {word} {number}.\n\nRest."
        (folder / f"{number}.txt").write_text(f"Vorlage: 2020/{number:04d}\n\n{text}")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A small stock and the folder that it came from."""
    write(tmp_path / "in", range(12))
    with Library.open(Settings(data_dir=tmp_path / "data"), HashingEmbedder()) as library:
        ingest(library, [str(tmp_path / "in")], reader=SimpleReader())
    return tmp_path


def start(root: Path, what: str, argument: str, failpoint: str = "") -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.library.actor", str(root / "data"), what, argument],
        env={**os.environ, "VORLAGEN_FAILPOINT": failpoint},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def change(root: Path, what: str, argument: str) -> str:
    """What an ingest finds; returns its source."""
    if what != "ingest":
        return argument
    if argument == "prune":
        (root / "in" / "3.txt").unlink()
    else:
        write(root / "in", range(6, 18), "neu")
    return str(root / "in")


def after(root: Path) -> Library:
    library = Library.open(Settings(data_dir=root / "data"), embedder_of(root / "data"))
    report = library.check()
    assert report.ok, report.problems
    return library


def test_every_failpoint_has_its_action() -> None:
    assert set(ACTIONS) == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_killed_at_a_failpoint(root: Path, name: str) -> None:
    what, argument = ACTIONS[name]
    source = change(root, what, argument)
    process = start(root, what, source, name)
    said, errors = process.communicate(timeout=60)
    assert (process.returncode, said) == (-signal.SIGKILL, ""), errors
    after(root).close()
    process = start(root, what, source)
    said, errors = process.communicate(timeout=60)
    if what == "forget":
        assert "nicht im Bestand" in errors
    else:
        assert said == "done\n", errors
    with after(root) as library:
        if what == "ingest" and argument != "prune":
            assert library.counts()["papers"] == 18
            assert "neu 7" in str(library.paper("2020/0007"))
        elif what == "ingest" or what == "forget":
            assert library.paper("2020/0003") is None
        assert library.paper("2020/0005") is not None


@pytest.mark.parametrize("seed", range(int(os.environ.get("KILLS", "2"))))
def test_killed_at_a_random_time(root: Path, seed: int) -> None:
    rng = random.Random(seed)
    what, argument = rng.choice(sorted(set(ACTIONS.values())))
    source = change(root, what, argument)
    process = start(root, what, source)
    time.sleep(rng.uniform(0.2, 2.0))
    process.kill()
    said, _ = process.communicate()
    with after(root) as library:
        if "done" in said and what == "ingest":
            assert library.counts()["papers"] == (11 if argument else 18)
        if what == "ingest":
            ingest(library, [source], reader=SimpleReader())
            assert library.check().ok
