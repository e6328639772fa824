"""Ways to find what officials cite, side by side in one run on the same queries.

    python -m evals.benchmarks.retrieval_systems [DATA] [--town EMBEDDING] [--cache FOLDER]

DATA as for `vorlagen eval run retrieval`, with the library of the settings in force; without it the demo
corpus. Compared: tantivy alone (whole papers, German stemmer), the embedding in force alone, the one that
the town has learned (`--town`, made with `vorlagen train --before`), all-MiniLM-L6-v2, multilingual-e5-small
(a 4-bit build), and the search as it is. Static embeddings rank a paper by its best passage; the two
transformers have one vector a paper (title and beginning), since tens of thousands of passages would take
them hours. Queries that are Anfragen are told apart as well. Needs the dependency group `benchmark`.
"""

import argparse
import datetime as dt
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.embedding import Embedder, StaticEmbedder
from assistant.library import IngestOptions, Library, ingest
from assistant.model import Scope
from assistant.retrieval import search
from assistant.settings import Settings, load_settings
from evals.benchmarks.ranking import FEWEST_QUERIES, MEASURES, claim, heading, plain_search, row
from evals.benchmarks.transformers import TRANSFORMERS
from evals.data_files import jsonl, qrels
from evals.retrieval import measured, paper_id

_RESULTS = 150
_BEGINNING = 1000
Ranking = Callable[[str, dt.date | None, str], list[str]]


@dataclass(frozen=True)
class Query:
    text: str
    before: dt.date | None
    own: str
    cited: set[str]
    inquiry: bool


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path, nargs="?")
    parser.add_argument("--town", type=Path, help="folder of the embedding that the town has learned")
    parser.add_argument("--cache", type=Path, help="folder that keeps the transformers' vectors between runs")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch, _library(options.data, Path(scratch)) as library:
        queries = _queries(library, options.data or _demo_data())
        cases = {
            name: [measured(ranking(q.text, q.before, q.own), q.cited) for q in queries]
            for name, ranking in _systems(library, options.town, options.cache or Path(scratch)).items()
        }
    _tell("all queries", cases, [True] * len(queries))
    _tell("Anfragen", cases, [query.inquiry for query in queries])


def _demo_data() -> Path:
    from corpus import gold_dir

    return gold_dir() / "retrieval"


def _library(data: Path | None, scratch: Path) -> Library:
    if data:
        return Library.open(load_settings())
    from corpus import papers_dir

    library = Library.open(Settings(data_dir=scratch / "demo"))
    ingest(library, [str(papers_dir())], IngestOptions())
    return library


def _queries(library: Library, data: Path) -> list[Query]:
    relevant = qrels(data / "qrels.txt")
    found = []
    for query in jsonl(data / "queries.jsonl", ("id", "text")):
        if str(query["id"]) in relevant:
            before = dt.date.fromisoformat(query["before"]) if query.get("before") else None
            own = library.paper(str(query["id"]), public_only=False)
            wanted = {paper_id(library, name, before) for name in relevant[str(query["id"])]}
            inquiry = own is None or (own.paper_type or "") == "Anfrage"
            found.append(Query(query["text"], before, own.id if own else "", wanted, inquiry))
    return found


def _systems(library: Library, town: Path | None, cache: Path) -> dict[str, Ranking]:
    systems: dict[str, Ranking] = {"tantivy alone": plain_search(library), "embedding in force": _passages(library)}
    if town:
        systems["town-taught embedding"] = _passages(library, StaticEmbedder.load(town))
    for name, load in TRANSFORMERS.items():
        systems[name] = _whole(library, load(), cache / f"{name}.npz")
    systems["search, fused"] = _fused(library)
    return systems


def _fused(library: Library) -> Ranking:
    def ranking(text: str, before: dt.date | None, own: str) -> list[str]:
        hits = search(library, text, Scope(before=before, public_only=False), limit=_RESULTS)
        return [paper for paper in dict.fromkeys(hit.paper.id for hit in hits) if paper != own]

    return ranking


def _passages(library: Library, embedder: Embedder | None = None) -> Ranking:
    """Papers by their best passage."""
    units = library.units_of(library.paper_ids(public_only=False))
    embedder = embedder or library.embedder
    vectors = embedder.encode([f"{unit.title}\n{unit.question}\n{unit.text}" for unit in units])
    return _by_vector(embedder.encode, vectors, [unit.paper.id for unit in units], [unit.date for unit in units])


def _whole(library: Library, embedder: Embedder, kept: Path) -> Ranking:
    """Papers by one vector each, of title and beginning."""
    papers = list(library.papers(library.paper_ids(public_only=False), public_only=False))
    names = [paper.id for paper in papers]
    stored = np.load(kept) if kept.is_file() else {}
    if list(stored.get("names", ())) == names:
        vectors = stored["vectors"]
    else:
        vectors = embedder.encode([f"{paper.name}\n{paper.text[:_BEGINNING]}" for paper in papers])
        kept.parent.mkdir(parents=True, exist_ok=True)
        np.savez(kept, names=np.array(names), vectors=vectors)
    days = [min((file.date for file in paper.files if file.date), default=None) for paper in papers]
    asking = getattr(embedder, "encode_queries", embedder.encode)
    return _by_vector(lambda texts: asking([text[:_BEGINNING] for text in texts]), vectors, names, days)


def _by_vector(
    encode: Callable[[list[str]], np.ndarray], vectors: np.ndarray, names: Sequence[str], days: Sequence[dt.date | None]
) -> Ranking:
    known_from = np.array([(day or dt.date.max).toordinal() for day in days])
    of_row = np.array(names)

    def ranking(text: str, before: dt.date | None, own: str) -> list[str]:
        scores = vectors @ encode([text])[0]
        visible = of_row != own
        if before:
            visible &= known_from < before.toordinal()
        order = np.argsort(-scores[visible], kind="stable")
        return list(dict.fromkeys(of_row[visible][order].tolist()))[:_RESULTS]

    return ranking


def _tell(title: str, cases: dict[str, list[dict[str, float]]], chosen: Sequence[bool]) -> None:
    some = {name: [case for case, take in zip(rows, chosen, strict=True) if take] for name, rows in cases.items()}
    count = sum(chosen)
    print(f"\n{title}: {count} queries\n{heading()}")
    for name, rows in some.items():
        if rows:
            print(row(name, rows))
    if count < FEWEST_QUERIES:
        print(f"No claim below {FEWEST_QUERIES} queries.")
        return
    best = some["search, fused"]
    for name, rows in some.items():
        for key in ("r10", "mrr"):
            if rows is not best:
                print(f"fused beside {name}: {claim(MEASURES[key], [r[key] for r in rows], [r[key] for r in best])}")


if __name__ == "__main__":
    main()
