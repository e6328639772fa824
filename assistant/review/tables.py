"""The tables of review: people, inquiries, drafts, signatures, and the journal of all that was done."""

import datetime as dt
from typing import Annotated, Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from assistant.database import Base


class UtcTime(sa.TypeDecorator[dt.datetime]):
    """Moments in UTC, aware; SQLite itself forgets the zone."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: sa.Dialect) -> dt.datetime | None:
        return value.astimezone(dt.UTC) if value else None

    def process_result_value(self, value: dt.datetime | None, dialect: sa.Dialect) -> dt.datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


Moment = Annotated[dt.datetime, mapped_column(UtcTime)]
Json = Annotated[dict[str, Any], mapped_column(sa.JSON)]
Words = Annotated[list[str], mapped_column(sa.JSON)]


class PersonRow(Base):
    __tablename__ = "people"

    login: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    name: Mapped[str]
    department: Mapped[str] = mapped_column(default="")
    roles: Mapped[Words]
    not_public: Mapped[bool] = mapped_column(default=False)
    password_hash: Mapped[str] = mapped_column(default="")
    active: Mapped[bool] = mapped_column(default=True)


class TokenRow(Base):
    """A session of a browser or a key for the interface; only the hash of what the person holds."""

    __tablename__ = "access_tokens"

    hash: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    login: Mapped[str] = mapped_column(sa.ForeignKey("people.login"), index=True)
    kind: Mapped[str] = mapped_column(sa.String(8))
    expires: Mapped[Moment | None]


class AttemptRow(Base):
    """Failed sign-ons in a row, by login name."""

    __tablename__ = "failed_sign_ons"

    key: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    failures: Mapped[int] = mapped_column(default=0)
    blocked_until: Mapped[Moment | None]


class InquiryRow(Base):
    __tablename__ = "inquiries"

    id: Mapped[str] = mapped_column(sa.String(16), primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    public: Mapped[bool] = mapped_column(index=True)
    data: Mapped[Json]
    created: Mapped[Moment]
    created_by: Mapped[str] = mapped_column(sa.String(64), index=True)
    due: Mapped[dt.date | None]
    file_name: Mapped[str] = mapped_column(default="")
    file_data: Mapped[bytes | None] = mapped_column(sa.LargeBinary, deferred=True)


class DraftRow(Base):
    __tablename__ = "drafts"

    id: Mapped[str] = mapped_column(sa.String(16), primary_key=True)
    inquiry_id: Mapped[str] = mapped_column(sa.ForeignKey("inquiries.id"), unique=True)
    version: Mapped[int] = mapped_column(default=1)
    state: Mapped[str] = mapped_column(sa.String(16), default="draft", index=True)
    drafting: Mapped[bool] = mapped_column(default=False)
    failure: Mapped[str] = mapped_column(default="")
    data: Mapped[Json]
    updated: Mapped[Moment]
    reference: Mapped[str] = mapped_column(default="")
    released: Mapped[dt.date | None]
    paper_id: Mapped[str] = mapped_column(default="")


class ItemVersionRow(Base):
    """Every answer as it was in every version in which it changed."""

    __tablename__ = "item_versions"

    draft_id: Mapped[str] = mapped_column(sa.ForeignKey("drafts.id"), primary_key=True)
    item: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[Moment]
    by: Mapped[str] = mapped_column(sa.String(64))
    act: Mapped[str] = mapped_column(sa.String(24))
    edit: Mapped[str] = mapped_column(sa.String(12))
    reasons: Mapped[Words]
    data: Mapped[Json]


class CommentRow(Base):
    __tablename__ = "comments"

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[str] = mapped_column(sa.ForeignKey("drafts.id"), index=True)
    item: Mapped[int]
    sentence: Mapped[str] = mapped_column(default="")
    at: Mapped[Moment]
    by: Mapped[str] = mapped_column(sa.String(64))
    text: Mapped[str]
    done_by: Mapped[str] = mapped_column(sa.String(64), default="")


class SettledRow(Base):
    """A Prüfhinweis that a person has dealt with; it opens again when its sentence changes."""

    __tablename__ = "settled_flags"

    draft_id: Mapped[str] = mapped_column(sa.ForeignKey("drafts.id"), primary_key=True)
    item: Mapped[int] = mapped_column(primary_key=True)
    flag: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    at: Mapped[Moment]
    by: Mapped[str] = mapped_column(sa.String(64))
    note: Mapped[str]


class AssignmentRow(Base):
    __tablename__ = "assignments"

    draft_id: Mapped[str] = mapped_column(sa.ForeignKey("drafts.id"), primary_key=True)
    item: Mapped[int] = mapped_column(primary_key=True)
    department: Mapped[str] = mapped_column(primary_key=True)
    due: Mapped[dt.date | None]
    asked: Mapped[dt.date | None]
    replied: Mapped[dt.date | None]
    reply: Mapped[str] = mapped_column(default="")


class SignOffRow(Base):
    """`signed` holds the hash of every answer signed, by its place; `voided` why one no longer counts."""

    __tablename__ = "sign_offs"

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[str] = mapped_column(sa.ForeignKey("drafts.id"), index=True)
    station: Mapped[str] = mapped_column(sa.String(64))
    decision: Mapped[str] = mapped_column(sa.String(24))
    by: Mapped[str] = mapped_column(sa.String(64))
    name: Mapped[str]
    deputy: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(default="")
    at: Mapped[Moment]
    version: Mapped[int]
    signed: Mapped[Json]
    voided: Mapped[Json]


class WaiverRow(Base):
    """A station that does not sign this time, with the reason."""

    __tablename__ = "waived_stations"

    draft_id: Mapped[str] = mapped_column(sa.ForeignKey("drafts.id"), primary_key=True)
    station: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    by: Mapped[str] = mapped_column(sa.String(64))
    at: Mapped[Moment]
    reason: Mapped[str]


class FeedbackRow(Base):
    """What a person thought of a found answer; judgements of the find, not of the person."""

    __tablename__ = "feedback"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[dt.date]
    question: Mapped[str]
    paper: Mapped[str]
    exchange: Mapped[str] = mapped_column(default="")
    verdict: Mapped[str] = mapped_column(sa.String(16))
    note: Mapped[str] = mapped_column(default="")


class SwitchRow(Base):
    """What the Fachadministration has set in the running service."""

    __tablename__ = "switches"

    name: Mapped[str] = mapped_column(sa.String(32), primary_key=True)
    value: Mapped[str]


class JournalRow(Base):
    """One act; `details` holds numbers and hashes, never texts, and `hash` closes the chain."""

    __tablename__ = "journal"

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[Moment]
    by: Mapped[str] = mapped_column(sa.String(64))
    act: Mapped[str] = mapped_column(sa.String(32))
    subject: Mapped[str] = mapped_column(sa.String(64), index=True)
    details: Mapped[Json]
    previous: Mapped[str] = mapped_column(sa.String(64))
    hash: Mapped[str] = mapped_column(sa.String(64))
