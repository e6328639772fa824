"""A finished text held against its citations and the library again.

Used when drafting, saving, signing and exporting: quotes that no longer stand verbatim in a paper
that may be seen are found, and the flags are computed anew from what the text now says.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache

from assistant.drafting.compared import compared
from assistant.drafting.evidence import Papers
from assistant.drafting.flags import flags_of, instruction, not_public_question
from assistant.drafting.worth import commands_a_machine
from assistant.german import sentences
from assistant.model import Citation, DraftItem, Flag, FlagKind, Inquiry, Scope, Sentence

_LOOKED_THROUGH = 300_000
# A person's statement names where a value comes from: nothing is left to be traced.
_ABOUT_TRACES = frozenset({FlagKind.figure, FlagKind.date, FlagKind.amount, FlagKind.law, FlagKind.person})


def unverified(item: DraftItem, library: Papers, scope: Scope) -> list[Citation]:
    """The citations whose quote does not stand where they say, or that may not be seen or known."""
    return [c for s in item.sentences for c in s.citations if not verified(c, library, scope)]


def verified(citation: Citation, library: Papers, scope: Scope) -> bool:
    """Whether the quote stands verbatim in a visible paper, in a file known on the day."""
    paper = library.paper(citation.paper, public_only=scope.public_only)
    if paper is None or not citation.quote or paper.text[citation.start : citation.end] != citation.quote:
        return False
    if scope.exclude & {paper.id, paper.reference or "", paper.oparl_id or ""}:
        return False
    file = next((f for f in paper.files if f.start <= citation.start and citation.end <= f.end), None)
    day = (file.date if file else None) or paper.date
    if paper.is_replaced(citation.start, citation.end, scope.before):
        return False
    return scope.before is None or (day is not None and day < scope.before)


def review_item(item: DraftItem, inquiry: Inquiry, library: Papers, scope: Scope) -> DraftItem:
    """The item with its broken citations taken off and its flags computed anew.

    A machine sentence that loses its last citation goes too: nothing unsupported stays.
    """
    scope = fitting(scope, inquiry)
    kept = item.model_copy(update={"sentences": tuple(_kept(item.sentences, library, scope))})
    return flagged(kept, inquiry, library, scope)


def fitting(scope: Scope, inquiry: Inquiry) -> Scope:
    """The scope that an answer to this inquiry may draw on.

    Nothing that is not public for a public answer, whoever asks; no paper for its own inquiry.
    """
    own = {inquiry.reference} if inquiry.reference else set()
    public_only = scope.public_only or inquiry.public
    return scope.model_copy(update={"exclude": scope.exclude | own, "public_only": public_only})


def flagged(item: DraftItem, inquiry: Inquiry, library: Papers, scope: Scope) -> DraftItem:
    """The item with all its flags, their offsets in its sentences joined by one space."""
    flags: list[Flag] = []
    offset = 0
    for sentence in item.sentences:
        found = _flags(sentence, item, inquiry, library, scope)
        flags.extend(_shifted(flag, offset) for flag in found)
        offset += len(sentence.text) + 1
    flags.extend(_asks_for_what_is_not_public(item))
    flags.extend(_commanded_by_the_inquiry(item, inquiry))
    return item.model_copy(update={"flags": tuple(sorted(set(flags), key=_place))})


def _kept(sentences: Sequence[Sentence], library: Papers, scope: Scope) -> list[Sentence]:
    kept = []
    for sentence in sentences:
        citations = tuple(c for c in sentence.citations if verified(c, library, scope))
        if citations or sentence.author != "machine":
            kept.append(sentence.model_copy(update={"citations": citations}))
    return kept


def _flags(sentence: Sentence, item: DraftItem, inquiry: Inquiry, library: Papers, scope: Scope) -> Iterator[Flag]:
    """What its own words, its quotes, its sources and the other earlier answers say about a sentence."""
    found = flags_of(
        sentence.text,
        question=item.question,
        quotes=[c.quote for c in sentence.citations],
        source_dates=[c.date for c in sentence.citations],
        today=scope.before or date.today(),
        public=inquiry.public,
    )
    told = sentence.statement is not None and sentence.author != "machine"
    others = compared(sentence, item)
    known = {(flag.kind, flag.start, flag.end) for flag in others}
    yield from others
    for flag in found:
        if not (told and flag.kind in _ABOUT_TRACES) and (flag.kind, flag.start, flag.end) not in known:
            yield flag
    yield from _commanding_sources(sentence, library)


def _commanding_sources(sentence: Sentence, library: Papers) -> Iterator[Flag]:
    """A source that tries to command a machine is to be looked at, even where it is quoted rightly."""
    for paper in dict.fromkeys(c.paper for c in sentence.citations):
        known = library.paper(paper, public_only=False)
        noticed = any(notice.kind == "instruction" for notice in library.paper_notices(paper))
        if noticed or (known and _commands(known.text)):
            message = "Die Quelle enthält eine Anweisung an ein Programm. Bitte die Quelle selbst ansehen."
            yield Flag(kind=FlagKind.instruction, text=sentence.text, start=0, end=len(sentence.text), message=message)


@lru_cache(maxsize=256)
def _commands(text: str) -> bool:
    """Whether any sentence of a text speaks to a program."""
    part = text[:_LOOKED_THROUGH]
    return bool(instruction(part)) or any(commands_a_machine(part[s.start : s.end]) for s in sentences(part))


def _commanded_by_the_inquiry(item: DraftItem, inquiry: Inquiry) -> Iterator[Flag]:
    if item.sentences and _commands(f"{inquiry.preamble}\n\n{item.question}"):
        text = item.sentences[0].text
        message = "Die Anfrage enthält eine Anweisung an ein Programm; sie wurde nicht befolgt. Bitte selbst ansehen."
        yield Flag(kind=FlagKind.instruction, text=text, start=0, end=len(text), message=message)


def _asks_for_what_is_not_public(item: DraftItem) -> Iterator[Flag]:
    message = not_public_question(item.question)
    if message and item.sentences:
        text = item.sentences[0].text
        yield Flag(kind=FlagKind.not_public, text=text, start=0, end=len(text), message=message)


def _shifted(flag: Flag, by: int) -> Flag:
    return flag.model_copy(update={"start": flag.start + by, "end": flag.end + by})


def _place(flag: Flag) -> tuple[int, int, str]:
    return flag.start, flag.end, flag.kind
