"""The gold sets of `evals/data/german`: figures that must not get worse, on the held-out half too."""

import pytest

from evals.german import EXTRACTORS, extractor_score, sentence_score


@pytest.mark.parametrize("part", ["development", "held_out"])
def test_sentences_end_where_the_gold_says(part: str) -> None:
    score = sentence_score(part)
    assert score.n >= 150
    assert min(score.precision, score.recall) >= 0.98, score.wrong


@pytest.mark.parametrize("name", sorted(EXTRACTORS))
def test_what_the_rules_were_written_on_is_found(name: str) -> None:
    score = extractor_score(name, "development")
    assert min(score.precision, score.recall) == 1.0, score.wrong


@pytest.mark.parametrize(
    ("name", "least"), [("figures", 0.92), ("amounts", 0.94), ("dates", 0.95), ("statutes", 0.95), ("names", 0.8)]
)
def test_what_was_held_out_is_found(name: str, least: float) -> None:
    score = extractor_score(name, "held_out")
    assert min(score.precision, score.recall) >= least, score.wrong


def test_each_extractor_has_thirty_cases_and_more() -> None:
    assert all(extractor_score(name).n >= 28 for name in EXTRACTORS)
