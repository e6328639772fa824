"""Which papers take the place of which."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("papers", sa.Column("replaced", sa.JSON, nullable=False, server_default="[]"))
    op.create_table(
        "claims",
        sa.Column("paper_pk", sa.Integer, sa.ForeignKey("papers.pk", ondelete="CASCADE"), primary_key=True),
        sa.Column("reference_key", sa.Text, primary_key=True, index=True),
        sa.Column("claim", sa.String(16), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("claims")
    op.drop_column("papers", "replaced")
