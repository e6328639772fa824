"""Feedback: does the search do what the people in the house said of its finds?

Cases come from the library in use: every question for which somebody judged a find (useful, wrong,
outdated, wrong source). `python -m evals.feedback FOLDER` writes them as a dataset (`queries.jsonl`,
`qrels.txt`), which `--data FOLDER` reads again and the evaluation `retrieval` reads as well. A case is
right when something useful stands before everything that was rejected. Nobody is named: a judgement is
kept by its day alone.
"""

import hashlib
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from assistant.errors import NotFound
from assistant.library import Library
from assistant.model import Scope
from assistant.retrieval import search
from assistant.review import Desk
from assistant.settings import Settings, load_settings
from evals.data_files import jsonl, judgements, known_before
from evals.setup import Setup

_DEPTH = 10
USEFUL = "useful"


def produce(setup: Setup) -> Iterable[dict]:
    if setup.data is None:
        setup.data = setup.scratch / "feedback"
        export(setup.settings, setup.data)
    for case in _from_folder(setup.data):
        yield _row(setup, case)


def score(rows: Sequence[dict]) -> dict:
    useful = [row for row in rows if row["useful"]]
    return {
        "right": sum(row["right"] for row in rows) / len(rows),
        "useful in 10": sum(row["found"] for row in useful) / len(useful) if useful else None,
        "rejected in 3": sum(row["rejected_high"] for row in rows) / len(rows),
        "judgements": sum(row["judgements"] for row in rows),
    }


def cases_of(judgements: Sequence[dict[str, str]]) -> list[dict]:
    """The judgements by question; of several on one find the last counts."""
    by_question: dict[str, dict] = {}
    for one in judgements:
        question = " ".join(one["question"].split())
        name = hashlib.sha256(question.encode()).hexdigest()[:12]
        case = by_question.setdefault(question, {"id": name, "text": question, "verdicts": {}})
        case["verdicts"][one["paper"]] = one["verdict"]
    return list(by_question.values())


def export(settings: Settings, folder: Path) -> int:
    """The feedback of the library in use as a dataset; how many questions."""
    with Library.open(settings) as library:
        return write_dataset(Desk(library).judgements(), folder)


def write_dataset(judgements: Sequence[dict[str, str]], folder: Path) -> int:
    """These judgements as a dataset for `retrieval` and for this evaluation.

    Raises NotFound when there are none.
    """
    if not judgements:
        raise NotFound("Es gibt noch keine Rückmeldung. Bei jeder Fundstelle lässt sich sagen, ob sie hilfreich war.")
    folder.mkdir(parents=True, exist_ok=True)
    cases = cases_of(judgements)
    queries = [json.dumps({"id": c["id"], "text": c["text"]}, ensure_ascii=False) for c in cases]
    judged = [
        f"{c['id']} 0 {paper} {int(verdict == USEFUL)}" for c in cases for paper, verdict in c["verdicts"].items()
    ]
    (folder / "queries.jsonl").write_text("".join(f"{line}\n" for line in queries), encoding="utf-8")
    (folder / "qrels.txt").write_text("".join(f"{line}\n" for line in judged), encoding="utf-8")
    return len(cases)


def _from_folder(folder: Path) -> list[dict]:
    graded = judgements(folder / "qrels.txt")
    queries = jsonl(folder / "queries.jsonl", ("id", "text"))
    return [
        {**query, "verdicts": _verdicts(graded[str(query["id"])])} for query in queries if str(query["id"]) in graded
    ]


def _verdicts(graded: dict[str, int]) -> dict[str, str]:
    return {paper: USEFUL if grade > 0 else "wrong" for paper, grade in graded.items()}


def _row(setup: Setup, case: dict) -> dict:
    results = search(setup.library, case["text"], Scope(before=known_before(case), public_only=False), limit=5 * _DEPTH)
    ranking = list(dict.fromkeys(hit.paper.id for hit in results))
    useful = {paper for paper, verdict in case["verdicts"].items() if verdict == USEFUL}
    rejected = set(case["verdicts"]) - useful
    best = min((ranking.index(p) for p in useful if p in ranking), default=len(ranking))
    worst = min((ranking.index(p) for p in rejected if p in ranking), default=len(ranking) + 1)
    return {
        "id": case["id"],
        "useful": len(useful),
        "found": float(best < _DEPTH),
        "rejected_high": float(worst < 3),
        "right": float(best < worst if useful else worst >= 3),
        "judgements": len(case["verdicts"]),
        "note": f"{len(useful)} hilfreich, {len(rejected)} verworfen",
    }


if __name__ == "__main__":
    print(f"{export(load_settings(), Path(sys.argv[1]))} Fragen nach {sys.argv[1]} geschrieben.")
