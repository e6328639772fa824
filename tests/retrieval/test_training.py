"""A town learns its own embedding: judged before it is in force, repeatable, and never at the cost of the search."""

import datetime as dt
from pathlib import Path

import numpy as np
import pytest

from assistant.embedding import BASE, StaticEmbedder
from assistant.embedding.training import Recipe
from assistant.errors import BadInput
from assistant.library import Library
from assistant.model import Scope
from assistant.retrieval import search, train
from assistant.settings import Settings
from tests.retrieval.town import Sheet, Vorlage, put

pytest.importorskip("torch")

SUBJECTS = {
    "Kindertagesstätten": ("Betreuungsplätze", "Erzieherinnen", "Krippengruppen"),
    "Radverkehr": ("Schutzstreifen", "Fahrradständer", "Radschnellweg"),
    "Winterdienst": ("Streusalz", "Räumfahrzeuge", "Glätte"),
    "Friedhöfe": ("Urnengräber", "Grabfelder", "Bestattungen"),
}
PAPERS = tuple(
    Vorlage(
        f"{2010 + number}/{at:04}",
        f"{subject} im Ortsteil {number}",
        (
            Sheet(
                f"{2010 + number}-05-02",
                pairs=tuple((f"Wie viele {word} gibt es?", f"Es gibt {number + 3} {word}.") for word in words),
            ),
        ),
    )
    for at, (subject, words) in enumerate(SUBJECTS.items(), 1)
    for number in range(8)
)
SMALL = Recipe(dimensions=32, vocabulary=500, steps=60, batch=64, dropped=0.0, seed=3)


def _blind() -> StaticEmbedder:
    """An embedding that knows nothing: every token points one way or the other."""
    base = StaticEmbedder.load(BASE)
    weights = np.random.default_rng(0).normal(size=(len(base.weights), 1)).astype(np.float16)
    return StaticEmbedder(base.tokenizer, weights)


def test_a_better_one_comes_into_force_and_every_text_has_its_vector(tmp_path: Path) -> None:
    with Library.open(Settings(data_dir=tmp_path), _blind()) as library:
        put(library, *PAPERS)
        before = library.embedder.fingerprint
        report = train(library, recipe=SMALL)
        assert report.switched
        assert report.after["mrr"] > report.before["mrr"]
        assert library.embedder.fingerprint != before
        assert library.vectors.filler.missing() == 0
        assert search(library, "Streusalz", Scope())[0].paper.name.startswith("Winterdienst")
        assert "ist in Kraft" in report.message
    with Library.open(Settings(data_dir=tmp_path)) as again:
        assert again.embedder.fingerprint != before
        card = (tmp_path / "embedding" / again.embedder.fingerprint / "README.md").read_text(encoding="utf-8")
        assert "nachher" in card


def test_a_worse_one_stays_out(tmp_path: Path) -> None:
    with Library.open(Settings(data_dir=tmp_path)) as library:
        put(library, *PAPERS)
        before = library.embedder.fingerprint
        report = train(library, recipe=Recipe(dimensions=2, vocabulary=300, steps=0, batch=8))
        assert not report.switched
        assert library.embedder.fingerprint == before
        assert "bisherige bleibt in Kraft" in report.message


def test_what_the_settings_name_stays_in_force(tmp_path: Path) -> None:
    with Library.open(Settings(data_dir=tmp_path, embedding_model=str(BASE))) as library:
        put(library, *PAPERS)
        report = train(library, recipe=SMALL)
        assert not report.switched
        assert library.embedder.fingerprint == StaticEmbedder.load(BASE).fingerprint


def test_the_same_papers_give_the_same_embedding(tmp_path: Path) -> None:
    learned = []
    for name in ("one", "two"):
        with Library.open(Settings(data_dir=tmp_path / name), _blind()) as library:
            put(library, *PAPERS)
            train(library, recipe=SMALL)
            learned.append(library.embedder.fingerprint)
    assert learned[0] == learned[1]


def test_learns_only_from_what_was_known_before_the_day(tmp_path: Path) -> None:
    with Library.open(Settings(data_dir=tmp_path), _blind()) as library:
        put(library, *PAPERS)
        with pytest.raises(BadInput, match="zu wenig"):
            train(library, before=dt.date(2012, 1, 1), recipe=SMALL)
