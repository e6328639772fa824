"""What is stored of drafts and signatures, as values: used by every part of the desk."""

import datetime as dt
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from assistant.model import DraftItem, Value
from assistant.review.edits import Change, Edit
from assistant.review.journal import record
from assistant.review.tables import AssignmentRow, DraftRow, ItemVersionRow, SignOffRow, WaiverRow
from assistant.review.workflow import Decision, Post, SignOff, State, missing, voided_by, way
from assistant.town import StationRole, TownProfile

MACHINE = "machine"


class Version(Value):
    """One answer as it was in one version."""

    item: int
    version: int
    at: dt.datetime
    by: str
    act: str
    edit: Edit
    reasons: tuple[str, ...]
    content: DraftItem


def items_of(row: DraftRow) -> list[DraftItem]:
    return [DraftItem.model_validate(item) for item in row.data["items"]]


def add_version(
    session: Session, row: DraftRow, place: int, item: DraftItem, at: dt.datetime, by: str, act: str, change: Change
) -> None:
    """Keep an answer as it stands in the draft's version now."""
    session.add(
        ItemVersionRow(
            draft_id=row.id,
            item=place,
            version=row.version,
            at=at,
            by=by,
            act=act,
            edit=change.edit,
            reasons=list(change.reasons),
            data=item.model_dump(mode="json"),
        )
    )
    session.flush()


def versions_of(session: Session, draft_id: str, item: int | None = None) -> list[Version]:
    """Every version of every answer (or of one), oldest first."""
    query = sa.select(ItemVersionRow).where(ItemVersionRow.draft_id == draft_id).order_by(ItemVersionRow.version)
    rows = session.scalars(query if item is None else query.where(ItemVersionRow.item == item))
    return [
        Version(
            item=row.item,
            version=row.version,
            at=row.at,
            by=row.by,
            act=row.act,
            edit=Edit(row.edit),
            reasons=tuple(row.reasons),
            content=DraftItem.model_validate(row.data),
        )
        for row in rows
    ]


def items_at(session: Session, draft_id: str, version: int) -> dict[int, DraftItem]:
    """Each answer as it stood in a version of the draft, by its place."""
    return {v.item: v.content for v in versions_of(session, draft_id) if v.version <= version}


def posts_of(session: Session, row: DraftRow, town: TownProfile) -> list[Post]:
    """The stations of this draft: the town's, and the departments that were given a question."""
    given = session.scalars(
        sa.select(AssignmentRow).where(AssignmentRow.draft_id == row.id).order_by(AssignmentRow.item)
    )
    departments: dict[str, list[int]] = {}
    for assignment in given:
        departments.setdefault(assignment.department, []).append(assignment.item)
    waivers = session.scalars(sa.select(WaiverRow).where(WaiverRow.draft_id == row.id))
    return way(town.stations, departments, len(row.data["items"]), {w.station: w.reason for w in waivers})


def signatures_of(session: Session, row: DraftRow, posts: Sequence[Post]) -> list[SignOff]:
    """All decisions on this draft, oldest first."""
    rows = session.scalars(sa.select(SignOffRow).where(SignOffRow.draft_id == row.id).order_by(SignOffRow.id))
    labels = {post.key: post.label for post in posts}
    return [sign_off_of(one, labels) for one in rows]


def waiting_of(posts: Sequence[Post], signatures: Sequence[SignOff]) -> list[Post]:
    """The stations that can act now: all that miss, but the last only when no other does."""
    left = missing(posts, signatures)
    return [p for p in left if p.role is not StationRole.final_signer] or left


def void_signatures(session: Session, row: DraftRow, items: Sequence[DraftItem], at: dt.datetime) -> None:
    """Hold every signature against the text now; in the transaction of the edit itself."""
    now, lost = dict(enumerate(items)), False
    for kept in session.scalars(sa.select(SignOffRow).where(SignOffRow.draft_id == row.id)):
        signature = sign_off_of(kept, {})
        if not signature.decision.signs:
            continue
        voided = voided_by(signature, items_at(session, row.id, signature.version), now)
        if voided != signature.voided:
            kept.voided, lost = {str(place): why for place, why in voided.items()}, True
            record(session, at, MACHINE, "signature_voided", row.id, sign_off=kept.id, items=sorted(kept.voided))
    if lost and row.state == State.council_office:
        row.state = State.signing


def sign_off_of(row: SignOffRow, labels: dict[str, str]) -> SignOff:
    return SignOff(
        id=row.id,
        station=row.station,
        label=labels.get(row.station, row.station.removeprefix("amt:")),
        decision=Decision(row.decision),
        by=row.by,
        name=row.name,
        deputy=row.deputy,
        note=row.note,
        at=row.at,
        version=row.version,
        signed={int(k): v for k, v in row.signed.items()},
        voided={int(k): v for k, v in row.voided.items()},
    )
