"""Sentences that officials took over from earlier papers: does the search show where they stood?

    python -m evals.benchmarks.retrieval_reuse REUSE.jsonl[.gz]

Each line holds an Anfrage (`paper`, `before`, `topic`) and the sentences `reused` in its answer with their
`source`. The question is the one of the Anfrage in whose answer the sentence stands; where that cannot be
told, the case is counted as not traceable and left out. The library is that of the settings in force.
Counted: the share of sentences that stand in one of the first 10 and 20 results of their question, for
`find`, for `search`, and for a plain word search over the same units (tantivy, question and topic).
Sources less than 60 days older are parallel Anfragen and told apart.
"""

import argparse
import datetime as dt
import gzip
import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.library import Library
from assistant.library.terms import exact_terms
from assistant.model import Exchange, Inquiry, Paper, Question, Scope
from assistant.retrieval import find, search
from assistant.settings import load_settings
from evals.benchmarks.ranking import plain_unit_search
from evals.statistics import mean_interval

DEPTHS = (10, 20)
_PARALLEL_DAYS = 60
_RUN = 6
_MOST_OF_IT = 0.6


@dataclass(frozen=True)
class Reused:
    """A sentence of the answer to `question` that had stood in `source`."""

    sentence: str
    question: Question
    inquiry: Inquiry
    scope: Scope
    before: dt.date
    parallel: bool


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("reuse", type=Path)
    parser.add_argument("--since", type=dt.date.fromisoformat, help="Anfragen from this day on are also told apart")
    options = parser.parse_args()
    with Library.open(load_settings()) as library:
        why: Counter[str] = Counter()
        cases = list(_cases(library, options.reuse, why))
        print(f"{sum(why.values())} sentences: {dict(why)}")
        plain = _plain(library)
        ways = {"plain word search": plain, "search": _search(library), "find": _find(library)}
        found = {name: [_place(case, way(case)) for case in cases] for name, way in ways.items()}
    groups = {"": [not case.parallel for case in cases], "parallel Anfragen": [case.parallel for case in cases]}
    if options.since:
        groups[f"since {options.since}"] = [not c.parallel and c.before >= options.since for c in cases]
    for group, chosen in groups.items():
        print(f"\n{group or 'all but parallel Anfragen'}: {sum(chosen)} sentences")
        for name, places in found.items():
            _tell(name, [place for place, take in zip(places, chosen, strict=True) if take])


def _tell(name: str, places: Sequence[int | None]) -> None:
    for depth in DEPTHS:
        share = mean_interval([float(place is not None and place < depth) for place in places])
        print(f"  {name:20} in {depth}: {share.mean:.2f} ({share.low:.2f}–{share.high:.2f})")


def _cases(library: Library, path: Path, why: Counter) -> Iterator[Reused]:
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            paper = library.paper(row["paper"], public_only=False)
            before = dt.date.fromisoformat(row["before"])
            for reused in row["reused"]:
                case = _case(library, paper, before, reused, why)
                if case:
                    yield case


def _case(library: Library, paper: Paper | None, before: dt.date, reused: dict, why: Counter) -> Reused | None:
    exchange = _answered_with(paper, reused["sentence"]) if paper else None
    source = library.paper(reused["source"], public_only=False)
    if not paper or not exchange:
        why["no exchange holds the sentence"] += 1
        return None
    if not source or not _says(reused["sentence"], source.text):
        why["the source as read does not hold it"] += 1
        return None
    why["traceable"] += 1
    topic = paper.inquiry.topic if paper.inquiry and paper.inquiry.topic else paper.name
    return Reused(
        sentence=reused["sentence"],
        question=Question(number=exchange.number, text=exchange.question),
        inquiry=Inquiry(id=paper.id, reference=paper.reference, topic=topic, date=paper.date),
        scope=Scope(before=before, public_only=False, exclude=frozenset({paper.id})),
        parallel=(before - dt.date.fromisoformat(reused["source_date"])).days < _PARALLEL_DAYS,
        before=before,
    )


def _answered_with(paper: Paper, sentence: str) -> Exchange | None:
    return next((one for one in paper.exchanges if _says(sentence, one.answer)), None)


def _says(sentence: str, text: str) -> bool:
    """Whether the text holds the sentence, give or take a broken word."""
    words, said = exact_terms(sentence), f" {' '.join(exact_terms(text))} "
    runs = [" ".join(words[at : at + _RUN]) for at in range(max(1, len(words) - _RUN + 1))]
    return sum(f" {run} " in said for run in runs) >= _MOST_OF_IT * len(runs)


def _place(case: Reused, texts: Sequence[str]) -> int | None:
    return next((place for place, text in enumerate(texts) if _says(case.sentence, text)), None)


Way = Callable[[Reused], list[str]]


def _search(library: Library) -> Way:
    def way(case: Reused) -> list[str]:
        hits = search(library, case.question.text, case.scope, max(DEPTHS), context=case.inquiry.topic)
        return [hit.text for hit in hits]

    return way


def _find(library: Library) -> Way:
    def way(case: Reused) -> list[str]:
        found = find(library, case.question, case.inquiry, case.scope)
        return [hit.text for hit in (*found.precedents, *found.rejected)]

    return way


def _plain(library: Library) -> Way:
    """A plain word search over the same exchanges and passages."""
    plain = plain_unit_search(library)

    def way(case: Reused) -> list[str]:
        return [unit.text for unit in plain(f"{case.inquiry.topic} {case.question.text}", case.scope, max(DEPTHS))]

    return way


if __name__ == "__main__":
    main()
