"""Abstention: is a question without precedent said to have none, and only such a one?

Cases: `questions.jsonl` (`{id, text, before, answerable}`).
"""

from collections.abc import Iterable

from assistant.drafting import draft, open_model
from assistant.model import ItemStatus, Scope
from assistant.reading import read_inquiry
from evals.data_files import jsonl, known_before
from evals.setup import Setup
from evals.statistics import auroc, calibration_error


def produce(setup: Setup) -> Iterable[dict]:
    model = open_model(setup.library.settings, setup.model)
    for case in jsonl(setup.dataset("abstention") / "questions.jsonl", ("id", "text", "answerable")):
        before = known_before(case)
        inquiry = read_inquiry(case["text"].encode(), f"{case['id']}.txt")
        made = draft(inquiry, setup.library, scope=Scope(before=before), model=model, prompts=setup.prompts)
        answered = any(item.status != ItemStatus.no_precedent for item in made.items)
        yield {
            "id": str(case["id"]),
            "answerable": bool(case["answerable"]),
            "answered": answered,
            "confidence": max((item.confidence for item in made.items), default=0.0),
            "right": float(answered == bool(case["answerable"])),
            "note": "beantwortet" if answered else "keine frühere Antwort",
        }


def score(rows: list[dict]) -> dict:
    yes = [row for row in rows if row["answerable"]]
    no = [row for row in rows if not row["answerable"]]
    confidence, answerable = [row["confidence"] for row in rows], [row["answerable"] for row in rows]
    return {
        "right": sum(row["right"] for row in rows) / len(rows),
        "false_answers": sum(row["answered"] for row in no) / len(no) if no else None,
        "false_refusals": sum(not row["answered"] for row in yes) / len(yes) if yes else None,
        "auroc": auroc(confidence, answerable),
        "ece": calibration_error(confidence, answerable),
        "answerable": len(yes),
        "unanswerable": len(no),
    }
