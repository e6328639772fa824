"""What prepositions govern: the same thing under another preposition, two things exchanged, what comes first."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from assistant.drafting.verification.phrases import plainly
from assistant.drafting.verification.segments import Segment
from assistant.drafting.verification.statement import Defect, Statement
from assistant.drafting.verification.wording import related
from assistant.german import fold

_CONTRASTS = (
    {"vor", "nach"},
    {"mit", "ohne"},
    {"über", "unter"},
    {"innerhalb", "außerhalb"},
    {"bis", "seit"},
    {"bis", "ab"},
    {"vor", "seit"},
    {"vor", "ab"},
    {"nach", "bis"},
    {"für", "gegen"},
)
_FILLED = r"(?:zu[mr]?\s|de[mnrs]\s|die\s|das\s|eine[mnrs]?\s|[a-zäöüß]+e[nrsm]?\s){0,3}"
_NOUN = r"[A-ZÄÖÜ\d](?:[\w.-]*\w)?"
_PREPOSITION = re.compile(
    r"\b(?P<prep>(?i:vor|nach|mit|für|gegen|ohne|über|unter|innerhalb|außerhalb|bis|seit|ab|statt|anstelle|wegen"
    r"|aufgrund"
    r"|vo[nm]|an|durch|zugunsten|zulasten|außer|neben))\s"
    rf"{_FILLED}(?P<word>{_NOUN})(?:\s(?:de[rs]|eine[rs])\s(?:[a-zäöüß]+e[nrsm]?\s)?(?P<of>{_NOUN}))?"
)
_SAYING = re.compile(
    r"angaben?|auskunft|mitteilung|ansicht|auffassung|meinung|einschätzung|ort|jahr\w*|stand|möglichkeit"
)


class Complement(NamedTuple):
    preposition: str
    word: str
    of: str


def _complements(text: str) -> list[Complement]:
    return [
        Complement(m["prep"].lower().replace("vom", "von"), fold(m["word"]), fold(m["of"] or ""))
        for m in _PREPOSITION.finditer(plainly(text))
    ]


def other_complements(statement: Statement, used: Sequence[Segment]) -> Iterator[Defect]:
    """`Vor den Ferien` of `nach den Ferien`; `nach dem Kanal die Straße` of `nach der Straße den Kanal`."""
    own = _complements(statement.text)
    theirs = [c for s in used for c in _complements(s.text)]
    for preposition, word, _ in own:
        governed = {c.preposition for c in theirs if c.word == word or (word[0].isalpha() and related(c.word, word))}
        if governed and preposition not in governed and any({preposition, other} in _CONTRASTS for other in governed):
            yield Defect("misattributed", f"Im Zitat steht nicht „{preposition} {word}“.", preposition, weight=2)
    yield from _other_one_of_two(statement.text, " ".join(s.text for s in used))
    given = " ".join(plainly(s.text) for s in used)
    if _both_for_either(statement.text, given):
        yield Defect("misattributed", "Das Zitat nennt nur eines von beiden.", weight=3)
    if _exchanged(own, theirs, plainly(statement.text), given) or _reversed(statement.text, given):
        yield Defect("misattributed", "Satz und Zitat vertauschen, worauf sich etwas bezieht.", weight=3)


_PAIRS = (
    "erst letzt", "ober unter", "alt neu", "groß klein", "link recht", "inner äußer", "vorder hinter", "nächst letzt",
    "kommend vergangen", "bisherig künftig", "ehemalig künftig", "älter jünger", "befristet unbefristet", "hoh niedrig",
    "kurz lang", "öffentlich nichtöffentlich", "städtisch privat", "groß mittler",
    "erst zweit", "zweit dritt", "erst dritt",
)  # fmt: skip
_OTHERS = {(a, b) for pair in _PAIRS for a, b in (pair.split(), reversed(pair.split()))}
_QUALIFIED = re.compile(rf"\b(?P<stem>[a-zäöüß]{{3,}}?)e[nrsm]?\s(?:[a-zäöüß]+\s|\d+\s)?(?P<noun>{_NOUN})")


def _other_one_of_two(text: str, given: str) -> Iterator[Defect]:
    """`Die letzten drei Wochen` of `die ersten drei Wochen`."""
    theirs = [(m["stem"], fold(m["noun"])) for m in _QUALIFIED.finditer(given)]
    for match in _QUALIFIED.finditer(text):
        there = [stem for stem, noun in theirs if related(noun, fold(match["noun"]))]
        if match["stem"] not in there and any((match["stem"], stem) in _OTHERS for stem in there):
            yield Defect("misattributed", f"Das Zitat spricht nicht von „{match[0]}“.", match[0], weight=3)


_EITHER = re.compile(
    rf"\b(?:entweder\s)?{_FILLED}(?P<one>{_NOUN})\s(?P<join>oder|und|sowie)\s{_FILLED}(?P<other>{_NOUN})"
)


def _both_for_either(text: str, given: str) -> bool:
    """`A und B` of `entweder A oder B`."""
    if "entweder" not in given.lower() or "oder" in text.lower():
        return False
    match = next((m for m in _EITHER.finditer(given) if m["join"] == "oder"), None)
    nouns = _nouns(text)
    return bool(match) and all(_shared([fold(w)], nouns) for w in match.group("one", "other"))


def _exchanged(own: list[Complement], theirs: list[Complement], text: str, given: str) -> bool:
    """Under one preposition the statement has what the quote has elsewhere, and the other way round."""
    for preposition in {c.preposition for c in own} & {c.preposition for c in theirs}:
        mine, other = (
            [w for c in part if c.preposition == preposition for w in (c.word, c.of) if w and w[0].isalpha()]
            for part in (own, theirs)
        )
        only_mine, only_theirs = _without(mine, other), _without(other, mine)
        free, free_there = _without(_nouns(text), mine), _without(_nouns(given), other)
        if _shared(only_mine, free_there) and _shared(only_theirs, free):
            return True
    return False


def _nouns(text: str) -> list[str]:
    return [fold(t) for t in re.findall(r"\b[A-ZÄÖÜ][\w-]*\w", text)]


def _without(words: Sequence[str], others: Sequence[str]) -> list[str]:
    return [w for w in words if not any(related(w, o) for o in others)]


def _shared(words: Sequence[str], others: Sequence[str]) -> list[str]:
    return [w for w in words if any(related(w, o) for o in others)]


# --- What comes first ------------------------------------------------------------------------------

_THEN = re.compile(
    r"\b(?:zuerst|zunächst)\b(?P<first>.*?)\b(?:danach|anschließend|dann|im anschluss)\b(?P<second>.*)",
    re.I,
)
_CLAUSE = re.compile(r"(?P<join>\bbevor|\bnachdem)\b(?P<inner>[^,]*),?(?P<rest>.*)", re.I)


def _order(text: str) -> tuple[list[str], list[str]] | None:
    """The nouns of what comes first, and of what comes after it."""
    then = _THEN.search(text)
    if then:
        return _nouns(then["first"]), _nouns(then["second"])
    clause = _CLAUSE.search(text)
    if clause:
        inner, rest = _nouns(clause["inner"]), _nouns(clause["rest"] + text[: clause.start()])
        return (rest, inner) if clause["join"].lower() == "bevor" else (inner, rest)
    for preposition, word, of in _complements(text):
        if preposition in ("vor", "nach") and word[0].isalpha() and not _SAYING.fullmatch(word):
            governed = [w for w in (word, of) if w]
            rest = _without(_nouns(text), governed)
            return (governed, rest) if preposition == "nach" else (rest, governed)
    return None


def _reversed(text: str, given: str) -> bool:
    own, theirs = _order(text), _order(given)
    if not own or not theirs:
        return False
    first, second = _without(own[0], own[1]), _without(own[1], own[0])
    their_first, their_second = _without(theirs[0], theirs[1]), _without(theirs[1], theirs[0])
    return bool(_shared(first, their_second) and _shared(second, their_first))
