"""A paper that must be forgotten goes out of the drafts too; what was signed stays as it was signed."""

import datetime as dt
import re
from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy.orm import Session

from assistant.model import DraftItem, ItemStatus, Paper, Sentence
from assistant.review.journal import record
from assistant.review.stored import MACHINE, items_of
from assistant.review.tables import DraftRow, FeedbackRow, InquiryRow, ItemVersionRow, SignOffRow
from assistant.review.workflow import Decision, State

_QUOTED = re.compile(r"„([^“]{8,})“")
_GONE = "[gelöscht]"


def forget_in_drafts(session: Session, paper: Paper) -> list[str]:
    """Take out of all drafts and their versions what quotes this paper, in the caller's transaction. Returns the
    signed answers that quote it, which stay."""
    kept = []
    for row in list(session.scalars(sa.select(DraftRow).order_by(DraftRow.id))):
        versions = list(session.scalars(sa.select(ItemVersionRow).where(ItemVersionRow.draft_id == row.id)))
        items = items_of(row)
        past = [DraftItem.model_validate(version.data) for version in versions]
        if _signed(session, row):
            kept += [_named(session, row)] if any(_quotes(item, paper.id) for item in (*items, *past)) else []
            continue
        cleaned = [_without(item, paper) for item in items]
        for version, item in zip(versions, past, strict=True):
            version.data = _without(item, paper).model_dump(mode="json")
        if cleaned != items:
            row.version += 1
            row.data = {**row.data, "items": [item.model_dump(mode="json") for item in cleaned]}
            record(session, dt.datetime.now(dt.UTC), MACHINE, "forgotten", row.id, version=row.version)
    session.execute(sa.delete(FeedbackRow).where(FeedbackRow.paper == paper.id))
    return kept


def _signed(session: Session, row: DraftRow) -> bool:
    if row.state == State.released:
        return True
    signatures = session.scalars(sa.select(SignOffRow).where(SignOffRow.draft_id == row.id))
    return any(Decision(one.decision).signs and set(one.signed) - set(one.voided) for one in signatures)


def _named(session: Session, row: DraftRow) -> str:
    inquiry = session.get_one(InquiryRow, row.inquiry_id).data
    subject = inquiry.get("topic") or inquiry.get("reference") or inquiry.get("id") or ""
    return f"Entwurf {row.id}: {row.reference or subject}"


def _quotes(item: DraftItem, paper_id: str) -> bool:
    return any(citation.paper == paper_id for sentence in item.sentences for citation in sentence.citations)


def _without(item: DraftItem, paper: Paper) -> DraftItem:
    """The answer as if the paper had not been found."""
    sentences = tuple(_sentences(item, paper.id))
    gone = len(sentences) < len(item.sentences)
    return item.model_copy(
        update={
            "sentences": sentences,
            "flags": () if gone else item.flags,  # they point into the text that was; saving finds them anew
            "status": item.status if sentences or not gone else ItemStatus.no_precedent,
            "open_points": tuple(_unquoted(point, paper.text) for point in item.open_points),
            "precedents": tuple(one for one in item.precedents if one.paper.id != paper.id),
            "rejected": tuple(one for one in item.rejected if one.paper.id != paper.id),
        }
    )


def _sentences(item: DraftItem, paper_id: str) -> Iterator[Sentence]:
    """A machine's sentence goes with its source; a person's stays, without the quote."""
    for sentence in item.sentences:
        left = tuple(citation for citation in sentence.citations if citation.paper != paper_id)
        if left == sentence.citations:
            yield sentence
        elif sentence.author != MACHINE:
            yield sentence.model_copy(update={"citations": left})


def _unquoted(point: str, text: str) -> str:
    """An open point shows earlier values beside the gap, in quotation marks."""
    return _QUOTED.sub(lambda quote: f"„{_GONE}“" if quote[1] in text else quote[0], point)
