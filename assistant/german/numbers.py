"""Figures and amounts of money, in digits and in words."""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from assistant.german.splitting import STARTERS
from assistant.german.values import Mention

_SCALES = {
    "tsd": 1_000,
    "tausend": 1_000,
    "t": 1_000,
    "mio": 1_000_000,
    "million": 1_000_000,
    "millionen": 1_000_000,
    "mrd": 1_000_000_000,
    "milliarde": 1_000_000_000,
    "milliarden": 1_000_000_000,
}
_SCALE = r"(?P<scale>(?:Tsd|Mio|Mrd)\b\.?|[Tt]ausend\b|Millionen\b|Million\b|Milliarden?\b)"
_CURRENCY = r"(?P<currency>€|[Ee]uro\b|EURO\b|EUR\b|Cent\b|ct\b|T€|TEUR\b|T-?Euro\b|TEURO\b|Tsd\.?\s?€|k€)"
# Canonical unit → how it is written. Longer spellings first.
_UNITS = {
    "Prozentpunkte": r"Prozentpunkten?",
    "%": r"%|Prozent(?:s|en)?\b|v\.\s?H\.|vH\b",
    "‰": r"‰|Promille\b",
    "km/h": r"km/h|Stundenkilometer\b|km/Std\.?",
    "km²": r"km²|km2\b|qkm\b|Quadratkilometer[n]?\b",
    "m²": r"m²|m2\b|qm\b|Quadratmetern?\b",
    "m³": r"m³|m3\b|cbm\b|Kubikmetern?\b",
    "km": r"km\b|Kilometern?\b",
    "cm": r"cm\b|Zentimetern?\b",
    "mm": r"mm\b|Millimetern?\b",
    "m": r"m\b(?!\.\s?[EW]\.)|Metern?\b|lfm\b",
    "ha": r"ha\b|Hektar\b",
    "kWp": r"kWp\b",
    "MWh": r"MWh\b|Megawattstunden\b",
    "GWh": r"GWh\b",
    "kWh": r"kWh\b|Kilowattstunden\b",
    "MW": r"MW\b|Megawatt\b",
    "kW": r"kW\b|Kilowatt\b",
    "dB": r"dB\(A\)|dB\b|Dezibel\b",
    "kg": r"kg\b|Kilogramm\b",
    "t": r"t\b|Tonnen?\b",
    "l": r"Litern?\b",
    "°C": r"°\s?C\b|Grad(?: Celsius)?\b",
    "µg/m³": r"µg/m³|μg/m³|Mikrogramm\b",
    "Stellen": r"VZÄ\b|Vollzeitäquivalenten?\b|(?:Vollzeit|Plan)?[Ss]tellen?\b|FTE\b|VK\b|Vollzeitstellen\b",
    "Stellplätze": r"(?:Pkw-)?Stellplätzen?\b|Parkplätzen?\b|Parkständen?\b",
    "Plätze": r"(?:Betreuungs|Kita-|Krippen|Kindergarten|Hort|Schul|Sitz)?[Pp]lätzen?\b",
    "Stück": r"Stück\b|Stk\.",
    "Wohnungen": r"Wohnungen\b|WE\b|Wohneinheiten\b(?!x)",
    "Tage": r"Tagen?\b|Tag\b|Kalendertagen?\b|-?tägig\w{0,2}\b",
    "Werktage": r"Werktagen?\b|Arbeitstagen?\b",
    "Wochen": r"Wochen?\b|-?wöchig\w{0,2}\b",
    "Monate": r"-?monatig\w{0,2}\b|Monaten?\b|Monats\b|Mon\.",
    "Jahre": r"Jahren?\b|-?jährig\w{0,2}\b",
    "Stunden": r"(?:Wochen|Jahres|Monats)?[Ss]tunden?\b|Std\.|h\b",
    "Minuten": r"Minuten?\b|Min\.|min\b|-[Mm]in\w*\.?(?=-)",
    "mal": r"mal\b|-mal\b|Mal\b",
}
_UNIT = "|".join(f"(?P<u{index}>{spelling})" for index, spelling in enumerate(_UNITS.values()))
_UNIT_NAMES = tuple(_UNITS)
_FRACTION_NOUNS = {"drittel": 3, "viertel": 4, "fünftel": 5, "sechstel": 6, "zehntel": 10}

_NUMERAL = re.compile(
    r"(?<![\w/])(?:(?<=\bca\.)|(?<=\brd\.)|(?<![^\W\d_][.,:-]))(?<!\d[.,:])(?<!§\s)(?P<sign>(?<=[\s(])(?<!\d\s)[-−](?=\d))?"
    r"(?P<number>\d{1,3}(?:[.’']\d{3})+(?!\d)(?:,\d{1,3}(?!\d))?"
    r"|\d{1,3}(?:[\u00a0\u202f]\d{3})+(?![\d.])(?:,\d{1,2}(?!\d))?"
    # With plain blanks only where no neighbour shows a row of a table.
    r"|(?<!\d\s)\d{1,2}(?: \d{3})+(?![\d.]|\s\d)(?:,\d{1,2}(?!\d))?"
    r"|(?<!\d\s)\d{3}(?: \d{3})+(?=(?:,\d\d)?\s?(?:€|Euro|EUR|Tonnen|Einwohner|Mio))(?:,\d{1,2}(?!\d))?"
    r"|\d{1,18}(?!\d)(?:,\d{1,6}(?!\d))?(?:\.\d{1,2}(?![\d.]))?|[½¼¾])"
    r"(?P<half>\s1/[234](?!\d))?"
)
_TAIL = re.compile(rf"(?P<dash>,\s?[-–—]{{1,2}}|\.[-–—](?!\s?\d))?\s?(?:{_SCALE})?\s?(?:{_CURRENCY}|(?:{_UNIT}))?")
_CURRENCY_BEFORE = re.compile(r"(?:€|\bEUR|\bEuro)\s?$")
_LABEL_BEFORE = re.compile(
    r"(?:\b(?:Nr|Nrn|Nummer|Nummern|Fragen?|Tagesordnungspunkte?s?|Antrag(?:es|s)?|Anträgen?|Produktgruppe|THH|Teilhaushalt|ANLAGE|SEITE|TEIL|Ziff|Ziffern?|TOP|Top|Punkte?|Pkt|Seiten?|S|Anlagen?|Linien?|Gleis"
    r"|Zimmer|Amt|Amtes|Klassen?|Kap|Kapitel|Abb|"
    r"Abbildung|Tab|Tabelle|Pos|Position|Haltestelle|Az|Vorlagen?|Drs|Drucksache|Telefon|Tel|Fax|PLZ|Abs|Absatz"
    r"|Artikel|Hausnummer|Block|Los|Phase|"
    r"COVID|Covid|Variante|Flurst|Flurstücke?|Dez|Dezernat|Stufe|Zone|Band|BAB|Teil|Bauabschnitt|Abschnitt|Tarifzone"
    r"|Leistungsphasen?|Zu|Antwort zu|Ebene|Bundesstraße|"
    r"Kreisstraße|Landesstraße|Straße|straße|str|weg|platz|Entgeltgruppe|Kita|Modul|Spalte|Zeile|Maßnahme"
    r"|Feld)\.?\s?(?:[-–]\s)?|\b[ABKLEGST]|\bU\d|§)\s?$"
)
_GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?$")
_ORDINAL = re.compile(r"\.\)?\s*(?P<next>[^\W_]+|$)")
_HEADING = re.compile(r"\s*\d{1,2}\.\d{1,2}(?:\.\d{1,2})?\s+(?!Mio|Mrd|Tsd|Million|Milliard)[A-ZÄÖÜ]")
# `Frage 1 und 2`, `Erdbebenzone 1`, `Linie 5, 6`: the number names; a unit behind it says that it counts.
_LABEL_LIST = re.compile(
    r"(?:\b(?:Fragen?|Ziffern?|Punkte?n?|Anlagen?|Nrn?\.|Linien?|Seiten?|Siehe)\s\d{1,3}[.)]?(?:,\s\d{1,3}[.)]?)*"
    r"\s?(?:,|und|bis|oder|sowie|[-–])|[a-zäöü](?:zone|klasse|stufe|linie|phase|variante|abschnitt|kategorie))\s?$"
)
_RANGE = re.compile(r"\s?(?P<sign>bis(?: zu)?|[-–—]|und|oder)\s?$")
_PHONE = re.compile(r"0\d")
_STREET_BEFORE = re.compile(r"(?:straße|str\.|gasse|allee|weg|platz|ring|damm|ufer)\s?$", re.IGNORECASE)
_AFTER_ADDRESS = re.compile(
    r"[a-z]?(?:[,;)|\n“”\"]|\s(?:\||\d{5}\b)|\s(?![a-zäöüß]+e[nrs]?\s[A-ZÄÖÜ])[a-zäöü]|\s?[-–]\s?\d|\.?\s*\Z)"
)
_POSTCODE = re.compile(r"\d{5}\s[A-ZÄÖÜ][a-zäöüß]+(?!\w)")
_TELEPHONE = re.compile(r"(?:\+\d|\b(?:Tel|Fax)[a-z]{0,4}\b\.?:?\s?\+?\d)[\d\s/()-]{4,24}")
_AREA_CODE = re.compile(r"\b0\d{2,5}[ /-]$")


def _digits(match: re.Match[str]) -> Decimal:
    written = match["number"]
    if written in "½¼¾":
        return {"½": Decimal("0.5"), "¼": Decimal("0.25"), "¾": Decimal("0.75")}[written]
    for separator in " \u00a0\u202f’'":
        written = written.replace(separator, "")
    if re.fullmatch(r"\d+\.\d{1,2}", written):
        value = Decimal(written)
    else:
        value = Decimal(written.replace(".", "").replace(",", "."))
    if match["half"]:
        value += Decimal(1) / Decimal(match["half"].strip()[2:])
    return -value if match["sign"] else value


def _unit_of(tail: re.Match[str]) -> str:
    return next((name for index, name in enumerate(_UNIT_NAMES) if tail[f"u{index}"]), "")


def _scaled(value: Decimal, tail: re.Match[str], text: str) -> tuple[Decimal, str, str]:
    """The value with its scale, its unit, and the mention's kind."""
    scale = _SCALES[tail["scale"].lower().rstrip(".")] if tail["scale"] else 1
    currency = tail["currency"]
    if currency:
        if currency.lower().startswith(("t", "k")):
            scale *= 1_000
        value = value / 100 if currency.lower() in ("cent", "ct") else value
        return value * scale, "EUR", "amount"
    if tail["dash"]:
        return value * scale, "EUR", "amount"
    return value * scale, _unit_of(tail), "figure"


def numerals(text: str) -> list[Mention]:
    """Figures and amounts written in digits, in order; names of things (`Linie 5`) are none."""
    found: list[Mention] = []
    telephones = [one.span() for one in _TELEPHONE.finditer(text)] if "+" in text or "Tel" in text else []
    for match in _NUMERAL.finditer(text):
        if _names_something(text, match) or any(start <= match.start() < end for start, end in telephones):
            continue
        tail = _TAIL.match(text, match.end())
        assert tail is not None  # noqa: S101  every part of the pattern is optional
        value, unit, kind = _scaled(_digits(match), tail, text)
        start, end = match.start(), match.end() + len(tail[0].rstrip())
        if not unit and not tail["scale"]:
            end = match.end()
            before = _CURRENCY_BEFORE.search(text, max(0, start - 5), start)
            if before:
                start, unit, kind = before.start(), "EUR", "amount"
        elif tail["scale"] and not unit and not tail["currency"]:
            end = tail.end("scale")
        mention = Mention("amount" if kind == "amount" else "figure", start, end, text[start:end], value, unit)
        _close_range(text, found, mention, tail["scale"])
        found.append(mention)
    return found


def _close_range(text: str, found: list[Mention], second: Mention, scale: str | None) -> None:
    """`10 bis 12 Mio. €`: the first number takes unit and scale of the second."""
    if not found or not second.unit or found[-1].unit:
        return
    first, value = found[-1], found[-1].value
    between = _RANGE.fullmatch(text, first.end, second.start)
    if not isinstance(value, Decimal) or not between:
        return
    if between["sign"] in ("und", "oder") and not text[: first.start].lower().endswith("zwischen "):
        return
    factor = _SCALES[scale.lower().rstrip(".")] if scale and value < 1000 else 1
    if "T€" in second.text or "TEUR" in second.text:
        factor = 1000
    found[-1] = first._replace(kind=second.kind, unit=second.unit, value=value * factor)


def _names_something(text: str, match: re.Match[str]) -> bool:
    start, end = match.start(), match.end()
    written = match["number"]
    if not _GROUPED.match(written) and _LABEL_BEFORE.search(text, max(0, start - 24), start):
        tail = _TAIL.match(text, end)
        return tail is None or not tail["currency"]
    if _is_address(text, match):
        return True
    if _LABEL_LIST.search(text, max(0, start - 40), start):
        tail = _TAIL.match(text, end)
        return tail is None or not (tail["currency"] or _unit_of(tail))
    if (_PHONE.match(written) and "," not in written) or _AREA_CODE.search(text, max(0, start - 8), start):
        return True
    following = text[end : end + 2]
    if following[:1] in ("/", "_") and following[1:2].isalnum() and not following[1:2].isalpha():
        return True
    if following[:1] == ":" and following[1:].isdigit():
        return True  # a scale, a ratio
    if following[:1].isalpha() and not _TAIL.match(text, end)[0]:  # type: ignore[index]
        return True
    if following[:1] == ")" and len(written) <= 2 and (start == 0 or text[start - 1] in "\n("):
        return True
    return _is_ordinal(text, match) or _is_heading(text, start)


def _is_heading(text: str, start: int) -> bool:
    """`2.3 Gegenstand der Förderung`, on a line of its own."""
    return _begins_line(text, start) and _HEADING.match(text, start) is not None


def _begins_line(text: str, start: int) -> bool:
    """Whether only blanks stand before; looks back no further than a line may be indented."""
    before = text[max(0, start - 40) : start]
    return not before.rpartition("\n")[2].strip() and (start <= 40 or "\n" in before)


def _is_address(text: str, match: re.Match[str]) -> bool:
    """A house number, or a postcode: in the middle of an address, never at the head of a sentence."""
    start, end = match.start(), match.end()
    if _STREET_BEFORE.search(text, max(0, start - 10), start):
        return _AFTER_ADDRESS.match(text, end) is not None
    before = text[max(0, start - 3) : start].rstrip()
    return before.endswith((",", "|", "D-")) and _POSTCODE.match(text, start) is not None


def _is_ordinal(text: str, match: re.Match[str]) -> bool:
    if not match["number"].isdigit() or len(match["number"]) > 2:
        return False
    after = _ORDINAL.match(text, match.end())
    if not after:
        return False
    at_start = _begins_line(text, match.start())
    word = after["next"]
    return at_start or (bool(word) and word not in STARTERS)


# --- Number words ---------------------------------------------------------------------------------

_ONES = {
    "null": 0,
    "ein": 1,
    "eins": 1,
    "eine": 1,
    "zwei": 2,
    "zwo": 2,
    "drei": 3,
    "vier": 4,
    "fünf": 5,
    "sechs": 6,
    "sieben": 7,
    "acht": 8,
    "neun": 9,
    "zehn": 10,
    "elf": 11,
    "zwölf": 12,
    "sechzehn": 16,
    "siebzehn": 17,
    "zwanzig": 20,
    "dreißig": 30,
    "dreissig": 30,
    "sechzig": 60,
    "siebzig": 70,
}
_ONES |= {f"{w}zehn": n + 10 for w, n in (("drei", 3), ("vier", 4), ("fünf", 5), ("acht", 8), ("neun", 9))}
_ONES |= {f"{w}zig": n * 10 for w, n in (("vier", 4), ("fünf", 5), ("acht", 8), ("neun", 9))}
_TENS = {word: n for word, n in _ONES.items() if n >= 20}
_DIGIT_WORDS = {word: n for word, n in _ONES.items() if 1 <= n <= 9 and word not in ("eins", "eine", "zwo")}
_HALVES = {
    "anderthalb": Decimal("1.5"),
    "eineinhalb": Decimal("1.5"),
    "zweieinhalb": Decimal("2.5"),
    "dreieinhalb": Decimal("3.5"),
    "hälfte": Decimal("0.5"),
}
_NUMBER_WORD = re.compile(
    r"\b(?P<word>(?:[Zz]w(?:ei|ö|an|o)|[Dd]rei|[Vv]ier|[Ff]ünf|[Ss]echs?|[Ss]ieb|[Aa]cht|[Nn]eun|[Zz]ehn|[Ee]lf"
    r"|[Hh]undert|[Tt]ausend|[Ee]in(?:e\b|\b|und|hundert|tausend)|"
    r"[Dd]utzend|[Aa]nderthalb|Hälfte|[Ee]ineinhalb)[a-zäöüß]{0,40})(?![^\W_])(?P<fraction>\s(?:Drittel|Viertel"
    r"|Fünftel|Sechstel|Zehntel)n?\b)?"
)


_MANY = re.compile(r"\b(?:viele|mehrere|einige|etliche|wenige)\s$")  # `viele tausend` says no number


def _below_hundred(word: str) -> int | None:
    if word in _ONES:
        return _ONES[word]
    ones, joined, tens = word.partition("und")
    if joined and ones in _DIGIT_WORDS and tens in _TENS:
        return _DIGIT_WORDS[ones] + _TENS[tens]
    return None


def _below_thousand(word: str) -> int | None:
    head, found, rest = word.partition("hundert")
    if not found:
        return _below_hundred(word)
    hundreds = _DIGIT_WORDS.get(head, 1 if not head else 0) or (_ONES.get(head) or 0)
    rest = rest.removeprefix("und") if rest.startswith("und") else rest
    tail = _below_hundred(rest) if rest else 0
    return hundreds * 100 + tail if hundreds and tail is not None else None


@lru_cache(maxsize=4096)
def number_word(word: str) -> int | None:
    """The value of a German number word (`zweihundertfünfzig`), or None."""
    word = word.lower()
    if word == "dutzend":
        return 12
    head, found, rest = word.partition("tausend")
    if not found:
        return _below_thousand(word)
    thousands = _below_thousand(head) if head else 1
    tail = _below_thousand(rest.removeprefix("und")) if rest else 0
    return thousands * 1000 + tail if thousands and tail is not None else None


def number_words(text: str) -> Iterator[Mention]:
    """Figures and amounts written in words; the article `ein` counts only before a scale or fraction."""
    for match in _NUMBER_WORD.finditer(text):
        word = match["word"].lower()
        if word in ("hundert", "tausend") and _MANY.search(text, max(0, match.start() - 12), match.start()):
            continue
        times = word.endswith("mal") and word != "mal"
        count = _HALVES.get(word) or number_word(word[:-3] if times else word)
        if count is None:
            continue
        mention = _spelled(text, match, Decimal(count), times, article=word in ("ein", "eine", "eins"))
        if mention:
            yield mention


def _spelled(text: str, match: re.Match[str], value: Decimal, times: bool, article: bool) -> Mention | None:
    start, end = match.start(), match.end("word")
    if times:
        return Mention("figure", start, end, text[start:end], value, "mal") if not article else None
    if match["fraction"]:
        noun = match["fraction"].strip().lower().removesuffix("n")
        end = match.end()
        return Mention("figure", start, end, text[start:end], value / _FRACTION_NOUNS[noun], "")
    tail = _TAIL.match(text, end)
    if tail and tail[0].strip() and text[end : end + 1].isspace() and not tail["dash"]:
        if article and not tail["scale"]:
            return None
        value, unit, kind = _scaled(value, tail, text)
        end = tail.end() if unit else tail.end("scale")
        return Mention("amount" if kind == "amount" else "figure", start, end, text[start:end], value, unit)
    return None if article else Mention("figure", start, end, text[start:end], value, "")
