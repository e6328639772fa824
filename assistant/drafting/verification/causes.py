"""Why something is so: cause and effect exchanged, another cause, a cause that the quote does not give."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from assistant.drafting.verification.segments import Reading, Segment, is_noun
from assistant.drafting.verification.statement import Defect, Statement
from assistant.drafting.verification.wording import covered, is_light, related
from assistant.german import STOP_WORDS, fold

_FILLED = r"(?:de[mnrs]\s|die\s|das\s|eine[mnrs]?\s|[a-zäöüß]+e[nrsm]?\s){0,3}"
_NOUN = r"[A-ZÄÖÜ][\w-]*\w"
_BECAUSE_OF = re.compile(
    rf"\b(?i:wegen|aufgrund|auf\sGrund|infolge|mangels|angesichts)\s(?:von\s)?{_FILLED}(?P<cause>{_NOUN}"
    rf"(?:\s(?:de[rs]|eine[rs]|von)\s(?:[a-zäöüß]+\s)?{_NOUN})?)"
)
# `Durch die neue Heizung sank der Verbrauch`; `wird durch die Stadt betrieben` names who acts.
_BY_MEANS_OF = re.compile(
    rf"^\W*Durch\s{_FILLED}(?P<cause>{_NOUN}(?:\s(?:de[rs]|eine[rs]|von)\s(?:[a-zäöüß]+\s)?{_NOUN})?)(?!.*\bw[iu]rden?\b)"
)
_TRACED_TO = re.compile(rf"\bauf\s{_FILLED}(?P<cause>{_NOUN})[^.]*\bzurück(?:zuführen|geführt|geht|gehen)")
_NAMED = r"(?:Haupt)?(?:[Gg]r(?:und|ünde)|[Uu]rsachen?|[Aa]nlass|[Aa]uslöser)"
_REASON_IS = re.compile(rf"\b{_NAMED}\b(?P<effect>.*?)\b(?:ist|sind|war|waren)\b(?P<cause>.*)")
_IS_REASON = re.compile(rf"(?P<cause>.*)\b(?:ist|sind|war|waren)\b\s(?:der|die|ein|eine)?\s?{_NAMED}\b(?P<effect>.*)")
_LEADS_TO = re.compile(
    r"(?P<cause>.*)\b(?:führ(?:t|en|te|ten)\b(?=.*\bzu)|verursach(?:t|en|te|ten)|bewirk(?:t|en|te|ten)|löst(?:e"
    r"|en)?\b(?=.*\baus))"
    r"(?P<effect>.*)"
)
_CLAUSE = re.compile(r"^\W*(?:weil|da|denn|zumal)\b", re.I)


class _Cause(NamedTuple):
    cause: tuple[str, ...]
    effect: tuple[str, ...]


def _nouns(text: str) -> tuple[str, ...]:
    return tuple(w for t in re.findall(rf"\b{_NOUN}", text) if not is_light(w := fold(t)) and w not in STOP_WORDS)


def _cause_of(segments: Sequence[Segment]) -> _Cause | None:
    text = "".join(s.text for s in segments)
    clauses = [s for s in segments if _CLAUSE.match(s.text)]
    if clauses:
        rest = " ".join(s.text for s in segments if s not in clauses)
        return _Cause(_nouns(" ".join(s.text for s in clauses)), _nouns(rest))
    for pattern in (_REASON_IS, _IS_REASON, _LEADS_TO):
        match = pattern.search(text)
        if match and _nouns(match["cause"]):
            return _Cause(_nouns(match["cause"]), _nouns(match["effect"]))
    match = _BECAUSE_OF.search(text) or _TRACED_TO.search(text) or _BY_MEANS_OF.search(text)
    if not match:
        return None
    return _Cause(_nouns(match["cause"]), _nouns(text[: match.start("cause")] + text[match.end("cause") :]))


def other_causes(
    statement: Statement, used: Sequence[Segment], segments: Sequence[Segment], question: Reading
) -> Iterator[Defect]:
    own = _cause_of(statement.segments)
    if not own or not own.cause:
        return
    sentences = {s.sentence for s in used}
    theirs = _cause_of([s for s in segments if s.sentence in sentences])
    if (
        theirs
        and _crossed(own.cause, theirs.effect, theirs.cause)
        and _crossed(own.effect, theirs.cause, theirs.effect)
    ):
        yield Defect("misattributed", "Ursache und Folge sind gegenüber dem Zitat vertauscht.", weight=3)
        return
    pool = tuple(w for s in segments for w in (*s.pool, *s.light))
    verbs = [w for s in statement.segments for w in s.words if not is_noun(w, s.text)]
    reasons = [m for s in used if any(covered(v, s.words) for v in verbs) and (m := _BECAUSE_OF.search(s.text))]
    if reasons and not any(covered(w, _nouns(m.string)) for m in reasons for w in own.cause):
        yield Defect("misattributed", f"Das Zitat nennt dafür einen anderen Grund: „{reasons[0][0]}“.", weight=3)
        return
    if not theirs and _only_beside(own, used, segments):
        yield Defect("fabricated", "Das Zitat nennt beides, aber nicht das eine als Grund des anderen.", weight=3)
        return
    strange = [w for w in own.cause if not covered(w, pool) and not covered(w, question.words)]
    if strange and not any(covered(w, pool) for w in own.cause):
        message = f"Den Grund „{strange[0]}“ nennt das Zitat nicht."
        yield Defect("fabricated", message, strange[0], weight=3)


# What can say that one thing comes of another.
_LINK = re.compile(
    r"\b(?:wegen|aufgrund|auf Grund|infolge|mangels|angesichts|da|weil|denn|zumal|daher|deshalb|deswegen|darum|somit"
    r"|damit|dadurch|hierdurch|wodurch|demzufolge|folglich|infolgedessen|durch|dank|um\b[^.]*\bzu|zwecks|bei|nachdem"
    r"|so\s?dass|aus"
    r"|zurückzuführen|begründet|bedingt|\w+bedingt\w*|liegt an|Folge|Hintergrund|erforderlich|notwendig|nötig|zwingt"
    r"|\w*[Gg]r(?:und|ünde)\w*|\w*[Uu]rsach\w*|\w*[Aa]nlass\w*|\w*[Aa]uslös\w*|führ\w+|bewirk\w+|verursach\w*"
    r"|ergibt|ergeben|result\w+|hier(?:für|von|aus|zu|bei)|da(?:für|raus|zu|bei)|im Zuge)\b",
    re.I,
)


def _only_beside(own: _Cause, used: Sequence[Segment], segments: Sequence[Segment]) -> bool:
    """Cause and effect stand in different sentences of the quote, and none of these says that they belong together."""
    cause, effect = (
        {s.sentence for s in used if any(covered(w, (*s.pool, *s.light)) for w in words)}
        for words in (own.cause, own.effect)
    )
    if not cause or not effect or cause & effect:
        return False
    return not any(_LINK.search(s.text) for s in segments if s.sentence in cause | effect)


def _crossed(words: Sequence[str], there: Sequence[str], not_there: Sequence[str]) -> bool:
    return any(any(related(w, o) for o in there) and not any(related(w, o) for o in not_there) for w in words)
