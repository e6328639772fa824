"""`Der größte Park`: what tops all others does so in the quote as well; `14 Hektar groß` says nothing of it."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from assistant.drafting.verification.matching import equal
from assistant.drafting.verification.segments import Segment
from assistant.drafting.verification.statement import Defect, Statement
from assistant.drafting.verification.wording import related
from assistant.german import fold

# With an article or `am` before it; `die meisten` is an extent, `die erste` a place in a row.
_TOPPING = re.compile(
    r"\b(?i:de[rsnm]|die|das|[zv][uo]m|zur|[ia]m|beim|(?:ihr|unser|sein)e?[nrms]?)\s(?:\w+\s)?"
    r"(?P<graded>[a-zäöüß]{2,}?)(?:e?ste|(?<=ß)te)[nrsm]?\b"
    r"|\b(?P<best>(?:meist|best|höchst)(?=ge|be|ver|fre)[a-zäöüß]+?)(?:e[nrsm]?)?\b"
    r"|\b(?P<sole>einzige)[nrsm]?\s(?=[A-ZÄÖÜ])|\b(?P<lead>Spitzenreiter|Schlusslicht|einzigartig)(?:e[nrsm]?)?\b"
)
# What ends like one and is none, and what only sets a bound or a place in a row.
_NONE = re.compile(
    r"er|(?:über)?näch|mei|fe|ern|robu|(?:un)?bewus|früh|spät|möglich|mind|hinter|vorder|ober|unter|äußer|inner|anson"
    r"|.*(?:zig|ßig|zehn|hundert|tausend)|(?:ein|aus|zwei|sech|ach|fünf)s?|.*(?:fa|pa|mi|mu|mü|wu|wü|rei|lei|lö|la|rü|tro)s?"
    r"|ko|tri|te|ge|zugun|ver.*"
)
_HIGH = re.compile(r"gr(?:ö|oe)ß|höch|läng|teuer|stärk|ält|breit|tief|meist|häufig|schwer|weit|viel")
_LOW = re.compile(r"klein|niedrig|gering|kürz|günstig|billig|schwäch|jüng|schmal|selten|leicht")


def invented_superlatives(statement: Statement, segments: Sequence[Segment]) -> Iterator[Defect]:
    """Each superlative that the quote does not hold and its values do not show."""
    given = _stems(" ".join(s.text for s in segments))
    for match in _TOPPING.finditer(statement.text):
        stem = _stem(match)
        if not stem or any(related(stem, other) for other in given):
            continue
        if not _shown_by_values(stem, statement, segments):
            yield Defect("fabricated", f"„{match[0].strip()}“ sagt das Zitat nicht.", match[0].strip(), weight=3)


def _stems(text: str) -> list[str]:
    return [stem for match in _TOPPING.finditer(text) if (stem := _stem(match))]


def _stem(match: re.Match[str]) -> str:
    if match["graded"]:
        return "" if _NONE.fullmatch(match["graded"]) else fold(match["graded"])
    return fold(match["best"] or match["sole"] or match["lead"])


def _shown_by_values(stem: str, statement: Statement, segments: Sequence[Segment]) -> bool:
    """`Am höchsten war der Verbrauch 2021 mit 420 MWh`, where the quote's other values are lower."""
    values = [q for s in segments for q in s.quantities]
    for quantity in statement.quantities:
        alike = [q.base[1] for q in values if q.base[0] == quantity.base[0] and q.kind == quantity.kind]
        own = next((q.base[1] for q in values if equal(q, quantity)), None)
        if own is not None and len(alike) > 1 and own == _top(stem, alike):
            return True
    return False


def _top(stem: str, values: Sequence[Decimal]) -> Decimal | None:
    return max(values) if _HIGH.match(stem) else min(values) if _LOW.match(stem) else None


# A trend, a high degree, a verdict: each word of the first kind needs one of the second in the quote.
_GRADES = (
    (
        re.compile(
            r"\b(?:immer (?!wieder)(?:mehr|weniger|[a-zäöüß]{3,}er)|zunehmend\w*|stetig\w*|kontinuierlich\w*)\b", re.I
        ),
        re.compile(
            r"\bimmer\b|zunehm|zugenommen|zunahme|steig|stieg|wachs|wuchs|anstieg|sink|sank|gesunk|rückgang|zurückg|abnahm"
            r"|abgenommen|stetig|kontinuierlich|laufend|entwickl",
            re.I,
        ),
    ),
    (
        re.compile(r"\b(?:sehr|besonders|äußerst|überaus|außerordentlich)\b", re.I),
        re.compile(
            r"\b(?:sehr|besonders?|äußerst|überaus|außerordentlich|deutlich|stark|erheblich|insbesondere|vor allem|hoch"
            r"|hohe[nrsm]?|groß\w*|höchst|ausgesprochen|ausgezeichnet|hervorragend)\b",
            re.I,
        ),
    ),
    (
        re.compile(r"(?<!so )\b(?:gut|schlecht|hervorragend|erfolgreich)\b(?=\s[a-zäöüß]{4,}(?:t|en)\b|\W*$)"),
        re.compile(r"\b(?:gut|best|besser|schlecht|hervorragend|erfolg|positiv|bewährt|zufrieden|reg\b|rege)", re.I),
    ),
)


def invented_grades(statement: Statement, segments: Sequence[Segment]) -> Iterator[Defect]:
    """`Immer mehr Kinder` or `sehr gut besucht`, where the quote gives a number and no more."""
    given = " ".join(s.text for s in segments)
    for said, needed in _GRADES:
        match = said.search(statement.text)
        if match and not needed.search(given):
            yield Defect("fabricated", f"„{match[0]}“ sagt das Zitat nicht.", match[0], weight=3)
            return
