"""What the pages of a draft show of an answer, worked out here so that templates stay flat."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.drafting import missing
from assistant.model import Citation, Draft, DraftItem, Flag, ItemStatus, Sentence
from assistant.review import Settled, flag_key, unsupported
from web.wording import BY_HAND, FLAG_WORDS, STATUS_WORDS


@dataclass(frozen=True)
class Cited:
    """A citation with the number it has in this answer."""

    number: int
    citation: Citation


@dataclass(frozen=True)
class Line:
    """One sentence as it is shown: with its numbers, its open flags, and whether it rests on something."""

    place: int
    sentence: Sentence
    cited: tuple[Cited, ...]
    supported: bool
    flagged: bool
    by_machine: bool


@dataclass(frozen=True)
class Task:
    """A Prüfhinweis with its record, if somebody has dealt with it."""

    key: str
    label: str
    flag: Flag
    settled: Settled | None


@dataclass(frozen=True)
class Said:
    """What was said earlier to an open point: when, and the value or the quote."""

    day: str
    text: str


@dataclass(frozen=True)
class Ask:
    """Something that must be supplied: by its place in the item, what is wanted, and what was said earlier."""

    place: int
    wanted: str
    form: str
    earlier: tuple[Said, ...]


_GAP = re.compile(r"^(?P<wanted>.+?)\s*\[(?P<inside>[^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*)\]\s*$", re.S)
_DATED = re.compile(r"; (?=\d{2}\.\d{2}\.\d{4}: )")


def ask(place: int, text: str) -> Ask:
    """An open point taken apart for the eye; one of another form is shown as it stands."""
    found = _GAP.match(text)
    if found is None:
        return Ask(place, text, "", ())
    form, *dated = _DATED.split(found["inside"])
    if _DATED.match(f"; {form}"):
        form, dated = "", [form, *dated]
    said = tuple(Said(*one.split(": ", 1)) for one in dated)
    return Ask(place, found["wanted"], form.rstrip("; …").removesuffix(", Stand"), said)


@dataclass(frozen=True)
class Answer:
    """One answer of a draft, ready to be shown."""

    place: int
    item: DraftItem
    lines: tuple[Line, ...]
    cited: tuple[Cited, ...]
    tasks: tuple[Task, ...]

    @property
    def label(self) -> str:
        return f"Frage {self.item.number or self.place + 1}"

    @property
    def status(self) -> tuple[str, str, str]:
        """Words, colour and explanation; what a person has finished is no gap any more."""
        if self.item.sentences and not self.open_sentences and self.item.status is ItemStatus.no_precedent:
            return BY_HAND
        return STATUS_WORDS[self.item.status]

    @property
    def kind(self) -> str:
        """The kind of answer that is proposed, as long as the answer is the machine's."""
        by_machine = all(line.by_machine for line in self.lines)
        return self.item.answer_kind if self.lines and by_machine else ""

    @property
    def asks(self) -> list["Ask"]:
        """The open points that somebody must settle."""
        return [ask(place, text) for place, text in missing(self.item)]

    @property
    def searched(self) -> list[str]:
        """What was searched, and in what; nothing to settle."""
        asked = {one.place for one in self.asks}
        points = [text for place, text in enumerate(self.item.open_points) if place not in asked]
        return [text for text in points if not text.startswith("Vermutlich zuständig")]

    @property
    def open_tasks(self) -> int:
        return sum(1 for task in self.tasks if task.settled is None)

    @property
    def open_sentences(self) -> int:
        return sum(1 for line in self.lines if not line.supported)

    @property
    def ready(self) -> bool:
        return bool(self.lines) and not self.open_sentences


def answer(place: int, item: DraftItem, settled: Mapping[str, Settled]) -> Answer:
    cited = _numbered(item)
    numbers = {_key(c.citation): c for c in cited}
    unsupported_ones = {id(s) for s in unsupported(item)}
    tasks = tuple(_task(item, flag, settled) for flag in item.flags)
    lines, at = [], 0
    for i, sentence in enumerate(item.sentences):
        end = at + len(sentence.text)
        flagged = any(t.settled is None and at <= t.flag.start < end for t in tasks)
        own = tuple(numbers[_key(c)] for c in sentence.citations)
        lines.append(
            Line(i, sentence, own, id(sentence) not in unsupported_ones, flagged, sentence.author == "machine")
        )
        at = end + 1
    return Answer(place, item, tuple(lines), cited, tasks)


def answers(draft: Draft, settled: Mapping[str, Settled]) -> list[Answer]:
    return [answer(place, item, settled) for place, item in enumerate(draft.items)]


def _key(citation: Citation) -> tuple[str, int, int]:
    return (citation.paper, citation.start, citation.end)


def _numbered(item: DraftItem) -> tuple[Cited, ...]:
    distinct = {_key(c): c for s in item.sentences for c in s.citations}
    return tuple(Cited(n, c) for n, c in enumerate(distinct.values(), 1))


def _task(item: DraftItem, flag: Flag, settled: Mapping[str, Settled]) -> Task:
    key = flag_key(item, flag)
    return Task(key, FLAG_WORDS.get(flag.kind, "Prüfen"), flag, settled.get(key))


def choose(items: Sequence[Any], place: int) -> int:
    """A place that exists, whatever the address says."""
    return place if 0 <= place < len(items) else 0
