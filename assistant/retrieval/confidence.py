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
from assistant.retrieval.likeness import coverage, likeness, term_set, terms_of
from assistant.retrieval.query import Query

SIGNALS = ("own", "asked", "meaning", "town")


def signals(query: Query, unit: Unit, voice: Voice, meaning: float) -> dict[str, float]:
    """What the pair has in common, each from 0 to 1.

    `own`: the share of the question's own words that the text says, each counting as much as it
    tells; `asked`: how alike the two questions are; `meaning`: the cosine of question (with its
    topic) and text; `town`: whether the town itself speaks.
    """
    return {
        "own": coverage(query.own, terms_of(unit), query.idf),
        "asked": likeness(query.own, term_set(unit.question), query.idf) if unit.question else 0.0,
        "meaning": max(0.0, meaning),
        "town": float(voice.speaks_for_town),
    }


@cache
def _model() -> dict:
    return json.loads(Path(__file__).with_name("confidence.json").read_text(encoding="utf-8"))


def confidence(values: Mapping[str, float]) -> float:
    """The probability that the pair's text answers its question."""
    model = _model()
    score = model["bias"] + sum(weight * values[name] for name, weight in model["weights"].items())
    return 1 / (1 + math.exp(-score))
