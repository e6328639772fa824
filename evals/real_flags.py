"""Gold cases of flags in real papers, kept without their text (`evals/data/flags/real`).

A case names its papers by the end of their OParl ids (`vo/27278`), the place of a passage, and the first 16 digits of
the SHA-256 of what stands there, white space folded. `edits` are the small changes that make of it the sentence of a
draft (the passage then is its quote); `before` and `after` are words of our own put beside it. `flagged` holds the
places in the resulting text that must be looked at, or says yes or no of the whole.

Cases of 2019 and later are held out, by the day of their paper (`stale`: of the new answer; `contradiction`: of the
later paper). Labels were given by reading before any flag was raised on these texts.
"""

import hashlib
import json
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

from sqlalchemy import select

from assistant.library import Library
from assistant.library.tables import PaperRow
from assistant.model import Paper

HELD_OUT_SINCE = "2019"
_MOVED = 3000


def stored_cases(kind: str) -> list[dict[str, Any]]:
    """The cases of a kind as they are stored."""
    lines = (files("evals") / "data" / "flags" / "real" / f"{kind}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def part_of(case: dict[str, Any]) -> str:
    return "held_out" if case.get("today", case["date"]) >= HELD_OUT_SINCE else "development"


class Passages:
    """Finds the passages that cases name in one library."""

    def __init__(self, library: Library) -> None:
        with library.reading() as session:
            rows = session.execute(select(PaperRow.id, PaperRow.oparl_id)).all()
        self._ids = {"/".join(oparl_id.split("/")[-2:]): paper for paper, oparl_id in rows if oparl_id}
        self._library = library
        self._papers: dict[str, Paper | None] = {}

    def text(self, place: dict[str, Any]) -> str | None:
        """The passage on one line; None where the library has no such text."""
        paper = self._paper_of(place["paper"])
        text = paper.text if paper else ""
        length = place["end"] - place["start"]
        for start in _near(place["start"], len(text) - length):
            found = folded(text[start : start + length])
            if digest(found) == place["hash"]:
                return found
        return None

    def _paper_of(self, name: str) -> Paper | None:
        if name not in self._papers:
            known = self._ids.get(name)
            self._papers[name] = self._library.paper(known, public_only=False) if known else None
        return self._papers[name]

    def title(self, place: dict[str, Any]) -> str:
        """The name of the paper that the passage stands in."""
        paper = self._paper_of(place["paper"])
        return paper.name if paper else ""


def _near(start: int, last: int) -> Iterator[int]:
    """The place itself, then those around it: another version of the reading may have moved it."""
    for away in range(_MOVED):
        yield from (at for at in {start - away, start + away} if 0 <= at <= last)


def folded(text: str) -> str:
    return " ".join(text.split())


def digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def resolved(case: dict[str, Any], passages: Passages) -> dict[str, Any] | None:
    """The case with its texts, in the shape of our own gold (`evals.flags`); None where a text is not there."""
    texts = {name: passages.text(case[name]) for name in ("text", "a", "b") if name in case}
    if None in texts.values():
        return None
    found = {**case, **texts}
    if "text" in texts:
        found |= {"text": _said(texts["text"] or "", case), "quotes": [texts["text"]], "question": ""}
    if "a" in case:
        found |= {"title_a": passages.title(case["a"]), "title_b": passages.title(case["b"])}
    if "today" in case:
        found["source_date"] = case["date"]
    return found


def _said(text: str, case: dict[str, Any]) -> str:
    for start, end, new in sorted(case.get("edits", ()), reverse=True):
        text = text[:start] + new + text[end:]
    return " ".join(filter(None, (case.get("before"), text, case.get("after"))))
