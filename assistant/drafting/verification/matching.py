"""When two quantities are the same: as written, by conversion, by rounding."""

import re
from decimal import Decimal

from assistant.drafting.verification.quantities import COUNTED_UNITS, FRACTION, Quantity


def equal(one: Quantity, other: Quantity) -> bool:
    """The same value in the same or a convertible unit."""
    if one.kind != other.kind:
        return False
    (unit, value), (other_unit, other_value) = one.base, other.base
    if unit != other_unit and unit.startswith("Intervall") and other_unit.startswith("Intervall"):
        # `zweimal im Monat` and `alle zwei Wochen`
        days, others = (q.value * (_MONTH if q.unit.endswith("m") else 1) for q in (one, other))
        return abs(days - others) <= min(days, others) / 10
    if {unit, other_unit} == {"%", ""} and "punkt" in f"{one.noun} {other.noun}":
        # `ein Hebesatz von 390 Punkten` and `von 390 v. H.`
        unit = other_unit
    same_unit = (
        unit == other_unit
        or (not other.unit and unit in COUNTED_UNITS)
        or (not one.unit and other_unit in COUNTED_UNITS)
    )
    return same_unit and value == other_value


_MONTH = Decimal("30.4")


def conversion(one: Quantity, other: Quantity) -> str | None:
    """How `one` follows from `other` by a change of unit or notation, or None where it is written alike."""
    return (
        f"{one.text.strip()} = {other.text.strip()} (andere Schreibweise)"
        if equal(one, other) and one.text != other.text
        else None
    )


ROUGH = frozenset({"about", "more", "less"})


def precision(quantity: Quantity) -> Decimal:
    """The worth of the last digit that is printed."""
    number = re.search(r"\d[\d.]*(?:,(\d+))?", re.sub(r"(?<=\d)\s(?=\d{3})", "", quantity.text))
    if not number:
        return Decimal(1)
    digits = re.sub(r"\D", "", number[0]).lstrip("0")
    written = Decimal(re.sub(r"\.", "", number[0]).replace(",", ".")) or Decimal(1)
    scale = abs(quantity.value / written) if quantity.value else Decimal(1)
    decimals = len(number[1] or "")
    step = scale / (Decimal(10) ** decimals)
    if decimals or scale > 1 or not quantity.qualifiers & ROUGH:
        return step
    zeros = len(digits) - len(digits.rstrip("0"))
    return Decimal(10) ** min(zeros, max(0, len(digits) - 1))


def rounded(one: Quantity, other: Quantity) -> str | None:
    """How `one` follows from `other` by rounding, said by `rund`, `knapp`, `über` or by a scale (`1,4 Mio.`)."""
    (unit, value), (other_unit, exact) = one.base, other.base
    if unit != other_unit or one.kind != other.kind or not exact or value == exact:
        return None
    said = one.qualifiers & ROUGH or re.search(r"Mio|Mrd|Tsd|Million|Milliard|T€|TEUR", one.text)
    if unit == "%" and FRACTION.search(one.text) and abs(value - exact) <= Decimal("0.7"):
        return f"{one.text.strip()} ist gerundet aus {other.text.strip()}"
    if not said or abs(value - exact) > abs(exact) * Decimal("0.06"):
        return None
    step = Decimal(4) if FRACTION.search(one.text) else precision(one) * (value / one.value if one.value else 1)
    if "more" in one.qualifiers:
        fits = Decimal(0) < exact - value < step * 1
    elif "less" in one.qualifiers:
        fits = Decimal(0) < value - exact < step * 1
    else:
        fits = abs(value - exact) <= step / 2
    return f"{one.text.strip()} ist gerundet aus {other.text.strip()}" if fits else None
