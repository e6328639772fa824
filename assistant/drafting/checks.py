"""A finished text held against its citations and the library again.

Used when drafting, saving, signing and exporting: quotes that no longer stand verbatim in a paper
that may be seen are found, and the flags are computed anew from what the text now says.
"""

from collections.abc import Sequence

from assistant.drafting.evidence import Papers
from assistant.drafting.gaps import german_date
from assistant.drafting.lasting import dated, speaks_of_its_day
from assistant.model import Citation, DraftItem, Flag, FlagKind, Inquiry, Scope, Sentence


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
    if file and file.replaced:
        return False
    return scope.before is None or (day is not None and day < scope.before)


def review_item(item: DraftItem, inquiry: Inquiry, library: Papers, scope: Scope) -> DraftItem:
    """The item with its broken citations taken off and its flags computed anew.

    A machine sentence that loses its last citation goes too: nothing unsupported stays.
    """
    sentences = tuple(_kept(item.sentences, library, scope))
    reviewed = item.model_copy(update={"sentences": sentences})
    return reviewed.model_copy(update={"flags": flags_of_item(reviewed.question, reviewed.sentences)})


def _kept(sentences: Sequence[Sentence], library: Papers, scope: Scope) -> list[Sentence]:
    kept = []
    for sentence in sentences:
        citations = tuple(c for c in sentence.citations if verified(c, library, scope))
        if citations or sentence.author != "machine":
            kept.append(sentence.model_copy(update={"citations": citations}))
    return kept


def flags_of_item(question: str, sentences: Sequence[Sentence]) -> tuple[Flag, ...]:
    """The flags of all sentences, their offsets in the sentences joined by one space."""
    flags: list[Flag] = []
    offset = 0
    for sentence in sentences:
        flags.extend(shifted(flag, offset) for flag in _stale(sentence))
        offset += len(sentence.text) + 1
    return tuple(flags)


def shifted(flag: Flag, by: int) -> Flag:
    return flag.model_copy(update={"start": flag.start + by, "end": flag.end + by})


def _stale(sentence: Sentence) -> list[Flag]:
    """What was true on the day of its source: values, and words like `derzeit`."""
    if not sentence.citations:
        return []
    when = german_date(max((c.date for c in sentence.citations if c.date), default=None))
    flags = [
        Flag(
            kind=FlagKind.stale,
            text=m.text,
            start=m.start,
            end=m.end,
            message=f"Wert aus einer Unterlage vom {when}. Bitte heutigen Wert erfragen oder das Datum nennen.",
        )
        for m in dated(sentence.text)
    ]
    words = speaks_of_its_day(sentence.text)
    if words and not flags:
        start = sentence.text.index(words)
        message = f"Gilt für den {when}. Bitte prüfen, ob es noch zutrifft, oder das Datum nennen."
        flags.append(Flag(kind=FlagKind.stale, text=words, start=start, end=start + len(words), message=message))
    return flags
