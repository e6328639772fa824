"""Abstention: is a question without precedent said to have none, and only such a one?

Cases: `questions.jsonl` (`{id, text, before, answerable}`, and `kind` where the unanswerable ones are of several
kinds: each is then also told apart).
"""

from collections.abc import Iterable

from assistant.drafting import draft, open_model
from assistant.model import Draft, ItemStatus, Scope
from assistant.reading.cage import Cage
from evals.data_files import jsonl, known_before
from evals.setup import Setup
from evals.statistics import auroc, calibration_error


def produce(setup: Setup) -> Iterable[dict]:
    model = open_model(setup.library.settings, setup.model)
    with Cage(workers=1) as cage:  # one child for all questions
        for case in jsonl(setup.dataset("abstention") / "questions.jsonl", ("id", "text", "answerable")):
            inquiry = cage.inquiry(case["text"].encode(), f"{case['id']}.txt")
            scope = Scope(before=known_before(case))
            yield _row(case, draft(inquiry, setup.library, scope=scope, model=model, prompts=setup.prompts))


def _row(case: dict, made: Draft) -> dict:
    answered = any(item.status != ItemStatus.no_precedent for item in made.items)
    return {
        "id": str(case["id"]),
        "answerable": bool(case["answerable"]),
        "kind": str(case.get("kind") or ""),
        "answered": answered,
        "confidence": max((item.confidence for item in made.items), default=0.0),
        "right": float(answered == bool(case["answerable"])),
        "note": "beantwortet" if answered else "keine frühere Antwort",
    }


def score(rows: list[dict]) -> dict:
    yes = [row for row in rows if row["answerable"]]
    no = [row for row in rows if not row["answerable"]]
    confidence, answerable = [row["confidence"] for row in rows], [row["answerable"] for row in rows]
    measures: dict = {
        "right": sum(row["right"] for row in rows) / len(rows),
        "false_answers": sum(row["answered"] for row in no) / len(no) if no else None,
        "false_refusals": sum(not row["answered"] for row in yes) / len(yes) if yes else None,
        "auroc": auroc(confidence, answerable),
        "ece": calibration_error(confidence, answerable),
        "answerable": len(yes),
        "unanswerable": len(no),
    }
    for kind in sorted({row["kind"] for row in no} - {""}):
        of_kind = [row for row in no if row["kind"] == kind]
        measures[f"false_answers, {kind}"] = sum(row["answered"] for row in of_kind) / len(of_kind)
        asked = [*yes, *of_kind]
        measures[f"auroc, {kind}"] = auroc([row["confidence"] for row in asked], [row["answerable"] for row in asked])
    return measures
