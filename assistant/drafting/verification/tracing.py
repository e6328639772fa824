"""Which figures, amounts, dates, laws and persons of a text stand in its question or quotes, or follow from them."""

import re
from collections.abc import Iterable, Sequence

from assistant import german
from assistant.drafting.verification.arithmetic import derived
from assistant.drafting.verification.clauses import read
from assistant.drafting.verification.laws import names_law
from assistant.drafting.verification.matching import conversion, equal, rounded
from assistant.drafting.verification.periods import lasts
from assistant.drafting.verification.quantities import Quantity
from assistant.drafting.verification.segments import Reading
from assistant.german import DateValue, Mention, fold
from assistant.model import Flag, FlagKind

_DIGITS = re.compile(r"[^\W_]*\d(?:[\w./:-]*\w)?")
_AFTER_LAW = re.compile(r"/(\d{1,4}[a-z]?)\b")
_TRIM = re.compile(r"^\D*(?=\d)")
_MESSAGES = {
    FlagKind.figure: "Die Zahl „{}“ steht weder in der Frage noch in einem Zitat. Bitte belegen oder streichen.",
    FlagKind.amount: "Der Betrag „{}“ steht weder in der Frage noch in einem Zitat. Bitte belegen oder streichen.",
    FlagKind.date: "Die Zeitangabe „{}“ steht weder in der Frage noch in einem Zitat. Bitte belegen oder streichen.",
    FlagKind.law: "Die Rechtsgrundlage „{}“ steht weder in der Frage noch in einem Zitat. Bitte prüfen und belegen.",
    FlagKind.person: "Der Name „{}“ steht weder in der Frage noch in einem Zitat. Bitte prüfen und belegen.",
}


def untraced(text: str, question: str, quotes: Sequence[str]) -> list[Flag]:
    """A flag for each value of `text` that neither question nor quote holds and that does not follow from them."""
    return [_flag(mention) for mention in untraced_mentions(text, [question, *quotes])]


def untraced_mentions(text: str, sources: Sequence[str]) -> list[Mention]:
    """The mentions (and other tokens with digits) of `text` that cannot be traced to `sources`."""
    own, pool = read(text), [read(source) for source in sources]
    found = german.mentions(text)
    missing = [m for m in found if not _traced(m, own, pool)]
    loose = [*_loose_numbers(text, found, sources), *_loose_names(text, found, sources)]
    return sorted([*missing, *loose], key=lambda m: m.start)


def trace_quantity(one: Quantity, own: Reading, pool: Sequence[Reading]) -> str | None:
    """How a quantity follows from the pool: an explanation, empty where it stands there, None where it does not."""
    quantities = [q for reading in pool for q in reading.quantities]
    for other in quantities:
        if equal(one, other):
            return conversion(one, other) or ""
    for other in quantities:
        how = rounded(one, other)
        if how:
            return how
    dates = [m.value for reading in pool for m in reading.mentions if isinstance(m.value, DateValue)]
    return derived(one, quantities, own.text) or lasts(one, dates)


def trace_date(one: DateValue, pool: Iterable[DateValue]) -> bool:
    """The same date or period, a coarser one that holds it, or a span of two years that are both there."""
    pool = list(pool)
    if any(holds(one, other) for other in pool):
        return True
    first, _, last = one.key.partition("/")
    return len(last) in (4, 10) and {first, last} <= {other.key for other in pool}


def holds(one: DateValue, other: DateValue) -> bool:
    """Whether `other` says that it was within `one`."""
    if one.key == other.key:
        return True
    if "/" in one.key:
        return False
    if one.start and one.end and other.start and other.end:
        edges = {other.start.year, other.end.year} if "/" in other.key and len(other.key) == 9 else set()
        return (one.start <= other.start and other.end <= one.end) or (len(one.key) == 4 and one.start.year in edges)
    if one.key.startswith("--") and other.start and other.start == other.end:
        return one.key in (other.start.strftime("--%m-%d"), other.start.strftime("--%m"))
    if one.key.startswith("--") and other.key.startswith("--"):
        return other.key.startswith(one.key)
    return one.key.startswith("--") and len(one.key) == 4 and other.key[4:7] == one.key[1:4]


def trace_person(one: str, pool: Iterable[str], texts: Iterable[str]) -> bool:
    """The same surname with no other given name; a surname that stands in the text as a word is enough."""
    parts = fold(one).split()
    for other in pool:
        others = fold(other).split()
        if parts[-1] == others[-1]:
            return len(parts) == 1 or len(others) == 1 or parts[0] == others[0]
    return any(re.search(rf"\b{re.escape(parts[-1])}\b", fold(text)) for text in texts)


def _traced(mention: Mention, own: Reading, pool: Sequence[Reading]) -> bool:
    mentions = [m for reading in pool for m in reading.mentions]
    if isinstance(mention.value, DateValue):
        return trace_date(mention.value, (m.value for m in mentions if isinstance(m.value, DateValue)))
    if mention.kind == "law":
        return names_law((r.text for r in pool), own.text, mention)
    if mention.kind == "person":
        return trace_person(
            str(mention.value), (str(m.value) for m in mentions if m.kind == "person"), (r.text for r in pool)
        )
    quantity = next((q for q in own.quantities if q.start <= mention.start < q.end or q.start == mention.start), None)
    return quantity is None or trace_quantity(quantity, own, pool) is not None


def _loose_numbers(text: str, found: Sequence[Mention], sources: Sequence[str]) -> list[Mention]:
    """Numbers that are names (`Linie 7`, `Lindenstraße 12`, `2018/0455`) and stand nowhere."""
    known = {token for source in sources for token in numbers_in(source)}
    result = []
    for match in _DIGITS.finditer(text):
        held = next((m for m in found if m.start < match.end() and match.start() < m.end), None)
        if held:
            # `§§ 144/145`: the law ends at the stroke.
            tail = _AFTER_LAW.match(text, held.end) if held.kind == "law" else None
            if tail and tail[1] not in known:
                result.append(Mention("law", tail.start(1), tail.end(1), tail[1], tail[1]))
            continue
        bare = _TRIM.sub("", match[0])
        if bare not in known and match[0] not in known:
            result.append(Mention("figure", match.start(), match.end(), match[0], match[0]))
    return result


_ADDRESSED = re.compile(
    r"\b(?:Frau|Herrn?)\s(?:(?:Dr\.|Prof\.)\s)*(?:[A-ZÄÖÜ][a-zäöüß]+\s)?(?P<name>[A-ZÄÖÜ][a-zäöüß]+)\b"
)


def _loose_names(text: str, found: Sequence[Mention], sources: Sequence[str]) -> list[Mention]:
    """`Frau Eva Winter`: a name that is also the name of a season or a month."""
    known = {m.end for m in found if m.kind == "person"}
    return [
        Mention("person", match.start("name"), match.end("name"), match["name"], fold(match["name"]))
        for match in _ADDRESSED.finditer(text)
        if match.end("name") not in known and not any(re.search(rf"\b{match['name']}\b", s) for s in sources)
    ]


def numbers_in(text: str) -> set[str]:
    return {
        form
        for match in _DIGITS.finditer(text)
        for form in (match[0], _TRIM.sub("", match[0]), *re.findall(r"\d+[a-z]?", match[0]))
    }


def _flag(mention: Mention) -> Flag:
    kind = FlagKind(mention.kind)
    return Flag(
        kind=kind, text=mention.text, start=mention.start, end=mention.end, message=_MESSAGES[kind].format(mention.text)
    )
