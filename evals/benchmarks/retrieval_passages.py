"""Are the passages that are found of use? Ways to find them, side by side on passages judged by hand.

    python -m evals.benchmarks.retrieval_passages DATA LABELS.jsonl [--draw N] [--unjudged FILE]

DATA holds `inquiries.jsonl` as for `vorlagen eval run drafting`; the questions that LABELS knows are asked, with
the library of the settings in force, `before` the day of their answer. `--draw N` asks every N-th question
instead, of inquiries that the confidence has not learned from, for new labels. Compared: a plain word search over the
same exchanges and passages (tantivy, German stemmer, topic and question), the embedding in force (cosine of
topic and question), the first four of both, and `find`. LABELS holds one judgement a line, by ids and
offsets: 2 answers the question or a part of it, 1 is on its subject and helps, 0 neither. Counted among the
first results: the share of those of use (1 or 2), of answers (2), and nDCG at 4, whose ideal are the best
judged passages of the question. What has not been judged counts as 0 and is told; `--unjudged` writes it with
its text, in an order that does not tell which way found it, for somebody to judge.
"""

import argparse
import json
import math
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.library import Library, Unit
from assistant.model import Inquiry, Precedent, Question, Scope
from assistant.reading.cage import Cage
from assistant.retrieval import find
from assistant.settings import load_settings
from evals.benchmarks.ranking import plain_unit_search
from evals.data_files import jsonl, known_before
from evals.statistics import mean_interval, paired_difference

DATA = Path(__file__).parents[1] / "data" / "retrieval"
DEPTHS = (4, 8)
POOLED = {"words": 4, "meaning": 4, "words and meaning": 8, "find": 8}
_NEAR = 50

Place = tuple[str, int]
"""A paper's id, and where in its text the exchange or passage begins."""


@dataclass(frozen=True)
class Asked:
    """One question of one inquiry, as on the day on which its answer was written."""

    case: str
    inquiry: Inquiry
    question: Question
    scope: Scope

    @property
    def text(self) -> str:
        return f"{self.inquiry.topic}\n{self.question.text}"


class Labels:
    """Judgements by inquiry, number of the question, and place."""

    def __init__(self, library: Library, path: Path) -> None:
        self._of: dict[tuple[str, str], dict[Place, int]] = {}
        for row in jsonl(path, ("inquiry", "number", "paper", "start", "grade")) if path.is_file() else ():
            paper = library.paper(row["paper"], public_only=False)
            if paper:
                judged = self._of.setdefault((row["inquiry"], row["number"]), {})
                judged[paper.id, row["start"]] = row["grade"]

    def grade(self, asked: Asked, place: Place) -> int | None:
        """The grade of what begins there, give or take a line; None where it was not judged."""
        judged = self._of.get((asked.case, asked.question.number), {})
        near = [start for paper, start in judged if paper == place[0] and abs(start - place[1]) < _NEAR]
        return judged[place[0], min(near, key=lambda start: abs(start - place[1]))] if near else None

    @property
    def cases(self) -> set[str]:
        return {case for case, _ in self._of}

    def best(self, asked: Asked) -> list[int]:
        return sorted(self._of.get((asked.case, asked.question.number), {}).values(), reverse=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("labels", type=Path)
    parser.add_argument("--draw", type=int)
    parser.add_argument("--unjudged", type=Path)
    options = parser.parse_args()
    with Library.open(load_settings()) as library:
        labels = Labels(library, options.labels)
        if library.vectors.filler.missing():
            parser.error("the library has no vectors of this embedding yet: vorlagen reindex")
        if options.draw:
            questions = drawn(list(asked_questions(library, options.data)), options.draw)
        else:
            questions = [one for one in asked_questions(library, options.data, labels.cases) if labels.best(one)]
        ways = ways_to_find(library)
        found = {name: [way(asked) for asked in questions] for name, way in ways.items()}
        tell(questions, found, labels)
        if options.unjudged:
            _write_unjudged(library, questions, found, labels, options.unjudged)


def asked_questions(library: Library, data: Path, cases: Collection[str] | None = None) -> Iterator[Asked]:
    """All questions of the inquiries (of those among `cases`), each without the paper that the inquiry has become."""
    with Cage(workers=1) as cage:  # one child for all letters
        for case in jsonl(data / "inquiries.jsonl", ("id", "text")):
            if cases is not None and case["id"] not in cases:
                continue
            inquiry = cage.inquiry(case["text"].encode(), "anfrage.txt")
            own = library.paper(str(case["id"]), public_only=False)
            scope = Scope(before=known_before(case), public_only=False, exclude=frozenset({own.id} if own else ()))
            for question in inquiry.questions:
                yield Asked(case["id"], inquiry, question, scope)


def drawn(questions: Sequence[Asked], every: int) -> list[Asked]:
    """Every n-th question, from the middle of the first n, of inquiries that the confidence has not seen."""
    pairs = jsonl(DATA / "labels.jsonl", ("question",))
    seen = {row["question"]["paper"] for row in pairs if isinstance(row["question"], dict)}
    return [asked for asked in questions if asked.case not in seen][every // 2 :: every]


Way = Callable[[Asked], list[Place]]


def ways_to_find(library: Library) -> dict[str, Way]:
    plain = plain_unit_search(library)

    def words(asked: Asked) -> list[Place]:
        return [_place(unit) for unit in plain(asked.text, asked.scope, max(DEPTHS))]

    def meaning(asked: Asked) -> list[Place]:
        hits = library.vectors.search(library.embedder.encode([asked.text])[0], asked.scope, max(DEPTHS))
        units = library.units([unit for unit, _ in hits])
        return [_place(units[unit]) for unit, _ in hits]

    def both(asked: Asked) -> list[Place]:
        pairs = zip(words(asked)[:4], meaning(asked)[:4], strict=False)
        return list(dict.fromkeys(place for pair in pairs for place in pair))

    def found(asked: Asked) -> list[Place]:
        made = find(library, asked.question, asked.inquiry, asked.scope)
        return [place_of(hit) for hit in (*made.precedents, *made.rejected)][: max(DEPTHS)]

    return {"words": words, "meaning": meaning, "words and meaning": both, "find": found}


def _place(unit: Unit) -> Place:
    return unit.paper.id, unit.start


def place_of(hit: Precedent) -> Place:
    spans = hit.exchange.spans if hit.exchange else ()
    return hit.paper.id, min((span.start for span in spans), default=hit.passage.start if hit.passage else 0)


# --- measures ------------------------------------------------------------------------------------


def tell(questions: Sequence[Asked], found: dict[str, list[list[Place]]], labels: Labels) -> None:
    """The table, and `find` beside each other way, question by question."""
    rows = {
        name: [measured(labels, asked, places) for asked, places in zip(questions, lists, strict=True)]
        for name, lists in found.items()
    }
    print(f"{len(questions)} questions of {len({asked.case for asked in questions})} inquiries")
    for name, of_questions in rows.items():
        for measure in of_questions[0]:
            one = mean_interval(_numbers(of_questions, measure))
            print(f"{name:18} {measure:16} {one.mean:.3f} ({one.low:.2f}–{one.high:.2f})")
    for name, of_questions in rows.items():
        for measure in ("useful in 4", "answers in 4", "ndcg in 4") if name != "find" else ():
            pairs = zip(_numbers(of_questions, measure), _numbers(rows["find"], measure), strict=True)
            change = paired_difference(list(pairs))
            print(f"find beside {name}: {measure} {change.mean:+.3f} ({change.low:+.3f} to {change.high:+.3f})")


def _numbers(rows: Sequence[dict[str, float]], measure: str) -> list[float]:
    """The measure where it means something: nDCG only of questions that have something of use at all."""
    return [row[measure] for row in rows if not math.isnan(row[measure])]


def measured(labels: Labels, asked: Asked, places: Sequence[Place]) -> dict[str, float]:
    """The measures of one question; a way that shows less than so many is measured by what it shows."""
    grades = [labels.grade(asked, place) for place in places]
    known = [grade or 0 for grade in grades]
    row: dict[str, float] = {}
    for depth in DEPTHS:
        shown = max(1, len(known[:depth]))
        row[f"useful in {depth}"] = sum(grade > 0 for grade in known[:depth]) / shown
        row[f"answers in {depth}"] = sum(grade > 1 for grade in known[:depth]) / shown
        row[f"any useful in {depth}"] = float(any(known[:depth]))
        row[f"unjudged in {depth}"] = sum(grade is None for grade in grades[:depth]) / shown
    ideal = _gain(labels.best(asked)[:4])
    row["ndcg in 4"] = _gain(known[:4]) / ideal if ideal else math.nan
    return row


def _gain(grades: Sequence[int]) -> float:
    return sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades))


# --- judging -------------------------------------------------------------------------------------


def _write_unjudged(
    library: Library, questions: Sequence[Asked], found: dict[str, list[list[Place]]], labels: Labels, path: Path
) -> None:
    with path.open("w", encoding="utf-8") as file:
        for at, asked in enumerate(questions):
            pooled = {place for name, lists in found.items() for place in lists[at][: POOLED[name]]}
            places = sorted(place for place in pooled if labels.grade(asked, place) is None)
            units = {_place(unit): unit for unit in library.units_of(sorted({paper for paper, _ in places}))}
            for place in places:
                file.write(json.dumps(_to_judge(asked, units[place]), ensure_ascii=False) + "\n")


def _to_judge(asked: Asked, unit: Unit) -> dict:
    return {
        "inquiry": asked.case,
        "number": asked.question.number,
        "before": str(asked.scope.before),
        "paper": unit.paper.oparl_id or unit.paper.reference or unit.paper.id,
        "start": unit.start,
        "grade": None,
        "topic": asked.inquiry.topic,
        "asked": asked.question.text,
        "found": {
            "day": str(unit.date),
            "name": unit.title,
            "voice": str(unit.voice),
            "question": unit.question,
            "text": unit.text,
        },
    }


if __name__ == "__main__":
    main()
