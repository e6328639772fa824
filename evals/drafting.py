"""Drafting: is every machine sentence sound, and is the draft of use?

Cases: `inquiries.jsonl` (`{id, text, before, answers[{number, answer}]}`). A draft is sound when no
machine sentence lacks a citation, no quote differs from its paper at its offsets, no source is later
than `before`, no other voice than the town's is quoted, and no figure, date, amount, law or name is
neither traced nor flagged. Use is measured against the official answer: the share of its content
words (rare ones weigh more) that the draft holds, and the share of the draft's that it holds. With a model it is
also said how often it was asked and failed, how its sentences were judged, and how long a question took.
"""

import datetime as dt
import math
import sys
import time
from collections import Counter
from collections.abc import Iterable

from assistant.drafting import draft, open_model, proposed_reference
from assistant.drafting.verify import untraced
from assistant.german import content_words, stem
from assistant.library import Library
from assistant.model import DraftItem, Scope, Sentence
from assistant.reading import read_inquiry
from evals.data_files import jsonl, known_before
from evals.setup import Setup
from evals.statistics import mean_interval

FAULTS = ("uncited", "not_verbatim", "later", "other_voice", "untraced")
_STATUS = ("drafted", "partial", "no_precedent")
_OF_MODEL = (
    "asked",
    "failed",
    "supported",
    "repaired",
    "misattributed",
    "stitched",
    "fabricated",
    "tokens_in",
    "tokens_out",
)


def produce(setup: Setup) -> Iterable[dict]:
    cases = jsonl(setup.dataset("drafting") / "inquiries.jsonl", ("id", "text"))
    model = open_model(setup.library.settings, setup.model)
    common = Counter(w for case in cases for a in case.get("answers", ()) for w in set(_words(a["answer"])))
    for number, case in enumerate(cases, 1):
        yield _case(setup, case, model, common)
        if model:  # it may take minutes a case
            print(f"{number}/{len(cases)}", end="\r", file=sys.stderr)


def score(rows: list[dict]) -> dict:
    items = sum(row["items"] for row in rows)
    measures: dict = {"items": items, **{status: sum(row[status] for row in rows) for status in _STATUS}}
    measures["sentences"] = sum(row["sentences"] for row in rows)
    measures.update({fault: sum(row[fault] for row in rows) for fault in FAULTS})
    measures["sound"] = sum(row["sound"] for row in rows) / len(rows)
    judged = [row["useful"] for row in rows if row["useful"] is not None]
    if judged:
        interval = mean_interval(judged)
        measures["useful"], measures["useful, low"], measures["useful, high"] = interval
        measures["on_topic"] = sum(row["on_topic"] for row in rows if row["useful"] is not None) / len(judged)
    measures["characters an item"] = sum(row["characters"] for row in rows) / max(1, items)
    measures["flags an item"] = sum(row["flags"] for row in rows) / max(1, items)
    measures["references"] = sum(row["references"] for row in rows)
    measures["seconds an item"] = sum(row["seconds"] for row in rows) / max(1, items)
    if any(row["model"] for row in rows):
        counted = {f"model, {name}": sum(row["model"].get(name, 0) for row in rows) for name in _OF_MODEL}
        measures.update({k: v for k, v in counted.items() if v or "tokens" not in k})  # not every server tells them
        measures["drafts with a notice"] = sum(bool(row["notice"]) for row in rows)
    return measures


def _case(setup: Setup, case: dict, model, common: Counter) -> dict:
    before = known_before(case)
    inquiry = read_inquiry(case["text"].encode(), f"{case['id']}.txt")
    scope = Scope(before=before, public_only=inquiry.public)
    begun = time.monotonic()
    made = draft(inquiry, setup.library, scope=scope, model=model, prompts=setup.prompts)
    seconds = time.monotonic() - begun
    faults: Counter = Counter()
    for item in made.items:
        faults.update(faults_of(setup.library, item, before))
    official = {str(answer["number"]): answer["answer"] for answer in case.get("answers", ())}
    drafts = " ".join(item.text for item in made.items)
    useful, on_topic = _overlap(drafts, " ".join(official.values()), common) if official else (None, 0.0)
    return {
        "id": str(case["id"]),
        "items": len(made.items),
        **{status: sum(item.status == status for item in made.items) for status in _STATUS},
        "sentences": sum(len(item.sentences) for item in made.items),
        "characters": sum(len(item.text) for item in made.items),
        "flags": sum(len(item.flags) for item in made.items),
        **{fault: faults[fault] for fault in FAULTS},
        "sound": float(not faults.total()),
        "useful": useful,
        "on_topic": on_topic,
        "references": sum(proposed_reference(item) is not None for item in made.items),
        "seconds": seconds,
        "model": made.generator.counts,
        "notice": made.generator.notice,
        "draft": made.model_dump(mode="json"),
        "note": ", ".join(f"{fault}: {count}" for fault, count in faults.items()) or "ohne Mangel",
    }


def faults_of(library: Library, item: DraftItem, before: dt.date | None) -> Iterable[str]:
    """The name of each fault in the item's machine sentences, once a finding."""
    position = 0
    for sentence in item.sentences:
        if sentence.author == "machine":
            yield from _sentence_faults(library, item, sentence, position, before)
        position += len(sentence.text) + 1


def _sentence_faults(
    library: Library, item: DraftItem, sentence: Sentence, position: int, before: dt.date | None
) -> Iterable[str]:
    if not sentence.citations:
        yield "uncited"
    for citation in sentence.citations:
        paper = library.paper(citation.paper)
        if paper is None or paper.text[citation.start : citation.end] != citation.quote:
            yield "not_verbatim"
        if before is not None and (citation.date is None or citation.date >= before):
            yield "later"
        if not _speaks_for_town(library, citation.paper, citation.start):
            yield "other_voice"
    for flag in untraced(sentence.text, item.question, [c.quote for c in sentence.citations]):
        start, end = position + flag.start, position + flag.end
        if not any(known.start < end and start < known.end for known in item.flags):
            yield "untraced"


def _speaks_for_town(library: Library, paper: str, offset: int) -> bool:
    for unit in library.units_of([paper]):
        spans = unit.spans or ()
        if any(span.start <= offset < span.end for span in spans):
            return unit.voice.speaks_for_town
    return False


def _words(text: str) -> list[str]:
    return [stem(word) for word in content_words(text)]


def _overlap(draft_text: str, official: str, common: Counter) -> tuple[float, float]:
    """Weighted share of the official answer's words in the draft, and of the draft's in the answer."""
    ours, theirs = set(_words(draft_text)), set(_words(official))

    def weight(words: set[str]) -> float:
        return sum(1 / math.log(2 + common[word]) for word in words)

    shared = weight(ours & theirs)
    return shared / max(1e-9, weight(theirs)), shared / max(1e-9, weight(ours))
