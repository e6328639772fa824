"""A sentence that repeats its quote but for a word or two: what those words are.

The finer rules read clauses and can lose their way in a long one. Where all else is the same, the words that differ
say everything: a denial or a modal verb among them makes another statement of it.
"""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from assistant import german
from assistant.drafting.verification.markers import MODES, NEGATION, RESTRICTORS
from assistant.drafting.verification.phrases import plainly
from assistant.drafting.verification.statement import Defect
from assistant.german import fold

_ALIKE = 0.8
_SHORTEST = 6
# What may be put another way is no change where both say it.
_MODES = {"können oder dürfen": "possible", "müssen": "must", "sollen oder wollen": "plan"}
_FORCES = {
    "„nicht“ oder „kein“": re.compile(r"nicht|kein(?:e[nrms]?)?|nie|niemals|weder|ohne"),
    "können oder dürfen": re.compile(r"k(?:ann|önnen|onnten?|önnten?)|d(?:arf|ürfen|urften?|ürften?)"),
    "müssen": re.compile(r"m(?:uss|üssen|ussten?|üssten?)|verpflichtet"),
    "sollen oder wollen": re.compile(r"soll(?:en|ten?)?|will|wollen|möchten?"),
    "alle oder einige": re.compile(r"alle[rns]?|sämtliche[rn]?|einige[rn]?|manche[rn]?|einzelne[rn]?|teilweise|immer"),
}


def changed_force(sentence: str, quotes: Sequence[str]) -> Iterator[Defect]:
    """Where the sentence is one of the quotes' with another denial, modal verb or extent."""
    own = _tokens(sentence)
    for theirs_text in (quote[span.start : span.end] for quote in quotes for span in german.sentences(quote)):
        theirs = _tokens(theirs_text)
        matcher = SequenceMatcher(None, own, theirs, autojunk=False)
        if len(theirs) < _SHORTEST or matcher.ratio() < _ALIKE:
            continue
        changes = [(own[a:b], theirs[c:d]) for kind, a, b, c, d in matcher.get_opcodes() if kind != "equal"]
        said = [word for mine, _ in changes for word in mine]
        given = [word for _, other in changes for word in other]
        for name, pattern in _FORCES.items():
            mine, other = (sorted(w for w in words if pattern.fullmatch(w)) for words in (said, given))
            if bool(mine) != bool(other) and not _said_another_way(name, sentence, theirs_text):
                word = (mine or [""])[0]
                yield Defect("misattributed", f"Satz und Zitat unterscheiden sich in {name}.", word, weight=3)
        return


# `Konnte abgeschlossen werden` says that it was; `konnte besichtigt werden` does not.
_ACHIEVED = re.compile(
    r"\bkonnten?\b(?!.*\b(?:nicht|kein\w*|nur)\b).*\b(?:abgeschlossen|fertiggestellt|beendet|behoben|gelöst|beseitigt|gewonnen"
    r"|finanziert|gesenkt|reduziert|verringert|gesteigert|umgesetzt|realisiert|erreicht|besetzt|eingespart|vermieden"
    r"|verhindert|erworben|eröffnet|vollendet) werden\b"
)
_WAS_DONE = re.compile(r"\bwurden?\b|\bworden\b")


def _said_another_way(name: str, sentence: str, other: str) -> bool:
    one, two = plainly(sentence), plainly(other)
    if name == "können oder dürfen" and _WAS_DONE.search(one) and _ACHIEVED.search(two):
        return True
    if name not in _MODES:
        return _extents(one) == _extents(two) if "alle" in name else _denials(one) == _denials(two)
    return all(MODES[_MODES[name]].search(text) for text in (one, two))


def _denials(text: str) -> int:
    return len(NEGATION.findall(text)) % 2


def _extents(text: str) -> set[str]:
    return {name for name in ("all", "part", "most", "few") if RESTRICTORS[name].search(text)}


def _tokens(text: str) -> list[str]:
    return [fold(token) for token in re.findall(r"[^\W_]+", plainly(text))]
