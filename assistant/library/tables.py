"""The library's tables. Everything else in the data directory that concerns papers is derived from them.

`changes` is the thread that the derived indexes follow: one row for each paper that ever was, with
the sequence of its last change. Whoever has followed up to N asks for the papers beyond N, and takes
for each of them all the units it has now (none, when it is gone). Doing so twice does no harm.
"""

import datetime as dt

from sqlalchemy import JSON, Date, DateTime, ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from assistant.database import Base


class PaperRow(Base):
    __tablename__ = "papers"
    __table_args__ = ({"sqlite_autoincrement": True},)

    pk: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(String(32), unique=True)
    origin: Mapped[str] = mapped_column(String(16))
    oparl_id: Mapped[str | None] = mapped_column(Text, unique=True)
    reference: Mapped[str | None] = mapped_column(Text)
    reference_key: Mapped[str | None] = mapped_column(Text, index=True)
    paper_type: Mapped[str | None] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    date: Mapped[dt.date | None] = mapped_column(Date)
    department: Mapped[str | None] = mapped_column(Text)
    clerk: Mapped[str | None] = mapped_column(Text)
    file_number: Mapped[str | None] = mapped_column(Text)
    public: Mapped[bool]
    outcome: Mapped[str | None] = mapped_column(String(16))
    organizations: Mapped[list] = mapped_column(JSON)
    consultations: Mapped[list] = mapped_column(JSON)
    inquiry: Mapped[dict | None] = mapped_column(JSON)
    files: Mapped[list] = mapped_column(JSON)
    notices: Mapped[list] = mapped_column(JSON)
    replaced: Mapped[list] = mapped_column(JSON, server_default="[]")
    text: Mapped[str] = mapped_column(Text)


class UnitRow(Base):
    """An exchange or a passage; `hash` covers all that an index knows of it."""

    __tablename__ = "units"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    paper_pk: Mapped[int] = mapped_column(ForeignKey("papers.pk", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    ordinal: Mapped[int]
    file: Mapped[int]
    number: Mapped[str] = mapped_column(Text)
    question: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    spans: Mapped[list] = mapped_column(JSON)
    start: Mapped[int]
    end: Mapped[int]
    page: Mapped[int | None]
    voice: Mapped[str] = mapped_column(String(16))
    date: Mapped[dt.date | None] = mapped_column(Date)
    passage_kind: Mapped[str | None] = mapped_column(String(16))
    replaced: Mapped[bool]
    refers_to: Mapped[list] = mapped_column(JSON)
    joint_with: Mapped[list] = mapped_column(JSON)
    hash: Mapped[str] = mapped_column(String(32))
    vector_hash: Mapped[str] = mapped_column(String(32), index=True)


class VectorRow(Base):
    """A text's vector under one embedding, as float16; kept apart from units, which come and go."""

    __tablename__ = "vectors"

    fingerprint: Mapped[str] = mapped_column(String(64), primary_key=True)
    hash: Mapped[str] = mapped_column(String(32), primary_key=True)
    vector: Mapped[bytes] = mapped_column(LargeBinary)


class SourceRow(Base):
    """What came from where: one row for each OParl paper or file, with the hash of what was read.

    `feed` is the folder or System it came through. A source that could not be read keeps its reason.
    """

    __tablename__ = "sources"

    key: Mapped[str] = mapped_column(Text, primary_key=True)
    feed: Mapped[str] = mapped_column(Text, index=True)
    hash: Mapped[str] = mapped_column(String(64), index=True)
    paper_pk: Mapped[int | None] = mapped_column(ForeignKey("papers.pk", ondelete="SET NULL"), index=True)
    name: Mapped[str] = mapped_column(Text)
    failure: Mapped[str | None] = mapped_column(Text)


class ChangeRow(Base):
    __tablename__ = "changes"

    paper_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    seq: Mapped[int] = mapped_column(unique=True)


class StateRow(Base):
    """Small facts: the change sequence, cursors of feeds, how far each index has followed."""

    __tablename__ = "state"

    name: Mapped[str] = mapped_column(Text, primary_key=True)
    value: Mapped[str] = mapped_column(Text)


class ObjectRow(Base):
    """What a source remembers from run to run: Organizations, Meetings, which paper points at which."""

    __tablename__ = "objects"

    feed: Mapped[str] = mapped_column(Text, primary_key=True)
    key: Mapped[str] = mapped_column(Text, primary_key=True)
    value: Mapped[dict] = mapped_column(JSON)


class CiteRow(Base):
    """A reference to another paper as printed; which paper it means is looked up by `reference_key`."""

    __tablename__ = "cites"

    paper_pk: Mapped[int] = mapped_column(ForeignKey("papers.pk", ondelete="CASCADE"), primary_key=True)
    reference_key: Mapped[str] = mapped_column(Text, primary_key=True, index=True)
    printed: Mapped[str] = mapped_column(Text)


class ClaimRow(Base):
    """Says that a paper may take the place of the one with this number; `claim` is a `replacing.Claim`."""

    __tablename__ = "claims"

    paper_pk: Mapped[int] = mapped_column(ForeignKey("papers.pk", ondelete="CASCADE"), primary_key=True)
    reference_key: Mapped[str] = mapped_column(Text, primary_key=True, index=True)
    claim: Mapped[str] = mapped_column(String(16))


class ForgottenRow(Base):
    """What must not come back: hashes of keys, references and file contents, never names or texts."""

    __tablename__ = "forgotten"

    hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    paper_id: Mapped[str] = mapped_column(String(32))
    at: Mapped[dt.datetime] = mapped_column(DateTime(timezone=True))


class RunRow(Base):
    """One ingest or sync: when, what came, what failed and why."""

    __tablename__ = "runs"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    feed: Mapped[str] = mapped_column(Text)
    started: Mapped[dt.datetime] = mapped_column(DateTime(timezone=True))
    finished: Mapped[dt.datetime | None] = mapped_column(DateTime(timezone=True))
    report: Mapped[dict] = mapped_column(JSON)
    error: Mapped[str | None] = mapped_column(Text)
