"""Verification: are defective sentences caught and fine ones let pass?

Cases: `pairs.jsonl` as `vorlagen verify` reads them, with the expected `outcome` and, for a defect,
its kind. Pairs on board with an odd id were looked at while the rules were written; the others were
held out.
"""

from collections.abc import Iterable
from importlib.resources import as_file, files

from assistant.drafting.verify import judge_cases

from evals.data_files import jsonl
from evals.setup import Setup

_FIELDS = ("id", "question", "sentence", "quotes", "outcome")
_INPUT = ("id", "question", "sentence", "quotes", "source_dates", "today")


def produce(setup: Setup) -> Iterable[dict]:
    if setup.data is not None:
        pairs = jsonl(setup.data / "pairs.jsonl", _FIELDS)
    else:
        with as_file(files("evals") / "data" / "verify" / "pairs.jsonl") as path:
            pairs = jsonl(path, _FIELDS)
    judged = judge_cases([{key: pair[key] for key in _INPUT if key in pair} for pair in pairs])
    for pair, verdict in zip(pairs, judged, strict=True):
        fine = pair["outcome"] == "supported"
        yield {
            "id": str(pair["id"]),
            "defect": None if fine else pair.get("defect") or pair["outcome"],
            "held_out": str(pair["id"])[-1:] in "02468",
            "expected": pair["outcome"],
            "found": verdict["outcome"],
            "right": float(verdict["supported"] == fine),
            "note": f"{pair['outcome']} erwartet, {verdict['outcome']} gefunden",
        }


def score(rows: list[dict]) -> dict:
    measures: dict = {}
    for name, part in (("", rows), (", held out", [row for row in rows if row["held_out"]])):
        defects = [row for row in part if row["defect"]]
        fine = [row for row in part if not row["defect"]]
        measures[f"defects_caught{name}"] = sum(r["right"] for r in defects) / len(defects) if defects else None
        measures[f"fine_refused{name}"] = 1 - sum(r["right"] for r in fine) / len(fine) if fine else None
    measures["outcome_exact"] = sum(row["expected"] == row["found"] for row in rows) / len(rows)
    for kind in sorted({row["defect"] for row in rows if row["defect"]}):
        of_kind = [row for row in rows if row["defect"] == kind]
        measures[f"caught, {kind}"] = sum(row["right"] for row in of_kind) / len(of_kind)
    return measures
