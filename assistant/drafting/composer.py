"""Letting a model put the sentences of one answer together, and keeping only what is proven.

The model sees numbered sentences and answers with its own sentences and the numbers they rest on.
Code copies the quotes, judges each sentence against them, lets the model repair once what fails,
and drops the rest. Nothing that the model writes reaches the draft unproven, not even as a gap.
"""

import json
import re
import secrets
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from assistant.drafting.aspects import Aspect
from assistant.drafting.chat import ChatModel, Reply
from assistant.drafting.evidence import Evidence
from assistant.drafting.flags import instruction
from assistant.drafting.gaps import german_date
from assistant.drafting.prompting import Prompt, load_prompt
from assistant.drafting.pseudonyms import Pseudonyms
from assistant.drafting.verify import judge, untraced
from assistant.german import content_words, stem
from assistant.model import Inquiry, Question, Sentence

_MOST_SOURCES = 40
_MOST_SOURCE_CHARACTERS = 9_000
_MOST_SENTENCES = 8
_LONGEST_SENTENCE = 500
_MOST_SPANS = 4

SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "saetze": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "teilfrage": {"type": "integer"},
                    "text": {"type": "string"},
                    "belege": {"type": "array", "items": {"type": "integer"}},
                },
                "required": ["teilfrage", "text", "belege"],
                "additionalProperties": False,
            },
        },
        "offen": {"type": "array", "items": {"type": "integer"}},
    },
    "required": ["saetze", "offen"],
    "additionalProperties": False,
}


@dataclass(frozen=True)
class Proposal:
    """One sentence as the model wants it, before anything is believed."""

    aspect: int
    text: str
    sources: tuple[Evidence, ...]


@dataclass(frozen=True)
class Composed:
    """What of a model's answer was proven: sentences by aspect, and how the others failed."""

    sentences: tuple[tuple[int, Sentence], ...] = ()
    counts: Counter = field(default_factory=Counter)

    def covers(self, aspect: int) -> bool:
        return any(number == aspect for number, _ in self.sentences)


@dataclass(frozen=True)
class Task:
    """What the model is asked for one question."""

    question: Question
    inquiry: Inquiry
    aspects: tuple[Aspect, ...]
    sources: tuple[Evidence, ...]
    today: date


def compose(
    task: Task, model: ChatModel, prompts: Path | str | None = None, cancelled: Callable[[], bool] = lambda: False
) -> Composed:
    """The proven sentences for `task`. Raises ModelFailed when the model gives nothing usable."""
    task = for_model(task, model)
    hidden = Pseudonyms() if model.remote else None
    system, user = messages(task, load_prompt("entwurf", prompts), hidden)
    reply = model.ask(system, user, SCHEMA, cancelled)
    counts = _tokens(reply)
    kept, failed = _judged(proposals(reply.data, task, hidden), task, counts)
    if failed:
        system, user = repair_messages(task, failed, load_prompt("reparatur", prompts), hidden)
        reply = model.ask(system, user, SCHEMA, cancelled)
        counts.update(_tokens(reply))
        repaired, _ = _judged(proposals(reply.data, task, hidden)[: len(failed)], task, Counter())
        counts["repaired"] += len(repaired)
        kept = [*kept, *repaired]
    return Composed(tuple(_in_order(kept)), counts)


def for_model(task: Task, model: ChatModel) -> Task:
    """The task with no more sources than the model is to see: those that share most with the question."""
    if len(task.sources) <= model.sources:
        return task
    asked = {stem(word) for word in content_words(task.question.text)}
    shared = [len(asked & {stem(word) for word in content_words(e.text)}) for e in task.sources]
    best = sorted(range(len(shared)), key=lambda at: (-shared[at], at))[: model.sources]
    return replace(task, sources=tuple(task.sources[at] for at in sorted(best)))


def messages(task: Task, prompt: Prompt, hidden: Pseudonyms | None = None) -> tuple[str, str]:
    """(system, user) as they are sent; with `hidden`, without personal data."""
    return _filled(
        prompt,
        hidden,
        thema=task.inquiry.topic,
        frage=task.question.text,
        teilfragen="\n".join(f"{n}. {aspect.text}" for n, aspect in enumerate(task.aspects, 1)),
        quellen=_numbered(task.sources),
    )


def repair_messages(
    task: Task, failed: Sequence[Proposal], prompt: Prompt, hidden: Pseudonyms | None
) -> tuple[str, str]:
    defects = "\n".join(json.dumps(_as_sent(p, task), ensure_ascii=False) for p in failed)
    return _filled(prompt, hidden, frage=task.question.text, maengel=defects, quellen=_numbered(task.sources))


def proposals(data: Any, task: Task, hidden: Pseudonyms | None = None) -> list[Proposal]:
    """The well-formed sentences of a model's answer; what is malformed is left out."""
    given = data.get("saetze") if isinstance(data, dict) else None
    made = (_proposal(raw, task, hidden) for raw in (given if isinstance(given, list) else [])[:_MOST_SENTENCES])
    return [p for p in made if p]


def shown(pool: Sequence[Evidence], rank: Callable[[Evidence], float]) -> tuple[Evidence, ...]:
    """The sentences that a model is shown: the best of those fit to be quoted, in reading order."""
    best = sorted((e for e in pool if e.unfit is None and not instruction(e.text)), key=rank, reverse=True)[
        :_MOST_SOURCES
    ]
    taken, size = [], 0
    for e in best:
        size += len(e.text)
        if size > _MOST_SOURCE_CHARACTERS:
            break
        taken.append(e)
    places = {e.key: n for n, e in enumerate(pool)}
    return tuple(sorted(taken, key=lambda e: places[e.key]))


def _filled(prompt: Prompt, hidden: Pseudonyms | None, **values: str) -> tuple[str, str]:
    """The prompt with its values between marks that no document can know."""
    mark = secrets.token_hex(8)
    values = {name: hidden.hide(value) if hidden else value for name, value in values.items()}
    system, user = prompt.filled(anfang=f"<<<{mark}", ende=f"{mark}>>>", **values)
    return system, user


def _numbered(sources: Sequence[Evidence]) -> str:
    return "\n".join(
        f"[{n}] ({e.precedent.paper.reference or 'ohne Nummer'}, {german_date(e.date)}) {e.text}"
        for n, e in enumerate(sources, 1)
    )


def _proposal(raw: Any, task: Task, hidden: Pseudonyms | None) -> Proposal | None:
    if not isinstance(raw, dict) or not isinstance(raw.get("text"), str):
        return None
    text = re.sub(r"\s+", " ", raw["text"]).strip()
    text = hidden.reveal(text) if hidden else text
    given = raw.get("belege")
    numbers = dict.fromkeys(n for n in given if type(n) is int) if isinstance(given, list) else ()
    valid = [n for n in numbers if 1 <= n <= len(task.sources)]
    aspect = raw.get("teilfrage")
    aspect = aspect if type(aspect) is int and 1 <= aspect <= len(task.aspects) else 1
    if not text or len(text) > _LONGEST_SENTENCE or not text.isprintable():
        return None
    return Proposal(aspect, text, tuple(task.sources[n - 1] for n in valid[:_MOST_SPANS]))


def _judged(given: Sequence[Proposal], task: Task, counts: Counter) -> tuple[list[Proposal], list[Proposal]]:
    """(proven, not proven), the outcomes counted."""
    kept: list[Proposal] = []
    failed: list[Proposal] = []
    for proposal in given:
        outcome = _outcome(proposal, task)
        counts[outcome] += 1
        (kept if outcome == "supported" else failed).append(proposal)
    return kept, failed


def _outcome(proposal: Proposal, task: Task) -> str:
    quotes = [e.text for e in proposal.sources]
    if not quotes:
        return "fabricated"
    verdict = judge(proposal.text, task.question.text, quotes, [e.date for e in proposal.sources], task.today)
    if not verdict.supported:
        return str(verdict.outcome)
    return "fabricated" if untraced(proposal.text, task.question.text, quotes) else "supported"


def _in_order(kept: Sequence[Proposal]) -> list[tuple[int, Sentence]]:
    """By aspect, each text once, with its quotes copied by code."""
    once = {p.text: p for p in kept}
    ordered = sorted(once.values(), key=lambda p: p.aspect)
    return [(p.aspect, Sentence(text=p.text, citations=tuple(e.citation() for e in p.sources))) for p in ordered]


def _as_sent(proposal: Proposal, task: Task) -> dict[str, Any]:
    numbers = [task.sources.index(e) + 1 for e in proposal.sources]
    return {"teilfrage": proposal.aspect, "text": proposal.text, "belege": numbers}


def _tokens(reply: Reply) -> Counter:
    return Counter(tokens_in=reply.tokens_in, tokens_out=reply.tokens_out)
