"""Whatever proposes candidates, the score is that of the vectors in SQL, and the order is always the same."""

from typing import Any

import numpy as np
import pytest

from assistant.library import Library
from assistant.model import Scope
from assistant.settings import Settings
from tests.retrieval.town import LINDENAU, Sheet, Vorlage, put

TWINS = tuple(
    Vorlage(
        f"2015/{number:04}", "Winterdienst", (Sheet("2015-01-09", passages=("Auf Gehwegen wird Splitt gestreut.",)),)
    )
    for number in range(1, 7)
)


class Proposing:
    """A Chroma that proposes what it is told, in any order, and knows no true score."""

    ready = True

    def __init__(self, units: list[int], seq: int) -> None:
        self.units, self.seq = units, seq

    def candidates(self, *_: Any) -> tuple[list[int], int]:
        return self.units, self.seq


def test_candidates_are_scored_with_the_true_vectors_and_ties_stand_by_id(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Library.open(Settings(data_dir=tmp_path)) as library:
        put(library, *LINDENAU, *TWINS)
        vector = library.embedder.encode(["Splitt auf Gehwegen im Winter"])[0]
        matrix = library.vectors.matrix()
        exact = library.vectors.search(vector, Scope(public_only=False), 100)
        assert len(exact) == len(matrix.units)
        true = {int(unit): float(row @ vector) for unit, row in zip(matrix.units, matrix.vectors, strict=True)}
        monkeypatch.setattr("assistant.library.vectors.EXACT_UP_TO", 0)
        for seed in range(5):
            shuffled = np.random.default_rng(seed).permutation([unit for unit, _ in exact]).tolist()
            monkeypatch.setattr(library.vectors, "_chroma", Proposing(shuffled, matrix.seq))
            found = library.vectors.search(vector, Scope(public_only=False), 100)
            assert found == exact
            assert all(score == pytest.approx(true[unit], abs=1e-6) for unit, score in found)
        twins = [unit for unit, score in exact if score == exact[0][1]]
        assert len(twins) == len(TWINS)
        assert twins == sorted(twins)
        monkeypatch.setattr(library.vectors, "_chroma", Proposing(twins[2:4], matrix.seq))
        assert [unit for unit, _ in library.vectors.search(vector, Scope(), 100)] == twins[2:4]


def test_the_order_is_the_same_after_papers_came_and_went(tmp_path: Any) -> None:
    """A matrix that followed the changes has its rows in another order than one that is loaded anew."""
    with Library.open(Settings(data_dir=tmp_path)) as library:
        put(library, *TWINS[:4])
        vector = library.embedder.encode(["Splitt auf Gehwegen im Winter"])[0]
        library.vectors.search(vector, Scope(), 3)
        library.remove("2015/0001")
        put(library, *TWINS[4:])
        followed = library.vectors.search(vector, Scope(), 3)
    with Library.open(Settings(data_dir=tmp_path)) as again:
        assert again.vectors.search(vector, Scope(), 3) == followed
