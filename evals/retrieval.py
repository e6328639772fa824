"""Retrieval: does the search find what officials cited themselves?

Cases: `queries.jsonl` (`{id, text, before}`) and `qrels.txt` (TREC; paper ids, OParl ids or
references). A ranking of papers is the order in which they first appear among the results; the
query's own paper does not count. A query whose every citation is unknown to the library at `before`
is out of reach and counts as zero.
"""

import datetime as dt
import time
from collections.abc import Iterable

import ir_measures
from ir_measures import RR, Qrel, R, ScoredDoc

from assistant.model import Scope
from assistant.retrieval import search
from evals.data_files import jsonl, known_before, qrels
from evals.setup import Setup
from evals.statistics import mean_interval

DEPTHS = (5, 10, 20, 50)
_MEASURES = {**{f"r{depth}": R @ depth for depth in DEPTHS}, "mrr": RR}
_RESULTS = 150  # enough for 50 different papers


def produce(setup: Setup) -> Iterable[dict]:
    folder = setup.dataset("retrieval")
    relevant = qrels(folder / "qrels.txt")
    for query in jsonl(folder / "queries.jsonl", ("id", "text")):
        if str(query["id"]) in relevant:
            yield _case(setup, query, relevant[str(query["id"])])


def score(rows: list[dict]) -> dict:
    measures: dict = {f"recall@{depth}": _mean(rows, f"r{depth}") for depth in DEPTHS}
    measures["mrr"] = _mean(rows, "mrr")
    for field in ("r10", "mrr"):
        interval = mean_interval([row[field] for row in rows])
        measures[f"{field}, low"], measures[f"{field}, high"] = interval.low, interval.high
    measures["out_of_reach"] = sum(row["out_of_reach"] for row in rows)
    times = sorted(row["milliseconds"] for row in rows)
    measures["milliseconds, median"] = times[len(times) // 2]
    measures["milliseconds, p95"] = times[int(len(times) * 0.95)]
    return measures


def _mean(rows: list[dict], field: str) -> float:
    return sum(row[field] for row in rows) / len(rows)


def _case(setup: Setup, query: dict, cited: set[str]) -> dict:
    library = setup.library
    before = known_before(query)
    own = library.paper(str(query["id"]), public_only=False)
    own_id = own.id if own else None
    wanted = {paper_id(library, name, before) for name in cited}
    start = time.perf_counter()
    results = search(library, query["text"], Scope(before=before, public_only=False), limit=_RESULTS)
    took = (time.perf_counter() - start) * 1000
    ranking = [paper for paper in dict.fromkeys(hit.paper.id for hit in results) if paper != own_id]
    places = sorted(ranking.index(paper) + 1 for paper in wanted if paper in ranking)
    return {
        "id": str(query["id"]),
        **measured(ranking, wanted),
        "cited": len(wanted),
        "out_of_reach": all(paper.startswith("?") for paper in wanted),
        "places": places,
        "milliseconds": took,
        "note": f"Plätze {places} von {len(wanted)}",
    }


def measured(ranking: list[str], wanted: set[str]) -> dict[str, float]:
    """Recall at each depth and the reciprocal rank of one ranking of papers."""
    judged = [Qrel("q", paper, 1) for paper in wanted]
    run = [ScoredDoc("q", paper, -place) for place, paper in enumerate(ranking)] or [ScoredDoc("q", "", 0)]
    values = ir_measures.calc_aggregate(list(_MEASURES.values()), judged, run)
    return {name: float(values[measure]) for name, measure in _MEASURES.items()}


def paper_id(library, name: str, before: dt.date | None) -> str:
    """Our id of a cited paper; marked with `?` when the library does not know it on that day."""
    paper = library.paper(name, public_only=False)
    if paper is None:
        return f"?{name}"
    known = before is None or any(file.date is None or file.date < before for file in paper.files)
    return paper.id if known else f"?{name}"
