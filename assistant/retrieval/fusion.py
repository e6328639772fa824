"""How the signals of a paper become its place: a weighted sum, learned from what officials cite.

`weights.json` says how it was learned: softmax over the candidates of each query, so that the papers
cited stand above the others, with an L2 penalty (`evals/benchmarks/retrieval_fusion.py`).
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path


@cache
def weights() -> dict[str, float]:
    text = Path(__file__).with_name("weights.json").read_text(encoding="utf-8")
    return json.loads(text)["weights"]


def fused(signals: Mapping[str, float]) -> float:
    return sum(weight * signals.get(name, 0.0) for name, weight in weights().items())
