"""Dates and periods as German administrations write them."""

import datetime as dt
import re
from collections.abc import Iterator

from assistant.german.values import DateValue, Mention, day, period

Parts = dict[str, str | None]

_MONTH_NAMES = {
    "januar": 1,
    "jänner": 1,
    "jan": 1,
    "februar": 2,
    "feb": 2,
    "märz": 3,
    "mrz": 3,
    "april": 4,
    "apr": 4,
    "mai": 5,
    "juni": 6,
    "jun": 6,
    "juli": 7,
    "jul": 7,
    "august": 8,
    "aug": 8,
    "september": 9,
    "sept": 9,
    "sep": 9,
    "oktober": 10,
    "okt": 10,
    "november": 11,
    "nov": 11,
    "dezember": 12,
    "dez": 12,
}
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "erste": 1, "zweite": 2, "dritte": 3, "vierte": 4}
_PARTS = {"anfang": (1, 4), "mitte": (5, 8), "ende": (9, 12)}
_SEASONS = {"frühjahr": (3, 5), "frühling": (3, 5), "sommer": (6, 8), "herbst": (9, 11), "winter": (12, 12)}

_MONTH = (
    r"(?P<month>Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"
    r"|(?:Jan|Feb|Mrz|Apr|Jun|Jul|Aug|Sept?|Okt|Nov|Dez)(?:\.|(?=\s\d)))(?![^\W\d_])"
)
_YEAR = r"(?P<year>(?:1[5-9]|20)\d\d)(?![\d/]|[.,]\d)"
_DASH = r"\s?(?:bis|und|[-–—])\s?(?:zum\s)?"

# Tried in this order at each digit that no letter or digit precedes; the whole days before the
# month names alone, those before the bare years.
_AT_DIGIT = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("iso", r"(?P<year>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)(?!\d)"),
        ("days", rf"(?P<d>\d{{1,2}})\.?(?:{_DASH}|/)(?P<d2>\d{{1,2}})\.\s?{_MONTH}\s?{_YEAR}"),
        ("long", rf"(?P<d>\d{{1,2}})\.\s?{_MONTH}(?:\s?{_YEAR})?"),
        ("quarter", rf"(?P<q>[1-4])\.\s?Quartal(?:s|en)?(?:\s(?:des Jahres\s)?{_YEAR})?(?!\w)"),
        ("half", rf"(?P<q>[12])\.\s?(?:Halbjahr|Hj\.)(?:es|s)?(?:\s{_YEAR})?"),
        ("week_before", rf"(?P<w>\d{{1,2}})\.\s?(?:KW|Kalenderwoche)(?:\s?/?\s?{_YEAR})?(?!\w)"),
        ("short", r"(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.\s?(?P<year>(?:1[5-9]|20)?\d\d)(?!\d|[.,:]\d|\s?(?:Uhr|%|€))"),
        ("day_month", r"(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.(?!\s?\d)"),
    )
)
_BARE = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("years", r"(?P<year>(?:1[5-9]|20)\d\d)\s?(?P<sign>[/–-]|bis)\s?(?P<year2>(?:1[5-9]|20)?\d\d)(?![\d/]|[.,]\d)"),
        (
            "time",
            r"(?P<h>[01]?\d|2[0-4])(?:[.:](?P<min>[0-5]\d))?\s?Uhr\b|(?P<h2>[01]?\d|2[0-3]):(?P<min2>[0-5]\d)(?!\d|:)",
        ),
        (
            "time_first",
            r"(?P<h>[01]?\d|2[0-4])(?:[.:](?P<min>[0-5]\d))?(?=\s?(?:bis|und|[-–])\s?\d{1,2}(?:[.:]\d\d)?\s?Uhr\b)",
        ),
        ("year", _YEAR + r"(?![-–]?\w)"),
    )
)
_DIGIT = re.compile(r"(?<![\w.,/:§-])(?<![–—]\b)\d|(?<=\bKW)\d|(?<=\d[–—-])\d|(?<=[(\s][–—-])\d")
_WORD = re.compile(
    r"\b(?:(?P<part>Anfang|Mitte|Ende|Frühjahr|Frühling|Sommer|Herbst|Winter)s?(?![^\W_])"
    rf"(?:\s(?:des Jahres\s)?(?:{_MONTH}(?:\s?{_YEAR})?|{_YEAR.replace('year>', 'part_year>')}))?"
    rf"|(?P<roman>I{{1,3}}|IV|[Ee]rste[ns]?|[Zz]weite[ns]?|[Dd]ritte[ns]?"
    rf"|[Vv]ierte[ns]?)\.?\sQuartals?(?:\s{_YEAR.replace('year>', 'roman_year>')})?"
    r"|(?:KW|Kalenderwoche)\s?(?P<w>\d{1,2})(?:\s?/\s?(?P<wy>\d{4}))?(?!\w)"
    r"|(?P<weekday>(?:[Mm]on|[Dd]iens|[Dd]onners|[Ff]rei|[Ss]ams|[Ss]onn)tag|[Mm]ittwoch|[Ss]onnabend)(?:e?s"
    r"|en)?(?![^\W\d_])"
    rf"|{_MONTH.replace('month>', 'alone>')}(?:\s?(?P<alone_year>(?:1[5-9]|20)\d\d)(?![\d/]|[.,]\d))?)"
)
_COUNTED = re.compile(
    r"\s?(?:€|Euro\b|EUR\b|Cent\b|%|Prozent|Tsd|Mio|Mrd|m²|m2\b|qm\b|km\b|m\b|ha\b|kg\b|t\b|kW|MW|Stück\b"
    r"|(?:[A-ZÄÖÜ][a-zäöü]{2,18})?"
    r"(?:Einwohner|Bäume|Personen|Menschen|Kinder|[Pp]lätze|Schüler|Stellen|Fälle|Haushalte|[Ww]ohnungen|Fahrzeuge"
    r"|Besucher"
    r"|Unterschriften|Mitglieder|Anträge|Stunden|Exemplare|Betriebe|Beschäftigte|Bürger|Geflüchtete|Flüchtlinge"
    r"|Quadratmeter|Meter)(?:n|s|en|innen)?(?![^\W\d_])|[.,][-–](?!\s?\d))"
)
_NOUN_AFTER = re.compile(r"\s(?:[a-zäöüß]+e[nr]?\s)?[A-ZÄÖÜ]")
_COUNT_BEFORE = re.compile(
    r"(?:\b(?:rund|etwa|ca\.|circa|rd\.|knapp|fast|mindestens|maximal|bis zu|mehr als|weniger als)|[€$])\s?$"
)


def dates(text: str) -> Iterator[Mention]:
    """Every date, period, weekday and time; where two overlap, the more specific comes first."""
    digits = [match.start() for match in _DIGIT.finditer(text)]
    yield from _at_digits(text, digits, _AT_DIGIT)
    for match in _WORD.finditer(text):
        value = _word_value(match)
        if value:
            yield Mention("date", match.start(), match.end(), match[0], value)
    yield from _at_digits(text, digits, _BARE)


def parse_date(text: str) -> dt.date | None:
    """The one day that `text` names, or None (also for a period or a day without its year)."""
    found = [mention.value for mention in dates(text) if isinstance(mention.value, DateValue)]
    days = {value.start for value in found if value.start and value.start == value.end}
    return days.pop() if len(days) == 1 else None


def _at_digits(text: str, places: list[int], patterns: tuple[tuple[str, re.Pattern[str]], ...]) -> Iterator[Mention]:
    for start in places:
        mention = _at_digit(text, start, patterns)
        if mention:
            yield mention


def _at_digit(text: str, start: int, patterns: tuple[tuple[str, re.Pattern[str]], ...]) -> Mention | None:
    for name, pattern in patterns:
        match = pattern.match(text, start)
        value = _BUILDERS[name](match.groupdict()) if match else None
        if match is None or value is None or (name in ("year", "years") and _is_count(text, match)):
            continue
        return Mention("date", start, match.end(), match[0], value)
    return None


def _is_count(text: str, match: re.Match[str]) -> bool:
    if _COUNTED.match(text, match.end()):
        return True
    before = _COUNT_BEFORE.search(text, max(0, match.start() - 14), match.start())
    # `weniger als 2018` compares with a year, `weniger als 2018 neue Bäume` counts.
    return before is not None and (not before[0].strip().endswith("als") or bool(_NOUN_AFTER.match(text, match.end())))


def _full_year(year: str) -> int:
    number = int(year)
    if len(year) == 4:
        return number
    return number + (2000 if number < 60 else 1900)


def _numeric_day(parts: Parts) -> DateValue | None:
    return day(_full_year(parts["year"] or ""), int(parts["m"] or 0), int(parts["d"] or 0))


def _month_number(name: str) -> int:
    return _MONTH_NAMES[name.lower().rstrip(".")]


def _long(parts: Parts) -> DateValue | None:
    month, number = _month_number(parts["month"] or ""), int(parts["d"] or 0)
    if parts["year"]:
        return day(int(parts["year"]), month, number)
    return DateValue(f"--{month:02d}-{number:02d}") if 1 <= number <= 31 else None


def _days(parts: Parts) -> DateValue | None:
    year, month = int(parts["year"] or 0), _month_number(parts["month"] or "")
    first, last = day(year, month, int(parts["d"] or 0)), day(year, month, int(parts["d2"] or 0))
    if first is None or last is None:
        return None
    return DateValue(f"{first.key}/{last.key}", first.start, last.end)


def _day_month(parts: Parts) -> DateValue | None:
    month, number = int(parts["m"] or 0), int(parts["d"] or 0)
    return DateValue(f"--{month:02d}-{number:02d}") if 1 <= month <= 12 and 1 <= number <= 31 else None


def _years(parts: Parts) -> DateValue | None:
    """`2019/20` and `2013–2019`; `2019/1010` is a reference number and never comes here."""
    first, second = int(parts["year"] or 0), parts["year2"] or ""
    last = int(second) if len(second) == 4 else first // 100 * 100 + int(second)
    follows = last == first + 1 if parts["sign"] == "/" else first < last
    return period(f"{first}/{last}", (first, 1), (last, 12)) if follows else None


def _segment(letter: str, number: int, months: int, year: str | None) -> DateValue:
    if not year:
        return DateValue(f"--{letter}{number}")
    last = number * months
    return period(f"{year}-{letter}{number}", (int(year), last - months + 1), (int(year), last))


def _week(number: str, year: str | None) -> DateValue | None:
    if not 1 <= int(number) <= 53:
        return None
    if not year:
        return DateValue(f"--W{int(number):02d}")
    try:
        monday = dt.date.fromisocalendar(int(year), int(number), 1)
    except ValueError:
        return None
    return DateValue(f"{year}-W{int(number):02d}", monday, monday + dt.timedelta(days=6))


def _time(parts: Parts) -> DateValue:
    hour, minute = parts["h"] or parts.get("h2") or "0", parts["min"] or parts.get("min2") or "00"
    return DateValue(f"t-{int(hour):02d}:{minute}")


def _year(parts: Parts) -> DateValue:
    year = int(parts["year"] or 0)
    return period(str(year), (year, 1), (year, 12))


_BUILDERS = {
    "iso": _numeric_day,
    "days": _days,
    "long": _long,
    "quarter": lambda parts: _segment("Q", int(parts["q"] or 1), 3, parts["year"]),
    "half": lambda parts: _segment("H", int(parts["q"] or 1), 6, parts["year"]),
    "week_before": lambda parts: _week(parts["w"] or "0", parts["year"]),
    "short": _numeric_day,
    "day_month": _day_month,
    "years": _years,
    "time": _time,
    "time_first": _time,
    "year": _year,
}


def _word_value(match: re.Match[str]) -> DateValue | None:
    parts = match.groupdict()
    if parts["weekday"]:
        return DateValue(f"wd-{parts['weekday'].lower()}")
    if parts["w"]:
        return _week(parts["w"], parts["wy"])
    if parts["roman"]:
        return _segment("Q", _QUARTERS[parts["roman"].lower().rstrip("ns")], 3, parts["roman_year"])
    if parts["alone"]:
        if parts["alone"] == "Dez." and not parts["alone_year"]:
            return None  # more often a Dezernat
        return _month(parts["alone"], parts["alone_year"])
    return _part(parts)


def _month(name: str, year: str | None) -> DateValue:
    month = _month_number(name)
    if not year:
        return DateValue(f"--{month:02d}")
    return period(f"{year}-{month:02d}", (int(year), month), (int(year), month))


def _part(parts: Parts) -> DateValue | None:
    """`Ende 2018`, `Anfang Juni 2021`, `Sommer 2020`; `Ende` alone is no date, `Herbst` is one."""
    name, year = (parts["part"] or "").lower(), parts["year"] or parts["part_year"]
    if parts["month"]:
        month = _month(parts["month"], year)
        return month._replace(key=f"{month.key}-{name}")
    if not year:
        return DateValue(f"--{name}") if name in _SEASONS else None
    first, last = (_PARTS | _SEASONS)[name]
    return period(f"{year}-{name}", (int(year), first), (int(year), last))
