"""How well the verifier tells what follows from its quotes, on `evals/data/verify/pairs.jsonl`.

Pairs with an odd id were looked at while the rules were written. Those with an even id were held out at first; but
their last 50 (ids from 786) were written late in the tuning, some rules changed after them, and a few of the others
were looked at since. Pairs with a `batch` were written as an outsider would, frozen, judged once, and only then used to
write rules: what they showed on that first run is in docs/decisions and cannot be had again from here. Of the
batch `outsider-17` (even ids from 886) nothing that was refused was tuned on; its two misses led to a rule. Of
`outsider-20` (even ids from 1046) nothing that was refused was tuned on; one of its misses led to a rule.

`forms.json` holds families of sentences: those of one class say the same in other words, those of another class
(`wrong`) something else. Each sentence of a class follows from each other one, and none of a wrong class does.
They were written to find rules that read one way to say a thing and not the next; the rules have seen them.
"""

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterator
from importlib.resources import files
from typing import Any, NamedTuple

from assistant.drafting.verify import judge, judge_cases


class VerdictScore(NamedTuple):
    """`caught`: share of defects not passed; `refused`: of fine ones not passed; `named`: right outcome if caught."""

    defects: int
    fine: int
    caught: float
    refused: float
    named: float
    missed_ids: tuple[int, ...]
    refused_ids: tuple[int, ...]


def pairs(part: str = "all") -> list[dict[str, Any]]:
    """The pairs; `part` is `all`, `development` or `held_out`."""
    lines = (files("evals") / "data" / "verify" / "pairs.jsonl").read_text(encoding="utf-8").splitlines()
    remainder = {"development": 1, "held_out": 0}.get(part)
    return [pair for pair in map(json.loads, lines) if remainder is None or pair["id"] % 2 == remainder]


def score(part: str = "all") -> VerdictScore:
    """Judge every pair and count."""
    chosen = pairs(part)
    verdicts = judge_cases(chosen)
    count: Counter[str] = Counter()
    missed, refused = [], []
    for pair, verdict in zip(chosen, verdicts, strict=True):
        fine = pair["expected"] == "supported"
        count["fine" if fine else "defect"] += 1
        if fine and not verdict["supported"]:
            refused.append(pair["id"])
        elif not fine and verdict["supported"]:
            missed.append(pair["id"])
        elif not fine:
            count["named"] += verdict["outcome"] == pair["expected"]
    caught = count["defect"] - len(missed)
    return VerdictScore(
        defects=count["defect"],
        fine=count["fine"],
        caught=caught / max(1, count["defect"]),
        refused=len(refused) / max(1, count["fine"]),
        named=count["named"] / max(1, caught),
        missed_ids=tuple(missed),
        refused_ids=tuple(refused),
    )


class FormScore(NamedTuple):
    """Of one family: how many ordered pairs say the same, how many do not, and those judged wrongly."""

    name: str
    same: int
    other: int
    refused: tuple[tuple[str, str], ...]
    missed: tuple[tuple[str, str], ...]


def form_scores() -> list[FormScore]:
    """Every family of `forms.json`; wrongly judged pairs as (quote, sentence)."""
    families = json.loads((files("evals") / "data" / "verify" / "forms.json").read_text(encoding="utf-8"))
    return [_score_family(family) for family in families]


def _score_family(family: dict[str, Any]) -> FormScore:
    same, other = list(_same(family)), list(_other(family))
    return FormScore(
        name=family["name"],
        same=len(same),
        other=len(other),
        refused=tuple(pair for pair in same if not _follows(*pair)),
        missed=tuple(pair for pair in other if _follows(*pair)),
    )


def _same(family: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name in family["wrong"]:
        forms = family["forms"][name]
        yield from ((quote, sentence) for quote in forms for sentence in forms if quote != sentence)


def _other(family: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name, wrong in family["wrong"].items():
        for quote in family["forms"][name]:
            yield from ((quote, sentence) for other in wrong for sentence in family["forms"][other])


def _follows(quote: str, sentence: str) -> bool:
    return judge(sentence, "", [quote], [None], dt.date(2021, 6, 1)).supported
