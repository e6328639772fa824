"""Bootstrap intervals over cases (Efron 1979), seeded, so that a run can be repeated."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

RESAMPLES = 2000


class Interval(NamedTuple):
    """A mean with its 95 % bootstrap interval."""

    mean: float
    low: float
    high: float


def mean_interval(values: Sequence[float]) -> Interval:
    """The mean of `values` and where it would lie if other cases of the kind had been drawn."""
    array = np.asarray(values, float)
    if not len(array):
        return Interval(0.0, 0.0, 0.0)
    draws = np.random.default_rng(0).integers(0, len(array), (RESAMPLES, len(array)))
    means = array[draws].mean(axis=1)
    low, high = np.quantile(means, (0.025, 0.975))
    return Interval(float(array.mean()), float(low), float(high))


def paired_difference(pairs: Sequence[tuple[float, float]]) -> Interval:
    """Second minus first, case by case."""
    return mean_interval([second - first for first, second in pairs])


def auroc(scores: Sequence[float], positive: Sequence[bool]) -> float | None:
    """The chance that a positive case scores above a negative one; ties count half. None without both."""
    yes = [score for score, is_yes in zip(scores, positive, strict=True) if is_yes]
    no = [score for score, is_yes in zip(scores, positive, strict=True) if not is_yes]
    if not yes or not no:
        return None
    wins = sum((a > b) + 0.5 * (a == b) for a in yes for b in no)
    return wins / (len(yes) * len(no))


def calibration_error(scores: Sequence[float], positive: Sequence[bool], bins: int = 10) -> float:
    """Expected calibration error over equally wide bins (Guo et al. 2017, arXiv:1706.04599)."""
    total = 0.0
    for index in range(bins):
        inside = [
            (score, is_yes)
            for score, is_yes in zip(scores, positive, strict=True)
            if index / bins <= score < (index + 1) / bins or (index == bins - 1 and score == 1)
        ]
        if inside:
            confidence = sum(score for score, _ in inside) / len(inside)
            share = sum(is_yes for _, is_yes in inside) / len(inside)
            total += abs(confidence - share) * len(inside) / max(1, len(scores))
    return total
