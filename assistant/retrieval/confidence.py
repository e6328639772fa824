"""How sure it is that an earlier answer really answers a question: a calibrated probability.

A logistic model over a few signals that a person can follow. `confidence.json` holds its weights and
how they were learned; pairs of questions and earlier texts were judged by hand for it.
"""

import json
import math
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from assistant.library import Unit
from assistant.model import Voice
from assistant.retrieval.likeness import coverage, likeness, term_set
from assistant.retrieval.query import Query

_ENTITY = 5.0
SIGNALS = ("own", "topic", "asked", "entities", "meaning", "file", "title", "exchange", "town")


def signals(query: Query, topic: str, unit: Unit, meaning: float, paper: Mapping[str, float]) -> dict[str, float]:
    """What the pair has in common, each from 0 to 1.

    `own`: the question's own words; `topic`: those of its inquiry's topic; `asked`: the questions
    themselves; `entities`: the rarest words of both; `meaning`: the cosine.
    """
    said = term_set(f"{unit.title}\n{unit.question}\n{unit.text}")
    about = term_set(topic)
    wanted = {*query.own, *about}
    rare = [term for term in wanted if query.idf.get(term, 0.0) >= _ENTITY]
    return {
        "own": coverage(query.own, said, query.idf),
        "topic": coverage(about, said, query.idf) if about else coverage(query.own, said, query.idf),
        "asked": likeness(query.own, term_set(unit.question), query.idf) if unit.question else 0.0,
        "entities": sum(term in said for term in rare) / len(rare) if rare else 0.5,
        "meaning": max(0.0, meaning),
        "file": paper.get("file", 0.0),
        "title": max(0.0, paper.get("meaning_title", 0.0)),
        "exchange": float(unit.kind == "exchange"),
        "town": float(Voice(unit.voice).speaks_for_town),
    }


@cache
def _model() -> dict:
    return json.loads(Path(__file__).with_name("confidence.json").read_text(encoding="utf-8"))


def confidence(values: Mapping[str, float]) -> float:
    """The probability that the pair's text answers its question."""
    model = _model()
    score = model["bias"] + sum(weight * values[name] for name, weight in model["weights"].items())
    return 1 / (1 + math.exp(-score))
