"""A part and the whole it belongs to: what is said of some is not said of all, nor a part taken of another whole."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from assistant.drafting.verification.matching import equal
from assistant.drafting.verification.segments import Reading, Segment
from assistant.drafting.verification.statement import Defect, Statement, carries
from assistant.drafting.verification.wording import covered, is_light, related
from assistant.german import fold, words

_NUMBER = r"(?:\d[\d.]*|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|[a-zäöü]+(?:zehn|zig))"
# `drei der elf Brücken`, `die Hälfte der Schulen`, `zwei von fünf Hallen`
_PART_OF = re.compile(
    rf"\b(?i:(?P<part>{_NUMBER}|eine?[rs]?|Hälfte|Drittel|Viertel|(?:Groß)?teil|Mehrzahl|Mehrheit|Prozent|%)"
    rf"\s(?:der|von|des)\s(?:den\s|insgesamt\s)?(?:{_NUMBER}\s)?(?:[a-zäöüß]+e[nr]\s)?)(?P<noun>[A-ZÄÖÜ][\w-]+)"
)
# A clause with its number split off.
_ONE_CLAUSE = 2
_SOME = re.compile(r"\b(?:ein(?:e[rs]?|ige[rn]?)?|Teil\w*|teilweise|manche|mehrere|nicht alle|viele|wenige)\b", re.I)


# `an vier von zehn Linien`: whatever is said there is said of these four.
_SOME_OF = re.compile(
    rf"\b{_NUMBER}\s(?:der|von)\s(?:den\s|insgesamt\s)?{_NUMBER}\s(?:[a-zäöüß]+e[nr]\s)?[A-ZÄÖÜ][\w-]+"
)


def part_for_whole(statement: Statement, used: Sequence[Segment], segments: Sequence[Segment]) -> Iterator[Defect]:
    """`Die Brücken sind in gutem Zustand` of `drei der elf Brücken`."""
    if statement.quantities or any({"part", "most", "few", "only"} & s.restrictors for s in statement.segments):
        return
    if _SOME.search(statement.text):
        return
    nouns = [fold(t) for t in re.findall(r"\b[A-ZÄÖÜ][\w-]+", statement.text)]
    for segment in used:
        for match in _PART_OF.finditer(segment.text):
            if match["part"][0].isdigit() and not _counted(match.start() + segment.start, segment):
                continue
            if any(fold(match["noun"]) == noun or related(fold(match["noun"]), noun) for noun in nouns):
                yield Defect("misattributed", f"Das Zitat sagt das nur von „{match[0]}“.", match["noun"], weight=3)
                return
    for _, group in groupby(segments, key=lambda s: s.sentence):
        clauses = list(group)
        match = _SOME_OF.search("".join(s.text for s in clauses))
        if match and len([s for s in clauses if s.words]) <= _ONE_CLAUSE and any(s in used for s in clauses):
            yield Defect("misattributed", f"Das Zitat sagt das nur von „{match[0]}“.", weight=3)
            return


def _counted(start: int, segment: Segment) -> bool:
    """Whether a value begins there; the end of a date or of a section does not."""
    return any(quantity.start == start for quantity in segment.quantities)


# `Von den 320 Beschäftigten arbeiten 45 in Teilzeit`
_OUT_OF = re.compile(r"^\W*(?:Von|Unter|Aus)\s(?:den|insgesamt|allen)?\s?\d")
_LINKED = re.compile(
    r"\b(?:davon|darunter|hiervon|wovon|von denen|von ihnen|unter ihnen|von (?:den|insgesamt|diesen)|der \d|insgesamt"
    r"|alle|hierunter|derer|weitere|übrigen?|restlichen?)\b",
    re.I,
)


def part_of_another(statement: Statement, segments: Sequence[Segment]) -> Iterator[Defect]:
    """Part and whole from two sentences of a quote that does not say that the one belongs to the other."""
    values = statement.quantities
    if not _OUT_OF.match(statement.text) or len(values) < 2:
        return
    sentences = [list(group) for _, group in groupby(segments, key=lambda s: s.sentence)]
    for sentence in sentences:
        if all(any(carries(s, "quantity", q) for s in sentence) for q in values[:2]):
            return
    holding = [s for s in segments if any(carries(s, "quantity", q) for q in values[:2])]
    if len({s.sentence for s in holding}) > 1 and not any(
        _LINKED.search(t.text) for s in holding for t in segments if t.sentence == s.sentence
    ):
        yield Defect("misattributed", "Das Zitat sagt nicht, dass das eine ein Teil des anderen ist.", weight=3)


_KINDS = re.compile(
    r"(?<!\bder \d\d )(?<!\bder \d )(?<!\bden \d\d )(?<!\bvon \d\d )\b"
    r"(?P<kind>städtisch|kommunal|kirchlich|privat|staatlich|gemeindeeigen)e[nrsm]?\s(?P<noun>[A-ZÄÖÜ][\w-]+)"
)
_OWN = re.compile(r"\b(?:Stadt\w*|Gemeinde|Verwaltung|Kommune|städtisch\w*|kommunal\w*|eigene\w*|Trägerschaft)\b")


def kind_for_all(statement: Statement, used: Sequence[Segment], question: Reading) -> Iterator[Defect]:
    """`412 Kinder besuchen eine Kita` of `eine städtische Kita`: the others are not counted."""
    if not statement.quantities:
        return
    for match in (m for s in used for m in _KINDS.finditer(s.text)):
        nouns = re.findall(r"\b[A-ZÄÖÜ][\w-]+", statement.text)
        named = [noun for noun in nouns if related(fold(noun), fold(match["noun"]))]
        said = f"{statement.text} {question.text}"
        if named and match["kind"] not in said and not _OWN.search(said):
            yield Defect("misattributed", f"Das Zitat sagt das nur von „{match[0]}“.", named[0], weight=3)
            return


# What says only that there are more of them, or which ones are meant anyway.
_ANY = re.compile(
    r"(?:neu|weiter|zusätzlich|verschieden|unterschiedlich|einzeln|vorhanden|bestehend|derzeitig|aktuell|eigen|städtisch"
    r"|kommunal|öffentlich|insgesamt|folgend|genannt|ganz|voll|gesamt|jeweilig|örtlich|hiesig|beid|all)e[nrsm]?"
)
_COUNTED = re.compile(r"\s(?P<kind>[a-zäöüß]{4,}e[nrsm]?)\s(?P<noun>[A-ZÄÖÜ][\w-]+)")
_ALL_OF = re.compile(r"\b[Aa]lle[rn]?(?P<kind>\s[a-zäöüß]{4,}e[nr])?\s(?P<noun>[A-ZÄÖÜ][\w-]+)")
_NONE_OF = re.compile(r"\b[Kk]eine?[nrms]?(?P<kind>\s[a-zäöüß]{4,}e[nrsm]?)?\s(?P<noun>[A-ZÄÖÜ][\w-]+)")


def kind_left_out(statement: Statement, used: Sequence[Segment], question: Reading) -> Iterator[Defect]:
    """`48 Vereine` of `48 gemeinnützige Vereine`; `keine Beschwerden` of `keine schriftlichen Beschwerden`."""
    known = tuple(words(f"{statement.text} {question.text}"))
    for kind, noun in (*_counted_kinds(statement, used), *_kinds_of_none_or_all(statement, used)):
        if not _ANY.fullmatch(kind) and not is_light(fold(kind)) and not covered(fold(kind), known):
            yield Defect("misattributed", f"Das Zitat spricht nur von „{kind} {noun}“.", noun, weight=3)
            return


def _counted_kinds(statement: Statement, used: Sequence[Segment]) -> Iterator[tuple[str, str]]:
    for segment in used:
        for source in segment.quantities:
            match = _COUNTED.match(segment.text, source.end - segment.start)
            if match and any(
                equal(q, source) and q.noun and related(q.noun, fold(match["noun"])) for q in statement.quantities
            ):
                yield match["kind"], match["noun"]


def _kinds_of_none_or_all(statement: Statement, used: Sequence[Segment]) -> Iterator[tuple[str, str]]:
    for pattern in (_NONE_OF, _ALL_OF):
        named = [fold(m["noun"]) for m in pattern.finditer(statement.text)]
        for match in (m for s in used for m in pattern.finditer(s.text)):
            if match["kind"] and any(related(noun, fold(match["noun"])) for noun in named):
                yield match["kind"].strip(), match["noun"]
