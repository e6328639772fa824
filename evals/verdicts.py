"""Verification: are defective sentences caught and fine ones let pass?

Cases: the pairs of `evals.verification`, or `pairs.jsonl` in the folder given: as `vorlagen verify`
reads them, with the `expected` outcome and, for a defect, its kind (`defect`).
"""

from collections.abc import Iterable

from assistant.drafting.verify import judge_cases
from evals.data_files import jsonl
from evals.setup import Setup
from evals.verification import pairs

_INPUT = ("id", "question", "sentence", "quotes", "source_dates", "today")


def produce(setup: Setup) -> Iterable[dict]:
    cases = pairs() if setup.data is None else jsonl(setup.data / "pairs.jsonl", (*_INPUT[:4], "expected"))
    judged = judge_cases([{key: case[key] for key in _INPUT if key in case} for case in cases])
    for case, verdict in zip(cases, judged, strict=True):
        fine = case["expected"] == "supported"
        yield {
            "id": str(case["id"]),
            "defect": None if fine else case.get("defect") or case["expected"],
            "held_out": setup.data is not None or int(case["id"]) % 2 == 0,
            "expected": case["expected"],
            "found": verdict["outcome"],
            "right": float(verdict["supported"] == fine),
            "note": f"{case['expected']} erwartet, {verdict['outcome']} gefunden",
        }


def score(rows: list[dict]) -> dict:
    measures: dict = {}
    for name, part in (("", rows), (", held out", [row for row in rows if row["held_out"]])):
        defects = [row for row in part if row["defect"]]
        fine = [row for row in part if not row["defect"]]
        measures[f"defects_caught{name}"] = _mean(defects)
        measures[f"fine_refused{name}"] = 1 - (_mean(fine) or 0) if fine else None
    measures["outcome_exact"] = sum(row["expected"] == row["found"] for row in rows) / len(rows)
    for kind in sorted({row["defect"] for row in rows if row["defect"]}):
        measures[f"caught, {kind}"] = _mean([row for row in rows if row["defect"] == kind])
    return measures


def _mean(rows: list[dict]) -> float | None:
    return sum(row["right"] for row in rows) / len(rows) if rows else None
