"""How well the verifier tells what follows from its quotes, on `evals/data/verify/pairs.jsonl`.

Pairs with an odd id were looked at while the rules were written. Those with an even id were held out at first; but
their last 50 (ids from 786) were written late in the tuning, some rules changed after them, and a few of the others
were looked at since. Pairs with a `batch` were written as an outsider would, frozen, judged once, and only then used to
write rules: what they showed on that first run is in docs/decisions and cannot be had again from here.
"""

import json
from collections import Counter
from importlib.resources import files
from typing import Any, NamedTuple

from assistant.drafting.verify import judge_cases


class VerdictScore(NamedTuple):
    """`caught`: share of defects not passed; `refused`: of fine ones not passed; `named`: right outcome if caught."""

    defects: int
    fine: int
    caught: float
    refused: float
    named: float
    missed_ids: tuple[int, ...]
    refused_ids: tuple[int, ...]


def pairs(part: str = "all") -> list[dict[str, Any]]:
    """The pairs; `part` is `all`, `development` or `held_out`."""
    lines = (files("evals") / "data" / "verify" / "pairs.jsonl").read_text(encoding="utf-8").splitlines()
    remainder = {"development": 1, "held_out": 0}.get(part)
    return [pair for pair in map(json.loads, lines) if remainder is None or pair["id"] % 2 == remainder]


def score(part: str = "all") -> VerdictScore:
    """Judge every pair and count."""
    chosen = pairs(part)
    verdicts = judge_cases(chosen)
    count: Counter[str] = Counter()
    missed, refused = [], []
    for pair, verdict in zip(chosen, verdicts, strict=True):
        fine = pair["expected"] == "supported"
        count["fine" if fine else "defect"] += 1
        if fine and not verdict["supported"]:
            refused.append(pair["id"])
        elif not fine and verdict["supported"]:
            missed.append(pair["id"])
        elif not fine:
            count["named"] += verdict["outcome"] == pair["expected"]
    caught = count["defect"] - len(missed)
    return VerdictScore(
        defects=count["defect"],
        fine=count["fine"],
        caught=caught / max(1, count["defect"]),
        refused=len(refused) / max(1, count["fine"]),
        named=count["named"] / max(1, caught),
        missed_ids=tuple(missed),
        refused_ids=tuple(refused),
    )
