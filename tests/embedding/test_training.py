"""Learning an embedding from papers alone."""

import numpy as np
import pytest

from assistant.embedding.training import Recipe, TrainingPaper, learn, learn_tokenizer

torch = pytest.importorskip("torch")

TOPICS = {
    "Kindertagesstätte": ("Betreuungsplätze", "Erzieherinnen", "Krippengruppe", "Elternbeiträge"),
    "Radverkehr": ("Radweg", "Fahrradständer", "Schutzstreifen", "Radfahrende"),
    "Winterdienst": ("Streusalz", "Räumfahrzeuge", "Glätte", "Schneefall"),
}


def papers() -> list[TrainingPaper]:
    made = []
    for title, words in TOPICS.items():
        for number in range(12):
            texts = tuple(f"Zu {word} teilt die Verwaltung den Stand {number} mit: {word}." for word in words)
            made.append(
                TrainingPaper(
                    f"{title} im Ortsteil", (texts[:2], texts[2:]), ((f"Was gilt für {words[0]}?", texts[1]),)
                )
            )
    return made


SMALL = Recipe(dimensions=32, vocabulary=400, steps=40, batch=64, seed=7)


def test_what_stands_together_comes_together():
    model = learn(papers(), SMALL)
    title, own, foreign = model.encode(["Winterdienst", "Streusalz", "Krippengruppe"])
    assert title @ own > title @ foreign + 0.2


def test_the_same_seed_gives_the_same_model():
    first, second = learn(papers(), SMALL), learn(papers(), SMALL)
    assert first.fingerprint == second.fingerprint
    assert (
        learn(papers(), Recipe(dimensions=32, vocabulary=400, steps=40, batch=64, seed=8)).fingerprint
        != first.fingerprint
    )


def test_progress_is_told_to_the_end():
    seen = []
    learn(papers(), SMALL, progress=lambda done, total: seen.append((done, total)))
    assert seen[0] == (1, 40)
    assert seen[-1] == (40, 40)


def test_a_start_is_kept_where_nothing_is_learned():
    start = learn(papers(), SMALL)
    same = learn(papers(), Recipe(dimensions=32, vocabulary=400, steps=0, batch=64, seed=9), start=start)
    assert np.allclose(same.weights, start.weights)


def test_words_are_folded():
    tokenizer = learn_tokenizer(papers(), 400)
    assert tokenizer.encode("STRASSE").tokens == tokenizer.encode("Straße").tokens
