"""The sentences that earlier papers offer for an answer, each with its place in its paper.

Only the administration's own words and decisions are offered, only from texts that were not
replaced, only from files known on the day. Offsets are those of the cited paper's `text`.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from assistant.drafting.rows import labelled, table_rows
from assistant.drafting.worth import Unfit, commands_a_machine, unfit
from assistant.german import sentences
from assistant.model import Citation, Date, Notice, Paper, Precedent, Scope, Span
from assistant.retrieval.marks import NEVER_QUOTED

Place = tuple[str, int, int]
"""A paper's id, and where in its text."""


class Papers(Protocol):
    """What is needed of a library: its papers by id, and what reading noticed about them."""

    def paper(self, name: str, public_only: bool = True) -> Paper | None: ...
    def paper_notices(self, paper_id: str) -> Sequence[Notice]: ...


@dataclass(frozen=True)
class Evidence:
    """One sentence of an earlier paper, or one row of a table (then `heads` names its columns).

    `order` is its place among the sentences of its answer.
    """

    precedent: Precedent
    start: int
    end: int
    quote: str
    date: Date | None
    page: int | None
    order: int
    unfit: Unfit | None
    heads: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The sentence as it reads on one line; a row of a table with the heads of its columns."""
        if self.heads:
            return labelled(self.heads, self.quote)
        return re.sub(r"\s+", " ", self.quote).strip()

    @property
    def key(self) -> Place:
        return (self.precedent.paper.id, self.start, self.end)

    @property
    def around(self) -> str:
        """The answer or passage that the sentence stands in."""
        return self.precedent.text

    @property
    def asked_before(self) -> str:
        """The question that this sentence answered, empty for a passage."""
        return self.precedent.question

    def citation(self) -> Citation:
        paper, exchange = self.precedent.paper, self.precedent.exchange
        return Citation(
            paper=paper.id,
            reference=paper.reference,
            date=self.date,
            exchange=exchange.number if exchange else None,
            page=self.page,
            start=self.start,
            end=self.end,
            quote=self.quote,
        )


def evidence(precedents: Iterable[Precedent], library: Papers, scope: Scope) -> list[Evidence]:
    """The sentences of the precedents that may be quoted, each place once, best precedent first."""
    found: dict[Place, Evidence] = {}
    for precedent in precedents:
        paper = library.paper(precedent.paper.id, public_only=scope.public_only)
        if paper is None or not precedent.voice.speaks_for_town or NEVER_QUOTED & set(precedent.marks):
            continue
        for sentence in _sentences(precedent, paper, scope):
            found.setdefault(sentence.key, sentence)
    return list(found.values())


def _sentences(precedent: Precedent, paper: Paper, scope: Scope) -> Iterator[Evidence]:
    order = 0
    for span in _spans(precedent):
        text = paper.text[span.start : span.end]
        rows = list(table_rows(text))
        for piece in sentences(text):
            if any(row.start < piece.end and piece.start < row.end for row in rows):
                continue
            found = _place(precedent, paper, _moved(piece.start, piece.end, span.start), order, scope)
            order += 1
            if found:
                yield found
        for row in rows:
            found = _place(precedent, paper, _moved(row.start, row.end, span.start), order, scope)
            order += 1
            if found:
                unfit_row = Unfit.instruction if commands_a_machine(found.quote) else None
                yield replace(found, heads=row.heads, unfit=unfit_row)


def _moved(start: int, end: int, by: int) -> Span:
    return Span(start=start + by, end=end + by)


def _place(precedent: Precedent, paper: Paper, at: Span, order: int, scope: Scope) -> Evidence | None:
    """The sentence at that place with its file's date and page; None where it may not be quoted."""
    file = next((f for f in paper.files if f.start <= at.start and at.end <= f.end), None)
    if paper.is_replaced(at.start, at.end, scope.before):
        return None
    date = (file.date if file else None) or precedent.date
    if scope.before and (date is None or date >= scope.before):
        return None
    quote = paper.text[at.start : at.end]
    text = re.sub(r"\s+", " ", quote).strip()
    page = file.page_at(at.start) if file else _page(precedent)
    return Evidence(precedent, at.start, at.end, quote, date, page, order, unfit(text, precedent.question))


def _spans(precedent: Precedent) -> tuple[Span, ...]:
    if precedent.exchange:
        return precedent.exchange.spans
    passage = precedent.passage
    return (Span(start=passage.start, end=passage.end),) if passage else ()


def _page(precedent: Precedent) -> int | None:
    part = precedent.exchange or precedent.passage
    return part.page if part else None
