"""An inquiry in, a draft out: question by question, from earlier answers only."""

import uuid
from collections.abc import Callable, Sequence
from typing import Any

from assistant.drafting.aspects import aspects_of
from assistant.drafting.checks import flags_of_item
from assistant.drafting.evidence import Evidence, evidence
from assistant.drafting.extractive import Answer, answer
from assistant.drafting.gaps import nothing_found, open_point
from assistant.drafting.kinds import NOTHING, answer_kind
from assistant.drafting.relevance import Relevance
from assistant.model import Draft, DraftItem, Generator, Inquiry, ItemStatus, Question, Scope, Sentence, weakest
from assistant.retrieval import Found, find

Progress = Callable[[int, int, DraftItem], None]
"""Called after each question: how many are done, of how many, and the item itself."""

_MOST_SHOWN = 10


def draft(
    inquiry: Inquiry,
    library: Any,
    *,
    scope: Scope,
    model: Any = None,
    prompts: Any = None,
    progress: Progress | None = None,
) -> Draft:
    """The draft answer to `inquiry` from the papers in `scope`; with `model`, in its words' order.

    A model that fails ends in the extractive draft with a notice, never in an error.
    """
    scope = without_own_paper(scope, inquiry)
    items: list[DraftItem] = []
    used: list[Evidence] = []
    for question in inquiry.questions:
        item, chosen = draft_item(question, inquiry, library, scope, used)
        used.extend(chosen)
        items.append(item)
        if progress:
            progress(len(items), len(inquiry.questions), item)
    generator = Generator(embedding=library.embedder.fingerprint)
    return Draft(id=uuid.uuid4().hex[:12], inquiry=inquiry, status=weakest(items), generator=generator, items=tuple(items))


def without_own_paper(scope: Scope, inquiry: Inquiry) -> Scope:
    """No paper is a precedent for its own inquiry."""
    own = {inquiry.reference} if inquiry.reference else set()
    return scope.model_copy(update={"exclude": scope.exclude | own})


def draft_item(question: Question, inquiry: Inquiry, library: Any, scope: Scope, used: Sequence[Evidence] = ()) -> tuple[DraftItem, list[Evidence]]:
    """The item for one question, and the sentences it uses."""
    found = find(library, question, inquiry, scope)
    if found.confidence < library.settings.confidence:
        return _without_precedent(question, found, scope), []
    answers = _answers(question, inquiry, found, library, scope, used)
    chosen = list(dict.fromkeys(e for a in answers for e in a.sentences))
    if not chosen and not any(a.old for a in answers):
        return _without_precedent(question, found, scope), []
    return _item(question, inquiry, found, answers, chosen, scope), chosen


def _answers(
    question: Question, inquiry: Inquiry, found: Found, library: Any, scope: Scope, used: Sequence[Evidence]
) -> list[Answer]:
    relevance = Relevance(library.words.rarity)
    subject = relevance.subject(question.text, inquiry.topic)
    pool = evidence(found.precedents, library, scope)
    answers: list[Answer] = []
    for aspect in aspects_of(question.text):
        taken = [*used, *(e for a in answers for e in a.sentences)]
        answers.append(answer(aspect, subject, pool, relevance, taken))
    return answers


def _item(
    question: Question, inquiry: Inquiry, found: Found, answers: Sequence[Answer], chosen: Sequence[Evidence], scope: Scope
) -> DraftItem:
    sentences = tuple(Sentence(text=e.text, citations=(e.citation(),)) for e in chosen)
    open_points = tuple(p for a in answers if (p := open_point(a, found.departments)))
    return DraftItem(
        number=question.number,
        question=question.text,
        status=ItemStatus.partial if open_points or not sentences else ItemStatus.drafted,
        answer_kind=answer_kind(answers),
        confidence=found.confidence,
        sentences=sentences,
        flags=flags_of_item(question.text, sentences),
        departments=found.departments,
        open_points=open_points,
        precedents=found.precedents[:_MOST_SHOWN],
        rejected=found.rejected,
    )


def _without_precedent(question: Question, found: Found, scope: Scope) -> DraftItem:
    aspects = [a.text for a in aspects_of(question.text)]
    return DraftItem(
        number=question.number,
        question=question.text,
        status=ItemStatus.no_precedent,
        answer_kind=NOTHING,
        confidence=found.confidence,
        departments=found.departments,
        open_points=nothing_found(question.text, aspects, scope, found.departments),
        precedents=found.precedents[:_MOST_SHOWN],
        rejected=found.rejected,
    )
