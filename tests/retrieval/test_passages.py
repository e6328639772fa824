"""How passages judged by hand become figures."""

import json
import math
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from assistant.model import Inquiry, Question, Scope
from evals import abstention
from evals.benchmarks.retrieval_passages import Asked, Labels, measured

ASKED = Asked("i1", Inquiry(id="i1"), Question(number="2", text="Wie viele?"), Scope())
JUDGED = [("A", 100, 2), ("A", 900, 0), ("B", 40, 1), ("C", 7, 0)]


@pytest.fixture
def labels(tmp_path: Path) -> Labels:
    path = tmp_path / "labels.jsonl"
    rows = [{"inquiry": "i1", "number": "2", "paper": p, "start": at, "grade": grade} for p, at, grade in JUDGED]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    stub = SimpleNamespace(paper=lambda name, public_only: SimpleNamespace(id=name))
    return Labels(cast("Any", stub), path)


def test_a_judgement_holds_for_what_begins_within_a_line(labels: Labels) -> None:
    assert labels.grade(ASKED, ("A", 130)) == 2
    assert labels.grade(ASKED, ("A", 200)) is None
    assert labels.grade(ASKED, ("B", 100)) is None


def test_shares_are_of_what_is_shown(labels: Labels) -> None:
    row = measured(labels, ASKED, [("C", 7), ("B", 40), ("A", 100), ("D", 1), ("A", 900)])
    assert (row["useful in 4"], row["answers in 4"], row["unjudged in 4"]) == (0.5, 0.25, 0.25)
    assert row["useful in 8"] == pytest.approx(2 / 5)
    assert measured(labels, ASKED, [("A", 100)])["useful in 4"] == 1
    assert measured(labels, ASKED, [])["useful in 4"] == 0


def test_ndcg_is_one_for_the_best_order_and_nothing_where_nothing_is_of_use(labels: Labels) -> None:
    best = measured(labels, ASKED, [("A", 100), ("B", 40)])["ndcg in 4"]
    worse = measured(labels, ASKED, [("B", 40), ("C", 7), ("A", 100)])["ndcg in 4"]
    assert best == pytest.approx(1)
    assert 0 < worse < best
    other = Asked("i1", Inquiry(id="i1"), Question(number="3", text="Wo?"), Scope())
    assert math.isnan(measured(labels, other, [("A", 100)])["ndcg in 4"])


def test_each_kind_of_unanswerable_question_is_told_apart() -> None:
    def row(answerable: bool, kind: str, confidence: float) -> dict:
        answered = confidence >= 0.3
        right = float(answered == answerable)
        return {"answerable": answerable, "kind": kind, "answered": answered, "confidence": confidence, "right": right}

    answerable = [row(True, "answerable", 0.6), row(True, "answerable", 0.2)]
    told = abstention.score([*answerable, row(False, "near miss", 0.5), row(False, "other town", 0.1)])
    assert (told["false_answers, near miss"], told["false_answers, other town"]) == (1, 0)
    assert (told["auroc, near miss"], told["auroc, other town"]) == (0.5, 1)
