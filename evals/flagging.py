"""Flags: precision and recall of each kind, on the gold sets of `evals.flags`."""

from collections.abc import Iterable

from evals.flags import KINDS
from evals.flags import score as flag_score
from evals.setup import Setup


def produce(setup: Setup) -> Iterable[dict]:
    for part in ("development", "held_out"):
        for kind in KINDS:
            found = flag_score(kind, part)
            both = found.precision + found.recall
            yield {
                "id": f"{kind}, {part}",
                "n": found.n,
                "precision": found.precision,
                "recall": found.recall,
                "f1": 2 * found.precision * found.recall / both if both else 0.0,
                "note": "; ".join([*found.missed[:3], *found.false_alarms[:3]]),
            }


def score(rows: list[dict]) -> dict:
    return {f"{row['id']}, {measure}": row[measure] for row in rows for measure in ("precision", "recall")}
