"""Does a sentence follow from the quotes it cites? Deterministic, without a model.

A sentence is taken apart into statements (a clause with its subject, predicate, negation, modality, quantities,
dates, places). Each statement must follow from ONE quote; arithmetic may use all. What does not follow is named.
"""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, Literal

from assistant import german
from assistant.drafting.flags import stale
from assistant.drafting.verification.checks import check, without_frame
from assistant.drafting.verification.clauses import read
from assistant.drafting.verification.difference import changed_force
from assistant.drafting.verification.markers import VERB
from assistant.drafting.verification.pieces import NAMED_AGAIN
from assistant.drafting.verification.relative import dated
from assistant.drafting.verification.segments import Reading, Segment
from assistant.drafting.verification.statement import Defect, Statement, shift
from assistant.drafting.verification.tracing import trace_quantity, untraced
from assistant.errors import BadInput
from assistant.german import fold
from assistant.model import Flag, FlagKind

__all__ = ["Judgement", "judge", "judge_cases", "untraced"]

LONGEST = 2000
Outcome = Literal["supported", "misattributed", "stitched", "fabricated"]


@dataclass(frozen=True)
class Judgement:
    """`flags` point into the sentence; `derivation` says from what a value follows; `reasons` say what does not."""

    supported: bool
    outcome: Outcome
    flags: tuple[Flag, ...] = ()
    derivation: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()


def judge(
    sentence: str, question: str, quotes: Sequence[str], source_dates: Sequence[dt.date | None], today: dt.date
) -> Judgement:
    """Whether `sentence` follows from `quotes`, as an answer to `question` given on the day `today`."""
    if len(sentence) > LONGEST and not _verbatim(sentence, quotes):
        return _refused(
            sentence, f"Der Satz hat mehr als {LONGEST} Zeichen und wurde nicht geprüft. Bitte in Sätze teilen."
        )
    said = [dated(quote, day, (sentence,)) for quote, day in zip_longest(quotes, source_dates)] if quotes else []
    asked, readings = read(question), [read(quote) for quote in said]
    own = read(without_frame(dated(sentence, today, quotes)))
    stated = statements(own)
    if not stated:
        return _refused(sentence, "Der Text sagt nichts aus.")
    defects: list[Defect] = []
    if not _verbatim(sentence, quotes):
        defects = [defect for statement in stated for defect in _against_all(statement, readings, asked)]
        defects += [] if defects else changed_force(sentence, quotes)
    flags = [
        *_flags(sentence, defects),
        *untraced(sentence, question, [*quotes, *said]),
        *stale(sentence, source_dates, today),
    ]
    return Judgement(
        supported=not defects,
        outcome=_outcome(defects),
        flags=_distinct(flags),
        derivation=_derivation(own, readings),
        reasons=tuple(dict.fromkeys(defect.message for defect in defects)),
    )


def _refused(sentence: str, message: str) -> Judgement:
    """What no person would call one sentence is not taken as supported: no word at all, or words for minutes."""
    flag = Flag(kind=FlagKind.figure, text=sentence, start=0, end=len(sentence), message=message)
    return Judgement(False, "fabricated", (flag,), (), (message,))


def _verbatim(sentence: str, quotes: Sequence[str]) -> bool:
    """Whether a quote holds the sentence whole and as a sentence of its own (a question answers nothing)."""
    wanted = _spoken(sentence)
    if not wanted or sentence.rstrip().endswith("?"):
        return False
    for quote in quotes:
        spans = german.sentences(quote)
        starts, ends = {span.start for span in spans}, {span.end for span in spans}
        texts = (quote[a:b] for a in starts for b in ends if a < b and b - a <= len(sentence) + 20)
        if any(_spoken(text) == wanted for text in texts):
            return True
    return False


def _spoken(text: str) -> str:
    return " ".join(fold(text).split()).rstrip(" .;")


# --- Statements ------------------------------------------------------------------------------------

_JOINS = ("und ", "sowie ", "aber ", "jedoch ", "sondern ", ";")
_NO_VERB_AFTER = frozenset(
    [
        "der",
        "die",
        "das",
        "den",
        "dem",
        "des",
        "ein",
        "eine",
        "einen",
        "einem",
        "einer",
        "in",
        "im",
        "am",
        "an",
        "auf",
        "mit",
        "von",
        "vom",
        "zu",
        "zum",
        "zur",
        "für",
        "durch",
        "bei",
        "beim",
        "es",
        "sie",
        "er",
        "auch",
        "nicht",
        "kein",
        "keine",
        "seit",
        "ab",
        "bis",
    ]
)


def statements(reading: Reading) -> list[Statement]:
    """The parts of a sentence that are true or false by themselves."""
    groups: list[list[Segment]] = []
    for segment in reading.segments:
        begins = (
            not groups
            or segment.sentence != groups[-1][-1].sentence
            or (_stands_alone(segment) and not _SUBORDINATE.match(groups[-1][-1].text))
        )
        if begins:
            groups.append([segment])
        else:
            groups[-1].append(segment)
    result: list[Statement] = []
    for group in groups:
        around = frozenset().union(*(s.modes for s in reading.segments if s.sentence == group[0].sentence)) & {
            "if",
            "claim",
        }
        result.append(Statement(tuple(group), _shared_subject(group[0], result), around))
    return result


# `Bevor die Straße saniert wird, wird der Kanal erneuert`: one statement.
_SUBORDINATE = re.compile(
    r"\W*(?:bevor|nachdem|wenn|falls|sofern|soweit|solange|sobald|weil|da|obwohl|während|indem|ob|seit(?:dem)?|um)\s",
    re.I,
)
_AUXILIARY = re.compile(r"(?:wird|werden|wurden?|ist|sind|hat|haben|kann|können|soll|sollen|muss|müssen)\s")


def _stands_alone(segment: Segment) -> bool:
    text = segment.text.lstrip(" ,").lower()
    if not text.startswith(_JOINS):
        if NAMED_AGAIN.match(segment.text) and (segment.quantities or segment.dates):
            # `Die Linie 12 fährt alle zehn Minuten, die Linie 14 alle zwanzig`
            return True
        if segment.text.startswith(",") and segment.dates and segment.quantities and VERB.search(segment.text):
            # `2018 gab es 12 Stellen, 2020 sind es 15`
            return True
        return segment.text.startswith(",") and bool(segment.words) and bool(_AUXILIARY.match(text))
    return (
        bool(segment.quantities and (segment.dates or len(segment.words) > 1))
        or _verb_after_join(segment)
        or _has_own_subject(segment)
    )


def _verb_after_join(segment: Segment) -> bool:
    tokens = segment.text.lstrip(" ,;").split()
    return (
        len(tokens) > 2
        and tokens[1].islower()
        and tokens[1] not in _NO_VERB_AFTER
        and (tokens[1].rstrip(",").endswith(("t", "en", "ist", "te")) or _modal_with_more(tokens[1], segment))
    )


def _modal_with_more(token: str, segment: Segment) -> bool:
    """`… und soll im August abgeschlossen sein`, `… und wird nicht verlängert`"""
    refused = segment.negated and token in ("wird", "werden")
    more = segment.dates or segment.quantities or refused or len(segment.words) > 1
    return bool(VERB.fullmatch(token)) and bool(more)


def _has_own_subject(segment: Segment) -> bool:
    tokens = segment.text.lstrip(" ,;").split()
    return (
        len(tokens) > 4
        and tokens[1].lower() in ("der", "die", "das", "es", "sie", "er", "ein", "eine")
        and bool(segment.words)
    )


def _shared_subject(first: Segment, before: list[Statement]) -> tuple[str, ...]:
    """`… und bietet 80 Plätze` is said of the subject before it."""
    joined = first.text.lstrip(" ,").lower().startswith(_JOINS)
    if not before or not joined or not _verb_after_join(first):
        return ()
    leading = before[0].segments[0]
    head = []
    for token in leading.text.split():
        if (
            token.islower()
            and token.endswith(("t", "te", "ten", "en", "wurde", "sind", "war", "wird"))
            and token not in _NO_VERB_AFTER
        ):
            break
        head.append(fold(token.strip(",.;:")))
    return tuple(word for word in leading.words if word in head)


# --- Against the quotes ----------------------------------------------------------------------------


def _against_all(statement: Statement, quotes: Sequence[Reading], question: Reading) -> list[Defect]:
    """What is left against the quote that carries the statement best."""
    if not quotes:
        return [Defect("fabricated", "Der Satz hat kein Zitat.", weight=9)]
    tried = [check(statement, quote, question, quotes) for quote in quotes]
    best = min(tried, key=lambda defects: sum(d.weight for d in defects))
    if best and len(quotes) > 1 and _carried_elsewhere(best, tried):
        return [shift(defect, "stitched") for defect in best]
    return best


def _carried_elsewhere(best: list[Defect], tried: list[list[Defect]]) -> bool:
    """What this quote lacks stands in another one: two halves of different quotes."""
    named = {defect.what for defect in best if defect.what}
    return bool(named) and any(named - {defect.what for defect in other} for other in tried if other is not best)


def _outcome(defects: Sequence[Defect]) -> Outcome:
    if not defects:
        return "supported"
    if any(defect.outcome == "stitched" for defect in defects):
        return "stitched"
    invented = max((d.weight for d in defects if d.outcome == "fabricated"), default=0)
    turned = max((d.weight for d in defects if d.outcome == "misattributed"), default=0)
    # A missing word weighs less than yes for no, a missing value as much.
    return "fabricated" if invented and (invented > 2 or turned <= 2) else "misattributed"


def _derivation(own: Reading, quotes: Sequence[Reading]) -> tuple[str, ...]:
    found = (trace_quantity(quantity, own, quotes) for quantity in own.quantities)
    return tuple(dict.fromkeys(how for how in found if how))


def _flags(sentence: str, defects: Sequence[Defect]) -> list[Flag]:
    return [_flag(sentence, defect) for defect in defects]


def _flag(sentence: str, defect: Defect) -> Flag:
    """At the word at fault; at the whole sentence where it is something that is not there."""
    start = (
        fold(sentence).find(fold(defect.what))
        if defect.what and len(fold(sentence)) == len(sentence)
        else sentence.find(defect.what)
    )
    end = start + len(defect.what)
    if not defect.what or start < 0:
        start, end = 0, len(sentence)
    return Flag(kind=defect.kind, text=sentence[start:end], start=start, end=end, message=defect.message)


def _distinct(flags: Sequence[Flag]) -> tuple[Flag, ...]:
    """One flag for each kind and place."""
    kept: dict[tuple[str, int, int], Flag] = {}
    for flag in flags:
        kept.setdefault((flag.kind, flag.start, flag.end), flag)
    return tuple(sorted(kept.values(), key=lambda flag: (flag.start, flag.end)))


# --- The command's contract ------------------------------------------------------------------------


def judge_cases(cases: Any) -> list[dict[str, Any]]:
    """`vorlagen verify`: a list of cases judged one by one. Raises BadInput where there is no list.

    A case that cannot be judged is not supported; its entry says in `error` which field of it is wrong, and the others
    are judged all the same.
    """
    if not isinstance(cases, list):
        raise BadInput(
            "Erwartet wird eine JSON-Liste von Fällen mit id, question, sentence, quotes, source_dates und today."
        )
    return [_entry(number, case) for number, case in enumerate(cases, 1)]


def _entry(number: int, case: Any) -> dict[str, Any]:
    try:
        return _judged(number, case)
    except BadInput as error:
        given = case.get("id", number) if isinstance(case, dict) else number
        nothing: dict[str, Any] = {"flags": [], "derivation": [], "reasons": [str(error)]}
        return {"id": given, "supported": False, "outcome": "fabricated", **nothing, "error": str(error)}


def _judged(number: int, case: Any) -> dict[str, Any]:
    if not isinstance(case, dict):
        raise BadInput(
            f"Fall {number}: Erwartet wird ein Objekt mit id, question, sentence, quotes, source_dates und today."
        )
    quotes = _texts(number, case, "quotes")
    dates = [_date(number, "source_dates", value) for value in _list(number, case, "source_dates")]
    today = _date(number, "today", case.get("today")) or dt.date.today()
    if len(dates) > len(quotes):
        raise BadInput(f"Fall {number}, Feld source_dates: mehr Daten als Zitate.")
    result = judge(_text(number, case, "sentence"), _text(number, case, "question"), quotes, dates, today)
    return {
        "id": case.get("id", number),
        "supported": result.supported,
        "outcome": result.outcome,
        "flags": [flag.model_dump(mode="json") for flag in result.flags],
        "derivation": list(result.derivation),
        "reasons": list(result.reasons),
    }


def _text(number: int, case: dict[str, Any], field: str) -> str:
    value = case.get(field, "" if field == "question" else None)
    if not isinstance(value, str) or (field == "sentence" and not value.strip()):
        raise BadInput(f"Fall {number}, Feld {field}: Erwartet wird ein Text.")
    return value


def _list(number: int, case: dict[str, Any], field: str) -> list[Any]:
    value = case.get(field) or []
    if not isinstance(value, list):
        raise BadInput(f"Fall {number}, Feld {field}: Erwartet wird eine Liste.")
    return value


def _texts(number: int, case: dict[str, Any], field: str) -> list[str]:
    values = _list(number, case, field)
    if not all(isinstance(value, str) for value in values):
        raise BadInput(f"Fall {number}, Feld {field}: Erwartet wird eine Liste von Texten.")
    return values


def _date(number: int, field: str, value: Any) -> dt.date | None:
    if value is None:
        return None
    try:
        return dt.date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise BadInput(f"Fall {number}, Feld {field}: Erwartet wird ein Datum wie 2023-02-24.") from error
