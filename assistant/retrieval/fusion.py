"""How the signals of a paper become its place: a weighted sum, learned from what officials cite.

`weights.json` says how it was learned: softmax over the candidates of each query, so that the papers
cited stand above the others, with an L2 penalty (`evals/benchmarks/retrieval_fusion.py`). Three signals
cannot be learned there, since the letters asked with have lost their references and are long: who
names a paper by its number means it, and so does, in few words, who names a person, a street or the
day of a letter.
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

SAID = {"named": 30.0, "exact": 2.0, "letter": 2.0}


@cache
def weights() -> dict[str, float]:
    """The weights that were learned."""
    text = Path(__file__).with_name("weights.json").read_text(encoding="utf-8")
    return json.loads(text)["weights"]


def fused(signals: Mapping[str, float]) -> float:
    return sum(weight * signals.get(name, 0.0) for name, weight in {**weights(), **SAID}.items())
