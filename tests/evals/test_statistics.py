"""Tiny cases with the exact number expected."""

import pytest

from evals.statistics import auroc, calibration_error, mean_interval, paired_difference


def test_mean_with_its_interval():
    interval = mean_interval([0.0, 1.0, 1.0, 0.0])
    assert interval.mean == 0.5
    assert interval.low < 0.5 < interval.high
    assert mean_interval([0.5] * 9) == (0.5, 0.5, 0.5)


def test_the_difference_is_taken_case_by_case():
    assert paired_difference([(0.2, 0.3), (0.8, 0.9)]).low == pytest.approx(0.1)


def test_auroc_counts_ties_half():
    assert auroc([0.9, 0.1], [True, False]) == 1.0
    assert auroc([0.5, 0.5], [True, False]) == 0.5
    assert auroc([0.1, 0.9], [True, False]) == 0.0
    assert auroc([0.1], [True]) is None


def test_calibration_error():
    assert calibration_error([1.0, 1.0], [True, True]) == 0.0
    assert calibration_error([0.75, 0.75, 0.75, 0.75], [True, True, True, False]) == pytest.approx(0.0)
    assert calibration_error([0.9, 0.9], [False, False]) == pytest.approx(0.9)
