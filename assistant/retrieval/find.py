"""Find: for one question of an inquiry, the earlier answers that may answer it, and how surely."""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log

import numpy as np

from assistant.library import Library, Unit
from assistant.library.units import embedded_text, filter_key
from assistant.model import DepartmentShare, Inquiry, Precedent, Question, Scope, Value, Voice
from assistant.retrieval import facts, marks
from assistant.retrieval.candidates import Candidate, Candidates, collect, holds
from assistant.retrieval.confidence import confidence, signals
from assistant.retrieval.fusion import fused
from assistant.retrieval.query import Query, analyse
from assistant.retrieval.search import load, number, ordered, unanswered
from assistant.retrieval.units import MOST_PER_PAPER, Ranked, is_new, precedent, rank_units, voice_of
from assistant.retrieval.why import why

_MOST_PRECEDENTS = 10
_MOST_REJECTED = 10
_PAPERS = 20
_SUSPECTS = 3
_JUDGED_PER_PAPER = 5
_TOO_WEAK = 0.08
_FITS = 0.2
_MOST_CONTEXT = 3000
_MOST_DEPARTMENTS = 4
_PARALLEL_DAYS = 60
_OWN_DAYS = 180


class Found(Value):
    """What was found for one question. `confidence`: that one of the precedents answers it."""

    precedents: tuple[Precedent, ...] = ()
    rejected: tuple[Precedent, ...] = ()
    confidence: float = 0.0
    departments: tuple[DepartmentShare, ...] = ()


@dataclass(frozen=True)
class _Judged:
    """A place in a paper. `sure`: that it answers; `fits`: how well its paper fits, as `fused` says."""

    ranked: Ranked
    sure: float
    fits: float
    answered: bool

    @property
    def worth(self) -> float:
        """What decides the order: the odds that it answers, and its paper. The weight was set on passages
        judged by hand (`evals/benchmarks/retrieval_passages.py`)."""
        return log(self.sure / (1 - self.sure)) + _FITS * self.fits


def find(library: Library, question: Question, inquiry: Inquiry, scope: Scope) -> Found:
    """The earlier answers to `question`, best first; nothing of the inquiry's own paper, and no text that
    a later one has replaced but among the rejected."""
    query, found, judged = _judge(library, question, inquiry, scope)
    kept = _spread([one for one in judged if one.sure >= _TOO_WEAK and not one.ranked.unit.replaced], _MOST_PRECEDENTS)
    shown = {one.ranked.unit.id for one in kept}
    rest = _spread([one for one in judged if one.ranked.unit.id not in shown], _MOST_REJECTED)
    return Found(
        precedents=tuple(_shown(kept, query, found, inquiry)),
        rejected=tuple(_shown(rest, query, found, inquiry)),
        confidence=max((one.sure for one in kept if voice_of(one.ranked.unit).speaks_for_town), default=0.0),
        departments=departments(kept or judged[:_MOST_PRECEDENTS]),
    )


def _judge(
    library: Library, question: Question, inquiry: Inquiry, scope: Scope
) -> tuple[Query, Candidates, list[_Judged]]:
    scope = scope.model_copy(update={"exclude": scope.exclude | set(filter(None, (inquiry.reference, inquiry.id)))})
    context = f"{inquiry.topic}\n{inquiry.preamble}"[:_MOST_CONTEXT]
    query = analyse(question.text, context, library.words.rarities)
    found = collect(library, query, scope)
    own = _own_papers(library, inquiry, found, scope)
    papers = [paper for paper in ordered(found) if paper not in own][:_PAPERS]
    shelves = load(library, query, found, papers, scope)
    tops = {paper: rank_units(units, query, found) for paper, units in shelves.items()}
    meaning = _meanings(library, f"{inquiry.topic}\n{question.text}", tops)
    judged = []
    open_papers = unanswered(library, [one.unit for shelf in tops.values() for one in shelf], scope)
    for paper, shelf in tops.items():
        for one in shelf[:_JUDGED_PER_PAPER]:
            seen = signals(query, one.unit, voice_of(one.unit), meaning[one.unit.id])
            fits = fused(found.papers[paper].signals)
            judged.append(_Judged(one, confidence(seen), fits, paper not in open_papers))
    return query, found, sorted(judged, key=lambda j: (-j.worth, -j.ranked.score, j.ranked.unit.id))


def _own_papers(library: Library, inquiry: Inquiry, found: Candidates, scope: Scope) -> set[str]:
    """The papers that are the inquiry itself, come back through the council system: of its days, and they
    hold its text. An older paper that holds it was asked the same, and is the best of precedents."""
    text = inquiry.text or "\n".join([inquiry.preamble, *(question.text for question in inquiry.questions)])
    # The date that was read from a letter may be another one that it speaks of: the day asked on counts too.
    asked = [day for day in (inquiry.date, scope.before) if day] or [dt.date.today()]
    recent = [paper for paper, one in found.papers.items() if any(_of_these_days(one, day) for day in asked)]
    suspects = sorted(recent, key=lambda paper: (-found.papers[paper].signals["file"], paper))[:_SUSPECTS]
    with library.reading() as session:
        texts = facts.known_texts(session, suspects, scope)
    return {paper for paper, said in texts.items() if holds(text, said)}


def _of_these_days(candidate: Candidate, asked: dt.date) -> bool:
    return not candidate.days or any(abs((day - asked).days) <= _OWN_DAYS for day in candidate.days)


def _meanings(library: Library, text: str, shelves: dict[str, list[Ranked]]) -> dict[int, float]:
    units = [one.unit for shelf in shelves.values() for one in shelf[:_JUDGED_PER_PAPER]]
    vector = library.embedder.encode([text])[0]
    texts = [embedded_text(unit.title, unit.topic, unit.question, unit.text) for unit in units]
    cosines = library.embedder.encode(texts) @ vector if units else np.zeros(0)
    return {unit.id: float(cosine) for unit, cosine in zip(units, cosines, strict=True)}


def _spread(judged: Iterable[_Judged], most: int) -> list[_Judged]:
    """At most a few of each paper, and nothing twice."""
    chosen: list[_Judged] = []
    per_paper: dict[str, int] = defaultdict(int)
    for one in judged:
        paper = one.ranked.unit.paper.id
        if len(chosen) == most:
            break
        if per_paper[paper] < MOST_PER_PAPER and is_new(one.ranked.unit, (other.ranked.unit for other in chosen)):
            chosen.append(one)
            per_paper[paper] += 1
    return chosen


def _shown(chosen: Sequence[_Judged], query: Query, found: Candidates, inquiry: Inquiry) -> list[Precedent]:
    shown = []
    for one in chosen:
        unit = one.ranked.unit
        made = precedent(
            unit,
            one.worth,
            why(query, unit, found.papers[unit.paper.id].cited_in),
            one.answered,
            _parallel(unit, inquiry),
        )
        shown.append(made.model_copy(update={"confidence": round(one.sure, 3)}))
    return number(shown)


def _parallel(unit: Unit, inquiry: Inquiry) -> tuple[str, ...]:
    """Another group asking nearly the same for the same session."""
    if not (inquiry.date and unit.date and "anfrage" in f"{unit.paper.paper_type} {unit.paper.name}".lower()):
        return ()
    near = abs((unit.paper.date or unit.date) - inquiry.date).days < _PARALLEL_DAYS
    return (marks.PARALLEL,) if near else ()


def departments(judged: Iterable[_Judged]) -> tuple[DepartmentShare, ...]:
    """Who gave the similar answers, by how surely they are similar."""
    weight: dict[str, float] = defaultdict(float)
    printed: dict[str, str] = {}
    for one in judged:
        name = one.ranked.unit.paper.department
        if name and one.ranked.unit.voice != Voice.third:
            key = _office(name)
            weight[key] += one.sure
            printed[key] = max(printed.get(key, ""), name, key=len)
    total = sum(weight.values())
    best = sorted(weight, key=lambda key: (-weight[key], key))[:_MOST_DEPARTMENTS]
    return tuple(DepartmentShare(name=printed[key], share=round(weight[key] / total, 3)) for key in best if total)


def _office(name: str) -> str:
    """`Dez. 5` and `Dezernat 5` are one office."""
    return re.sub(r"\bdez(?:\.|ernat)\s*", "dez ", filter_key(name))
