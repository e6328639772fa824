"""A tiny ranking and the exact number expected."""

import pytest

from evals.retrieval import measured


def test_recall_and_reciprocal_rank_of_a_tiny_ranking():
    row = measured(["a", "b", "c", "d", "e", "f", "g"], {"b", "g", "?fehlt"})
    assert row["r5"] == pytest.approx(1 / 3)
    assert row["r10"] == pytest.approx(2 / 3)
    assert row["mrr"] == 0.5


def test_a_ranking_without_a_hit_counts_as_zero():
    assert measured([], {"a"}) == {"r5": 0, "r10": 0, "r20": 0, "r50": 0, "mrr": 0}
    assert measured(["b"], {"a"})["mrr"] == 0
