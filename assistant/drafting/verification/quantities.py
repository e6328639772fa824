"""Quantities with what they count, and when two are the same: by conversion, by rounding."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.drafting.verification.intervals import (
    INTERVAL,
    PER,
    Interval,
    in_days_or_months,
    interval_value,
    per_of,
    plain_per,
)
from assistant.german import DateValue, Mention, fold

_BASES: dict[str, tuple[str, Decimal]] = {
    "mal": ("", Decimal(1)),
    "km": ("m", Decimal(1000)),
    "cm": ("m", Decimal("0.01")),
    "mm": ("m", Decimal("0.001")),
    "ha": ("m²", Decimal(10_000)),
    "km²": ("m²", Decimal(1_000_000)),
    "m³": ("l", Decimal(1000)),
    "t": ("kg", Decimal(1000)),
    "MWh": ("kWh", Decimal(1000)),
    "GWh": ("kWh", Decimal(1_000_000)),
    "MW": ("kW", Decimal(1000)),
    "Stunden": ("Minuten", Decimal(60)),
    "Tage": ("Minuten", Decimal(1440)),
    "Wochen": ("Minuten", Decimal(10080)),
    "Jahre": ("Monate", Decimal(12)),
}
COUNTED_UNITS = frozenset({"Stellen", "Stellplätze", "Plätze", "Wohnungen", "Stück"})
_QUALIFIERS = {
    "max": re.compile(
        r"\b(?:bis zu|bis maximal|höchstens|maximal|max\.|nicht mehr als|längstens|bis)"
        r"\s(?:(?:jedoch|aber|allerdings)\s)?(?:mit\s)?$"
        r"|\bbis zu eine[rm] \w+ von\s$"
        r"|\b(?:höchstens|maximal)\s(?:sind|ist|werden|wird|können|dürfen|müssen)\s(?:dabei\s|dafür\s)?$",
        re.I,
    ),
    "min": re.compile(
        r"\b(?:mindestens|wenigstens|mind\.|nicht weniger als|minimal|ab)"
        r"\s(?:(?:jedoch|aber|allerdings)\s)?(?:mit\s)?$",
        re.I,
    ),
    "more": re.compile(r"(?<!nicht )\b(?:mehr als|über|gut)\s?$", re.I),
    "less": re.compile(r"(?<!nicht )\b(?:weniger als|unter|keine|knapp|fast|nahezu|beinahe)\s?$", re.I),
    "about": re.compile(r"\b(?:rund|etwa|circa|zirka|ca\.|rd\.|ungefähr|annähernd|um die|schätzungsweise)\s?$", re.I),
}
_GOVERNS_ABOUT = re.compile(r"\b(?:verfüg|bericht|informier|entscheid|disponier)\w*\b.{0,60}\büber\s?$")
_NOUN_AFTER = re.compile(
    r"\s(?:(?:weitere|neue|der|des|die|von|an|[a-zäöüß]+(?:e|en|er"
    r"|es))\s){0,2}(?P<noun>[A-ZÄÖÜ][^\W\d_]+(?:-[^\W\d_]+)*)"
)
# Times that German says in one word.
_SPOKEN = re.compile(
    r"\b(?:(?P<m15>viertelstunde)|(?P<m30>halbe(?:n|r)?\s(?:stunde)|halbstunde)|(?P<m45>dreiviertelstunde)"
    r"|(?P<j3>vierteljahr)|(?P<j6>halbe[ns]?\sjahr|halbjahr(?!\s\d)))(?:e?[ns]?)\b",
    re.I,
)
FRACTION = re.compile(r"Hälfte|Drittel|Viertel|Fünftel|Sechstel|Zehntel")


@dataclass(frozen=True)
class Quantity:
    """A value with its unit, what it counts, how it is qualified, and the date it belongs to.

    `step` is the preposition of a change: `um` 50, `von` 200, `auf` 250.
    """

    value: Decimal
    unit: str
    noun: str
    qualifiers: frozenset[str]
    per: str
    start: int
    end: int
    text: str
    kind: str = "figure"
    date: DateValue | None = None
    step: str = ""

    def bind(self, date: DateValue | None) -> "Quantity":
        return replace(self, date=date)

    @property
    def base(self) -> tuple[str, Decimal]:
        """Unit and value in the smallest common unit."""
        if not self.unit and FRACTION.search(self.text):
            return "%", self.value * 100
        unit, factor = _BASES.get(self.unit, (self.unit, Decimal(1)))
        return unit, self.value * factor


def quantities_of(sentence: str, start: int, end: int, found: Sequence[Mention]) -> Iterator[Quantity]:
    """The quantities that begin in `sentence[start:end]`; `found` are the whole sentence's mentions."""
    intervals = [(a, b, q) for a, b, q in _intervals(sentence) if start <= a < end]
    mentions = [
        m for m in found if m.kind in ("figure", "amount") and start <= m.start < end and not _is_year(sentence, m)
    ]
    counted = [m for m in mentions if not any(a <= m.start < b for a, b, _ in intervals)]
    per = per_of(sentence[start:end]) if counted else ""
    for mention in counted:
        yield _quantity(sentence, mention, per, found)
    for _, _, quantity in intervals:
        # Beside a value, `pro Jahr` is what the value is per.
        if not counted or not PER.fullmatch(quantity.text):
            yield quantity
    yield from _spoken(sentence[start:end], start)
    yield from _half(sentence[start:end], start)
    yield from _one(sentence[start:end], start)
    yield from _every_nth(sentence[start:end], start)
    if not counted and not intervals:
        yield from _plain_interval(sentence[start:end], start)


def _is_year(sentence: str, mention: Mention) -> bool:
    """`weniger als 2018`"""
    return bool(
        re.fullmatch(r"(?:19|20)\d\d", mention.text)
        and re.search(r"\b(?:mehr|weniger|\w+er) als\s$", sentence[: mention.start])
        and not _NOUN_AFTER.match(sentence, mention.end)
    )


def _spoken(text: str, offset: int) -> Iterator[Quantity]:
    for match in _SPOKEN.finditer(text):
        group = match.lastgroup or ""
        unit = "Minuten" if group.startswith("m") else "Monate"
        start, end = offset + match.start(), offset + match.end()
        yield Quantity(Decimal(group[1:]), unit, "", frozenset(), "", start, end, match[0])


_HALF = re.compile(r"\b(?:eine?[nmr]?\s)?halbe[nrs]?\s(?P<unit>Kilometer|Hektar|Tonne|Meter|Liter)s?\b")
_HALF_UNITS = {"Kilometer": "km", "Hektar": "ha", "Tonne": "t", "Meter": "m", "Liter": "l"}


def _half(text: str, offset: int) -> Iterator[Quantity]:
    """`ein halber Kilometer`"""
    for match in _HALF.finditer(text):
        qualifiers = frozenset(name for name, pattern in _QUALIFIERS.items() if pattern.search(text[: match.start()]))
        start, end = offset + match.start(), offset + match.end()
        yield Quantity(Decimal("0.5"), _HALF_UNITS[match["unit"]], "", qualifiers, "", start, end, match[0])


_ONE = re.compile(
    r"\b(?:gilt|gelten|galt|läuft|dauer(?:t|te|n|ten)|beträgt|betrug|für|über|innerhalb|binnen|nach|von)\s(?:rund\s|etwa\s)?"
    r"eine?[nmrs]?\s(?P<unit>Jahr|Monat|Woche)(?:e?s)?\b"
)
_ONE_UNITS = {"Jahr": "Jahre", "Monat": "Monate", "Woche": "Wochen"}


def _one(text: str, offset: int) -> Iterator[Quantity]:
    """`gilt ein Jahr`"""
    for match in _ONE.finditer(text):
        start, end = offset + match.start("unit"), offset + match.end()
        yield Quantity(Decimal(1), _ONE_UNITS[match["unit"]], "", frozenset(), "", start, end, match["unit"])


_NTH = re.compile(
    r"\bjede[rsn]?\s(?P<nth>zweite|dritte|vierte|fünfte|sechste|achte|zehnte)[rsn]?\b(?!\s(?:Tag|Woche|Monat|Quartal"
    r"|Jahr|Minute|Stunde))",
    re.I,
)
_NTH_VALUES = {"zweite": 2, "dritte": 3, "vierte": 4, "fünfte": 5, "sechste": 6, "achte": 8, "zehnte": 10}


def _every_nth(text: str, offset: int) -> Iterator[Quantity]:
    """`Jede vierte Wohnung` is a quarter of them."""
    for match in _NTH.finditer(text):
        share = Decimal(100) / _NTH_VALUES[match["nth"].lower()]
        start, end = offset + match.start(), offset + match.end()
        yield Quantity(share, "%", "", frozenset(), "", start, end, match[0])


def frequency_spans(sentence: str) -> list[tuple[int, int]]:
    """Where the sentence says how often; these words are compared as quantities."""
    return [m.span() for pattern in (INTERVAL, PER, _SPOKEN, _HALF, _NTH) for m in pattern.finditer(sentence)]


# `90 t.` at the end of a sentence
_LAST_UNIT = re.compile(r"\s(t|m|l|kg)\.?\s*$")


def _quantity(sentence: str, mention: Mention, per: str, found: Sequence[Mention]) -> Quantity:
    before = sentence[max(0, mention.start - 24) : mention.start]
    qualifiers = frozenset(name for name, pattern in _QUALIFIERS.items() if pattern.search(before))
    if "bis" in before[-4:] and re.search(r"\d\s?(?:€|Euro|Uhr)?\sbis\s?$", before):
        qualifiers -= {"max"}
    if "more" in qualifiers and _GOVERNS_ABOUT.search(sentence[: mention.start]):
        qualifiers -= {"more"}
    if re.search(r"\bspätestens\s$", before) and re.match(r"\svor\b", sentence[mention.end :]):
        qualifiers |= {"min"}
    if _EACH_BEFORE.search(before) or _EACH_AFTER.match(sentence, mention.end):
        qualifiers |= {"each"}
    if _LIMITED.match(sentence, mention.end) and re.search(r"\bauf\s(?:\S+\s)?$", before):
        qualifiers |= {"limit"}
    mention = _with_shared_unit(sentence, mention, found)
    value = mention.value if isinstance(mention.value, Decimal) else Decimal(0)
    qualifiers |= _bound_in_word(sentence[: mention.start])
    noun = _noun(sentence, mention)
    last = _LAST_UNIT.match(sentence, mention.end)
    unit = (
        mention.unit
        or _unit_in_word(noun)
        or (last[1] if last else "km/h" if re.search(r"\bTempo[ -]$", before) else "")
    )
    return Quantity(
        value,
        unit,
        noun,
        qualifiers,
        per,
        mention.start,
        mention.end,
        mention.text,
        mention.kind,
        step=step[1].lower() if (step := _STEP.search(before)) else "",
    )


# `auf 30 Personen begrenzt` says that it is the most, and may be said as the value that holds.
_LIMITED = re.compile(r"[^,;:.]{0,40}\b(?:begrenz|beschränk|limitier|gedeckel)t\b")
# What one of several costs or takes: `zum Stückpreis von 800 Euro`, `je 800 Euro`, `800 Euro pro Stück`.
_EACH_BEFORE = re.compile(r"\b(?:je(?:weils)?|à|(?:Stück|Einzel)preis(?:\svon)?|pro\s\w+)\s$", re.I)
_EACH_AFTER = re.compile(r"\s(?:je|pro|für jede[nrs]?)\s(?!Tag|Woche|Monat|Quartal|Jahr|Stunde)[A-ZÄÖÜ]")
_BOUND_IN_WORD = re.compile(r"\b(?P<least>Mindest)\w+\b[^,;]{0,40}$|\b(?P<most>Höchst|Maximal)\w+\b[^,;]{0,40}$")


def _bound_in_word(before: str) -> frozenset[str]:
    """`Mindestabstand von 150 cm`"""
    match = _BOUND_IN_WORD.search(before[-80:])
    return frozenset() if not match else frozenset({"min" if match["least"] else "max"})


_UNIT_WORDS = {
    "wochen": "Wochen",
    "tage": "Tage",
    "tagen": "Tage",
    "monate": "Monate",
    "stunden": "Stunden",
    "jahre": "Jahre",
}


def _unit_in_word(noun: str) -> str:
    """`sechs Ferienwochen` are six weeks."""
    return next((unit for tail, unit in _UNIT_WORDS.items() if noun.endswith(tail) and len(noun) > len(tail) + 2), "")


_STEP = re.compile(r"\b(um|auf|von)\s(?:rund\s|etwa\s|ca\.\s|fast\s|gut\s|knapp\s|mehr als\s|über\s|weitere\s)?$", re.I)

_SHARES_UNIT = re.compile(r"\s?(?:auf|bis|und|oder|der|von|–|-|bzw\.)\s?(?:rund\s|etwa\s|ca\.\s)?$")
_WRITTEN = re.compile(r"\d[\d.]*(?:,\d+)?")


def _with_shared_unit(sentence: str, mention: Mention, found: Sequence[Mention]) -> Mention:
    """`von 21,4 auf 19,9 Mio. Euro`: the unit and the scale are said once."""
    after = next((m for m in found if m.start >= mention.end), None)
    shares = after and not mention.unit and after.unit and after.kind in ("figure", "amount")
    if (
        not after
        or not shares
        or FRACTION.search(mention.text)
        or not _SHARES_UNIT.fullmatch(sentence[mention.end : after.start])
    ):
        return mention
    written = _WRITTEN.search(after.text)
    number = Decimal(written[0].replace(".", "").replace(",", ".")) if written else None
    if not number or not isinstance(after.value, Decimal) or not isinstance(mention.value, Decimal):
        return mention
    return mention._replace(kind=after.kind, unit=after.unit, value=mention.value * after.value / number)


def _noun(sentence: str, mention: Mention) -> str:
    if mention.unit in COUNTED_UNITS:
        return fold(re.split(r"[\s-]", mention.text)[-1].strip("."))
    if mention.unit:
        return ""
    match = _NOUN_AFTER.match(sentence, mention.end)
    return fold(match["noun"]) if match else ""


def as_interval(per: str) -> Quantity | None:
    """What a value is per, as how often: `wöchentlich` is every seven days."""
    months = {"Quartal": Decimal(3), "Halbjahr": Decimal(6)}.get(per)
    value = (months, "m") if months else in_days_or_months(Decimal(1), per.lower())
    return _interval(value, 0, per) if value else None


def _intervals(sentence: str) -> Iterator[tuple[int, int, Quantity]]:
    for match in INTERVAL.finditer(sentence):
        value = interval_value(match)
        if value:
            yield match.start(), match.end(), _interval(value, match.start(), match[0])


def _interval(value: Interval, start: int, text: str) -> Quantity:
    return Quantity(value[0], f"Intervall-{value[1]}", "", frozenset(), "", start, start + len(text), text)


def _plain_interval(text: str, offset: int) -> Iterator[Quantity]:
    """`täglich`, `im Monat` without a figure: how often, by itself."""
    match = plain_per(text)
    if not match:
        return
    value = in_days_or_months(Decimal(1), {"Quartal": "monat", "Stunde": "x"}.get(per_of(text), per_of(text).lower()))
    if value:
        yield _interval(value, offset + match.start(), match[0])
