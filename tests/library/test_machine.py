"""The library against a dictionary: whatever is done in whatever order, both say the same."""

import itertools
import os
import shutil
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from assistant.library import IngestOptions, Library, ingest
from assistant.model import Scope
from assistant.settings import Settings
from tests.library.fakes import HashingEmbedder, SimpleReader

NUMBERS = st.integers(0, 5)
WORDS = st.sampled_from(["Ampel", "Brücke", "Campus", "Deich"])


class Crash(BaseException):
    """The process ends here."""


class LibraryMachine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp())
        (self.root / "in").mkdir()
        self.settings = Settings(data_dir=self.root / "data")
        self.library = Library.open(self.settings, HashingEmbedder())
        self.files: dict[int, str] = {}
        self.model: dict[int, str] = {}
        self.forgotten: set[int] = set()
        self.names = itertools.count()

    def teardown(self) -> None:
        self.library.close()
        shutil.rmtree(self.root)

    @rule(number=NUMBERS, word=WORDS)
    def write(self, number: int, word: str) -> None:
        self.files[number] = f"{word} {next(self.names)}"
        text = f"Vorlage: 2020/{number:04d}\n\nFrage: Was ist {word}?\nAntwort: Es ist {self.files[number]}."
        (self.root / "in" / f"{number}.txt").write_text(text)

    @rule(number=NUMBERS)
    def unlink(self, number: int) -> None:
        self.files.pop(number, None)
        (self.root / "in" / f"{number}.txt").unlink(missing_ok=True)

    @rule()
    def take_in(self) -> None:
        ingest(self.library, [str(self.root / "in")], IngestOptions(prune=True), reader=SimpleReader())
        self.model = {number: text for number, text in self.files.items() if number not in self.forgotten}

    @rule(number=NUMBERS)
    def forget(self, number: int) -> None:
        if number in self.model:
            self.library.forget(f"2020/{number:04d}")
            self.forgotten.add(number)
            del self.model[number]

    @rule()
    def reindex(self) -> None:
        self.library.reindex()

    @rule()
    def reopen(self) -> None:
        self.library.close()
        self.library = Library.open(self.settings, HashingEmbedder())

    @rule(at=st.sampled_from(["before-commit", "after-commit", "words-before-commit", "words-after-commit"]))
    def crash(self, at: str) -> None:
        """Leave an ingest at this point without any tidying, as a kill does, and open anew."""
        follow = sys.modules["assistant.library.follow"]
        ingesting = sys.modules["assistant.library.ingest"]

        def die(name: str) -> None:
            if name == at:
                raise Crash

        stored = False
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(follow, "failpoint", die)
            patch.setattr(ingesting, "failpoint", die)
            try:
                ingest(self.library, [str(self.root / "in")], reader=SimpleReader())
                stored = True
            except Crash:
                stored = at != "before-commit"
        if stored:
            self.model |= {number: text for number, text in self.files.items() if number not in self.forgotten}
        self.reopen()

    @invariant()
    def says_the_same(self) -> None:
        papers = {int(str(p.reference).split("/")[1]): p for p in self.library.papers(self.library.paper_ids())}
        told = {number: p.exchanges[0].answer.removeprefix("Es ist ").removesuffix(".") for number, p in papers.items()}
        assert told == self.model
        self.library.words._looked = 0.0
        for word in ("Ampel", "Deich"):
            wanted = {number for number, text in self.model.items() if text.startswith(word)}
            assert self._found(self.library.words.search(word, Scope())) == wanted
        vector = self.library.embedder.encode(["Ampel"])[0]
        assert self._found(self.library.vectors.search(vector, Scope())) == set(self.model)
        assert self.library.check().ok

    def _found(self, hits: list[tuple[int, float]]) -> set[int]:
        units = self.library.units([unit for unit, _ in hits])
        assert len(units) == len(hits)
        return {int(str(unit.paper.reference).split("/")[1]) for unit in units.values()}


LibraryMachine.TestCase.settings = settings(
    max_examples=int(os.environ.get("MACHINE_EXAMPLES", "4")), stateful_step_count=15, deadline=None
)
TestLibraryMachine = LibraryMachine.TestCase
