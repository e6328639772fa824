"""How far something has come: planned, under way, done, ended, or only decided on."""

import re
from collections.abc import Iterator, Sequence

from assistant.drafting.verification.clauses import predicate
from assistant.drafting.verification.markers import ESTIMATED, MODES, NEGATION
from assistant.drafting.verification.phrases import plainly
from assistant.drafting.verification.segments import Segment
from assistant.drafting.verification.statement import Defect, Statement, text_of
from assistant.drafting.verification.wording import covered, related
from assistant.german import fold

_UNTIL_YEAR = re.compile(r"\bbis\s(?:zum\s|Ende\s|Anfang\s)?(?:Jahre?s?\s)?(?:\d\d?\.\s?\w+\s?)?(?:19|20)\d\d\b")


# `lief von 2020 bis 2021` is no `läuft seit 2020`.
_FROM_TO = re.compile(r"\b(?:vo[nm]|zwischen)\s[^,;]*\d[^,;]*\b(?:bis|und)\s[^,;]*\d")
_SINCE = re.compile(r"^(?!.*\bbis\b).*\b(?:seit|ab)\s", re.I)
_AVAILABLE = re.compile(
    r"\blieg(?:t|en)\b.*\bvor\b|\b(?:vorhanden|fertig|verfügt|verfügen)\b|\bgibt es\b|\bzur Verfügung\b"
)
_IN_THE_MAKING = re.compile(
    r"\b(?:wird|werden)\b.*\b(?:erstellt|erarbeitet|gebaut|errichtet|entwickelt|vorbereitet|angelegt|geschaffen"
    r"|eingerichtet"
    r"|beschafft|aufgebaut|hergestellt)\b"
)


_ROUGHLY = re.compile(r"\b(?:geschätzt|Kostenschätzung|kalkuliert|prognostiziert)\b")


def other_progress(
    own: frozenset[str], theirs: frozenset[str], statement: Statement, core: Sequence[Segment]
) -> Iterator[Defect]:
    """The first thing in which statement and quote differ about it."""
    message = _other_state(own, theirs, statement, core)
    if message:
        yield Defect("misattributed", message, weight=2)
    elif not (ESTIMATED.search(statement.text) and "plan" in theirs):
        yield from _only_a_stage(own, statement, core)


def _other_state(
    own: frozenset[str], theirs: frozenset[str], statement: Statement, core: Sequence[Segment]
) -> str | None:
    given = text_of(core)
    denied = bool(NEGATION.search(statement.text) and NEGATION.search(given))
    if _AVAILABLE.search(statement.text) and not denied and "done" not in theirs and _IN_THE_MAKING.search(given):
        return "Im Zitat entsteht es erst."
    if "offered" in theirs - own and own & {"done", "past"}:
        return "Im Zitat wird es nur angeboten."
    if ("ended" in theirs) != ("ended" in own) and not denied and _exists_or_ends(statement, given):
        return "Satz und Zitat sind sich nicht einig, ob es das noch gibt."
    if "done" in theirs - own and _UNTIL_YEAR.search(given) and not statement.dates:
        return "Im Zitat ist es vorbei; der Satz sagt es von heute."
    if theirs & {"done", "past"} and _FROM_TO.search(given) and _SINCE.search(statement.text):
        return "Im Zitat ist es vorbei; der Satz sagt, dass es andauert."
    if "done" in own and "present" in theirs and not theirs & {"done", "plan", "future"} and not _since(core):
        return "Der Satz sagt, dass es geschehen ist; das Zitat sagt das nicht."
    if ("ongoing" in theirs and "done" in own - theirs) or ("ongoing" in own and "done" in theirs - own):
        return "Satz und Zitat sind sich nicht einig, ob es noch läuft."
    if ESTIMATED.search(statement.text) and "plan" in theirs:
        return None
    if _ROUGHLY.search(given) and own & {"done", "past"} and not _ROUGHLY.search(statement.text):
        return "Im Zitat ist es nur geschätzt."
    if (_done_or_to_come(own, theirs) and not _done_by_an_attribute(own, statement, core)) or (
        "plan" in own and not denied and not theirs & {"plan", "future"} and "claim" not in own & theirs
    ):
        return "Satz und Zitat sind sich nicht einig, ob es geschehen ist oder bevorsteht."
    return None


def _done_or_to_come(own: frozenset[str], theirs: frozenset[str]) -> bool:
    coming = {"future", "plan"}
    return bool(
        ("done" in own and theirs & coming and not theirs & {"done", "past"})
        or ("done" in theirs and own & coming and "done" not in own)
    )


_DONE_BEFORE_NOUN = re.compile(
    r"(?<!nicht )\b(?P<done>[a-zäöüß]*(?:ge|be|ver|er|ent|zer|über|unter)[a-zäöüß]{3,}(?:te|ene)[nrms]?)"
    r"\s(?P<noun>[A-ZÄÖÜ][\w-]+)"
)


def _done_by_an_attribute(own: frozenset[str], statement: Statement, core: Sequence[Segment]) -> bool:
    """`Die Anlage wurde 2017 eröffnet` of `die 2017 eröffnete Anlage wird erweitert`"""
    verb = predicate(statement.segments)
    return "done" in own and any(
        verb and related(verb, fold(m["done"])) and covered(fold(m["noun"]), statement.words)
        for s in core
        for m in _DONE_BEFORE_NOUN.finditer(s.text)
    )


def _since(core: Sequence[Segment]) -> bool:
    return any(re.search(r"\bseit\b", s.text, re.I) for s in core) and not any(s.negated for s in core)


# `ist verkauft` says that it has been sold.
_RESULT = re.compile(r"\b(?:ist|sind)\s(?:[\w.]+\s)*(?:ge|ver|be|er|ent|zer)[a-zäöüß]+(?:t|en)\W*$")


def _only_a_stage(own: frozenset[str], statement: Statement, core: Sequence[Segment]) -> Iterator[Defect]:
    """`Der Bau wurde beschlossen` is no `der Bau wird errichtet`."""
    verb = predicate(statement.segments)
    said = (*statement.words, *(fold(t) for t in re.findall(r"[^\W\d_]+", statement.text)))
    stage = next((stage for s in core for stage in s.stages if not covered(fold(stage), said)), None)
    if not stage or not verb or any(related(verb, fold(other)) for s in core for other in s.stages):
        return
    if (
        own & {"done", "future"}
        or _RESULT.search(statement.text)
        or not covered(verb, [w for s in core for w in (*s.words, *s.light)])
    ):
        message = f"Das Zitat sagt nur, dass es „{stage}“ ist, nicht, dass es geschieht."
        yield Defect("misattributed", message, verb, weight=2)


# That something is there, or begins.
_THERE = re.compile(
    r"\b(?:gibt|besteh(?:t|en)|existier(?:t|en)|gilt|gelten|begann\w*|beginn\w*|begonnen|startet\w*|eingeführt|eröffnet"
    r"|eingerichtet|aufgenommen|läuft(?!.*\baus\W*$)|vorhanden|angeboten|betrieben|fortgesetzt|fortgeführt|seit|ab)\b",
    re.I,
)


def _exists_or_ends(statement: Statement, given: str) -> bool:
    """One of the two says that it is there or begins; the other, that it has ended."""
    theirs = MODES["ended"].search(plainly(given))
    other = plainly(statement.text if theirs else given)
    return bool(_THERE.search(other)) and not re.search(r"\bbis\b", other)
