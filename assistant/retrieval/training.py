"""The town learns its own embedding from its papers, judges it, and switches only when it is not worse.

The judges are the town's own citations: the newest papers that refer to earlier ones are kept out of
the learning, and old and new embedding are asked, from the text of each, for the papers it cites. A
library with too few citations is judged by its exchanges instead: does a question find its own answer?
"""

import datetime as dt
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from pydantic import BaseModel

from assistant.embedding import BASE, Embedder, StaticEmbedder
from assistant.embedding.training import Recipe, TrainingPaper, learn
from assistant.errors import BadInput
from assistant.library import Library, Unit
from assistant.retrieval.citations import without_references

MEASURES = ("recall@10", "mrr")
_MOST_QUERIES = 200
_FEWEST_QUERIES = 20
_FEWEST_PAPERS = 20
_QUERY_CHARACTERS = 3000


class TrainReport(BaseModel):
    """What `vorlagen train --json` prints; `before` and `after` are the measures of old and new."""

    switched: bool
    seconds: float
    before: dict[str, float]
    after: dict[str, float]
    queries: int
    judged_by: str
    message: str


@dataclass(frozen=True)
class _Memory:
    """One paper as the learning and the judging see it."""

    id: str
    title: str
    day: dt.date | None
    units: tuple[Unit, ...]


@dataclass(frozen=True)
class _Query:
    """`text` should find the papers (or units) `wanted`, among what was known before `day`."""

    text: str
    own: str
    day: dt.date
    wanted: frozenset[str]


def train(
    library: Library,
    before: dt.date | None = None,
    progress: Callable[[int, int], None] | None = None,
    recipe: Recipe | None = None,
) -> TrainReport:
    """Learn, judge, and switch when the new embedding is not worse.

    Only public papers are learned from, and with `before` only files known before that day.
    Raises BadInput when there is too little to learn from, MissingExtra without torch.
    """
    start = time.monotonic()
    papers = [paper for paper in _memories(library, before) if paper.units]
    if len(papers) < _FEWEST_PAPERS:
        raise BadInput(
            f"Zum Lernen sind {len(papers)} öffentliche Vorlagen zu wenig (mindestens {_FEWEST_PAPERS}). "
            "Bitte erst weitere Vorlagen aufnehmen."
        )
    queries, judged_by = _queries(library, papers)
    held_out = {query.own for query in queries}
    lesson = [_lesson(paper) for paper in papers if paper.id not in held_out]
    old = library.embedder
    new = learn(lesson, recipe or Recipe(), start=_start(library), progress=progress)
    was, now = (_judge(embedder, papers, queries, judged_by) for embedder in (old, new))
    better = bool(queries) and sum(now.values()) >= sum(was.values())
    pinned = bool(library.settings.embedding_model)
    if better and not pinned:
        library.adopt(new, _save(library, new, was, now, len(lesson), len(queries)))
    return TrainReport(
        switched=better and not pinned,
        seconds=round(time.monotonic() - start, 1),
        before=was,
        after=now,
        queries=len(queries),
        judged_by=judged_by,
        message=_message(better, pinned, was, now, len(queries), judged_by),
    )


def _start(library: Library) -> StaticEmbedder | None:
    """What the learning starts from: the base, or the one that the settings name instead. Never what the
    town learned before, so that the same papers always give the same embedding."""
    if not library.settings.embedding_model:
        return StaticEmbedder.load(BASE)
    return library.embedder if isinstance(library.embedder, StaticEmbedder) else None


def lessons(library: Library, before: dt.date | None = None) -> list[TrainingPaper]:
    """All public papers, as far as known before that day, as texts to learn from."""
    return [_lesson(paper) for paper in _memories(library, before)]


def _memories(library: Library, before: dt.date | None) -> Iterator[_Memory]:
    ids = library.paper_ids(public_only=True)
    for start in range(0, len(ids), 500):
        by_paper: dict[str, list[Unit]] = {}
        for unit in library.units_of(ids[start : start + 500]):
            if before is None or (unit.date is not None and unit.date < before):
                by_paper.setdefault(unit.paper.id, []).append(unit)
        for paper_id, units in by_paper.items():
            days = [unit.date for unit in units if unit.date]
            yield _Memory(paper_id, units[0].title, max(days) if days else None, tuple(units))


def _lesson(paper: _Memory) -> TrainingPaper:
    files: dict[int, list[str]] = {}
    for unit in paper.units:
        files.setdefault(unit.file, []).append(unit.text)
    exchanges = tuple((unit.question, unit.text) for unit in paper.units if unit.kind == "exchange")
    return TrainingPaper(paper.title, tuple(tuple(texts) for texts in files.values()), exchanges)


# --- judging --------------------------------------------------------------------------------------


def _queries(library: Library, papers: Sequence[_Memory]) -> tuple[list[_Query], str]:
    """The newest citations, or where there are too few, the newest exchanges; and which of both."""
    known = {paper.id: paper for paper in papers}
    cites = library.cites_of(list(known), public_only=True)
    queries = []
    for paper in sorted((p for p in papers if p.day), key=lambda p: p.day or dt.date.min, reverse=True):
        day = paper.day or dt.date.min
        wanted = frozenset(i for i in cites.get(paper.id, ()) if i in known and i != paper.id and _older(known[i], day))
        if wanted and len(queries) < _MOST_QUERIES:
            queries.append(_Query(_asking_text(paper), paper.id, day, wanted))
    if len(queries) >= _FEWEST_QUERIES:
        return queries, "citations"
    return _exchange_queries(papers), "exchanges"


def _older(paper: _Memory, day: dt.date) -> bool:
    return any(unit.date is not None and unit.date < day for unit in paper.units)


def _asking_text(paper: _Memory) -> str:
    """Title and beginning of the paper's first file, without the references that give the answer away."""
    first = paper.units[0].file
    body = " ".join(f"{unit.question} {unit.text}" for unit in paper.units if unit.file == first)
    return without_references(f"{paper.title} {body[:_QUERY_CHARACTERS]}")


def _exchange_queries(papers: Sequence[_Memory]) -> list[_Query]:
    """Every fifth of the newest papers' exchanges: the question must find the unit with its answer."""
    newest = sorted((p for p in papers if p.day), key=lambda p: p.day or dt.date.min, reverse=True)
    held_out = newest[: max(1, len(newest) // 5)]
    return [
        _Query(unit.question, paper.id, dt.date.max, frozenset({str(unit.id)}))
        for paper in held_out
        for unit in paper.units
        if unit.kind == "exchange" and unit.question and unit.text
    ][:_MOST_QUERIES]


def _judge(
    embedder: Embedder, papers: Sequence[_Memory], queries: Sequence[_Query], judged_by: str
) -> dict[str, float]:
    """Recall in 10 and mean reciprocal rank of what the queries want."""
    if not queries:
        return dict.fromkeys(MEASURES, 0.0)
    of_answers = judged_by == "exchanges"
    rows = [(paper, unit) for paper in papers for unit in paper.units if not of_answers or unit.kind == "exchange"]
    names = np.array([str(unit.id) if of_answers else paper.id for paper, unit in rows])
    days = np.array([(unit.date or dt.date.max).toordinal() for _, unit in rows])
    texts = [unit.text if of_answers else f"{paper.title}\n{unit.question}\n{unit.text}" for paper, unit in rows]
    vectors = embedder.encode(texts)
    asked = embedder.encode([query.text for query in queries])
    found = [
        _places(query, vectors @ vector, names, days, of_answers) for query, vector in zip(queries, asked, strict=True)
    ]
    return {
        "recall@10": float(np.mean([np.mean([place <= 10 for place in places]) for places in found])),
        "mrr": float(np.mean([1 / min(places) for places in found])),
    }


def _places(query: _Query, scores: np.ndarray, names: np.ndarray, days: np.ndarray, of_answers: bool) -> list[float]:
    """The rank (from 1) of each wanted name by its best row; infinite where it does not come."""
    visible = days < query.day.toordinal()
    if not of_answers:
        visible &= names != query.own
    order = np.argsort(-scores[visible], kind="stable")
    ranking = {name: place for place, name in enumerate(dict.fromkeys(names[visible][order].tolist()), 1)}
    return [ranking.get(name, float("inf")) for name in sorted(query.wanted)]


# --- switching ------------------------------------------------------------------------------------


def _save(library: Library, new: Embedder, was: dict, now: dict, papers: int, queries: int) -> Path:
    folder = library.settings.data_dir / "embedding" / new.fingerprint
    new.save(folder, _card(was, now, papers, queries))  # type: ignore[attr-defined]
    return folder


def _card(was: dict, now: dict, papers: int, queries: int) -> str:
    rows = "\n".join(f"| {name} | {was[name]:.3f} | {now[name]:.3f} |" for name in MEASURES)
    return (
        "# Embedding dieser Stadt\n\n"
        f"Statisches Embedding (sentence-transformers `StaticEmbedding`), am {dt.date.today():%d.%m.%Y} aus "
        f"{papers} öffentlichen Vorlagen gelernt, gemessen an {queries} Fragen, die nicht zum Lernen dienten.\n\n"
        f"| Maß | vorher | nachher |\n|---|---|---|\n{rows}\n"
    )


def _message(better: bool, pinned: bool, was: dict, now: dict, queries: int, judged_by: str) -> str:
    if not queries:
        return "Es gibt weder Verweise noch Fragen mit Antworten zum Messen; das bisherige Embedding bleibt in Kraft."
    by = "Verweisen der Verwaltung auf frühere Vorlagen" if judged_by == "citations" else "Fragen mit ihren Antworten"
    measured = (
        f"Gemessen an {queries} {by}: unter den ersten zehn gefunden {was['recall@10']:.0%} vorher, "
        f"{now['recall@10']:.0%} nachher; mittlerer Kehrwert des Rangs {was['mrr']:.2f} und {now['mrr']:.2f}."
    )
    if pinned:
        return f"{measured} VORLAGEN_EMBEDDING_MODEL legt ein anderes Embedding fest; es bleibt in Kraft."
    end = "Das neue Embedding ist in Kraft." if better else "Das neue ist schlechter; das bisherige bleibt in Kraft."
    return f"{measured} {end}"
