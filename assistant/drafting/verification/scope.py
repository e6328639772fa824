"""For whom, where and when it holds: `ist im August geschlossen` is no `ist geschlossen`.

What was done was done, whatever else is said of it. What is free, open or forbidden is so as far as the quote says.
"""

import re
from collections.abc import Iterator, Sequence

from assistant.drafting.verification.segments import Reading, Segment
from assistant.drafting.verification.statement import Defect, Statement
from assistant.drafting.verification.wording import covered, is_light
from assistant.german import fold

_STATE = re.compile(
    r"\b(?:kostenlos|kostenfrei|unentgeltlich|gebührenfrei|beitragsfrei|frei|ermäßigt|gesperrt|geschlossen|geöffnet"
    r"|(?:un)?zulässig|erlaubt|gestattet|verboten|untersagt|zugänglich|möglich|[a-zäöüß]+pflichtig|gilt|gelten"
    r"|d(?:arf|ürfen))\b"
)
_HAPPENED = re.compile(r"\b(?:wurden?|worden|musste[n]?|konnten?)\b")
# What holds for some; what only says why, by what law or with what is left out.
_LIMIT = re.compile(
    r"\b(?:für|auf|im|in|am|an|während|innerhalb|außerhalb|zwischen|bei|unter)\s"
    r"(?:(?:de[rnms]|die|das|eine?[nmrs]?|alle[nr]?|[a-zäöüß]+e[nrsm]?)\s){0,3}(?P<noun>[A-ZÄÖÜ][\w-]+)"
)


def wider_than_said(statement: Statement, used: Sequence[Segment], question: Reading) -> Iterator[Defect]:
    """A state that the quote gives for some people, a place or a time, given without that."""
    if not _STATE.search(statement.text) or statement.quantities or statement.dates:
        return
    known = (*statement.words, *(w for s in statement.segments for w in s.light), *question.words)
    for segment in used:
        if not _STATE.search(segment.text) or _HAPPENED.search(segment.text):
            continue
        for match in _LIMIT.finditer(segment.text):
            noun = fold(match["noun"])
            if not is_light(noun) and not covered(noun, known):
                yield Defect("misattributed", f"Das Zitat sagt das nur „{match[0]}“.", weight=2)
                return
        if any(date.start or date.key.startswith("-") for date in segment.dates) and not question.mentions:
            yield Defect("misattributed", "Das Zitat sagt das nur für eine bestimmte Zeit.", weight=2)
            return
