"""Dates: whether they belong to the same event, and to its beginning or its end."""

import re
from collections.abc import Iterator, Sequence

from assistant.drafting.verification.clauses import predicate
from assistant.drafting.verification.markers import MODES
from assistant.drafting.verification.phrases import plainly
from assistant.drafting.verification.segments import Segment, is_noun
from assistant.drafting.verification.statement import Defect, Statement, core_of
from assistant.drafting.verification.tracing import holds, trace_date
from assistant.drafting.verification.value_dates import THAN
from assistant.drafting.verification.wording import covered, related
from assistant.german import DateValue, Mention, fold
from assistant.model import FlagKind


def dates_mixed(statement: Statement, used: Sequence[Segment]) -> Iterator[Defect]:
    """`beginnt 2016 und endet 2025`: the predicate of one clause with the date of the other."""
    core = core_of(statement, used)
    for date in statement.dates:
        if _compared_with(date, statement.segments) and _compared_with(date, used):
            continue
        holding = [
            s for s in used if trace_date(date, s.dates) and predicate((s,)) and not _says_its_verb(statement, s)
        ]
        if holding and not set(holding) & set(core) and all(_own_date(s, date) for s in core):
            yield Defect("misattributed", "Die Zeitangabe gehört im Zitat zu einer anderen Aussage.", weight=3)
        elif _dated_for_another(statement, date, used):
            yield Defect("misattributed", "Die Zeitangabe gilt im Zitat für etwas anderes.", weight=3)


def _compared_with(date: DateValue, segments: Sequence[Segment]) -> bool:
    """`Zehn Prozent weniger als 2018` says nothing of what happened then."""
    return any(m.value == date and THAN.search(s.text[: m.start - s.start]) for s in segments for m in s.mentions)


def _dated_for_another(statement: Statement, date: DateValue, used: Sequence[Segment]) -> bool:
    """`Die Sanierung der Halle beginnt 2023, die der Schule 2025`: the year of the one, the name of the other."""
    holding = [s for s in used if trace_date(date, s.dates)]
    others = [s for s in used if s not in holding and _own_date(s, date) and not predicate((s,))]
    held = tuple(w for s in holding for w in s.pool)
    foreign = [w for s in others for w in s.words if w in statement.words and not covered(w, held)]
    left = [w for s in holding for w in s.words if is_noun(w, s.text) and not covered(w, statement.words)]
    return bool(holding and foreign and left)


def _says_its_verb(statement: Statement, segment: Segment) -> bool:
    return any(covered(w, statement.words) for w in segment.words if not is_noun(w, segment.text))


def _own_date(segment: Segment, date: DateValue) -> bool:
    return any(d.start and date.start and not holds(date, d) for d in segment.dates)


_ATTRIBUTE = re.compile(r"\s(?:[a-zäöüß]+\s)?(?P<head>[a-zäöüß]{3,}(?:te|ene)[mnrs]?)\s(?:[a-zäöüß]+\s)?[A-ZÄÖÜ]")
# `die Satzung aus dem Jahr 2010`
_OF_YEAR = re.compile(r"(?P<head>[A-ZÄÖÜ][^\W\d_]+)\saus\s(?:dem\sJahre?\s)?$")
_BEFORE_ATTRIBUTE = re.compile(
    r"\b(?:der|die|das|den|dem|des|ein(?:e[mnrs]?)?)\s(?:(?:erst|bereits|schon|zuletzt|ursprünglich)\s)?"
    r"(?:(?:im|am|seit|ab|bis)\s)?(?:Jahre?\s)?$",
    re.I,
)
_OCCASION = re.compile(
    r"\b(?i:nach|seit|vor|bei|mit|wegen|infolge|laut|gemäß|entsprechend|durch|auf)\s"
    r"(?!\w+er (?:Planung|Sicht|Stand)\b)"
    r"(?:de[rmns]\s|eine[rmns]?\s|seine[rmn]?\s|ihre[rmn]?\s)?(?:[a-zäöüß]+\s)?"
    r"(?P<head>(?!Planung|Stand|Angaben|Auskunft|Mitteilung|Zeitplan)[A-ZÄÖÜ][^\W\d_]+)"
    r"(?:\s(?:de[rs]|von)\s(?:[a-zäöüß]+\s)?[A-ZÄÖÜ][\w-]+)?\s(?:(?:im|vom|von|am|aus dem)\s)?(?:Jahre?s?\s)?$"
)


def dates_of_another(statement: Statement, used: Sequence[Segment]) -> Iterator[Defect]:
    """`Die 2012 errichtete Halle wurde 2019 saniert`: the date of a thing that the statement does not name."""
    verb = predicate(statement.segments)
    mentions = [(s, m) for s in used for m in s.mentions if isinstance(m.value, DateValue)]
    own = tuple(head for s in statement.segments for m in s.mentions if m.kind == "date" and (head := _head(s, m)))
    for date in statement.dates:
        heads = [_head(s, m) for s, m in mentions if isinstance(m.value, DateValue) and holds(date, m.value)]
        foreign = [head for head in heads if head and not covered(head, statement.words)]
        if verb and len(mentions) > 1 and not foreign:
            foreign = [head for head in heads if head and not covered(head, (verb, *own))]
            foreign = foreign or _dated_otherwise(date, verb, mentions)
        if foreign and len(foreign) >= len(heads) and (len(mentions) > 1 or (verb and not covered(verb, foreign))):
            yield Defect(
                "misattributed", f"Die Zeitangabe gehört im Zitat zu „{foreign[0]}“.", kind=FlagKind.date, weight=3
            )


def _dated_otherwise(date: DateValue, verb: str, mentions: Sequence[tuple[Segment, Mention]]) -> list[str]:
    """`Die 2014 eröffnete Bücherei wurde 2019 erweitert`: what the statement says has another date of its own."""
    heads = [(m.value, _head(s, m)) for s, m in mentions]
    said = [(d, head) for d, head in heads if head and related(verb, head) and isinstance(d, DateValue)]
    return [head for d, head in said if not holds(date, d)]


def _head(segment: Segment, mention: Mention) -> str | None:
    """What a date is the date of, if that is not the clause's verb."""
    before = segment.text[: mention.start - segment.start]
    attribute = _BEFORE_ATTRIBUTE.search(before) and _ATTRIBUTE.match(segment.text, mention.end - segment.start)
    found = attribute or _OCCASION.search(before) or _OF_YEAR.search(before)
    return fold(found["head"]) if found else None


_TO = re.compile(r"\b(?:bis|end\w+|auslauf\w*|läuft\b.*\baus|abgeschlossen|beendet)\b", re.I)
_FROM = re.compile(r"\b(?:ab|seit|begann\w*|beginn\w*|begonnen|start\w*|gestartet)\b", re.I)


_START = re.compile(r"\b(?:seit|ab)\s(?:dem\s|Anfang\s|Mitte\s|Ende\s|Jahre?\s|im\s)*$", re.I)
_FROM_SPAN = re.compile(r"\b(?:vo[nm]|zwischen)\s(?:dem\s|Anfang\s|Mitte\s|Ende\s|Jahre?\s)*$", re.I)
_END = re.compile(
    r"\b(?:bis|bis\szu[mr]|bis\sspätestens)\s(?:Anfang\s|Mitte\s|Ende\s|Jahre?\s|einschließlich\s)*$",
    re.I,
)
_BEGINS = re.compile(
    r"\b(?:beg(?:i|a)nn\w*|begonnen|start\w*|gestartet|eröffne\w*|eingeführt|seit|anl(?:aufen|ief)|aufgenommen"
    r"|gegründet|inkraft)\b",
    re.I,
)
_ENDS = re.compile(
    r"\b(?:end(?:e[nt]|ete[n]?)|beende\w*|läuft\b.*\baus|lief\b.*\baus|ausgelaufen|abgeschlossen|eingestellt"
    r"|geschlossen"
    r"|aufgehoben|ausserkraft|abl(?:aufen|ief)|läuft\b.*\bab)\b",
    re.I,
)


def edges_swapped(statement: Statement, used: Sequence[Segment]) -> Iterator[Defect]:
    """`seit dem 1. März` of `bis zum 1. März`, `begann 2017` of `endete 2017`."""
    theirs = [(m.value, _edge(s, m)) for s in used for m in s.mentions if isinstance(m.value, DateValue)]
    for segment in statement.segments:
        for mention in segment.mentions:
            if not isinstance(mention.value, DateValue) or mention.value.key.startswith(("wd", "t-")):
                continue
            own = _edge(segment, mention)
            found = {edge for value, edge in theirs if isinstance(value, DateValue) and value.key == mention.value.key}
            if own and found and None not in found and own not in found:
                message = "Satz und Zitat sind sich nicht einig, ob es da beginnt oder endet."
                yield Defect("misattributed", message, mention.text, FlagKind.date, 3)


# A contract that is `geschlossen` begins.
_CONTRACT = re.compile(r"(?i:vertrag|vereinbarung)\w*\b.*\bgeschlossen|geschlossen.*(?i:vertrag|vereinbarung)")


def _edge(segment: Segment, mention: Mention) -> str | None:
    """Whether the date is where something begins or where it ends, by its preposition, else by the verb."""
    text = plainly(segment.text[: mention.start - segment.start])
    until = re.search(r"\b(?:bis|und)\b", segment.text[mention.end - segment.start :])
    whole = plainly(segment.text)
    if MODES["ended"].search(whole):
        # `seit 2017 eingestellt`
        return "end"
    if _START.search(text) or (_FROM_SPAN.search(text) and until):
        return "start"
    if _END.search(text):
        return "end"
    if _CONTRACT.search(whole):
        return None
    begins, ends = bool(_BEGINS.search(whole)), bool(_ENDS.search(whole))
    return None if begins == ends else "start" if begins else "end"


_HOURS = re.compile(r"\b(?:von|zwischen)\s(\d\d?)(?:[.:]00)?\s?(?:Uhr\s)?(?:bis|und)\s(\d\d?)(?:[.:]00)?\s?Uhr\b")


def hours_exchanged(statement: Statement, used: Sequence[Segment]) -> Iterator[Defect]:
    """`von 5 bis 23 Uhr` of `von 23 bis 5 Uhr`"""
    theirs = [hours for s in used for hours in _HOURS.findall(s.text)]
    for first, last in _HOURS.findall(statement.text):
        if (last, first) in theirs and (first, last) not in theirs:
            message = "Anfang und Ende der Uhrzeit sind gegenüber dem Zitat vertauscht."
            yield Defect("misattributed", message, kind=FlagKind.date, weight=3)


_DAYS = re.compile(r"\b(?:Sonn|Mon|Diens|Donners|Frei|Sams|Feier|Werk)(?:-|tag)|Mittwoch|Wochenend|Ferien", re.I)


def hours_of_other_days(statement: Statement, used: Sequence[Segment]) -> Iterator[Defect]:
    """`Bis 8 Uhr` of `bis 7 Uhr, an Feiertagen bis 8 Uhr`"""
    if _DAYS.search(statement.text):
        return
    for date in (d for d in statement.dates if d.key.startswith("t-")):
        holding = [s for s in used if date.key in {d.key for d in s.dates}]
        others = [s for s in used if s not in holding and any(d.key.startswith("t-") for d in s.dates)]
        if holding and others and all(_DAYS.search(s.text) for s in holding):
            yield Defect(
                "misattributed", "Die Uhrzeit gilt im Zitat nur an bestimmten Tagen.", kind=FlagKind.date, weight=3
            )


def edges_exchanged(statement: Statement, used: Sequence[Segment]) -> Iterator[Defect]:
    """`von 2016 bis 2019`: the end given as the beginning."""
    periods = [d.key.split("/") for s in used for d in s.dates if "/" in d.key]
    own = {d.key for d in statement.dates}
    for first, last in (p for p in periods if len(p) == 2 and p[0] != p[1]):
        to, since = _TO.search(statement.text), _FROM.search(statement.text)
        if (first in own and last not in own and to and not since) or (
            last in own and first not in own and since and not to
        ):
            message = "Anfang und Ende des Zeitraums sind gegenüber dem Zitat vertauscht."
            yield Defect("misattributed", message, kind=FlagKind.date, weight=3)
