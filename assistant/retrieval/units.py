"""Which place of a paper answers best, and how it is shown."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.library import Unit
from assistant.model import FoundExchange, FoundPassage, Outcome, Precedent, Voice
from assistant.retrieval import marks
from assistant.retrieval.candidates import Candidates
from assistant.retrieval.likeness import coverage, near_duplicates, term_set
from assistant.retrieval.query import Query

MOST_PER_PAPER = 3
_NO_RESULT = ("box", "vote")
_SHORTEST = 40
_LOOKED_AT = 6
_LONG_TEXT = 700
_OPENING = 250
_MANY_CONTACTS = 3
_ACCOUNT = re.compile(r"\bIBAN\b|\bDE\d{2}(?: ?\d{4}){4}|\bBLZ\b|\bBIC\b")
_CONTACT = re.compile(
    r"\b(?:Tel(?:efon|efax)?|Fax|E-Mail|Internet|Haltestelle|Zimmer|Postfach|Sprechzeiten)\b|www\.|@", re.I
)
_MOTION = re.compile(
    r"(?:Fraktion|Gruppe|Stadtr[aä]t\w*)\b[^.]{0,80}\b(?:beantrag|forder)(?:t|en)\b"
    r"|\bwir (?:beantragen|fordern)\b|\bmöge (?:beschließen|der Gemeinderat|die Stadtvertretung)",
    re.IGNORECASE,
)
_VOICE = {Voice.administration: 0.15, Voice.decision: 0.1}
_EXCHANGE = 0.15
_EXACT = 0.5


@dataclass(frozen=True)
class Ranked:
    unit: Unit
    score: float


def rank_units(units: Iterable[Unit], query: Query, found: Candidates) -> list[Ranked]:
    """The units that are results at all, best first, those that a later file has replaced last. The answer is
    preferred to the question asked: a town's own words before an asker's, an exchange before a passage."""
    ranked = [Ranked(unit, _score(unit, query, found)) for unit in units if _is_result(unit)]
    return sorted(ranked, key=_order)


def _order(one: Ranked) -> tuple:
    unit = one.unit
    return unit.replaced, -one.score, -(unit.date.toordinal() if unit.date else 0), unit.id


def _is_result(unit: Unit) -> bool:
    if unit.kind == "exchange":
        return True
    return unit.passage_kind not in _NO_RESULT and len(unit.text) >= _SHORTEST and not is_furniture(unit.text)


def is_furniture(text: str) -> bool:
    """A letterhead, a bank account, an address: what stands on every sheet and says nothing."""
    if len(text) >= _LONG_TEXT:
        return False
    return bool(_ACCOUNT.search(text)) or len(_CONTACT.findall(text)) >= _MANY_CONTACTS


def voice_of(unit: Unit) -> Voice:
    """Whose words they are: a passage in which a group moves something is the group's, whatever file it is in."""
    moves = unit.kind == "passage" and unit.voice == Voice.administration and _MOTION.search(unit.text[:_OPENING])
    return Voice.asker if moves else unit.voice


def _score(unit: Unit, query: Query, found: Candidates) -> float:
    said = term_set(f"{unit.question}\n{unit.text}")
    words = found.words.get(unit.id)
    if words is None:
        words = 0.8 * coverage(query.weights, said, query.mass)
    score = words + found.meanings.get(unit.id, 0.3 * words) + 0.5 * coverage(query.own, said, query.idf)
    score += _EXACT * found.exact.get(unit.id, 0.0)
    return score + _VOICE.get(voice_of(unit), 0.0) + (_EXCHANGE if unit.kind == "exchange" else 0.0)


def is_new(unit: Unit, taken: Iterable[Unit]) -> bool:
    """Whether none of `taken` is it or says the same but for a few words."""
    return not any(unit.id == other.id or near_duplicates(unit.text, other.text) for other in taken)


def next_new(shelf: Sequence[Ranked], taken: Sequence[Unit]) -> Ranked | None:
    """The best of the first few that says what does not stand in `taken` already."""
    return next((one for one in shelf[:_LOOKED_AT] if is_new(one.unit, taken)), None)


def marks_of(unit: Unit, answered: bool) -> tuple[str, ...]:
    """What a person must know before using it."""
    paper = unit.paper
    motion = "antrag" in (paper.paper_type or "").lower() or "antrag" in paper.name.lower()[:40]
    said = {
        marks.REPLACED: unit.replaced,
        marks.REJECTED: motion and paper.outcome == Outcome.rejected,
        marks.WITHDRAWN: motion and paper.outcome == Outcome.withdrawn,
        marks.STILL_OPEN: not answered,
        marks.ASKER: answered and voice_of(unit) == Voice.asker,
        marks.SPEAKER: unit.voice in (Voice.speaker, Voice.third),
        marks.NOT_PUBLIC: not paper.public,
    }
    return tuple(mark for mark, holds in said.items() if holds)


def precedent(unit: Unit, score: float, why: str, answered: bool, also: tuple[str, ...] = ()) -> Precedent:
    """The unit as a search result; its rank is given at the end."""
    exchange = passage = None
    if unit.kind == "exchange":
        exchange = FoundExchange(
            number=unit.number,
            question=unit.question,
            answer=unit.text,
            date=unit.date,
            page=unit.page,
            spans=unit.spans,
        )
    else:
        passage = FoundPassage(text=unit.text, page=unit.page, start=unit.start, end=unit.end)
    return Precedent(
        rank=0,
        score=round(score, 4),
        paper=unit.paper,
        exchange=exchange,
        passage=passage,
        voice=voice_of(unit),
        date=unit.date,
        why=why,
        marks=(*also, *marks_of(unit, answered)),
    )
