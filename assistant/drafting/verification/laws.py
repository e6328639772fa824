"""Which law a text names, and whether sources name it too, by its long or its short name."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from assistant import german
from assistant.german import Mention, fold

_FILLERS = frozenset({"art"})
_NAMES = {
    "abgabenordnung": "ao",
    "aufenthaltsgesetz": "aufenthg",
    "baugesetzbuch": "baugb",
    "baunutzungsverordnung": "baunvo",
    "bundes-immissionsschutzgesetz": "bimschg",
    "bundesimmissionsschutzgesetz": "bimschg",
    "bundesnaturschutzgesetz": "bnatschg",
    "bürgerliches gesetzbuch": "bgb",
    "datenschutz-grundverordnung": "dsgvo",
    "ds-gvo": "dsgvo",
    "denkmalschutzgesetz": "dschg",
    "feuerwehrgesetz": "fwg",
    "finanzausgleichsgesetz": "fag",
    "gemeindehaushaltsverordnung": "gemhvo",
    "gemeindeordnung": "gemo",
    "go": "gemo",
    "grundgesetz": "gg",
    "handelsgesetzbuch": "hgb",
    "infektionsschutzgesetz": "ifsg",
    "informationsfreiheitsgesetz": "ifg",
    "kommunalabgabengesetz": "kag",
    "kreislaufwirtschaftsgesetz": "krwg",
    "landesbauordnung": "lbo",
    "landesverfassung": "lv",
    "landeswaldgesetz": "lwaldg",
    "lbauo": "lbo",
    "personenbeförderungsgesetz": "pbefg",
    "polizeigesetz": "polg",
    "schulgesetz": "schg",
    "sozialgesetzbuch": "sgb",
    "strafgesetzbuch": "stgb",
    "strassengesetz": "strg",
    "strassenverkehrs-ordnung": "stvo",
    "strassenverkehrsordnung": "stvo",
    "vergabeverordnung": "vgv",
    "verwaltungsgerichtsordnung": "vwgo",
    "wassergesetz": "wg",
    "wasserhaushaltsgesetz": "whg",
}
_BOOKS = {
    "erst": "I", "zweit": "II", "dritt": "III", "viert": "IV", "fünft": "V", "sechst": "VI", "siebt": "VII",
    "acht": "VIII", "neunt": "IX", "zehnt": "X", "elft": "XI", "zwölft": "XII", "vierzehnt": "XIV",
}  # fmt: skip
_ORDINAL = rf"(?P<book>{'|'.join(_BOOKS)})e[ns]?"
_BOOK = re.compile(
    rf"\b(?:des\s)?{_ORDINAL}\sBuch(?:e?s)?\s(?:des\s)?(?:Sozialgesetzbuch(?:e?s)?(?:\s\(SGB\))?|\(SGB\)|SGB)"
    rf"|\b(?:Sozialgesetzbuch(?:e?s)?(?:\s\(SGB\))?|SGB),?\s{_ORDINAL.replace('book', 'after')}\sBuch(?:e?s)?",
    re.I,
)
_SPELLINGS = (
    (re.compile(r"(\d)\s([a-z])(?=\s(?:[A-ZÄÖÜ§]|des\b|der\b))"), r"\1\2"),
    (re.compile(r"(§{1,2}\s?\d{1,4}[a-z]?)\s\((\d{1,2})\)"), r"\1 Abs. \2"),
    (re.compile(r"\bSozialgesetzbuch(?:e?s)?\s(?:\(SGB\)\s)?(?=[IVX]{1,4}\b)"), "SGB "),
    (re.compile(r"\bParagra(?:ph|f)(?:en)?\s(?=\d)"), "§ "),
)
_WITH_SHORT_NAME = re.compile(
    r"\b(?P<long>[A-ZÄÖÜ][\w-]*(?:gesetz|gesetzbuch|ordnung|verordnung)(?:es"
    r"|s)?)\s(?:[\w-]+\s){0,3}\((?P<short>[A-ZÄÖÜ][\w-]{1,12})\)"
)
_LOOKED_AT = 60


@lru_cache(maxsize=1024)
def laws_of(text: str) -> tuple[str, ...]:
    """The laws that a text names, canonical, books of the Sozialgesetzbuch and lettered sections in one spelling."""
    return tuple(str(m.value) for m in german.mentions(_in_one_spelling(text)) if m.kind == "law")


def names_law(sources: Iterable[str], text: str, mention: Mention) -> bool:
    """Whether one of `sources` names the law that `text` mentions, whichever of the two gives its short name."""
    sources = tuple(sources)
    names = {long: short for source in (*sources, text) for long, short in short_names(source).items()}
    return trace_law(law_at(text, mention), (law for source in sources for law in laws_of(source)), names)


def law_at(text: str, mention: Mention) -> str:
    """The law of a mention with what follows it (`§ 53 Sozialgesetzbuch (SGB) X`)."""
    found = laws_of(text[mention.start : mention.end + _LOOKED_AT])
    return found[0] if found else str(mention.value)


@lru_cache(maxsize=1024)
def short_names(text: str) -> Mapping[str, str]:
    """The short names that a text gives for laws itself: `Haushaltsgrundsätzegesetz (HGrG)`."""
    pairs = (match.group("long", "short") for match in _WITH_SHORT_NAME.finditer(text))
    return {re.sub(r"(gesetz|buch)e?s$", r"\1", fold(long)): fold(short) for long, short in pairs}


def trace_law(one: str, pool: Iterable[str], names: Mapping[str, str] | None = None) -> bool:
    """The same section, or a coarser reference to it; long and short names of one law are one."""
    wanted = _tokens(one, names or {})
    return any(_is_subsequence(wanted, _tokens(other, names or {})) for other in pool)


def _in_one_spelling(text: str) -> str:
    for pattern, into in _SPELLINGS:
        text = pattern.sub(into, text)
    return _BOOK.sub(lambda m: f"SGB {_BOOKS[(m['book'] or m['after']).lower()]}", text)


def _tokens(law: str, names: Mapping[str, str]) -> list[str]:
    tokens = (match[0] for match in re.finditer(r"\d+[a-z]?|[^\W\d_][\w-]*", fold(law)))
    return [names.get(token) or _NAMES.get(token, token) for token in tokens if token not in _FILLERS]


def _is_subsequence(wanted: list[str], given: list[str]) -> bool:
    rest = iter(given)
    return all(token in rest for token in wanted)
