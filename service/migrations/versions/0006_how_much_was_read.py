"""How much was read.

Documents that were encoded before have no row: the workers miss it, and judge each of them within a minute of their
start. Their vectors are known, so that nothing is encoded again.
"""

import sqlalchemy as sa
from alembic import op


revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "legibility",
        sa.Column("generation_id", sa.BigInteger(), nullable=False),
        sa.Column("collection", sa.String(length=20), nullable=False),
        sa.Column("document_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "whole",
                "partly",
                "too_short",
                "other_language",
                name="legibility_outcome",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("share", sa.Float(), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=True),
        sa.Column("judged_by", sa.String(length=300), nullable=False),
        sa.Column("judged_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["generation_id"],
            ["generation.id"],
            name=op.f("fk_legibility_generation_id_generation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("generation_id", "collection", "document_id", name=op.f("pk_legibility")),
    )
    op.create_index("ix_legibility_document", "legibility", ["collection", "document_id"])


def downgrade() -> None:
    op.drop_table("legibility")
