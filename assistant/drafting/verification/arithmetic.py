"""What follows from quoted quantities by arithmetic that the sentence names: sum, difference, share, change, period."""

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import combinations

from assistant.drafting.verification.matching import ROUGH, precision
from assistant.drafting.verification.quantities import COUNTED_UNITS, Quantity
from assistant.drafting.verification.wording import covered
from assistant.german.numbers import number_word

_SUM_CUE = re.compile(r"\b(?:insgesamt|zusammen\w*|summe\w*|gesamt\w*|addiert|in beiden|alle)\b", re.I)
_MORE_CUE = re.compile(
    r"\b(?:mehr\w*|gestiegen|stieg\w*|steig\w*|zunahme|zugenommen|höher|anstieg|plus|erhöh\w*|zuwachs|teurer|länger"
    r"|größer|gewachsen|wuchs\w*|nahm\w*\b.*\bzu)\b",
    re.I,
)
_LESS_CUE = re.compile(
    r"\b(?:weniger|gesunken|sank\w*|sink\w*|rückgang|zurückgegangen|ging\w*\b.*\bzurück|nahm\w*\b.*\bab|abnahme"
    r"|abgenommen|niedriger|minus|verringer\w*"
    r"|reduzier\w*|geringer|günstiger|billiger|kürzer|gesenkt|kleiner)\b",
    re.I,
)
_REST_CUE = re.compile(r"\b(?:nicht|verbleib\w*|rest\w*|übrig\w*|differenz\w*|unterschied\w*|noch|abzüglich)\b", re.I)
_MOST = 12


def derived(one: Quantity, sources: Sequence[Quantity], text: str) -> str | None:
    """How `one` follows from the quoted quantities by arithmetic that `text` names, or None."""
    sources = [s for s in sources if not s.unit.startswith("Intervall")][:_MOST]
    return (
        _part_of_whole(one, sources, text)
        or _percentage(one, sources)
        or _per_other_period(one, sources)
        or _sum(one, sources, text)
        or _difference(one, sources, text)
        or _share(one, sources)
        or _change(one, sources, text)
        or _other_end(one, sources, text)
        or _product(one, sources)
    )


def _percentage(one: Quantity, sources: Sequence[Quantity]) -> str | None:
    """`10 %` of `250.000 Euro`."""
    shares = [s for s in sources if s.base[0] == "%"]
    for whole in (s for s in sources if s.base[0] != "%" != one.base[0] and _same_kind_of_thing(one, s)):
        share = next((s for s in shares if _close(one, whole.base[1] * s.base[1] / 100, one.base[1])), None)
        if share:
            return f"{one.text.strip()} = {share.text.strip()} von {whole.text.strip()}"
    return None


_N_OF_M = re.compile(r"(?P<n>\w+)\s(?:der\s)?von\s(?P<m>\w+)\b")


def _part_of_whole(one: Quantity, sources: Sequence[Quantity], text: str) -> str | None:
    """`neun von zehn` of `90 %`."""
    for match in _N_OF_M.finditer(text):
        part, whole = (
            Decimal(w) if w.isdigit() else Decimal(number_word(w.lower()) or 0) for w in match.group("n", "m")
        )
        share = next((s for s in sources if whole and s.unit == "%" and s.value == part / whole * 100), None)
        if share and one.value in (part, whole):
            return f"{match[0]} = {share.text.strip()}"
    return None


def _close(one: Quantity, exact: Decimal, value: Decimal) -> bool:
    """Equal, or equal to the digits that are printed."""
    return value == exact or (
        abs(value - exact) <= precision(one) / 2 and abs(value - exact) <= abs(exact) * Decimal("0.06")
    )


def _addable(one: Quantity, sources: Sequence[Quantity]) -> list[Quantity]:
    unit = "%" if one.unit == "Prozentpunkte" else one.base[0]
    return [
        s for s in sources if s.kind == one.kind and (s.base[0] == unit or {s.unit, one.unit} <= COUNTED_UNITS | {""})
    ]


def _sum(one: Quantity, sources: Sequence[Quantity], text: str) -> str | None:
    usable = _addable(one, sources)
    if not _SUM_CUE.search(text):
        return None
    for size in range(len(usable), 1, -1):
        for chosen in combinations(usable, size):
            if all(_counts_alike(one, q) for q in chosen) and _close(
                one, sum((q.base[1] for q in chosen), Decimal(0)), one.base[1]
            ):
                return f"{one.text.strip()} = {' + '.join(q.text.strip() for q in chosen)}"
    return None


def _counts_alike(one: Quantity, other: Quantity) -> bool:
    return (
        not (one.noun and other.noun)
        or covered(one.noun, (other.noun,))
        or one.noun.endswith(other.noun)
        or other.noun.endswith(one.noun)
    )


def _difference(one: Quantity, sources: Sequence[Quantity], text: str) -> str | None:
    more, less = bool(_MORE_CUE.search(text)), bool(_LESS_CUE.search(text))
    if not (more or less or _REST_CUE.search(text)) or ((more or less) and one.unit == "%"):
        # From 30 to 35 percent it is five points, not five percent.
        return None
    for first, second in combinations(_addable(one, sources), 2):
        gap = second.base[1] - first.base[1]
        if not _close(one, abs(gap), one.base[1]) or (
            (more or less) and (growth_between(first, second, text) > 0) != more
        ):
            continue
        larger, smaller = (second, first) if gap > 0 else (first, second)
        return f"{one.text.strip()} = {larger.text.strip()} − {smaller.text.strip()}"
    return None


_REFERENCE = re.compile(r"\b(?:als|gegenüber|zu[mr]?|seit)\s(?:dem\s|im\s|Jahr\s|Jahre\s|noch\s){0,3}(?P<year>\d{4})\b")


def growth_between(first: Quantity, second: Quantity, text: str) -> Decimal:
    """By how much the value grows from the date that `text` compares with, else from the earlier or first one."""
    reference = _REFERENCE.search(text)
    compared = [q for q in (first, second) if reference and q.date and q.date.key.startswith(reference["year"])]
    if len(compared) == 1:
        old = compared[0]
    elif first.date and second.date and first.date.start and second.date.start and first.date.start > second.date.start:
        old = second
    else:
        old = first
    new = second if old is first else first
    return new.base[1] - old.base[1]


def ratio_follows(word: str, sources: Sequence[Quantity]) -> bool:
    """`verdoppelt`, `halbiert`: whether two quoted quantities stand in that ratio."""
    factor = next((factor for start, factor in _RATIOS.items() if word.startswith(start)), None)
    return factor is not None and any(
        first.base[0] == second.base[0] and first.value and abs(second.base[1] / first.base[1] - factor) <= factor / 20
        for first, second in combinations(sources[:_MOST], 2)
    )


_RATIOS = {
    "verdoppel": Decimal(2),
    "doppelt": Decimal(2),
    "verdreifach": Decimal(3),
    "vervierfach": Decimal(4),
    "halbier": Decimal("0.5"),
}


def _share(one: Quantity, sources: Sequence[Quantity]) -> str | None:
    unit, value = one.base
    if unit != "%":
        return None
    fraction = value / 100
    for part, whole in combinations(sorted(sources, key=lambda q: q.base[1]), 2):
        if (
            "%" not in (part.base[0], whole.base[0])
            and part.kind == whole.kind
            and whole.base[1]
            and _same_kind_of_thing(part, whole)
        ):
            exact = part.base[1] / whole.base[1]
            step = _share_step(one)
            if abs(fraction - exact) <= step:
                return f"{one.text.strip()} = {part.text.strip()} von {whole.text.strip()}"
    return None


def _share_step(one: Quantity) -> Decimal:
    """How far a share may be off: half of the last digit; `rund ein Drittel` more than `ein Drittel`."""
    if one.unit:
        return min(precision(one), Decimal(4)) / 200
    return Decimal("0.03") if one.qualifiers & ROUGH else Decimal("0.007")


def _same_kind_of_thing(part: Quantity, whole: Quantity) -> bool:
    """`30` of `120 Wohnungen`: the part need not repeat what is counted."""
    return (
        part.base[0] == whole.base[0]
        or (not part.unit and whole.unit in COUNTED_UNITS)
        or (not whole.unit and part.unit in COUNTED_UNITS)
    )


def _change(one: Quantity, sources: Sequence[Quantity], text: str) -> str | None:
    if one.unit != "%" or not (_MORE_CUE.search(text) or _LESS_CUE.search(text)):
        return None
    for first, second in combinations(sources, 2):
        if first.base[0] != second.base[0] or first.kind != second.kind or not first.value or not second.value:
            continue
        growth = growth_between(first, second, text)
        old, new = (first, second) if second.base[1] - first.base[1] == growth else (second, first)
        percent = growth / old.base[1] * 100
        if abs(abs(percent) - one.value) <= max(precision(one) / 2, Decimal("0.05")) and (percent > 0) == bool(
            _MORE_CUE.search(text)
        ):
            return f"{one.text.strip()} = Veränderung von {old.text.strip()} auf {new.text.strip()}"
    return None


def _other_end(one: Quantity, sources: Sequence[Quantity], text: str) -> str | None:
    """`von 200` of `um 50 auf 250 gestiegen`; a change in percent gives the old value, an old value the percentage."""
    more, less = bool(_MORE_CUE.search(text)), bool(_LESS_CUE.search(text))
    if more == less:
        return None
    sign = 1 if more else -1
    for by in (s for s in sources if s.step == "um"):
        for end in (s for s in sources if s.step in ("auf", "von") and s.base[0] != "%"):
            old, new = _ends(by, end, sign)
            if old is None or new is None or not old:
                continue
            candidates = (
                (old, end.step == "auf" and one.step == "von"),
                (new, end.step == "von" and one.step == "auf"),
                (abs(new - old), one.step == "um" and one.unit != "%"),
                (abs(new - old) / old * 100, one.step == "um" and one.unit == "%"),
            )
            if any(fits and _close(one, value, one.base[1]) for value, fits in candidates):
                return f"{one.text.strip()} folgt aus „um {by.text.strip()}“ und „{end.step} {end.text.strip()}“"
    return None


def _product(one: Quantity, sources: Sequence[Quantity]) -> str | None:
    """`16.000 Euro` of 20 at 800 Euro each."""
    for each in (s for s in sources if "each" in s.qualifiers and s.base[0] == one.base[0]):
        for count in (s for s in sources if s is not each and (not s.unit or s.unit in COUNTED_UNITS)):
            if one.base[1] == each.base[1] * count.value:
                return f"{one.text.strip()} = {count.text.strip()} × {each.text.strip()}"
    return None


def _ends(by: Quantity, end: Quantity, sign: int) -> tuple[Decimal | None, Decimal | None]:
    """The value before and after a change by `by` that starts or ends at `end`."""
    value, step = end.base[1], by.base[1]
    if by.unit == "%":
        factor = 1 + sign * step / 100
        return (value / factor if factor else None, value) if end.step == "auf" else (value, value * factor)
    if by.base[0] != end.base[0] and {by.unit, end.unit} - COUNTED_UNITS - {""}:
        return None, None
    return (value - sign * step, value) if end.step == "auf" else (value, value + sign * step)


_YEARLY = {
    ("Monat", "Jahr"): 12,
    ("Quartal", "Jahr"): 4,
    ("Halbjahr", "Jahr"): 2,
    ("Woche", "Jahr"): 52,
    ("Monat", "Quartal"): 3,
    ("Tag", "Woche"): 7,
}


def _per_other_period(one: Quantity, sources: Sequence[Quantity]) -> str | None:
    for source in _addable(one, sources):
        factor = _YEARLY.get((source.per, one.per))
        inverse = _YEARLY.get((one.per, source.per))
        if (factor and source.base[1] * factor == one.base[1]) or (inverse and one.base[1] * inverse == source.base[1]):
            return f"{one.text.strip()} je {one.per} = {source.text.strip()} je {source.per}"
    return None
