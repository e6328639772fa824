"""Precision and recall of the detectors behind flags, on their own gold (`evals/data/flags`).

Cases with an odd id were looked at while the rules were written; those with an even id were held out. Those of figure,
amount, date, law and person were written after the rules, and judged once before any rule was changed for them.
"""

import datetime as dt
import json
from collections.abc import Callable, Iterator, Sequence
from importlib.resources import files
from typing import Any, NamedTuple

from assistant.drafting import flags
from assistant.model import Flag

TRACED = ("figure", "amount", "date", "law", "person")
KINDS = (*TRACED, "stale", "contradiction", "tone", "personal_data", "not_public", "instruction")
_MARKED: dict[str, Callable[[str], list[Flag]]] = {
    "tone": flags.tone,
    "personal_data": flags.personal_data,
    "instruction": flags.instruction,
}


class FlagScore(NamedTuple):
    """`missed` and `false_alarms` show the texts behind the two figures."""

    n: int
    precision: float
    recall: float
    missed: tuple[str, ...]
    false_alarms: tuple[str, ...]


def cases(kind: str, part: str = "all") -> list[dict[str, Any]]:
    """The gold cases of `kind`; `part` is `all`, `development` or `held_out`."""
    lines = (files("evals") / "data" / "flags" / f"{kind}.jsonl").read_text(encoding="utf-8").splitlines()
    remainder = {"development": 1, "held_out": 0}.get(part)
    return [case for case in map(json.loads, lines) if remainder is None or case["id"] % 2 == remainder]


def score(kind: str, part: str = "all") -> FlagScore:
    """How the detectors do on our own gold."""
    return judged(kind, cases(kind, part))


def judged(kind: str, chosen: Sequence[dict[str, Any]]) -> FlagScore:
    """Each place that should be flagged counts once, and so does each flag raised."""
    hits = raised = wanted = 0
    missed, false_alarms = [], []
    for case in chosen:
        for expected, found, text in _compared(kind, case):
            hits += expected and found
            raised += found
            wanted += expected
            if expected and not found:
                missed.append(text)
            if found and not expected:
                false_alarms.append(text)
    return FlagScore(len(chosen), hits / max(1, raised), hits / max(1, wanted), tuple(missed), tuple(false_alarms))


def _compared(kind: str, case: dict[str, Any]) -> Iterator[tuple[bool, bool, str]]:
    if kind in TRACED:
        found = flags.untraced(case["text"], case["question"], case["quotes"])
        yield from _places(case, [flag for flag in found if flag.kind == kind])
    elif kind in _MARKED:
        yield from _places(case, _MARKED[kind](case["text"]))
    elif kind == "stale":
        found = flags.stale(
            case["text"], [dt.date.fromisoformat(case["source_date"])], dt.date.fromisoformat(case["today"])
        )
        yield case["flagged"], bool(found), case["text"]
    elif kind == "not_public":
        yield case["flagged"], flags.not_public_question(case["text"]) is not None, case["text"]
    else:
        days = [dt.date.fromisoformat(case[name]) for name in ("date_a", "date_b")]
        same = "title_a" not in case or flags.same_matter(case["title_a"], case["title_b"])
        found = same and flags.contradictions(case["a"], days[0], case["b"], days[1])
        yield case["flagged"], bool(found), f"{case['a']} / {case['b']}"


def _places(case: dict[str, Any], found: list[Flag]) -> Iterator[tuple[bool, bool, str]]:
    text = case["text"]
    if isinstance(case["flagged"], bool):
        yield case["flagged"], bool(found), text
        return
    for start, end in case["flagged"]:
        yield True, any(flag.start < end and start < flag.end for flag in found), text[start:end]
    for flag in found:
        if not any(flag.start < end and start < flag.end for start, end in case["flagged"]):
            yield False, True, f"{flag.text} in: {text}"
