"""An inquiry in, a draft out: question by question, from earlier answers only."""

import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from assistant.drafting.aspects import Aspect, aspects_of
from assistant.drafting.chat import ChatModel, as_model
from assistant.drafting.checks import fitting, flagged
from assistant.drafting.composer import Composed, Task, compose, for_model, messages, shown
from assistant.drafting.evidence import Evidence, Place, evidence
from assistant.drafting.extractive import Answer, Measure, answer
from assistant.drafting.gaps import nothing_found, open_point
from assistant.drafting.kinds import NOTHING, answer_kind
from assistant.drafting.prompting import load_prompt
from assistant.drafting.pseudonyms import Pseudonyms
from assistant.drafting.relevance import About, Match, Relevance
from assistant.errors import ModelFailed
from assistant.model import (
    Draft,
    DraftItem,
    FoundPaper,
    Generator,
    Inquiry,
    ItemStatus,
    Precedent,
    PromptStamp,
    Question,
    Scope,
    Sentence,
    weakest,
)
from assistant.retrieval import Found, find, timeline

_MOST_SHOWN = 10
_FITS_JOINTLY = 0.7
_ASKED_BEFORE = 0.5
_LESS_SURE = 0.8
_MOST_FAILURES = 2
_MOST_RELATED = 2
_WORTH_OFFERING = 0.2


@dataclass
class _Run:
    """One drafting: what all questions share, and what has been used so far."""

    inquiry: Inquiry
    library: Any
    scope: Scope
    model: ChatModel | None
    prompts: Path | str | None
    cancelled: Callable[[], bool]
    relevance: Relevance
    used: list[Evidence] = field(default_factory=list)
    shown: dict[Place, float] = field(default_factory=dict)
    said_in: dict[Place, str] = field(default_factory=dict)
    counts: Counter = field(default_factory=Counter)
    failures: dict[str, str] = field(default_factory=dict)
    in_a_row: int = 0

    @property
    def today(self) -> date:
        """The day on which the answer is written."""
        return self.scope.before or self.inquiry.date or date.today()

    @property
    def given_up(self) -> bool:
        """Whether the model has failed too often to be waited for again: a question that is hard for it is no
        reason to leave the others, a server that is gone or too slow is."""
        return self.in_a_row >= _MOST_FAILURES

    def about(self, question: Question) -> About:
        return About(question.text, self.inquiry.topic, self.inquiry.preamble)

    def measure(self, question: Question) -> Measure:
        """How well a sentence answers an aspect of this question."""
        about = self.about(question)
        return lambda aspect, e: self.relevance.match(aspect, about, e)


@dataclass(frozen=True)
class _Material:
    """What was found for one question, and what of it may be quoted."""

    question: Question
    found: Found
    aspects: tuple[Aspect, ...]
    pool: tuple[Evidence, ...]
    answers: tuple[Answer, ...]
    joint_with: str | None = None

    @property
    def confidence(self) -> float:
        """How sure it is that the best of it helps; where nothing fits, little is left of what was found."""
        best = max((a.sure for a in self.answers if a.sentences or a.old), default=0.0)
        return round(best or self.found.confidence / 2, 3)


def draft(
    inquiry: Inquiry,
    library: Any,
    *,
    scope: Scope,
    model: Any = None,
    prompts: Path | str | None = None,
    progress: Callable[[int, int], None] | None = None,
    on_item: Callable[[DraftItem], None] | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Draft:
    """The draft answer to `inquiry` from the papers in `scope`.

    With `model` (ours, its name, or any LangChain chat model) the model words the sentences and
    code proves them; a model that fails ends in the extractive draft with a notice, never in an
    error. `progress` is told (done, total), `on_item` each item as it is ready.
    """
    run = _run(inquiry, library, scope, model, prompts, cancelled)
    items: list[DraftItem] = []
    for question in inquiry.questions:
        items.append(_draft_item(question, run))
        if on_item:
            on_item(items[-1])
        if progress:
            progress(len(items), len(inquiry.questions))
    return Draft(
        id=uuid.uuid4().hex[:12], inquiry=inquiry, status=weakest(items), generator=_generator(run), items=tuple(items)
    )


def preview_prompt(
    inquiry: Inquiry, library: Any, *, scope: Scope, model: Any, prompts: Path | str | None = None
) -> list[dict[str, str]]:
    """What would be sent to `model` for each question, word for word but for the random marks."""
    run = _run(inquiry, library, scope, model, prompts, lambda: False)
    sent = []
    for question in inquiry.questions:
        material = _material(question, run)
        if not _carries(material, run):
            continue
        hidden = Pseudonyms() if run.model and run.model.remote else None
        task = for_model(_task(material, run), run.model) if run.model else _task(material, run)
        system, user = messages(task, load_prompt("entwurf", prompts), hidden)
        sent.append({"number": question.number, "system": system, "user": user})
    return sent


def _run(
    inquiry: Inquiry, library: Any, scope: Scope, model: Any, prompts: Path | str | None, cancelled: Callable[[], bool]
) -> _Run:
    scope = fitting(scope, inquiry)
    chat = as_model(model, library.settings)
    return _Run(
        inquiry, library, scope, chat, prompts, cancelled, Relevance(library.words.rarity, library.embedder.encode)
    )


def _draft_item(question: Question, run: _Run) -> DraftItem:
    material = _material(question, run)
    if not _carries(material, run):
        return _without_precedent(material, run)
    item = flagged(_item(material, _composed(material, run), run.today), run.inquiry, run.library, run.scope)
    run.shown.update(_fits(material.answers, run.measure(question)))
    told = {(c.paper, c.start, c.end) for sentence in item.sentences for c in sentence.citations}
    for e in (e for e in material.pool if e.key in told):
        run.used.append(e)
        run.said_in.setdefault(e.key, _label(question, run))
    return item


def _label(question: Question, run: _Run) -> str:
    """The question's number as printed, else its place."""
    return question.number or str(run.inquiry.questions.index(question) + 1)


def _material(question: Question, run: _Run) -> _Material:
    """What earlier papers give for the question; what another question already says only if it must."""
    found = find(run.library, question, run.inquiry, run.scope)
    pool = tuple(evidence((*found.precedents, *_history(found, run)), run.library, run.scope))
    run.relevance.prepare_sentences(pool)
    aspects = tuple(aspects_of(question.text))
    answers = _answers(question, aspects, pool, run, run.used)
    if run.used and not any(a.sentences for a in answers):
        again = _answers(question, aspects, pool, run, ())
        fitting = [a for a in again if a.fit >= _FITS_JOINTLY]
        shared = next((run.said_in[e.key] for a in fitting for e in a.sentences if e.key in run.said_in), None)
        if shared:
            return _Material(question, found, aspects, pool, again, shared)
    return _Material(question, found, aspects, pool, answers)


def _history(found: Found, run: _Run) -> list[Precedent]:
    """What was answered to the same question in other years, where the best precedent surely asked it."""
    best = max(found.precedents, key=lambda p: p.confidence or 0.0, default=None)
    if best is None or best.exchange is None or (best.confidence or 0.0) < _ASKED_BEFORE:
        return []
    known = {p.paper.id for p in found.precedents}
    sure = (best.confidence or 0.0) * _LESS_SURE
    others = (p for p in timeline(run.library, best, run.scope) if p.paper.id not in known)
    return [p.model_copy(update={"confidence": sure}) for p in others]


def _answers(
    question: Question, aspects: Sequence[Aspect], pool: Sequence[Evidence], run: _Run, used: Sequence[Evidence]
) -> tuple[Answer, ...]:
    answers: list[Answer] = []
    for aspect in aspects:
        taken = [*used, *(e for a in answers for e in a.sentences)]
        shown = {**run.shown, **_fits(answers, run.measure(question))}
        others = [other for other in aspects if other is not aspect]
        sure = run.library.settings.confidence
        answers.append(answer(aspect, pool, run.measure(question), taken, shown, sure, others))
    return tuple(answers)


def _fits(answers: Sequence[Answer], measure: Measure) -> dict[Place, float]:
    """Where the statements stand that are shown beside a gap, with how well each fits it."""
    return {e.key: measure(a.aspect, e).score for a in answers for e in a.old}


def _carries(material: _Material, run: _Run) -> bool:
    """Whether what was found is sure enough to answer from; silence is an answer too."""
    helps = any(a.sentences or a.old for a in material.answers)
    return helps and material.confidence >= run.library.settings.confidence


def _composed(material: _Material, run: _Run) -> Composed | None:
    """The model's proven sentences, or None where there is no model, or none that works."""
    if run.model is None or run.given_up:
        return None
    try:
        composed = compose(_task(material, run), run.model, run.prompts, run.cancelled)
    except ModelFailed as error:
        run.failures[_label(material.question, run)] = str(error)
        run.counts["failed"] += 1
        run.in_a_row += 1
        return None
    run.in_a_row = 0
    run.counts.update(composed.counts)
    return composed if composed.sentences else None


def _task(material: _Material, run: _Run) -> Task:
    """What a model is asked: the question with the sentences that may answer it and are not in the draft yet."""
    measure = run.measure(material.question)
    used = {e.key for e in run.used}
    matches: dict[Place, Match] = {}
    for e in material.pool:
        if e.unfit is None and e.key not in used:
            match = max((measure(a, e) for a in material.aspects), key=lambda m: m.score)
            if match.sure >= _WORTH_OFFERING and not match.of_another:
                matches[e.key] = match
    offered = [e for e in material.pool if e.key in matches]
    sources = shown(offered, lambda e: matches[e.key].score)
    return Task(material.question, run.inquiry, material.aspects, sources, run.today)


def _item(material: _Material, composed: Composed | None, today: date) -> DraftItem:
    found, question = material.found, material.question
    answers = material.answers
    sentences = tuple(_sentences(answers, composed or Composed()))
    open_points = _open_points(answers, composed or Composed(), found)
    return DraftItem(
        number=question.number,
        question=question.text,
        status=ItemStatus.partial if open_points or not sentences else ItemStatus.drafted,
        answer_kind=answer_kind(answers, today, material.joint_with),
        confidence=material.confidence,
        sentences=sentences,
        departments=found.departments,
        open_points=open_points,
        precedents=found.precedents[:_MOST_SHOWN],
        rejected=found.rejected,
    )


def _sentences(answers: Sequence[Answer], composed: Composed) -> Iterator[Sentence]:
    """What a model said and proved, then word for word what stands for the aspects of which it said nothing."""
    yield from (sentence for _, sentence in composed.sentences)
    told = {(c.paper, c.start, c.end) for _, sentence in composed.sentences for c in sentence.citations}
    left = (e for number, a in enumerate(answers, 1) if not composed.covers(number) for e in a.sentences)
    chosen = list({e.key: e for e in left if e.key not in told}.values())
    papers = list(dict.fromkeys(e.precedent.paper.id for e in chosen))
    for e in sorted(chosen, key=lambda e: (papers.index(e.precedent.paper.id), e.start)):
        yield Sentence(text=e.text, citations=(e.citation(),))


def _without_precedent(material: _Material, run: _Run) -> DraftItem:
    found, question = material.found, material.question
    related = _related(material, run)
    return DraftItem(
        number=question.number,
        question=question.text,
        status=ItemStatus.no_precedent,
        answer_kind=NOTHING,
        confidence=material.confidence,
        departments=found.departments,
        open_points=nothing_found(question.text, material.aspects, run.scope, found.departments, related),
        precedents=found.precedents[:_MOST_SHOWN],
        rejected=found.rejected,
    )


def _related(material: _Material, run: _Run) -> list[FoundPaper]:
    """The newest papers on the inquiry's subject among what was found: no answer, but where to read on."""
    about = run.about(material.question)
    papers = {p.paper.id: p.paper for p in material.found.precedents if p.voice.speaks_for_town}
    fitting = [paper for paper in papers.values() if run.relevance.same_subject(about, paper.name)]
    return sorted(fitting, key=lambda paper: paper.date or date.min, reverse=True)[:_MOST_RELATED]


def _open_points(answers: Sequence[Answer], composed: Composed, found: Found) -> tuple[str, ...]:
    """The gaps, computed by code alone: what a model says is missing is not believed either."""
    points = []
    for number, a in enumerate(answers, 1):
        point = open_point(a, composed.covers(number) or bool(a.sentences), found.departments)
        points += [point] if point else []
    return tuple(points)


def _generator(run: _Run) -> Generator:
    embedding = run.library.embedder.fingerprint
    if run.model is None:
        return Generator(embedding=embedding)
    stamp: PromptStamp = load_prompt("entwurf", run.prompts).stamp
    kind = "model" if run.counts["supported"] + run.counts["repaired"] else "extractive"
    return Generator(
        kind=kind,
        model=run.model.name,
        prompt=stamp,
        embedding=embedding,
        notice=" ".join(filter(None, (_failed(run), _dropped(run.counts)))) or None,
        counts=dict(run.counts),
    )


def _failed(run: _Run) -> str | None:
    """Which answers were made without the model, and why."""
    if not run.failures:
        return None
    *others, last = run.failures
    which = f"Die Fragen {', '.join(others)} und {last} wurden" if others else f"Frage {last} wurde"
    left = " Danach wurde es nicht mehr gefragt." if run.given_up else ""
    return f"{run.failures[last]} {which} ohne Sprachmodell bearbeitet, mit wörtlich übernommenen Sätzen.{left}"


def _dropped(counts: Counter) -> str | None:
    lost = sum(counts[o] for o in ("misattributed", "stitched", "fabricated")) - counts["repaired"]
    if lost <= 0:
        return None
    sentences = "Ein Satz" if lost == 1 else f"{lost} Sätze"
    return f"{sentences} des Sprachmodells nicht übernommen, weil die Belege sie nicht tragen."
