"""How well `assistant.german` does on its own gold sets (council German of fictional towns).

Cases with an odd id were looked at while the rules were written; those with an even id were held out.
"""

import json
from collections.abc import Callable, Iterable
from decimal import Decimal
from importlib.resources import files
from typing import NamedTuple

from assistant import german
from assistant.german import DateValue, Mention

EXTRACTORS: dict[str, Callable[[str], list[Mention]]] = {
    "figures": german.figures,
    "amounts": german.amounts,
    "dates": german.dates,
    "statutes": german.statutes,
    "names": german.names,
}


class Score(NamedTuple):
    """Precision and recall over `n` things that should be found; `wrong` shows what was not."""

    n: int
    precision: float
    recall: float
    wrong: tuple[str, ...]


def cases(name: str, part: str = "all") -> list[dict]:
    """The gold cases of `name`; `part` is `all`, `development` or `held_out`."""
    lines = (files("evals") / "data" / "german" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    remainder = {"development": 1, "held_out": 0}.get(part)
    return [case for case in map(json.loads, lines) if remainder is None or case["id"] % 2 == remainder]


def sentence_score(part: str = "all") -> Score:
    """A boundary counts when the sentence that ends there has exactly the gold's text."""
    expected, found = [], []
    for case in cases("sentences", part):
        expected += [(case["id"], *span) for span in _gold_spans(case)]
        found += [(case["id"], *span) for span in german.sentences(case["text"])]
    return _score(expected, found)


def extractor_score(name: str, part: str = "all") -> Score:
    """A mention counts when its text, its place and its value are the gold's."""
    expected, found = [], []
    for case in cases(name, part):
        expected += [(case["id"], m["start"], m["text"], m["value"]) for m in case["mentions"]]
        found += [(case["id"], m.start, m.text, _value(m)) for m in EXTRACTORS[name](case["text"])]
    return _score(expected, found)


def _gold_spans(case: dict) -> Iterable[tuple[int, int]]:
    position = 0
    for sentence in case["sentences"]:
        start = case["text"].index(sentence, position)
        position = start + len(sentence)
        yield start, position


def _value(mention: Mention) -> str:
    if isinstance(mention.value, DateValue):
        return mention.value.key
    if isinstance(mention.value, Decimal):
        number = f"{round(mention.value, 4).normalize():f}"
        return f"{number} {mention.unit}".strip() if mention.kind == "figure" else number
    return mention.value


def _score(expected: list[tuple], found: list[tuple]) -> Score:
    hits = len(set(expected) & set(found))
    wrong = [f"fehlt: {item}" for item in expected if item not in found]
    wrong += [f"zu viel: {item}" for item in found if item not in expected]
    return Score(len(expected), hits / max(1, len(found)), hits / max(1, len(expected)), tuple(wrong))
