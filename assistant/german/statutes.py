"""Laws: sections with their law, laws by name or abbreviation, EU acts, DIN norms."""

import re
from collections.abc import Iterator

from assistant.german.values import Mention

# Possessive throughout: a long row of digits must not be tried in every division.
_PIECE = (
    r"(?:\s{0,2}(?:(?:Abs|S|Nr|Nrn|Ziff|Buchst|lit|Hs|Unterabs|Alt)\.|Absatz|Absätze|Satz|Sätze|Nummer|Ziffer"
    r"|Buchstabe|Halbsatz|Abs|Nr)"
    r"\s{0,2}(?:\d{1,4}[a-z]?|[a-z])(?![^\W_])"
    r"|\s?(?:,|und|bis|sowie|-|–)\s?\d{1,4}[a-z]?(?![^\W_])(?!\.\s?\d|[.,]\d)|\s?ff?\.)"
)
_SECTION = (
    r"(?P<sign>§{1,2}|Art\.|Artikels?)\s{0,3}(?P<number>\d{1,4}(?:[a-z]|\s[a-z](?=\s))?(?![^\W_]))"
    rf"(?P<rest>(?>(?:{_PIECE})*))"
)
_SHORT_NAME = (
    r"(?:SGB\s[IVX]{1,4}\b|VOB/[ABC]\b|VgV\b|(?:[A-ZÄÖÜ][a-zäöü]{0,8}){2,6}(?:-(?:SH|BW|NRW|Doppik))?(?![^\W\d_])"
    r"(?:\s(?:SH|S-H|BW|NRW|NW|Bbg|LSA|M-V|RP|Nds)\b)?)"
)
_NAMED = r"[A-ZÄÖÜ][^\W\d_]{2,60}+(?>(?:-[A-ZÄÖÜ][^\W\d_]{2,60}+){0,4})"
_OF_LAW = re.compile(
    rf"\s{{0,2}}(?:(?:des|der|dem|zum|zur)\s(?:[A-ZÄÖÜa-zäöü][\w-]{{1,40}}(?:en|er|es)\s)?(?P<named>{_NAMED})"
    rf"|(?P<short>{_SHORT_NAME})|(?P<bare>{_NAMED}))"
)
_SECTIONS = re.compile(rf"(?<![^\W_])(?:{_SECTION})")
_ENDS_LIKE_LAW = re.compile(
    r"(?:gesetzbuch(?:e?s)?|gesetz(?:es|e)?|verfassung|ordnung|satzung|verordnung|grundgesetz)$"
)
_NO_LAW = re.compile(
    r"^(?:gesetze?s?|satzung|verordnung|verfassung|ordnung)$|besatzung$|rechtsverordnung$"
    r"|(?:tages|größen|grössen|rang|un|neu|zu|unter|ein|an|ab|bei|vor|nach|um|über|platz|raum|flur|sitz|ver)ordnung$"
)
_REAL_LAWS = re.compile(
    r"(?:verkehrs|markt|gemeinde|kreis|landes|bau|nutzungs|geschäfts|benutzungs|entgelt|gebühren|vergabe|haushalts"
    r"|wahl|polizei|park|betriebs)"
    r"(?:ver)?ordnung$"
)
_NAMED_LAW = re.compile(
    r"(?<![\w-])(?P<long>[A-ZÄÖÜ][^\W\d_]{0,60}+(?>(?:-[A-ZÄÖÜ]?[^\W\d_]{2,60}+){0,4}))(?<=ung|etz|ses|zes|uch|hes|chs"
    r"|tze)(?:\s(?:SH|BW|NRW|Schleswig-Holstein|"
    r"Baden-Württemberg|Nordrhein-Westfalen|Niedersachsen|Hessen)\b)?"
)
_KNOWN_SHORT = re.compile(
    r"\b(?:BauGB|BauNVO|BImSchG|BImSchV|GemO|GO|GemHVO|StVO|StVZO|LBO|LBauO|BGB|StGB|GG|SGB\s[IVX]{1,4}|DSGVO"
    r"|DS-GVO|LDSG|BDSG|IFG|LIFG|IZG|KAG|KrWG"
    r"|BNatSchG|NatSchG|EEG|GEG|WHG|VgV|GWB|VOB(?:/[ABC])?|VOL(?:/A)?|UVgO|HOAI|TVöD|KiTaG|KitaG|AsylbLG|AufenthG"
    r"|PBefG|UVPG|VwVfG|VwGO|KomWG"
    r"|PolG|StrG|LVwG|FAG|LV|GemHVO-Doppik|KHG|BestattG|WoGG|BKleingG|DSchG|HeizkostenV|EnEV|EWärmeG|TMG"
    r"|AÜG|AGG|BEEG|UIG|VIG|EStG|UStG|GrStG|GewStG|KStG|ZPO|StPO|OWiG|BTHG|TzBfG|ArbZG|ArbSchG|MiLoG|MuSchG|BUrlG|VSG"
    r"|[A-ZÄÖÜ][A-ZÄÖÜ]?[a-zäöü]{1,8}(?:[A-ZÄÖÜ][a-zäöü]{0,8}){0,3}(?<!A)G)(?:\s(?:SH"
    r"|BW|NRW))?(?![\w-])"
)
_EU = re.compile(
    r"\b(?:EU-|EG-)?(?P<what>Richtlinie|Verordnung)\s(?:\((?:EU|EG)\)\s)?(?:Nr\.\s)?\d{2,4}/\d{1,4}(?:/(?:EG|EU|EWG))?"
    r"|\bDIN(?:\s(?:EN|ISO|VDE)){0,2}\s\d{2,6}(?:-\d{1,3})?(?!\d)"
)
_SPACES = re.compile(r"\s+")
_CANON = tuple(
    (re.compile(pattern), into)
    for pattern, into in (
        (r"\b(?:Absatz|Absätze|Abs(?!\.))\s?", "Abs. "),
        (r"\bSätze\b", "Satz"),
        (r"\bS\.\s?(?=\d)", "Satz "),
        (r"\bArtikels?\b|\bArt\b(?!\.)", "Art."),
        (r"\b(?:Nummer|Ziffer|Ziff\.|Nrn\.|Nr(?!\.))\s?", "Nr. "),
        (r"\b(?:Buchstabe|lit\.)", "Buchst."),
        (r"(§+)(?=\d)", r"\1 "),
        (r"\b(Abs\.|Nr\.|Art\.)(?=\d)", r"\1 "),
    )
)


def statutes(text: str) -> Iterator[Mention]:
    """Every mention of a law, canonical in `value` (`§ 12 Absatz 3 KAG` → `§ 12 Abs. 3 KAG`)."""
    for match in _SECTIONS.finditer(text):
        yield _section(text, match)
    for match in _EU.finditer(text):
        yield Mention("law", match.start(), match.end(), match[0], _SPACES.sub(" ", match[0]))
    for match in _NAMED_LAW.finditer(text):
        if is_law_name(match["long"]):
            yield Mention("law", match.start(), match.end(), match[0], _nominative(match[0]))
    for match in _KNOWN_SHORT.finditer(text):
        yield Mention("law", match.start(), match.end(), match[0], _SPACES.sub(" ", match[0]))


def is_law_name(word: str) -> bool:
    """`Landesbauordnung` is one, `Tagesordnung` is not."""
    lower = word.lower()
    if not _ENDS_LIKE_LAW.search(lower):
        return False
    return bool(_REAL_LAWS.search(lower)) or not _NO_LAW.search(lower)


def canonical(text: str) -> str:
    """One spelling for one section: `§8 Absatz 2 S. 1` → `§ 8 Abs. 2 Satz 1`."""
    text = _SPACES.sub(" ", text)
    for pattern, into in _CANON:
        text = pattern.sub(into, text)
    return _SPACES.sub(" ", text).strip()


def _nominative(name: str) -> str:
    return re.sub(r"(gesetz|buch)e?s\b", r"\1", _SPACES.sub(" ", name))


def _section(text: str, match: re.Match[str]) -> Mention:
    law = _OF_LAW.match(text, match.end())
    name, end = "", match.end()
    if law:
        long_name = law["named"] or law["bare"]
        if law["short"] and not (law["bare"] and is_law_name(law["bare"])):
            name, end = law["short"], law.end("short")
        elif long_name and is_law_name(long_name):
            name, end = long_name, law.end()
    value = canonical(match[0]) + (f" {_nominative(name)}" if name else "")
    return Mention("law", match.start(), end, text[match.start() : end], value)
