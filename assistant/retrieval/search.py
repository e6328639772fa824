"""Search: a text in, earlier answers and passages out, papers in the learned order."""

from collections.abc import Iterable, Sequence

from assistant.library import Library, Unit
from assistant.model import Precedent, Scope, Voice
from assistant.retrieval import facts
from assistant.retrieval.candidates import Candidate, Candidates, collect
from assistant.retrieval.fusion import fused
from assistant.retrieval.likeness import coverage, terms_of
from assistant.retrieval.query import Query, analyse
from assistant.retrieval.units import MOST_PER_PAPER, Ranked, next_new, precedent, rank_units
from assistant.retrieval.why import why

_QUESTION_WORDS = 80  # a whole Anfrage looks for papers, a question for places in them
_STEP = 3
_LOOKED_INTO = 10
_UNITS_LOADED = 5
_MORE_PER_PAPER = 4
_SAME_WORDS = 0.5
_NEAR = 0.45
_SHARED = 0.15
_TOWN = tuple(voice for voice in Voice if voice.speaks_for_town)
_LONGEST_TEXT = 10_000


def search(library: Library, text: str, scope: Scope, limit: int = 10, context: str = "") -> list[Precedent]:
    """What earlier papers say about `text`, best first, at most three places of a paper.

    `context` is what the text stands in (an Anfrage's topic and preamble); it helps a bare
    `Wie viele?` to be understood.
    """
    query = analyse(text[:_LONGEST_TEXT], context[:_LONGEST_TEXT], library.words.rarities)
    found = collect(library, query, scope)
    order = newest_first(library, ordered(found), scope, limit)[: max(limit, 1)]
    shelves = {
        paper: rank_units(units, query, found) for paper, units in load(library, query, found, order, scope).items()
    }
    few_words = len(text.split()) <= _QUESTION_WORDS
    filled = [
        shelves[paper]
        for paper in order
        if shelves.get(paper) and not (few_words and _foreign(shelves[paper], query, found, found.papers[paper]))
    ]
    chosen = _spread(filled, limit, _STEP if few_words else len(filled))
    open_papers = unanswered(library, [one.unit for one in chosen], scope)
    return number(_shown(one, query, found, open_papers) for one in chosen)


def ordered(found: Candidates) -> list[str]:
    """The candidates' papers in the learned order, ties by id."""
    scores = {paper: fused(candidate.signals) for paper, candidate in found.papers.items()}
    return sorted(scores, key=lambda paper: (-scores[paper], paper))


def newest_first(library: Library, order: list[str], scope: Scope, limit: int) -> list[str]:
    """The order with each paper whose place another has taken behind that one, where both were found."""
    newer = library.replaced_by(order, scope.before)
    known = set(order)
    placed: dict[str, None] = {}
    for paper in order[: max(limit, 1)]:
        row = [paper]
        while (new := newer.get(row[-1])) in known and new not in row:
            row.append(new)
        placed |= dict.fromkeys(reversed(row))
    return list(placed)


def load(
    library: Library, query: Query, found: Candidates, papers: Sequence[str], scope: Scope
) -> dict[str, list[Unit]]:
    """For each of these papers the units that may answer best; an Anfrage found leads to its answer."""
    ids = {unit for paper in papers for unit in _best(found, found.papers[paper].units)}
    ids.update(_more(library, query, papers[:_LOOKED_INTO], scope, _TOWN))
    without = [paper for paper in papers if not found.papers[paper].units]
    ids.update(_more(library, query, without, scope))
    named = {paper: 1.0 for paper in without if found.papers[paper].signals.get("named")}
    ids.update(unit for unit, _ in library.words.search({"paper": named}, scope, _MORE_PER_PAPER * len(named)))
    shelves: dict[str, list[Unit]] = {}
    for unit in library.units(sorted(ids), scope.before).values():
        shelves.setdefault(unit.paper.id, []).append(unit)
    return {paper: shelves[paper] for paper in papers if paper in shelves}


def _best(found: Candidates, units: Sequence[int]) -> list[int]:
    scores = {unit: found.words.get(unit, 0.0) + found.meanings.get(unit, 0.0) for unit in units}
    return sorted(scores, key=lambda unit: (-scores[unit], unit))[:_UNITS_LOADED]


def _more(
    library: Library, query: Query, papers: Sequence[str], scope: Scope, voices: Sequence[Voice] = ()
) -> list[int]:
    """More places of these papers that speak of the query."""
    if not papers:
        return []
    fields = {"title": query.weights, "question": query.weights, "text": query.weights}
    hits = library.words.search(fields, scope, _MORE_PER_PAPER * len(papers), within=papers, voices=voices)
    return [unit for unit, _ in hits]


def _foreign(shelf: Sequence[Ranked], query: Query, found: Candidates, candidate: Candidate) -> bool:
    """Whether a paper has next to nothing in common with a short text: no telling word, no like meaning,
    and no paper that fits refers to it or is referred to by it."""
    said = candidate.signals
    if said.get("named") or said["exact"] >= _SAME_WORDS or said["cited"] or candidate.cites:
        return False
    return not query.weights or all(
        found.meanings.get(one.unit.id, 0.0) < _NEAR
        and coverage(query.weights, terms_of(one.unit), query.mass) < _SHARED
        for one in shelf
    )


def _spread(shelves: Sequence[Sequence[Ranked]], limit: int, step: int) -> list[Ranked]:
    """The best of each paper in the papers' order; its second and third stand `step` and twice `step`
    places further down. What another stands for word for word comes only once where there is
    something else to show."""
    turns = sorted(
        (rank + depth * step, depth, rank) for rank in range(len(shelves)) for depth in range(MOST_PER_PAPER)
    )
    chosen: list[Ranked] = []
    for _, depth, rank in turns:
        if len(chosen) >= limit:
            break
        one = next_new(shelves[rank], [other.unit for other in chosen])
        if one or depth == 0:
            chosen.append(one or shelves[rank][0])
    return chosen


def _shown(one: Ranked, query: Query, found: Candidates, open_papers: set[str]) -> Precedent:
    paper = one.unit.paper.id
    candidate = found.papers[paper]
    reason = why(query, one.unit, candidate.cited_in)
    return precedent(one.unit, fused(candidate.signals), reason, paper not in open_papers)


def unanswered(library: Library, units: Sequence[Unit], scope: Scope) -> set[str]:
    """Of the papers shown in an asker's words, those in which nobody had answered on the day."""
    asked = {unit.paper.id for unit in units if unit.voice == Voice.asker}
    with library.reading() as session:
        return {paper for paper, voices in facts.voices(session, asked, scope).items() if voices == {Voice.asker}}


def number(found: Iterable[Precedent]) -> list[Precedent]:
    """The results with their ranks; no score is higher than the one above it."""
    ranked: list[Precedent] = []
    for rank, one in enumerate(found, 1):
        score = min(one.score, ranked[-1].score) if ranked else one.score
        ranked.append(one.model_copy(update={"rank": rank, "score": score}))
    return ranked
