"""The library: papers, their units and vectors, where they came from, and what happened when."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "papers",
        sa.Column("pk", sa.Integer, primary_key=True),
        sa.Column("id", sa.String(32), nullable=False, unique=True),
        sa.Column("origin", sa.String(16), nullable=False),
        sa.Column("oparl_id", sa.Text, unique=True),
        sa.Column("reference", sa.Text),
        sa.Column("reference_key", sa.Text, index=True),
        sa.Column("paper_type", sa.Text),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("date", sa.Date),
        sa.Column("department", sa.Text),
        sa.Column("clerk", sa.Text),
        sa.Column("file_number", sa.Text),
        sa.Column("public", sa.Boolean, nullable=False),
        sa.Column("outcome", sa.String(16)),
        sa.Column("organizations", sa.JSON, nullable=False),
        sa.Column("consultations", sa.JSON, nullable=False),
        sa.Column("inquiry", sa.JSON),
        sa.Column("files", sa.JSON, nullable=False),
        sa.Column("notices", sa.JSON, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "units",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("paper_pk", sa.Integer, sa.ForeignKey("papers.pk", ondelete="CASCADE"), nullable=False, index=True),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("ordinal", sa.Integer, nullable=False),
        sa.Column("file", sa.Integer, nullable=False),
        sa.Column("number", sa.Text, nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("spans", sa.JSON, nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("page", sa.Integer),
        sa.Column("voice", sa.String(16), nullable=False),
        sa.Column("date", sa.Date),
        sa.Column("passage_kind", sa.String(16)),
        sa.Column("replaced", sa.Boolean, nullable=False),
        sa.Column("refers_to", sa.JSON, nullable=False),
        sa.Column("joint_with", sa.JSON, nullable=False),
        sa.Column("hash", sa.String(32), nullable=False),
        sa.Column("vector_hash", sa.String(32), nullable=False, index=True),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "vectors",
        sa.Column("fingerprint", sa.String(64), primary_key=True),
        sa.Column("hash", sa.String(32), primary_key=True),
        sa.Column("vector", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "sources",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("feed", sa.Text, nullable=False, index=True),
        sa.Column("hash", sa.String(64), nullable=False, index=True),
        sa.Column("paper_pk", sa.Integer, sa.ForeignKey("papers.pk", ondelete="SET NULL"), index=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("failure", sa.Text),
    )
    op.create_table(
        "changes",
        sa.Column("paper_id", sa.String(32), primary_key=True),
        sa.Column("seq", sa.Integer, nullable=False, unique=True),
    )
    op.create_table("state", sa.Column("name", sa.Text, primary_key=True), sa.Column("value", sa.Text, nullable=False))
    op.execute("INSERT INTO state (name, value) VALUES ('seq', '0')")
    op.create_table(
        "objects",
        sa.Column("feed", sa.Text, primary_key=True),
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("value", sa.JSON, nullable=False),
    )
    op.create_table(
        "cites",
        sa.Column("paper_pk", sa.Integer, sa.ForeignKey("papers.pk", ondelete="CASCADE"), primary_key=True),
        sa.Column("reference_key", sa.Text, primary_key=True, index=True),
        sa.Column("printed", sa.Text, nullable=False),
    )
    op.create_table(
        "forgotten",
        sa.Column("hash", sa.String(64), primary_key=True),
        sa.Column("paper_id", sa.String(32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "runs",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("feed", sa.Text, nullable=False),
        sa.Column("started", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished", sa.DateTime(timezone=True)),
        sa.Column("report", sa.JSON, nullable=False),
        sa.Column("error", sa.Text),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    for table in ("runs", "forgotten", "cites", "objects", "state", "changes", "sources", "vectors", "units", "papers"):
        op.drop_table(table)
