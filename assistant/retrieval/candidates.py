"""Candidates of a search: what the word index and the vectors find, seen paper by paper.

A paper's signals say how well it fits, each between 0 and about 1; `fusion` weighs them. Whole files
tell best which paper is meant, units which of its places.
"""

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from sqlalchemy.orm import Session

from assistant.library import Library
from assistant.library.terms import terms
from assistant.library.words import PaperHit
from assistant.model import Scope
from assistant.retrieval import facts
from assistant.retrieval.query import Query

_FILES = 150
_UNITS = 200
_STRONG = 15
_SUSPECTS = 2
_GRAM = 5
_SHORTEST_LETTER = 15
_RUN = 4
_SAMPLES = 40
_SAME_SHARE = 0.6
_OLD = math.log1p(3652)
_LONG = math.log1p(10_000)
_LAST_PLACE = math.log1p(_FILES)
_UNIT_FIELDS = {"title": 0.3, "question": 0.6, "text": 1.0}


@dataclass
class Candidate:
    """One paper. `units` are those found in it; `same`: it holds the very text searched for;
    `cited_in`: the references of strong papers that refer to it; `cites`: it refers to one itself."""

    paper: str
    name: str
    reference: str | None = None
    units: list[int] = field(default_factory=list)
    days: list[dt.date] = field(default_factory=list)
    same: bool = False
    cited_in: tuple[str, ...] = ()
    cites: bool = False
    signals: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Candidates:
    """`words` and `exact` are the scores of the units relative to the best (BM25 of terms, of words as
    printed), `meanings` their cosines."""

    papers: dict[str, Candidate]
    words: dict[int, float]
    meanings: dict[int, float]
    exact: dict[int, float]


def collect(library: Library, query: Query, scope: Scope) -> Candidates:
    """All papers that words, meaning or their own numbers bring up for the query, with their signals."""
    vectors = library.embedder.encode([query.text, query.subject])
    files = library.words.search_papers({"text": query.weights}, scope, _FILES)
    titles = library.words.search_papers({"title": query.weights}, scope, _FILES)
    by_field = {name: {t: w * share for t, w in query.weights.items()} for name, share in _UNIT_FIELDS.items()}
    words = _relative(dict(library.words.search(by_field, scope, _UNITS)))
    exact = _relative(
        dict(library.words.search({"exact": library.words.rarities(query.exact, "exact")}, scope, _UNITS))
    )
    meanings = dict(library.vectors.search(vectors[0], scope, _UNITS))
    with library.reading() as session:
        named = library.words.search_papers(
            {"paper": dict.fromkeys(facts.called(session, query.references), 1.0)}, scope
        )
        papers = _papers(session, {*words, *exact, *meanings}, (files, titles, named))
        found = Candidates(papers, words, meanings, exact)
        near = library.embedder.encode([c.name for c in papers.values()]) @ vectors.T
        _weigh(found, query, files, titles, near, scope)
        _mark_days(session, query, papers, scope)
        for paper in named:
            papers[paper].signals["named"] = 1.0
        _mark_same(session, query, papers, scope)
        _add_graph(session, papers, scope)
    return found


def _relative(scores: Mapping) -> dict:
    best = max(scores.values(), default=0.0)
    return {key: score / best for key, score in scores.items()} if best > 0 else {}


def _ranks(hits: Mapping[str, PaperHit]) -> dict[str, float]:
    """1 for the best, falling with the logarithm of the place to about 0."""
    return {paper: 1 - math.log1p(place) / _LAST_PLACE for place, paper in enumerate(hits)}


def _papers(session: Session, units: set[int], hits: Iterable[Mapping[str, PaperHit]]) -> dict[str, Candidate]:
    places = facts.places(session, units)
    by_file = [(paper, hit.day) for found in hits for paper, hit in found.items()]
    wanted = {place.paper for place in places.values()} | {paper for paper, _ in by_file}
    papers = {paper: Candidate(paper, *head) for paper, head in sorted(facts.heads(session, wanted).items())}
    for unit, place in sorted(places.items()):
        papers[place.paper].units.append(unit)
    for paper, day in [*places.values(), *by_file]:
        if day and paper in papers:
            papers[paper].days.append(day)
    return papers


def _weigh(found: Candidates, query: Query, files: Mapping, titles: Mapping, near, scope: Scope) -> None:
    grams, today = _grams(query.subject), scope.before or dt.date.today()
    in_file = _relative({paper: hit.score for paper, hit in files.items()})
    by_file, by_title = _ranks(files), _ranks(titles)
    for (paper, candidate), cosines in zip(found.papers.items(), near, strict=True):
        candidate.signals = {
            "file": in_file.get(paper, 0.0),
            "file_place": by_file.get(paper, 0.0),
            "title_place": by_title.get(paper, 0.0),
            "subject": _overlap(grams, _grams(candidate.name)),
            "exact": max((found.exact.get(unit, 0.0) for unit in candidate.units), default=0.0),
            "meaning": max((found.meanings.get(unit, 0.0) for unit in candidate.units), default=0.0),
            "meaning_title": float(cosines[0]),
            "age": _age(candidate.days, today),
        }


def _mark_days(session: Session, query: Query, papers: dict[str, Candidate], scope: Scope) -> None:
    """Which papers bear a day that the text names; in a short text it is the day of the letter meant."""
    said = {day for day in query.days if day < (scope.before or dt.date.max)}
    borne = facts.days(session, papers) if said else {}
    for paper, candidate in papers.items():
        candidate.signals["day"] = float(bool(said & borne.get(paper, frozenset())))
        candidate.signals["letter"] = candidate.signals["day"] if query.exact else 0.0


@lru_cache(maxsize=20_000)
def _grams(text: str) -> frozenset[str]:
    """Runs of five letters of the stems: they find `Schulhof` in `Pausenschulhof`."""
    words = {word for word in terms(text) if len(word) >= _GRAM - 1}
    return frozenset(f"^{word}$"[at : at + _GRAM] for word in words for at in range(len(word) - _GRAM + 3))


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


def _age(days: list[dt.date], today: dt.date) -> float:
    """log of the days since the first text found, ten years as 1; what has no date counts as old."""
    return math.log1p(max(0, (today - min(days)).days)) / _OLD if days else 1.0


def _mark_same(session: Session, query: Query, papers: dict[str, Candidate], scope: Scope) -> None:
    suspects = sorted(papers, key=lambda paper: (-papers[paper].signals["file"], paper))[:_SUSPECTS]
    for paper, texts in facts.known_texts(session, suspects, scope).items():
        papers[paper].same = holds(query.text, texts)


def holds(text: str, others: Iterable[str]) -> bool:
    """Whether the other texts say most of what `text` says, word for word: it is the same letter."""
    words = text.lower().split()
    if len(words) < _SHORTEST_LETTER:
        return False
    step = max(1, len(words) // _SAMPLES)
    samples = [" ".join(words[at : at + _RUN]) for at in range(0, len(words) - _RUN + 1, step)]
    said = " ".join(" ".join(other.lower().split()) for other in others)
    return sum(sample in said for sample in samples) > _SAME_SHARE * len(samples)


def _add_graph(session: Session, papers: dict[str, Candidate], scope: Scope) -> None:
    """How strongly the best papers refer to each, and which refer to one of them. A paper that holds the very
    text searched for counts for nothing here: it is the question itself."""
    fits = {p: max(c.signals["file"], c.signals.get("named", 0.0)) for p, c in papers.items()}
    strength = {p: fits[p] + c.signals["meaning_title"] for p, c in papers.items() if not c.same}
    top = sorted(strength, key=lambda p: (-strength[p], p))[:_STRONG]
    cited: dict[str, float] = defaultdict(float)
    for citing, other in facts.references(session, top, papers, scope):
        if papers[citing].same:
            continue
        if citing in top:
            cited[other] += fits[citing]
            papers[other].cited_in += (papers[citing].reference or papers[citing].name,)
        papers[citing].cites |= other in top and fits[other] > 0
    lengths = facts.lengths(session, papers, scope)
    for paper, candidate in papers.items():
        candidate.signals["cited"] = math.log1p(cited[paper])
        candidate.signals["length"] = math.log1p(lengths.get(paper, 0)) / _LONG
