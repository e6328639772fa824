"""Learn and judge the confidence: how sure it is that an earlier text answers a question.

    python -m evals.benchmarks.retrieval_confidence LIBRARY DEMO [--embedding FOLDER] [--write]

LIBRARY holds the papers that `labels.jsonl` names, DEMO the demo corpus of `demo_labels.jsonl`. Folds
keep all pairs of one question together; figures are of pairs that the model had not seen: AUROC, expected
calibration error and the reliability curve. Then the questions of `abstention/questions.jsonl` are asked of
LIBRARY: does `find` tell those that it can answer from topics that were unknown on the day and from
questions to other towns?
"""

import argparse
import datetime as dt
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from assistant.library import Library, Unit
from assistant.library.units import embedded_text
from assistant.model import Inquiry, Question, Scope
from assistant.retrieval import find
from assistant.retrieval.confidence import SIGNALS, signals
from assistant.retrieval.query import analyse
from assistant.retrieval.units import voice_of
from assistant.settings import Settings
from evals.data_files import jsonl
from evals.statistics import auroc, calibration_error

DATA = Path(__file__).parents[1] / "data" / "retrieval"
_PENALTY = 0.5
_FOLDS = 10
_BINS = 5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("library", type=Path)
    parser.add_argument("demo", type=Path)
    parser.add_argument("--embedding", default="", help="for LIBRARY: one learned before its questions were asked")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    rows = [
        *_pairs(Settings(data_dir=options.library, embedding_model=options.embedding), "labels.jsonl"),
        *_pairs(Settings(data_dir=options.demo), "demo_labels.jsonl"),
    ]
    x = np.array([[row["signals"][name] for name in SIGNALS] for row in rows])
    y = np.array([row["label"] for row in rows], dtype=float)
    groups = [row["group"] for row in rows]
    guessed = _out_of_fold(x, y, groups)
    print(json.dumps({"pairs": len(rows), "positive": int(y.sum()), **_measures(y, guessed)}, indent=1))
    for name in sorted({row["set"] for row in rows}):
        chosen = np.array([row["set"] == name for row in rows])
        print(name, int(chosen.sum()), int(y[chosen].sum()), json.dumps(_measures(y[chosen], guessed[chosen])))
        _curve(y[chosen], guessed[chosen])
    weights = fit(x, y)
    print(dict(zip(("bias", *SIGNALS), weights.round(2).tolist(), strict=True)))
    if options.write:
        _write(weights, len(rows), _measures(y, guessed))
    _abstention(Settings(data_dir=options.library, embedding_model=options.embedding))


def _pairs(settings: Settings, name: str) -> Iterator[dict]:
    with Library.open(settings) as library:
        for line in (DATA / name).read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            question, topic = _question(library, row["question"])
            unit = _unit(library, row["precedent"])
            if question and unit:
                yield {
                    "label": row["label"],
                    "set": row.get("set", "demo"),
                    "group": question,
                    "signals": _signals(library, question, topic, unit, dt.date.fromisoformat(row["before"])),
                }


def _question(library: Library, asked: str | dict) -> tuple[str, str]:
    if isinstance(asked, str):
        return asked, ""
    paper = library.paper(asked["paper"], public_only=False)
    for exchange in paper.exchanges if paper else ():
        if exchange.number == asked["number"]:
            return exchange.question, paper.name if paper else ""
    return "", ""


def _unit(library: Library, place: dict) -> Unit | None:
    paper = library.paper(place["paper"], public_only=False)
    units = library.units_of([paper.id]) if paper else []
    near = sorted(units, key=lambda unit: abs(unit.start - place["start"]))
    return near[0] if near and abs(near[0].start - place["start"]) < 50 else None


def _signals(library: Library, question: str, topic: str, unit: Unit, before: dt.date) -> dict[str, float]:
    query = analyse(question, topic, library.words.rarities)
    texts = [f"{topic}\n{question}", embedded_text(unit.title, unit.topic, unit.question, unit.text)]
    one, other = library.embedder.encode(texts)
    return signals(query, unit, voice_of(unit), float(one @ other))


def fit(x: np.ndarray, y: np.ndarray, steps: int = 200) -> np.ndarray:
    """Bias and weights of a logistic model with an L2 penalty, by Newton's method."""
    mean, scale = x.mean(0), x.std(0) + 1e-9
    design = np.column_stack([np.ones(len(x)), (x - mean) / scale])
    weights = np.zeros(design.shape[1])
    penalty = np.diag([0.0, *[_PENALTY] * x.shape[1]])
    for _ in range(steps):
        p = 1 / (1 + np.exp(-design @ weights))
        gradient = design.T @ (p - y) + penalty @ weights
        step = np.linalg.solve((design.T * (p * (1 - p))) @ design + penalty, gradient)
        weights -= step
        if np.abs(step).max() < 1e-8:
            break
    plain = weights[1:] / scale
    return np.array([weights[0] - plain @ mean, *plain])


def predict(weights: np.ndarray, x: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-(weights[0] + x @ weights[1:])))


def _out_of_fold(x: np.ndarray, y: np.ndarray, groups: Sequence[str]) -> np.ndarray:
    names = sorted(set(groups))
    np.random.default_rng(0).shuffle(names)
    fold = {name: at % _FOLDS for at, name in enumerate(names)}
    of_row = np.array([fold[name] for name in groups])
    guessed = np.zeros(len(y))
    for number in range(_FOLDS):
        seen = of_row != number
        guessed[~seen] = predict(fit(x[seen], y[seen]), x[~seen])
    return guessed


def _measures(y: np.ndarray, p: np.ndarray) -> dict[str, float]:
    found = {"auroc": _auroc(y, p), "ece": calibration_error(p.tolist(), (y == 1).tolist())}
    return {name: round(value, 3) for name, value in {**found, "brier": float(((y - p) ** 2).mean())}.items()}


def _auroc(y: np.ndarray, p: np.ndarray) -> float:
    found = auroc(p.tolist(), (y == 1).tolist())
    return float("nan") if found is None else found


def _curve(y: np.ndarray, p: np.ndarray) -> None:
    """How often it was right where it said so much."""
    at = np.minimum((p * _BINS).astype(int), _BINS - 1)
    for b in sorted(set(at.tolist())):
        inside = at == b
        print(f"  said {p[inside].mean():.2f}  true {y[inside].mean():.2f}  of {int(inside.sum())}")


def _abstention(settings: Settings) -> None:
    rows = list(jsonl(DATA / "abstention" / "questions.jsonl", ("id", "text", "answerable")))
    with Library.open(settings) as library:
        sure = np.array([_sure(library, row) for row in rows])
    y = np.array([float(row["answerable"]) for row in rows])
    limit = settings.confidence
    print(f"answerable or not: {len(rows)} questions, AUROC {_auroc(y, sure):.3f}")
    print(f"at {limit}: {int((sure[y == 1] >= limit).sum())} of {int(y.sum())} answerable would be answered")
    kinds = np.array([str(row.get("kind") or "other") for row in rows])
    for kind in sorted(set(kinds[y == 0])):
        chosen = (y == 1) | (kinds == kind)
        others = sure[(y == 0) & (kinds == kind)]
        print(f"{kind}: AUROC {_auroc(y[chosen], sure[chosen]):.3f}, {int((others >= limit).sum())} of {len(others)}")


def _sure(library: Library, row: dict) -> float:
    scope = Scope(before=dt.date.fromisoformat(row["before"]), public_only=False)
    return find(library, Question(text=row["text"]), Inquiry(id=str(row["id"])), scope).confidence


def _write(weights: np.ndarray, pairs: int, measures: dict[str, float]) -> None:
    path = Path(__file__).parents[2] / "assistant" / "retrieval" / "confidence.json"
    learned = f"logistic, L2 {_PENALTY}, {pairs} pairs judged by hand (evals/data/retrieval); out of fold {measures}"
    model = {
        "learned": learned,
        "bias": round(float(weights[0]), 3),
        "weights": {name: round(float(w), 3) for name, w in zip(SIGNALS, weights[1:], strict=True)},
    }
    path.write_text(json.dumps(model, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
