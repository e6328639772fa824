"""German: sentence boundaries and mentions, on the gold sets of `evals.german`."""

from collections.abc import Iterable

from evals.german import EXTRACTORS, Score, extractor_score, sentence_score
from evals.setup import Setup


def produce(setup: Setup) -> Iterable[dict]:
    for part in ("development", "held_out"):
        yield _row("sentences", part, sentence_score(part))
        for name in EXTRACTORS:
            yield _row(name, part, extractor_score(name, part))


def score(rows: list[dict]) -> dict:
    return {f"{row['id']}, {measure}": row[measure] for row in rows for measure in ("precision", "recall")}


def _row(name: str, part: str, result: Score) -> dict:
    both = result.precision + result.recall
    return {
        "id": f"{name}, {part}",
        "n": result.n,
        "precision": result.precision,
        "recall": result.recall,
        "f1": 2 * result.precision * result.recall / both if both else 0.0,
        "note": "; ".join(result.wrong[:5]),
    }
