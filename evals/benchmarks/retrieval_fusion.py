"""The order of papers: each signal alone, all of them fused, and a plain word search, in one run.

    python -m evals.benchmarks.retrieval_fusion DATA [--write WEIGHTS.json]

DATA holds `queries.jsonl` and `qrels.txt` as for `vorlagen eval run retrieval`; the library is that of
the settings in force. The fusion is learned as in `assistant/retrieval/weights.json`: softmax over the
candidates of each query with an L2 penalty, and judged on queries left out (ten folds). `--write` keeps
the weights learned from all queries.
"""

import argparse
import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.library import Library
from assistant.model import Scope
from assistant.retrieval.candidates import collect
from assistant.retrieval.fusion import weights
from assistant.retrieval.query import analyse
from assistant.settings import load_settings
from evals.data_files import jsonl, qrels
from evals.retrieval import measured, paper_id
from evals.statistics import mean_interval

FOLDS = 10
PENALTY = 30.0
_STEPS = 600
_STEP = 0.1


@dataclass(frozen=True)
class Case:
    """One query: its candidates' ids, their signals (papers × signals), and the papers cited."""

    text: str
    before: dt.date | None
    own: str
    papers: list[str]
    signals: np.ndarray
    cited: set[str]

    def ranking(self, scores: np.ndarray) -> list[str]:
        order = np.lexsort((np.array(self.papers), -scores))
        return [self.papers[at] for at in order]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--write", type=Path)
    options = parser.parse_args()
    names = list(weights())
    with Library.open(load_settings()) as library:
        cases = [case for case in _cases(library, options.data, names) if case.cited]
        _tell("plain word search, whole papers", _plain(library, cases))
    for at, name in enumerate(names):
        sign = -1 if name == "age" else 1
        _tell(f"{name} alone", [measured(c.ranking(sign * c.signals[:, at]), c.cited) for c in cases])
    _tell("fused, queries left out", _left_out(cases))
    if options.write:
        learned = dict(zip(names, np.round(learn(cases), 3).tolist(), strict=True))
        text = {"learned": f"softmax over the candidates of {len(cases)} queries, L2 {PENALTY}", "weights": learned}
        options.write.write_text(json.dumps(text, indent=1) + "\n", encoding="utf-8")


def _cases(library: Library, data: Path, names: list[str]) -> list[Case]:
    relevant = qrels(data / "qrels.txt")
    return [
        _case(library, query, relevant[str(query["id"])], names)
        for query in jsonl(data / "queries.jsonl", ("id", "text"))
        if str(query["id"]) in relevant
    ]


def _case(library: Library, query: dict, cited: set[str], names: list[str]) -> Case:
    before = dt.date.fromisoformat(query["before"]) if query.get("before") else None
    own = library.paper(str(query["id"]), public_only=False)
    found = collect(
        library, analyse(query["text"], "", library.words.rarities), Scope(before=before, public_only=False)
    )
    papers = sorted(paper for paper in found.papers if own is None or paper != own.id)
    signals = np.array([[found.papers[paper].signals.get(name, 0.0) for name in names] for paper in papers])
    wanted = {paper_id(library, name, before) for name in cited}
    return Case(query["text"], before, own.id if own else "", papers, signals.reshape(-1, len(names)), wanted)


def learn(cases: list[Case]) -> np.ndarray:
    """One weight a signal: cited papers above the other candidates, by gradient ascent on standardised signals."""
    spread = np.concatenate([case.signals for case in cases]).std(axis=0) + 1e-9
    found = np.zeros(len(spread))
    for _ in range(_STEPS):
        slope = -found * PENALTY / len(cases)
        for case in cases:
            cited = np.array([paper in case.cited for paper in case.papers])
            if cited.any():
                signals = case.signals / spread
                odds = np.exp(signals @ found - (signals @ found).max())
                slope += (signals[cited].mean(axis=0) - (odds / odds.sum()) @ signals) / len(cases)
        found += _STEP * slope
    return found / spread


def _left_out(cases: list[Case]) -> list[dict[str, float]]:
    rows = []
    for fold in range(FOLDS):
        learned = learn([case for at, case in enumerate(cases) if at % FOLDS != fold])
        rows += [measured(c.ranking(c.signals @ learned), c.cited) for c in cases[fold::FOLDS]]
    return rows


def _plain(library: Library, cases: list[Case]) -> list[dict[str, float]]:
    """tantivy with its German stemmer over whole papers: what a careful evening would build."""
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_text_field("paper", stored=True, tokenizer_name="raw")
    builder.add_text_field("text", tokenizer_name="de_stem")
    index = tantivy.Index(builder.build())
    index.register_tokenizer(
        "de_stem",
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.stemmer("german"))
        .build(),
    )
    first: dict[str, dt.date] = {}
    writer = index.writer()
    for name in library.paper_ids(public_only=False):
        paper = library.paper(name, public_only=False)
        if paper:
            first[paper.id] = min((file.date for file in paper.files if file.date), default=dt.date.max)
            writer.add_document(tantivy.Document(paper=paper.id, text=f"{paper.name}\n{paper.text}"))
    writer.commit()
    index.reload()
    return [measured(_plain_ranking(index, case, first), case.cited) for case in cases]


def _plain_ranking(index, case: Case, first: dict[str, dt.date]) -> list[str]:
    words = " ".join("".join(c if c.isalnum() else " " for c in case.text).lower().split())
    query, _ = index.parse_query_lenient(words, ["text"])
    searcher = index.searcher()
    found = (searcher.doc(address)["paper"][0] for _, address in searcher.search(query, 1000).hits)
    known = (paper for paper in found if case.before is None or first[paper] < case.before)
    return [paper for paper in known if paper != case.own][:100]


def _tell(name: str, rows: list[dict[str, float]]) -> None:
    recall, rank = (mean_interval([row[key] for row in rows]) for key in ("r10", "mrr"))
    figures = (f"{one.mean:.3f} ({one.low:.3f}–{one.high:.3f})" for one in (recall, rank))
    print(f"{name:34} recall@10 {next(figures)}   mrr {next(figures)}   n {len(rows)}", flush=True)


if __name__ == "__main__":
    main()
