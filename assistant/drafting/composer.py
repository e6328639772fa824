"""Letting a model put the sentences of one answer together, and keeping only what is proven.

The model sees numbered sentences and answers with its own sentences and the numbers they rest on.
Code copies the quotes, judges each sentence against them, lets the model repair once what fails,
and drops the rest. Nothing that the model writes reaches the draft unproven, not even as a gap.
"""

import json
import re
import secrets
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from assistant.drafting.aspects import Aspect
from assistant.drafting.chat import ChatModel
from assistant.drafting.evidence import Evidence
from assistant.drafting.flags import instruction
from assistant.drafting.gaps import german_date
from assistant.drafting.prompting import Prompt, load_prompt
from assistant.drafting.pseudonyms import Pseudonyms
from assistant.drafting.verify import judge, untraced
from assistant.errors import ModelFailed
from assistant.model import Inquiry, Question, Sentence

_MOST_SOURCES = 40
_CHARACTERS_A_SOURCE = 225
_MOST_SENTENCES = 6
_LONGEST_SENTENCE = 500
_MOST_SPANS = 4
_FEWEST_WORDS = 3
_SENTENCE = re.compile(r"^[„\"'(§]?[A-ZÄÖÜ0-9§].*[.!?][)“\"']*$", re.DOTALL)
_WORD = re.compile(r"[^\W\d_]{2,}")


def schema(task: "Task") -> dict[str, Any]:
    """The form of an answer to `task`. The numbers stand before the text: first what it rests on, then words."""
    sentence = {
        "type": "object",
        "properties": {
            "teilfrage": {"type": "integer", "enum": list(range(1, len(task.aspects) + 1))},
            "belege": {
                "type": "array",
                "items": {"type": "integer", "enum": list(range(1, len(task.sources) + 1))},
                "minItems": 1,
                "maxItems": _MOST_SPANS,
            },
            "text": {"type": "string"},
        },
        "required": ["teilfrage", "belege", "text"],
        "additionalProperties": False,
    }
    return {
        "type": "object",
        "properties": {"saetze": {"type": "array", "items": sentence, "maxItems": _MOST_SENTENCES}},
        "required": ["saetze"],
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
    """What the model is asked for one question; its sources are the best first (`shown`)."""

    question: Question
    inquiry: Inquiry
    aspects: tuple[Aspect, ...]
    sources: tuple[Evidence, ...]
    today: date


def compose(
    task: Task, model: ChatModel, prompts: Path | str | None = None, cancelled: Callable[[], bool] = lambda: False
) -> Composed:
    """The proven sentences for `task`, in `model.timeout` seconds at most.

    Raises ModelFailed when the model gives nothing usable.
    """
    task = for_model(task, model)
    if not task.sources:
        return Composed()
    talk = _Talk(task, model, prompts, cancelled)
    begun = time.monotonic()
    counts = Counter(asked=1)
    given = talk.proposals(*messages(task, load_prompt("entwurf", prompts), talk.hidden), model.timeout, counts)
    kept, failed = _judged(given, task, counts)
    took = time.monotonic() - begun
    if failed and took <= model.timeout - took:
        repaired = _repaired(talk, [p for p in failed if p.sources], model.timeout - took, counts)
        counts["repaired"] += len(repaired)
        kept = [*kept, *repaired]
    return Composed(tuple(_in_order(kept)), counts)


@dataclass(frozen=True)
class _Talk:
    """What all that is said to the model about one task has in common."""

    task: Task
    model: ChatModel
    prompts: Path | str | None
    cancelled: Callable[[], bool]

    @cached_property
    def hidden(self) -> Pseudonyms | None:
        return Pseudonyms() if self.model.remote else None

    def proposals(self, system: str, user: str, within: float, counts: Counter) -> list[Proposal]:
        reply = self.model.ask(system, user, schema(self.task), self.cancelled, within)
        counts.update(tokens_in=reply.tokens_in, tokens_out=reply.tokens_out)
        return proposals(reply.data, self.task, self.hidden)


def _repaired(talk: _Talk, failed: Sequence[Proposal], within: float, counts: Counter) -> list[Proposal]:
    """What the model proves when it is told once what failed; a repair that fails costs nothing but its time."""
    if not failed:
        return []
    prompt = load_prompt("reparatur", talk.prompts)
    try:
        given = talk.proposals(*repair_messages(talk.task, failed, prompt, talk.hidden), within, counts)
    except ModelFailed:
        return []
    proven, _ = _judged(given[: len(failed)], talk.task, Counter())
    return proven


def for_model(task: Task, model: ChatModel) -> Task:
    """The task with no more sources than the model is to see, the best of them, and altogether no longer than
    so many usually are; in reading order."""
    left, taken = model.sources * _CHARACTERS_A_SOURCE, []
    for e in task.sources[: model.sources]:
        left -= len(e.text)
        if left >= 0 or not taken:
            taken.append(e)
    papers = list(dict.fromkeys(e.precedent.paper.id for e in taken))
    return replace(task, sources=tuple(sorted(taken, key=lambda e: (papers.index(e.precedent.paper.id), e.start))))


def messages(task: Task, prompt: Prompt, hidden: Pseudonyms | None = None) -> tuple[str, str]:
    """(system, user) as they are sent; with `hidden`, without personal data."""
    parts = [aspect.text for aspect in task.aspects] if len(task.aspects) > 1 else ["die ganze Frage"]
    return _filled(
        prompt,
        hidden,
        thema=task.inquiry.topic,
        frage=task.question.text,
        teilfragen="\n".join(f"{n}. {part}" for n, part in enumerate(parts, 1)),
        quellen=_numbered(task, task.sources),
    )


def repair_messages(
    task: Task, failed: Sequence[Proposal], prompt: Prompt, hidden: Pseudonyms | None
) -> tuple[str, str]:
    """(system, user) with what failed, and of the sources only those that it names."""
    defects = "\n".join(json.dumps(_as_sent(p, task), ensure_ascii=False) for p in failed)
    named = [e for e in task.sources if any(e in p.sources for p in failed)]
    return _filled(prompt, hidden, frage=task.question.text, maengel=defects, quellen=_numbered(task, named))


def proposals(data: Any, task: Task, hidden: Pseudonyms | None = None) -> list[Proposal]:
    """The well-formed sentences of a model's answer; what is malformed is left out."""
    given = data.get("saetze") if isinstance(data, dict) else None
    made = (_proposal(raw, task, hidden) for raw in (given if isinstance(given, list) else [])[:_MOST_SENTENCES])
    return [p for p in made if p]


def shown(pool: Sequence[Evidence], rank: Callable[[Evidence], float]) -> tuple[Evidence, ...]:
    """The sentences that a model may be shown, those of them that are fit to be quoted, best first."""
    fit = (e for e in pool if e.unfit is None and not instruction(e.text))
    return tuple(sorted(fit, key=rank, reverse=True)[:_MOST_SOURCES])


def _filled(prompt: Prompt, hidden: Pseudonyms | None, **values: str) -> tuple[str, str]:
    """The prompt with its values between marks that no document can know."""
    mark = secrets.token_hex(4)
    values = {name: hidden.hide(value) if hidden else value for name, value in values.items()}
    system, user = prompt.filled(anfang=f"<<<{mark}", ende=f"{mark}>>>", **values)
    return system, user


def _numbered(task: Task, sources: Sequence[Evidence]) -> str:
    """One line each, with its number in the task and the date on which it was written."""
    return "\n".join(f"[{task.sources.index(e) + 1}] ({german_date(e.date)}) {e.text}" for e in sources)


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
    if len(text) > _LONGEST_SENTENCE or not text.isprintable() or not _is_sentence(text):
        return None
    return Proposal(aspect, text, tuple(task.sources[n - 1] for n in valid[:_MOST_SPANS]))


def _is_sentence(text: str) -> bool:
    """A small model under a schema also answers with a fragment (`Öffentliche`), which its source may well hold."""
    return bool(_SENTENCE.search(text)) and len(_WORD.findall(text)) >= _FEWEST_WORDS


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
