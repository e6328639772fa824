"""`A ist höher als B`: what is compared with what, and which of the two has more."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from assistant.drafting.verification.matching import equal
from assistant.drafting.verification.segments import Segment
from assistant.drafting.verification.statement import Statement
from assistant.drafting.verification.wording import related
from assistant.german import fold

_MORE = "höher größer mehr teurer länger stärker schneller älter später breiter häufiger dichter schwerer besser"
_LESS = "niedriger geringer kleiner weniger günstiger billiger kürzer schwächer langsamer jünger früher schmaler"
_LESS += " seltener leichter schlechter"
_SIGNS: dict[str, int] = {**dict.fromkeys(_MORE.split(), 1), **dict.fromkeys(_LESS.split(), -1)}
_GRADED = "|".join(_SIGNS)
_GRADED_WORD = re.compile(rf"(?:{fold(_GRADED)})(?:e[nrsm]?)?")
_FILLED = (
    r"(?:(?:in|im|bei|beim|auf|am|an|zu|zum|zur|für|die|der|das|den|dem|des|eine?[rmns]?|jene[rns]?"
    r"|[a-zäöüß]+e[nrsm]?)\s){0,4}"
)
_OTHER = r"(?P<other>[A-ZÄÖÜ][\w-]*|\d{4}|geplant|erwartet|vorgesehen|veranschlagt)"
_PATTERNS = (
    (re.compile(rf"\b(?P<graded>{_GRADED})(?:e[nrsm]?)?\b[^;]{{0,60}}?\bals\s{_FILLED}{_OTHER}", re.I), 0),
    (re.compile(rf"\b(?:ebenso|genauso|gleich|so)\s\w+\swie\s{_FILLED}{_OTHER}", re.I), 0),
    (re.compile(rf"\b(?:lieg(?:t|en)|lag(?:en)?)\b[^;]{{0,60}}?\bunter\s{_FILLED}{_OTHER}"), -1),
    (re.compile(rf"\b(?:lieg(?:t|en)|lag(?:en)?)\b[^;]{{0,60}}?\büber\s{_FILLED}{_OTHER}"), 1),
    (
        re.compile(
            rf"\b(?:übersteig(?:t|en)|überstieg(?:en)?|übertr(?:ifft|af)|überschr(?:eite[tn]|itt))\b\s{_FILLED}{_OTHER}"
        ),
        1,
    ),
    (re.compile(rf"\b(?:unterschr(?:eite[tn]|itt(?:en)?))\b\s{_FILLED}{_OTHER}"), -1),
)
# `Teurer als geplant` and `über dem Planansatz` compare with the same.
_PLANNED = re.compile(r"^plan|plan(?:t|ung)$|ansatz|schätz|kalkul|prognos|erwart|veranschlag|vorgesehen")
_EQUAL = re.compile(r"\bgleich (?:hoch|groß|lang|viele?|teuer|alt)\b|\bidentisch\b", re.I)


class Comparison(NamedTuple):
    """`sign`: 1 where what is spoken of has more than `other`, -1 where less, 0 where as much."""

    sign: int
    other: str


def _compared(text: str) -> Comparison | None:
    for pattern, sign in _PATTERNS:
        match = pattern.search(text)
        # With `re.I` a small letter passes for a capital; what is compared with is a name, a noun or a plan.
        if not match or not (match["other"][0].isupper() or match["other"][0].isdigit() or match["other"][-1] == "t"):
            continue
        graded = match.groupdict().get("graded")
        other = fold(match["other"])
        other = "plan" if _PLANNED.search(other) else other
        return Comparison(_SIGNS.get(str(graded).lower(), 0) if graded else sign, other)
    return Comparison(0, "") if _EQUAL.search(text) else None


def turned_around(statement: Statement, used: Sequence[Segment]) -> str | None:
    """The word of comparison where the statement gives more for what the quote gives less."""
    own, theirs = _compared(statement.text), _first(used)
    if not own or not theirs:
        return None
    agrees = _agree(own, theirs, statement)
    if agrees is not False:
        return None
    word = re.search(rf"\b(?:{_GRADED})\w*|\b(?:über|unter|gleich|ebenso)\b", statement.text, re.I)
    return word[0] if word else own.other


def same_comparison(word: str, statement: Statement, used: Sequence[Segment]) -> bool:
    """Whether `word` only grades what the quote compares the same way (`höher als B` of `B ist niedriger`)."""
    if not _GRADED_WORD.fullmatch(word):
        return False
    own, theirs = _compared(statement.text), _first(used)
    return bool(own and theirs and _agree(own, theirs, statement))


def compared_by_values(word: str, statement: Statement, used: Sequence[Segment]) -> bool:
    """`61 Prozent und damit höher als 2014`, where the quote's value of 2014 is lower."""
    own = _compared(statement.text)
    if not own or not _GRADED_WORD.fullmatch(word):
        return False
    values = [q for s in used for q in s.quantities]
    then = next((q for q in values if q.date and q.date.key == own.other), None)
    rest = [q for q in values if then and q is not then and q.base[0] == then.base[0]]
    now = next((q for q in rest if any(equal(q, o) for o in statement.quantities)), rest[0] if len(rest) == 1 else None)
    if not then or not now:
        return False
    return (now.base[1] > then.base[1]) == (own.sign > 0) and now.base[1] != then.base[1]


def _first(used: Sequence[Segment]) -> Comparison | None:
    return next((found for s in used if (found := _compared(s.text))), None)


def _agree(own: Comparison, theirs: Comparison, statement: Statement) -> bool | None:
    """None where the two compare with things that cannot be brought together."""
    if not own.sign or not theirs.sign:
        return own.sign == theirs.sign
    if own.other == theirs.other or related(own.other, theirs.other):
        return own.sign == theirs.sign
    named = [fold(t) for t in re.findall(r"\b[A-ZÄÖÜ][\w-]*|\b\d{4}\b", statement.text)]
    if any(name == theirs.other or related(name, theirs.other) for name in named if name != own.other):
        return own.sign == -theirs.sign
    return None
