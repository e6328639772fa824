"""A sentence of a draft held against the draft's other sentences and against other earlier answers.

Two things come of it. `contradiction`: two sources give different values for one thing, or for one year. `stale`: a
later answer gives another value. A value that the source gave anew, where an older answer gave another, is how things
go: no flag.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from assistant.drafting.flags import contradictions, replaced_values, same_matter, shown_apart
from assistant.drafting.verification.series import differing
from assistant.german import content_words, sentences, stem
from assistant.model import DraftItem, Flag, FlagKind, Precedent, Sentence

_ABOUT_THE_SAME = 0.35
_SAME_QUESTION = 0.5
# So many words in common tell a question; of shorter ones (`Besteht Handlungsbedarf?`) the titles must tell it.
_TELLING = 6
# Within half a year two answers are to one state of things; parallel inquiries are answered within weeks.
_AT_ONE_TIME = timedelta(days=182)
_PARALLEL = timedelta(days=60)


class _Other(NamedTuple):
    """What else was said: a sentence with its day and the title of its paper."""

    text: str
    day: date | None
    title: str


def compared(sentence: Sentence, item: DraftItem) -> list[Flag]:
    """The flags that other sentences of the draft and other earlier answers give to this one."""
    own_day = max((c.date for c in sentence.citations if c.date), default=None)
    found = [
        *_opposed(sentence, item, own_day),
        *_answered_anew(sentence, item, own_day),
        *_other_years(sentence, item, own_day),
    ]
    return list({(flag.kind, flag.start, flag.end): flag for flag in reversed(found)}.values())


def _opposed(sentence: Sentence, item: DraftItem, own_day: date | None) -> Iterator[Flag]:
    titles = [p.paper.name for p in item.precedents if any(c.paper == p.paper.id for c in sentence.citations)]
    for other in _others(sentence, item):
        later = (other.day - own_day) if other.day and own_day else None
        if later is not None and later < -_AT_ONE_TIME:
            continue
        if not _alike(sentence.text, other.text, _ABOUT_THE_SAME) or not _on_one_matter(titles, other.title):
            continue
        for c in contradictions(sentence.text, own_day, other.text, other.day):
            place = {"text": sentence.text[c.first_start : c.first_end], "start": c.first_start, "end": c.first_end}
            yield Flag(kind=FlagKind.contradiction, message=c.message, **place)
            if later is not None and other.day and later > _AT_ONE_TIME:
                yield Flag(kind=FlagKind.stale, message=_later(c.first, c.second, other.day), **place)


def _on_one_matter(titles: Sequence[str], other: str) -> bool:
    return not titles or not other or any(same_matter(title, other) for title in titles)


def _others(sentence: Sentence, item: DraftItem) -> Iterator[_Other]:
    cited = {c.paper for c in sentence.citations}
    names = {p.paper.id: p.paper.name for p in item.precedents}
    for other in item.sentences:
        if other is not sentence and not cited & {c.paper for c in other.citations}:
            day = max((c.date for c in other.citations if c.date), default=None)
            yield _Other(other.text, day, next((names.get(c.paper, "") for c in other.citations), ""))
    for precedent in item.precedents:
        if precedent.voice.speaks_for_town and precedent.paper.id not in cited:
            text = precedent.text
            yield from (_Other(text[s.start : s.end], precedent.date, precedent.paper.name) for s in sentences(text))


def _answered_anew(sentence: Sentence, item: DraftItem, own_day: date | None) -> Iterator[Flag]:
    """Values of a sentence whose question was answered again later, with other values for what it counts."""
    if own_day is None:
        return
    for source in _sources(sentence, item):
        for later in (p for p in item.precedents if _asks_again(p, source, own_day)):
            for (start, end), value in replaced_values(sentence.text, later.text):
                text = sentence.text[start:end]
                day = later.date or own_day
                message = (
                    f"Zu „{text}“: Dieselbe Frage wurde am {day:%d.%m.%Y} anders beantwortet („{value}“). "
                    "Bitte die spätere Antwort prüfen und verwenden oder den Stand nennen."
                )
                yield Flag(kind=FlagKind.stale, text=text, start=start, end=end, message=message)


def _other_years(sentence: Sentence, item: DraftItem, own_day: date | None) -> Iterator[Flag]:
    """Another value for the same year, in an answer to the same question."""
    for source in _sources(sentence, item):
        for other in (p for p in item.precedents if p.paper.id != source.paper.id and _same_question(p, source)):
            for mine, theirs, year in differing(sentence.text, other.text):
                one, two = sentence.text[mine.start : mine.end], other.text[theirs.start : theirs.end]
                message = shown_apart(one, own_day, two, other.date, f" für {year}")
                yield Flag(kind=FlagKind.contradiction, text=one, start=mine.start, end=mine.end, message=message)


def _sources(sentence: Sentence, item: DraftItem) -> list[Precedent]:
    """The earlier answers that the sentence cites."""
    cited = {(c.paper, c.exchange) for c in sentence.citations if c.exchange is not None}
    return [p for p in item.precedents if p.exchange and (p.paper.id, p.exchange.number) in cited]


def _asks_again(other: Precedent, source: Precedent, own_day: date) -> bool:
    return other.date is not None and other.date - own_day > _PARALLEL and _same_question(other, source)


def _same_question(other: Precedent, source: Precedent) -> bool:
    return (
        other.exchange is not None
        and other.voice.speaks_for_town
        and _alike(source.question, other.question, _SAME_QUESTION)
        and (
            len(_stems(source.question) & _stems(other.question)) >= _TELLING
            or same_matter(source.paper.name, other.paper.name)
        )
    )


def _alike(one: str, other: str, share: float) -> bool:
    a, b = _stems(one), _stems(other)
    return bool(a | b) and len(a & b) / len(a | b) >= share


@lru_cache(maxsize=2048)
def _stems(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in content_words(text))


def _later(old: str, new: str, day: date) -> str:
    return (
        f"„{old}“ ist überholt oder geändert: Am {day:%d.%m.%Y} wurde „{new}“ angegeben. "
        "Bitte die spätere Angabe prüfen und verwenden oder den Stand nennen."
    )
