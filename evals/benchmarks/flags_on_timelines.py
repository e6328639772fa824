"""What drafts on real questions hear of later and other values: the alarms, to be read, and how many they are.

    python -m evals.benchmarks.flags_on_timelines [--questions 100] [--before 2019-01-01] [--wide]

Draws questions that were asked before. The sentences of one answer of the question's timeline (with `--wide`: of the
first hits of the search) stand as the draft, the other answers beside it, as the town hall would see them. Prints each
`stale` and `contradiction` that comes of the comparison, with both values and their dates.
"""

import argparse
import datetime as dt
import random
from collections.abc import Iterator

from assistant.drafting.compared import compared
from assistant.german import sentences
from assistant.library import Library
from assistant.model import Citation, DraftItem, Flag, ItemStatus, Precedent, Scope, Sentence
from assistant.retrieval import search, timeline
from assistant.settings import load_settings

_SHOWN = 10
_DRAFTED_FROM = 4


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--questions", type=int, default=100)
    parser.add_argument("--before", type=dt.date.fromisoformat, default=None)
    parser.add_argument(
        "--wide", action="store_true", help="all hits of the search, not only those to the same question"
    )
    options = parser.parse_args()
    scope = Scope(before=options.before)
    heard: list[tuple[Flag, Precedent]] = []
    looked_at = timelines = 0
    with Library.open(load_settings()) as library:
        for question in _questions(library, options.before, options.questions):
            found = (
                search(library, question, scope, limit=_SHOWN) if options.wide else timeline(library, question, scope)
            )
            hits = [hit for hit in found if hit.voice.speaks_for_town][:_SHOWN]
            if len({hit.paper.id for hit in hits}) < 2:
                continue
            timelines += 1
            for hit in hits[:_DRAFTED_FROM] if options.wide else hits:
                for item in _drafts(question, hit, hits):
                    looked_at += 1
                    heard += [(flag, hit) for flag in compared(item.sentences[0], item)]
    print(f"{timelines} questions, {looked_at} sentences, {len(heard)} alarms")
    for flag, hit in heard:
        print(f"{flag.kind:14} {hit.date} {hit.paper.name[:60]}: {flag.text[:120]}\n    {flag.message[:300]}")


def _questions(library: Library, before: dt.date | None, most: int) -> list[str]:
    units = library.units_of(library.paper_ids())
    known = (u for u in units if u.question and u.date and (before is None or u.date < before))
    asked = sorted({" ".join(u.question.split()) for u in known if len(u.question) > 40})
    return random.Random(3).sample(asked, min(most, len(asked)))  # noqa: S311 - no secret


def _drafts(question: str, hit: Precedent, hits: list[Precedent]) -> Iterator[DraftItem]:
    """One item for each sentence of the hit, with the others beside it."""
    beside = tuple(one.model_copy(update={"rank": rank}) for rank, one in enumerate(hits, 1))
    for span in sentences(hit.text):
        text = " ".join(hit.text[span.start : span.end].split())
        if 30 < len(text) < 350:
            number = hit.exchange.number if hit.exchange else None
            citation = Citation(paper=hit.paper.id, date=hit.date, exchange=number, start=0, end=len(text), quote=text)
            sentence = Sentence(text=text, citations=(citation,))
            yield DraftItem(question=question, status=ItemStatus.drafted, sentences=(sentence,), precedents=beside)


if __name__ == "__main__":
    main()
