"""Small papers of a fictional town, and what a search would find of them."""

import datetime as dt

from assistant.drafting.evidence import Evidence, evidence
from assistant.model import (
    Exchange,
    File,
    FoundExchange,
    FoundPaper,
    FoundPassage,
    Notice,
    Paper,
    Precedent,
    Scope,
    Span,
    Voice,
)

Pairs = tuple[tuple[str, str], ...]


class Shelf:
    """A library of a few papers, in memory: what drafting asks of one."""

    def __init__(self, *papers: Paper, notices: dict[str, tuple[Notice, ...]] | None = None) -> None:
        self._papers = {paper.id: paper for paper in papers}
        self._notices = notices or {}

    def paper(self, name: str, public_only: bool = True) -> Paper | None:
        found = self._papers.get(name)
        return found if found and (found.public or not public_only) else None

    def paper_notices(self, paper_id: str) -> tuple[Notice, ...]:
        return self._notices.get(paper_id, ())


def paper(
    name: str, pairs: Pairs, day: str = "2018-04-12", id: str = "p1", public: bool = True, replaced: bool = False
) -> Paper:
    """A Stellungnahme with these questions and answers."""
    text, exchanges = f"STELLUNGNAHME\n\n{name}\n\n", []
    for number, (question, answer) in enumerate(pairs, 1):
        text += f"{number}. {question}\n\n"
        span = Span(start=len(text), end=len(text) + len(answer))
        text += f"{answer}\n\n"
        exchanges.append(
            Exchange(
                number=str(number), question=question, answer=answer, date=dt.date.fromisoformat(day), spans=(span,)
            )
        )
    date = dt.date.fromisoformat(day)
    file = File(name="Stellungnahme", sha256="0" * 64, date=date, start=0, end=len(text), replaced=replaced)
    return Paper(
        id=id, reference=f"{day[:4]}/0{id[1:]}", name=name, date=date, public=public, exchanges=tuple(exchanges),
        text=text, files=(file,),
    )  # fmt: skip


def precedents(*papers: Paper, voice: Voice = Voice.administration, confidence: float = 0.9) -> list[Precedent]:
    """Every exchange of the papers, as a search would return it."""
    found: list[Precedent] = []
    for one in papers:
        head = FoundPaper(id=one.id, reference=one.reference, name=one.name, date=one.date, public=one.public)
        for exchange in one.exchanges:
            shown = FoundExchange(
                number=exchange.number, question=exchange.question, answer=exchange.answer, date=exchange.date,
                spans=exchange.spans,
            )  # fmt: skip
            found.append(
                Precedent(rank=len(found) + 1, score=1.0, paper=head, exchange=shown, voice=voice, date=exchange.date,
                          confidence=confidence)
            )  # fmt: skip
    return found


def passage(one: Paper, text: str, voice: Voice = Voice.administration) -> Precedent:
    """One passage of a paper, as a search would return it."""
    start = one.text.index(text)
    head = FoundPaper(id=one.id, reference=one.reference, name=one.name, date=one.date)
    part = FoundPassage(text=text, start=start, end=start + len(text))
    return Precedent(rank=1, score=1.0, paper=head, passage=part, voice=voice, date=one.date, confidence=0.9)


def sentences_of(*papers: Paper) -> list[Evidence]:
    return evidence(precedents(*papers), Shelf(*papers), Scope())
