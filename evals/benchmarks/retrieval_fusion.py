"""The order of papers: each signal alone, all of them fused, each left out once, and a plain word search.

    python -m evals.benchmarks.retrieval_fusion DATA [--earlier DATA EMBEDDING]... [--write WEIGHTS.json]

DATA holds `queries.jsonl` and `qrels.txt` as for `vorlagen eval run retrieval`; the library is that of
the settings in force. `--earlier`: queries of earlier years, with an embedding learned before they were
written; learned from, never judged on. The fusion is learned as in `assistant/retrieval/weights.json`:
softmax over the candidates of each query with an L2 penalty. It is judged on queries left out (ten
folds), and once more as learned from the earlier years alone. `--write` keeps what all queries teach.
"""

import argparse
import datetime as dt
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.library import Library
from assistant.model import Scope
from assistant.retrieval.candidates import collect
from assistant.retrieval.fusion import weights
from assistant.retrieval.query import analyse
from assistant.settings import Settings, load_settings
from evals.benchmarks.ranking import claim, heading, plain_search, row
from evals.data_files import jsonl, qrels
from evals.retrieval import measured, paper_id

FOLDS = 10
PENALTY = 10.0
_STEPS = 50
_SHOWN = ("r10", "mrr")


@dataclass(frozen=True)
class Case:
    """One query: its candidates' ids, their signals (papers × signals), and the papers cited."""

    text: str
    before: dt.date | None
    own: str
    papers: list[str]
    signals: np.ndarray
    cited: set[str]

    @property
    def wanted(self) -> np.ndarray:
        return np.array([paper in self.cited for paper in self.papers])

    def ranking(self, scores: np.ndarray) -> list[str]:
        order = np.lexsort((np.array(self.papers), -scores))
        return [self.papers[at] for at in order]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--earlier", nargs=2, action="append", default=[], metavar=("DATA", "EMBEDDING"))
    parser.add_argument("--write", type=Path)
    options = parser.parse_args()
    names, settings = list(weights()), load_settings()
    cases, plain = _cases(settings, options.data, names), _plain(settings, options.data)
    earlier = [
        case
        for data, embedding in options.earlier
        for case in _cases(settings.model_copy(update={"embedding_model": embedding}), Path(data), names)
    ]
    print(f"{len(cases)} queries, {len(earlier)} earlier ones to learn from\n{heading(_SHOWN)}")
    print(row("plain word search, whole papers", plain, _SHOWN), flush=True)
    _alone(cases, names)
    fused = left_out(cases, earlier)
    print(row("fused, query left out", fused, _SHOWN))
    if earlier:
        print(row("fused, earlier years alone", judged(cases, learn(earlier)), _SHOWN))
    for key in _SHOWN:
        print("fused beside plain:", claim(key, [one[key] for one in plain], [one[key] for one in fused]))
    _ablation(cases, earlier, names, fused)
    if options.write:
        _write(options.write, names, learn([*cases, *earlier]), len(cases) + len(earlier), fused)


def _cases(settings: Settings, data: Path, names: Sequence[str]) -> list[Case]:
    with Library.open(settings) as library:
        library.vectors.filler.fill()
        return [_case(library, query, cited, names) for query, cited in _queries(data)]


def _queries(data: Path) -> Iterator[tuple[dict, set[str]]]:
    relevant = qrels(data / "qrels.txt")
    for query in jsonl(data / "queries.jsonl", ("id", "text")):
        if str(query["id"]) in relevant:
            yield query, relevant[str(query["id"])]


def _case(library: Library, query: dict, cited: set[str], names: Sequence[str]) -> Case:
    before = dt.date.fromisoformat(query["before"]) if query.get("before") else None
    own = library.paper(str(query["id"]), public_only=False)
    found = collect(
        library, analyse(query["text"], "", library.words.rarities), Scope(before=before, public_only=False)
    )
    papers = sorted(paper for paper in found.papers if own is None or paper != own.id)
    signals = np.array([[found.papers[paper].signals.get(name, 0.0) for name in names] for paper in papers])
    wanted = {paper_id(library, name, before) for name in cited}
    return Case(query["text"], before, own.id if own else "", papers, signals.reshape(-1, len(names)), wanted)


def _plain(settings: Settings, data: Path) -> list[dict[str, float]]:
    with Library.open(settings) as library:
        search, rows = plain_search(library), []
        for query, cited in _queries(data):
            before = dt.date.fromisoformat(query["before"]) if query.get("before") else None
            own = library.paper(str(query["id"]), public_only=False)
            wanted = {paper_id(library, name, before) for name in cited}
            rows.append(measured(search(query["text"], before, own.id if own else ""), wanted))
        return rows


def _alone(cases: Sequence[Case], names: Sequence[str]) -> None:
    for at, name in enumerate(names):
        sign = -1 if name == "age" else 1
        print(row(f"{name} alone", [measured(c.ranking(sign * c.signals[:, at]), c.cited) for c in cases], _SHOWN))


def _ablation(cases: Sequence[Case], earlier: Sequence[Case], names: Sequence[str], fused: list[dict]) -> None:
    """What each signal brings: the loss when all but it are learned."""
    for at, name in enumerate(names):
        rows = left_out([_less(case, at) for case in cases], [_less(case, at) for case in earlier])
        lost = {key: np.mean([one[key] for one in fused]) - np.mean([one[key] for one in rows]) for key in _SHOWN}
        gained = _surprise(cases, earlier, at) - _surprise(cases, earlier, None)
        print(
            row(f"without {name}", rows, _SHOWN), f" brings {lost['r10']:+.3f} {lost['mrr']:+.3f}, {gained:+.3f} nats"
        )


def _less(case: Case, at: int) -> Case:
    signals = np.delete(case.signals, at, axis=1)
    return Case(case.text, case.before, case.own, case.papers, signals, case.cited)


def _surprise(cases: Sequence[Case], earlier: Sequence[Case], without: int | None) -> float:
    """The mean negative log-likelihood of what is cited in queries left out; steadier than ranks."""
    chosen = [case if without is None else _less(case, without) for case in cases]
    also = [case if without is None else _less(case, without) for case in earlier]
    total = 0.0
    for fold in range(FOLDS):
        learned = learn([*(case for at, case in enumerate(chosen) if at % FOLDS != fold), *also])
        for case in chosen[fold::FOLDS]:
            if case.wanted.any():
                scores = case.signals @ learned
                total += np.logaddexp.reduce(scores) - scores[case.wanted].mean()
    return total / len(cases)


def left_out(cases: Sequence[Case], earlier: Sequence[Case]) -> list[dict[str, float]]:
    """The measures of each case by weights that it had no part in, in the cases' order."""
    rows: list[dict[str, float]] = [{}] * len(cases)
    for fold in range(FOLDS):
        learned = learn([*(case for at, case in enumerate(cases) if at % FOLDS != fold), *earlier])
        for at in range(fold, len(cases), FOLDS):
            rows[at] = measured(cases[at].ranking(cases[at].signals @ learned), cases[at].cited)
    return rows


def judged(cases: Sequence[Case], learned: np.ndarray) -> list[dict[str, float]]:
    return [measured(case.ranking(case.signals @ learned), case.cited) for case in cases]


def learn(cases: Sequence[Case]) -> np.ndarray:
    """One weight a signal: cited papers above the other candidates; Newton's method on standardised signals."""
    spread = np.concatenate([case.signals for case in cases]).std(axis=0) + 1e-9
    told = [case for case in cases if case.wanted.any()]
    signals = np.concatenate([case.signals for case in told]) / spread
    sizes = np.array([len(case.papers) for case in told])
    starts, of_case = np.concatenate(([0], np.cumsum(sizes)[:-1])), np.repeat(np.arange(len(told)), sizes)
    cited = np.concatenate([case.wanted / case.wanted.sum() for case in told])

    def loss(found: np.ndarray) -> tuple[float, np.ndarray]:
        scores = signals @ found
        scores -= np.maximum.reduceat(scores, starts)[of_case]
        odds = np.exp(scores)
        sums = np.add.reduceat(odds, starts)
        return np.log(sums).sum() - cited @ scores + PENALTY / 2 * found @ found, odds / sums[of_case]

    found = np.zeros(signals.shape[1])
    for _ in range(_STEPS):
        now, share = loss(found)
        slope = share @ signals - cited @ signals + PENALTY * found
        means = np.add.reduceat(share[:, None] * signals, starts)
        bend = (signals.T * share) @ signals - means.T @ means + PENALTY * np.eye(len(found))
        step = np.linalg.solve(bend, slope)
        while loss(found - step)[0] > now and np.abs(step).max() > 1e-9:
            step /= 2
        found -= step
        if np.abs(step).max() < 1e-6:
            break
    return found / spread


def _write(path: Path, names: Sequence[str], learned: np.ndarray, queries: int, fused: list[dict]) -> None:
    figures = ", ".join(f"{key} {np.mean([one[key] for one in fused]):.3f}" for key in _SHOWN)
    text = {
        "learned": f"softmax over the candidates of {queries} queries, L2 {PENALTY:g} on standardised signals; "
        f"queries left out, the {len(fused)} latest: {figures}",
        "weights": dict(zip(names, np.round(learned, 3).tolist(), strict=True)),
    }
    path.write_text(json.dumps(text, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
