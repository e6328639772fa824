"""Search: a text in, earlier answers and passages out, papers in the learned order."""

from collections.abc import Iterable, Sequence
from itertools import chain

from assistant.library import Library, Unit
from assistant.model import Precedent, Scope, Voice
from assistant.retrieval.candidates import Candidates, collect
from assistant.retrieval.fusion import fused
from assistant.retrieval.query import Query, analyse
from assistant.retrieval.units import Ranked, next_new, precedent, rank_units
from assistant.retrieval.why import why

_MOST_PER_PAPER = 3
_READ_WHOLE = 10
_LONGEST_TEXT = 10_000


def search(library: Library, text: str, scope: Scope, limit: int = 10, context: str = "") -> list[Precedent]:
    """What earlier papers say about `text`, best first, each paper once before any stands twice.

    `context` is what the text stands in (an Anfrage's topic and preamble); it helps a bare
    `Wie viele?` to be understood.
    """
    query = analyse(text[:_LONGEST_TEXT], context[:_LONGEST_TEXT], library.words.rarities)
    found = collect(library, query, scope)
    order = ordered(found)[: max(limit, 1)]
    shelves = {paper: rank_units(units, query, found) for paper, units in load(library, found, order, scope).items()}
    chosen = _spread([shelves[paper] for paper in order if shelves.get(paper)], limit)
    return number(_shown(one, query, found, shelves) for one in chosen)


def ordered(found: Candidates) -> list[str]:
    """The candidates' papers in the learned order, ties by id."""
    scores = {paper: fused(candidate.signals) for paper, candidate in found.papers.items()}
    return sorted(scores, key=lambda paper: (-scores[paper], paper))


def load(library: Library, found: Candidates, papers: Sequence[str], scope: Scope) -> dict[str, list[Unit]]:
    """The units of these papers that may be results: those found, and for the first papers, and
    where nothing was found but the paper as a whole, all that was known."""
    whole = [paper for at, paper in enumerate(papers) if at < _READ_WHOLE or not found.papers[paper].units]
    some = library.units([unit for paper in papers if paper not in set(whole) for unit in found.papers[paper].units])
    shelves: dict[str, list[Unit]] = {}
    for unit in chain(known(library.units_of(whole), scope), some.values()):
        shelves.setdefault(unit.paper.id, []).append(unit)
    return shelves


def known(units: Iterable[Unit], scope: Scope) -> list[Unit]:
    """Those known on the day that may be seen."""
    return [
        unit
        for unit in units
        if (scope.before is None or (unit.date is not None and unit.date < scope.before))
        and (unit.paper.public or not scope.public_only)
    ]


def _spread(shelves: Sequence[Sequence[Ranked]], limit: int) -> list[Ranked]:
    """First the best of each paper, then the second best, then the third; what another paper says
    word for word stands only once where there is something else to show."""
    chosen: list[Ranked] = []
    for depth in range(_MOST_PER_PAPER):
        for shelf in shelves:
            if len(chosen) >= limit:
                return chosen
            one = next_new(shelf, [other.unit for other in chosen])
            if one or depth == 0:
                chosen.append(one or shelf[0])
    return chosen


def _shown(one: Ranked, query: Query, found: Candidates, shelves: dict[str, list[Ranked]]) -> Precedent:
    paper = one.unit.paper
    candidate = found.papers[paper.id]
    return precedent(
        one.unit, fused(candidate.signals), why(query, one.unit, candidate.cited_in), is_answered(shelves[paper.id])
    )


def is_answered(shelf: Sequence[Ranked]) -> bool:
    """Whether the town has said anything in this paper; an Anfrage without its answer has not."""
    return any(one.unit.voice != Voice.asker for one in shelf)


def number(found: Iterable[Precedent]) -> list[Precedent]:
    """The results with their ranks; no score is higher than the one above it."""
    ranked: list[Precedent] = []
    for rank, one in enumerate(found, 1):
        score = min(one.score, ranked[-1].score) if ranked else one.score
        ranked.append(one.model_copy(update={"rank": rank, "score": score}))
    return ranked
