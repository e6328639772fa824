"""How the benchmarks compare ways of searching, and how the order is learned."""

import numpy as np
import pytest

from evals.benchmarks.ranking import claim, paired_test
from evals.benchmarks.retrieval_fusion import Case, learn


def test_equal_systems_are_no_different() -> None:
    assert paired_test([0.5, 1.0, 0.0] * 20, [0.5, 1.0, 0.0] * 20) == pytest.approx(1.0)


def test_a_gain_in_every_query_is_no_chance() -> None:
    assert paired_test([0.2] * 60, [0.4] * 60) < 0.001


def test_gains_and_losses_that_balance_are_chance() -> None:
    assert paired_test([0.0, 1.0] * 30, [1.0, 0.0] * 30) > 0.9


def test_no_claim_from_few_queries() -> None:
    assert "no claim" in claim("mrr", [0.1] * 49, [0.9] * 49)
    assert "p = " in claim("mrr", [0.1] * 50, [0.9] * 50)


def test_learns_which_signal_tells_what_is_cited() -> None:
    chance = np.random.default_rng(0)
    cases = []
    for _ in range(40):
        signals = chance.random((20, 2))
        best = str(int(signals[:, 0].argmax()))
        cases.append(Case("", None, "", [str(at) for at in range(20)], signals, {best}))
    telling, idle = learn(cases)
    assert telling > 3 * abs(idle)
    assert cases[0].ranking(cases[0].signals @ np.array([telling, idle]))[0] in cases[0].cited
