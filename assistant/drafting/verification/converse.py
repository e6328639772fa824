"""One deal told from its other side: `A vermietet an B` is `B mietet von A`."""

import re
from collections.abc import Sequence

from assistant.drafting.verification.segments import Segment
from assistant.drafting.verification.statement import Statement
from assistant.drafting.verification.wording import covered, root
from assistant.german import fold

_GIVING = """
    vermieten verpachten verkaufen veräußern verleihen übergeben überlassen liefern vergeben
    übertragen schenken zahlen auszahlen gewähren bewilligen zuteilen aushändigen spenden überweisen ausgeben
"""
_TAKING = (
    "mieten anmieten pachten anpachten kaufen erwerben ankaufen leihen ausleihen erhalten bekommen empfangen beziehen"
)
_GIVES = frozenset(root(fold(word)) for word in _GIVING.split())
_TAKES = frozenset(root(fold(word)) for word in _TAKING.split())
# Who supports someone grants him money.
_SUPPORTS = frozenset(root(fold(word)) for word in ("unterstützen", "fördern", "bezuschussen"))
_GRANTED = re.compile(
    r"\b(?:erh(?:ä|ie)lt(?:en)?|erhalten|bek(?:ommt|ommen|am|amen))\b.*(?:[Zz]usch(?:uss|üsse)|[Ff]örderung|Zuwendung|[Bb]eihilfe)"
)
# To whom: `an den Kreis`, `dem Verein`; from whom: `vom Land`, `von einer Firma`.
_TO = re.compile(
    r"\b(?i:an|dem|den|der)\s(?:(?:de[nrm]|die|das|eine?[nmr]?|[a-zäöüß]+(?:e[nrms]?))\s){0,2}([A-ZÄÖÜ][\w-]+)"
)
_SUPPORTED = re.compile(r"\b(?:den|die|das)\s(?:[a-zäöüß]+(?:e[nrms]?)\s)?([A-ZÄÖÜ][\w-]+)")
_FROM = re.compile(r"\b(?:vo[nm]|durch)\s(?:(?:de[nrm]|eine[rm]?|[a-zäöüß]+(?:e[nrms]?))\s){0,2}([A-ZÄÖÜ][\w-]+)")
_SUBJECT = re.compile(
    r"(?:^|[,;]\s)\W*(?:(?:Der|Die|Das|der|die|das|Eine?|eine?)\s)?(?:[a-zäöüß]+e[rsn]?\s)?([A-ZÄÖÜ][\w-]+)"
)


def told_from_the_other_side(statement: Statement, used: Sequence[Segment]) -> bool:
    """Whether the statement's verb turns the quote's around and its parties have changed places with it."""
    own, theirs = statement.text, " ".join(s.text for s in used)
    if _verbs(statement.words, _SUPPORTS) and _GRANTED.search(theirs):
        return _exchanged(theirs, own, _SUPPORTED)
    if _GRANTED.search(own) and any(_verbs(s.words, _SUPPORTS) for s in used):
        return _exchanged(own, theirs, _SUPPORTED)
    takes, gives = _verbs(statement.words, _TAKES), _verbs(statement.words, _GIVES)
    words = [w for s in used for w in s.words]
    if takes and _verbs(words, _GIVES):
        return _exchanged(own, theirs)
    return bool(gives and _verbs(words, _TAKES)) and _exchanged(theirs, own)


def receiver_supports(statement: Statement, used: Sequence[Segment]) -> bool:
    """`Der Verein unterstützt den Kreis` of `der Verein erhält vom Kreis einen Zuschuss`"""
    theirs = " ".join(s.text for s in used)
    if not _verbs(statement.words, _SUPPORTS) or not _GRANTED.search(theirs):
        return False
    who, receivers = ([fold(w) for w in _SUBJECT.findall(text)] for text in (statement.text, theirs))
    return any(covered(w, receivers) for w in who) and not _exchanged(theirs, statement.text, _SUPPORTED)


def _verbs(words: Sequence[str], listed: frozenset[str]) -> bool:
    return any(root(word) in listed for word in words)


def _exchanged(taking: str, giving: str, to: re.Pattern[str] = _TO) -> bool:
    """Who takes is to whom it is given; from whom it is taken, if that is said, is who gives."""
    receivers = [fold(w) for w in to.findall(giving)]
    sources = [fold(w) for w in _FROM.findall(taking)]
    givers = [fold(w) for w in (*_SUBJECT.findall(giving), *_FROM.findall(giving))]
    nouns = [fold(w) for w in re.findall(r"\b[A-ZÄÖÜ][\w-]+", taking)]
    takers = [w for w in nouns if w not in sources]
    return any(covered(w, receivers) for w in takers) and (not sources or any(covered(w, givers) for w in sources))
