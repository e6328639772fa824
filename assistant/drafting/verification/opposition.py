"""Two texts that give different values, or yes and no, for the same thing."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from assistant.drafting.verification.clauses import read
from assistant.drafting.verification.markers import FINITE, VERB
from assistant.drafting.verification.matching import equal, rounded
from assistant.drafting.verification.quantities import Quantity
from assistant.drafting.verification.segments import Segment
from assistant.drafting.verification.tracing import holds
from assistant.drafting.verification.wording import covered
from assistant.german import STOP_WORDS, DateValue, Mention, content_words, fold, stem

# `Kosten` is what an amount of money is anyway.
_MONEY = re.compile(r"(?:gesamt)?(?:kosten|ausgaben|betrag|summe)")
# How much of what the longer one names the shorter one must name too, and how many words make a subject.
_MOSTLY = 0.6
_FEWEST_WORDS = 3
_MOST_VALUES = 4
_NEAR = 40
_TOLD = re.compile(
    r"\b(?:wurden?|war(?:en)?|hatten?|fand(?:en)?|erhielt(?:en)?|erfolgten?)\b"
    r"|\b(?:hat|haben|ist|sind)\b.*\b(?:ge[a-zäöüß]+(?:t|en)|(?:er|be|ver|ent|zer|ein|an|ab|nach|vor)[a-zäöüß]*(?:t|en)"
    r"|[a-zäöüß]+iert)(?=\W*$|\sund\b|,)"
)
# What was found out or fixed stands until it is found out anew.
_SETTLED = re.compile(
    r"\b(?:ermittelt|geschätzt|veranschlagt|beziffert|kalkuliert|festge(?:legt|setzt)|berechnet|beschlossen"
    r"|genehmigt)\b"
)
_SINCE = re.compile(r"\b(?:seit|ab)\s(?:dem\s)?(?:Jahr(?:e)?\s)?$")
_FOR_YEARS = re.compile(
    r"\b(?:[Ff]ür|[Ii]n|[Ii]m|[Dd]es|[Dd]er)\s(?:die\s|den\s|das\s|dem\s)?(?:\w*[Jj]ahre?[ns]?|\w*[Hh]aushalts?"
    r"|Zeitraum)\s$"
)
# Said of something that only the sentence before names.
_LEANS = re.compile(
    r"\b(?:[Hh]ierfür|[Dd]afür|[Hh]ierzu|[Hh]ierbei|[Hh]iervon|[Dd]avon|[Dd]araus|[Dd]adurch|[Dd]abei"
    r"|[Dd]ies entspricht)\b"
)


# What titles of papers say of their kind, their asker and their town, not of their matter.
_KINDS_OF_PAPER = re.compile(
    r"anfrag|antr[aä]g|satzung|änder|neufass|vergab|bebauungsplan|vorhaben|erschließungsplan|ausleg|aufstell|stellungnahm"
    r"|beschl[uü]ss|bericht|fraktion|stadtr[aä]t|gemeinsam|interfraktionell|einleit|erlass|gemeinderat|ortschaftsrat|maßnahm"
    r"|^stadt(?:teil)?s?$|^\d+$|^(?:cdu|spd|fdp|afd|grün\w*|link\w*|kult|str|strn)$"
)
_SHARE_OF_TITLE = 0.34


class Contradiction(NamedTuple):
    """The place in each text, and a message that shows both with their dates."""

    first: str
    first_start: int
    first_end: int
    second: str
    second_start: int
    second_end: int
    message: str


_Places = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True)
class _Part:
    """A clause or a whole sentence: what it says of what."""

    text: str
    start: int
    end: int
    words: tuple[str, ...]
    quantities: tuple[Quantity, ...]
    mentions: tuple[Mention, ...]
    negated: bool
    whole: bool

    @property
    def dates(self) -> list[Mention]:
        return [m for m in self.mentions if isinstance(m.value, DateValue)]

    @property
    def topic(self) -> tuple[str, ...]:
        # `2.` before a heading is no part of what it says.
        counted = self.words[1:] if self.words and self.words[0].isdigit() else self.words
        words = tuple(w for w in counted if not (self.quantities and _MONEY.fullmatch(w)))
        return words + tuple(q.noun for q in self.quantities if q.noun)

    @property
    def nouns(self) -> frozenset[str]:
        return frozenset(fold(token) for token in re.findall(r"(?<!^)\b[A-ZÄÖÜ][\w-]+", self.text))


def contradictions(
    first: str, first_date: dt.date | None, second: str, second_date: dt.date | None
) -> list[Contradiction]:
    """Where `first` and `second` cannot both be current."""
    if " ".join(first.split()) == " ".join(second.split()):
        return []
    found: dict[_Places, Contradiction] = {}
    for one in _parts(first):
        for other in _parts(second):
            for places in _opposed(one, other):
                found.setdefault(places, _contradiction(first, places[0], first_date, second, places[1], second_date))
    return _apart(list(found.values()))


def replaced_values(text: str, later: str) -> Iterator[tuple[tuple[int, int], str]]:
    """Values of `text` in place of which a later answer to the same question gives others: their place, and the other.

    A value that the later answer repeats, or that belongs to a past year, stays true.
    """
    theirs = [q for s in read(later).segments if len(s.quantities) <= _MOST_VALUES for q in s.quantities]
    for segment in read(text).segments:
        for one in _counts(segment):
            rivals = [q for q in theirs if q.noun and q.per == one.per and _comparable(one, q)]
            if rivals and not any(equal(one, q) or rounded(one, q) or rounded(q, one) for q in theirs):
                yield (one.start, one.end), _with_noun(later, rivals[0])


def _counts(segment: Segment) -> list[Quantity]:
    """How many things there are, but not in a whole past year (`2012: 20 Kinder`), nor in a table."""
    if len(segment.quantities) > _MOST_VALUES:
        return []
    text = fold(segment.text)
    return [
        q
        for q in segment.quantities
        if q.noun and q.step != "um" and not (q.date and len(q.date.key) in (4, 9)) and f"{q.noun}-" not in text
    ]


def _with_noun(text: str, quantity: Quantity) -> str:
    """`80 Kinder`: the value as far as what it counts."""
    noun = re.compile(re.escape(quantity.noun[:4]), re.I).search(fold(text), quantity.start)
    end = re.compile(r"\W|$").search(text, noun.start()) if noun and noun.start() - quantity.end < _NEAR else None
    return " ".join(text[quantity.start : max(quantity.end, end.start() if end else 0)].split()).strip(" ,;")


def same_matter(one: str, other: str) -> bool:
    """Whether two papers are, by their titles, on one matter; where a title says nothing, they may be."""
    here, there = _matter(one), _matter(other)
    if not here or not there:
        return True
    return len(here & there) / min(len(here), len(there)) >= _SHARE_OF_TITLE


def _matter(title: str) -> frozenset[str]:
    return frozenset(stem(word) for word in content_words(title) if not _KINDS_OF_PAPER.search(word.lower()))


def _apart(found: list[Contradiction]) -> list[Contradiction]:
    """One for each place."""
    kept: list[Contradiction] = []
    for one in sorted(found, key=lambda c: (c.first_end - c.first_start, c.first_start)):
        if not any(k.first_start < one.first_end and one.first_start < k.first_end for k in kept):
            kept.append(one)
    return kept


@lru_cache(maxsize=2048)
def _parts(text: str) -> tuple[_Part, ...]:
    """The clauses, and the sentences made of several; what only asks opposes nothing."""
    reading = read(text)
    parts = []
    for number, group in groupby(reading.segments, key=lambda segment: segment.sentence):
        segments = tuple(group)
        if number in reading.questions:
            continue
        parts += [_part(text, (s,), len(segments) == 1) for s in segments] if len(segments) > 1 else []
        parts.append(_part(text, segments, True))
    return tuple(part for part in parts if _states(part))


def _part(text: str, segments: Sequence[Segment], whole: bool) -> _Part:
    start, end = segments[0].start, segments[-1].end
    return _Part(
        text=text[start:end],
        start=start,
        end=end,
        words=tuple(word for s in segments for word in s.words),
        quantities=tuple(q for s in segments for q in s.quantities),
        mentions=tuple(m for s in segments for m in s.mentions),
        negated=sum(s.negated for s in segments) % 2 == 1,
        whole=whole,
    )


def _states(part: _Part) -> bool:
    """A row of measures, a table or a heading states nothing; a tariff does."""
    tokens = [token for token in re.findall(r"[^\W\d_]+", part.text) if token.lower() not in STOP_WORDS]
    if len(part.quantities) > _MOST_VALUES:
        return False
    verb = bool(VERB.search(part.text)) or any(FINITE.match(token) for token in tokens)
    return verb or any(q.kind == "amount" for q in part.quantities)


def _opposed(one: _Part, other: _Part) -> Iterator[_Places]:
    if not _same_thing(one, other):
        return
    if one.quantities and other.quantities:
        if not _of_other_times(one, other) and not _LEANS.search(one.text) and not _LEANS.search(other.text):
            yield from _other_value(one, other)
    elif not one.quantities and not other.quantities:
        if one.whole == other.whole and one.negated != other.negated and not one.dates and not other.dates:
            yield (one.start, one.end), (other.start, other.end)
        elif one.negated == other.negated and one.whole and other.whole and _dates_differ(one, other):
            yield _span(one.dates[0]), _span(other.dates[0])


def _of_other_times(one: _Part, other: _Part) -> bool:
    """Each names its own time, or tells of something that was done: both can be true."""
    own, others = _times(one), _times(other)
    if own or others:
        return not any(holds(a, b) or holds(b, a) for a in own for b in others)
    told = bool(_TOLD.search(one.text)) and bool(_TOLD.search(other.text))
    return told and not (_SETTLED.search(one.text) and _SETTLED.search(other.text))


def _times(part: _Part) -> list[DateValue]:
    """Its times, but those from which something holds (`seit 2012`)."""
    return [
        m.value
        for m in part.dates
        if isinstance(m.value, DateValue) and m.value.start and not _SINCE.search(part.text[: m.start - part.start])
    ]


def _other_value(one: _Part, other: _Part) -> Iterator[_Places]:
    """The one value that differs where the others agree; where more do, each must name what it counts."""
    pairs = list(_pairs(_standing(one), _standing(other)))
    different = [(a, b) for a, b in pairs if not (equal(a, b) or rounded(a, b) or rounded(b, a))]
    if different and (len(different) == 1 or all(a.noun and b.noun for a, b in different)):
        a, b = different[0]
        yield (a.start, a.end), (b.start, b.end)


def _standing(part: _Part) -> list[Quantity]:
    """A change (`um 3 %`) is another one each time."""
    return [q for q in part.quantities if q.step != "um"]


def _pairs(mine: Sequence[Quantity], theirs: Sequence[Quantity]) -> Iterator[tuple[Quantity, Quantity]]:
    """What is compared with what: by what is counted, else in the order of naming."""
    rest = list(theirs)
    for quantity in mine:
        partner = next((q for q in rest if _comparable(quantity, q)), None)
        if partner:
            rest.remove(partner)
            yield quantity, partner


def _same_thing(one: _Part, other: _Part) -> bool:
    """One says of its subject all that the other does, and both do not each name something of their own."""
    here, there = one.topic, other.topic
    if not here or not there:
        return False
    lacks_here = [w for w in here if not covered(w, there)]
    lacks_there = [w for w in there if not covered(w, here)]
    if not lacks_here and not lacks_there:
        return True
    if lacks_here and lacks_there and (one.nouns & set(lacks_here) or other.nouns & set(lacks_there)):
        return False
    shared = min(len(here) - len(lacks_here), len(there) - len(lacks_there))
    return shared >= _FEWEST_WORDS and shared / max(len(here), len(there)) >= _MOSTLY


def _comparable(a: Quantity, b: Quantity) -> bool:
    same_unit = a.kind == b.kind and a.base[0] == b.base[0] and a.per == b.per
    return same_unit and (not (a.noun and b.noun) or covered(a.noun, (b.noun,)))


def _dates_differ(one: _Part, other: _Part) -> bool:
    """One event, one date each, and they exclude each other; what is said for certain years is said of each anew."""
    if len(one.dates) != 1 or len(other.dates) != 1:
        return False
    if any(_FOR_YEARS.search(part.text[: part.dates[0].start - part.start]) for part in (one, other)):
        return False
    a, b = one.dates[0].value, other.dates[0].value
    if not isinstance(a, DateValue) or not isinstance(b, DateValue) or holds(a, b) or holds(b, a):
        return False
    return bool(a.start) == bool(b.start)


def _span(mention: Mention) -> tuple[int, int]:
    return mention.start, mention.end


def _contradiction(
    first: str,
    here: tuple[int, int],
    first_date: dt.date | None,
    second: str,
    there: tuple[int, int],
    second_date: dt.date | None,
) -> Contradiction:
    one, other = first[slice(*here)].strip(" ,;"), second[slice(*there)].strip(" ,;")
    return Contradiction(one, *here, other, *there, shown_apart(one, first_date, other, second_date))


def shown_apart(one: str, first_date: dt.date | None, other: str, second_date: dt.date | None, about: str = "") -> str:
    """The message that shows two values (`about` a year) with the days on which they were given."""
    return (
        f"Widersprüchliche Angaben{about}: „{one}“{_as_of(first_date)} gegenüber „{other}“{_as_of(second_date)}. "
        "Bitte klären, was gilt."
    )


def _as_of(date: dt.date | None) -> str:
    return f" ({date:%d.%m.%Y})" if date else ""
