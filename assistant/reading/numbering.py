"""The numbers that Word computes: they stand in no text, only in the rules of lists."""

from dataclasses import dataclass, field
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LEVELS = 9


@dataclass(frozen=True, slots=True)
class Level:
    format: str = "decimal"
    text: str = ""
    start: int = 1
    legal: bool = False
    restarts_after: int | None = None


@dataclass(slots=True)
class _List:
    """One list as used in the text: its rules (shared by abstract id) and where it starts anew."""

    abstract: str
    levels: dict[int, Level]
    starts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Counts through a document; ask `label` once for each numbered paragraph, in order."""

    def __init__(self, root: Any | None):
        self._lists: dict[str, _List] = {}
        self._counters: dict[str, list[int | None]] = {}
        self._started: set[str] = set()
        if root is not None:
            self._load(root)

    def _load(self, root: Any) -> None:
        abstracts: dict[str, dict[int, Level]] = {}
        by_style: dict[str, str] = {}
        for abstract in root.iter(f"{W}abstractNum"):
            key = abstract.get(f"{W}abstractNumId", "")
            abstracts[key] = {_whole(level.get(f"{W}ilvl")): _level(level) for level in abstract.iter(f"{W}lvl")}
            style = _value(abstract, "styleLink")
            if style:
                by_style[style] = key
        for abstract in root.iter(f"{W}abstractNum"):
            linked = by_style.get(_value(abstract, "numStyleLink"))
            if linked:
                abstracts[abstract.get(f"{W}abstractNumId", "")] = abstracts[linked]
        for number in root.iter(f"{W}num"):
            abstract = _value(number, "abstractNumId")
            levels, starts = dict(abstracts.get(abstract, {})), {}
            for override in number.iter(f"{W}lvlOverride"):
                at = _whole(override.get(f"{W}ilvl"))
                start = _value(override, "startOverride")
                if start:
                    starts[at] = _whole(start)
                for level in override.iter(f"{W}lvl"):
                    levels[at] = _level(level)
            self._lists[number.get(f"{W}numId", "")] = _List(abstract, levels, starts)

    def label(self, number: str, at: int) -> str:
        """The label of the next paragraph of list `number` on level `at`; `""` where it has none."""
        rules = self._lists.get(number)
        if rules is None or not 0 <= at < _LEVELS or at not in rules.levels:
            return ""
        counters = self._counters.setdefault(rules.abstract, [None] * _LEVELS)
        if number not in self._started:
            self._started.add(number)
            for level, start in rules.starts.items():
                if 0 <= level < _LEVELS:
                    counters[level] = start - 1
        self._count(counters, rules, at)
        return _label(rules, counters, at)

    def _count(self, counters: list[int | None], rules: _List, at: int) -> None:
        current = counters[at]
        counters[at] = rules.levels[at].start if current is None else current + 1
        for above in range(at):
            if counters[above] is None:
                counters[above] = rules.levels.get(above, Level()).start
        for below in range(at + 1, _LEVELS):
            after = rules.levels.get(below, Level()).restarts_after
            if after != 0 and (after is None or at < after):
                counters[below] = None


def _level(element: Any) -> Level:
    restart = _value(element, "lvlRestart")
    return Level(
        format=_value(element, "numFmt") or "decimal",
        text=_value(element, "lvlText"),
        start=_whole(_value(element, "start") or "1"),
        legal=element.find(f"{W}isLgl") is not None,
        restarts_after=_whole(restart) if restart else None,
    )


def _label(rules: _List, counters: list[int | None], at: int) -> str:
    level = rules.levels[at]
    if level.format == "bullet":
        return "–" if level.text else ""
    label = level.text[:100]
    for above in range(at + 1):
        format = "decimal" if level.legal else rules.levels.get(above, Level()).format
        label = label.replace(f"%{above + 1}", formatted(counters[above] or 0, format))
    return label.strip()


def formatted(number: int, format: str) -> str:
    """A number as Word prints it in one of its formats; unknown ones as decimal."""
    if number < 0 or number > 100_000 or format == "none":
        return "" if format == "none" else str(number)
    if format in ("lowerLetter", "upperLetter") and 1 <= number <= 780:
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter if format == "lowerLetter" else letter.upper()
    if format in ("lowerRoman", "upperRoman") and 1 <= number < 4000:
        roman = _roman(number)
        return roman if format == "upperRoman" else roman.lower()
    if format == "decimalZero":
        return f"{number:02}"
    return f"{number}." if format == "ordinal" else str(number)


def _roman(number: int) -> str:
    digits = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
              (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip
    roman = ""
    for value, letters in digits:
        roman += letters * (number // value)
        number %= value
    return roman


def _value(element: Any, name: str) -> str:
    child = element.find(f"{W}{name}")
    return "" if child is None else child.get(f"{W}val", "")


def _whole(text: str | None) -> int:
    try:
        return max(-1, min(int(text or 0), 100_000))
    except ValueError:
        return 0
