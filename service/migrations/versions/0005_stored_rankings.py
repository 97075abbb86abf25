"""Stored rankings, decisions on them, declared groups, and by which rankable text a profile was read."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "candidate_declaration",
        sa.Column("candidate_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "sex",
            sa.Enum(
                "female", "male", "another", name="declared_sex", native_enum=False, create_constraint=True, length=30
            ),
            nullable=True,
        ),
        sa.Column(
            "ethnicity",
            sa.Enum(
                "hispanic_or_latino",
                "white",
                "black_or_african_american",
                "pacific_islander",
                "asian",
                "native_american",
                "two_or_more_races",
                name="declared_ethnicity",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=True,
        ),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["candidate_id"],
            ["candidate.id"],
            name=op.f("fk_candidate_declaration_candidate_id_candidate"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("candidate_id", name=op.f("pk_candidate_declaration")),
    )
    op.create_table(
        "ranking",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("listing_id", sa.BigInteger(), nullable=True),
        sa.Column("listing_reference", sa.Uuid(), nullable=False),
        sa.Column("listing_revision", sa.Integer(), nullable=False),
        sa.Column("listing_hash", sa.String(length=64), nullable=False),
        sa.Column("asked_by", sa.String(length=60), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("generation", sa.String(length=64), nullable=False),
        sa.Column("score_version", sa.String(length=60), nullable=False),
        sa.Column("rankable_version", sa.String(length=40), nullable=False),
        sa.Column("weights", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("filters", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listing.id"], name=op.f("fk_ranking_listing_id_listing"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_ranking_organisation_id_organisation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ranking")),
        sa.UniqueConstraint("public_id", name=op.f("uq_ranking_public_id")),
    )
    op.create_index(op.f("ix_ranking_last_at"), "ranking", ["last_at"], unique=False)
    op.create_index(op.f("ix_ranking_content_hash"), "ranking", ["content_hash"], unique=False)
    op.create_index("ix_ranking_listing", "ranking", ["organisation_id", "listing_reference", "id"], unique=False)
    op.create_index(op.f("ix_ranking_listing_id"), "ranking", ["listing_id"], unique=False)
    op.create_table(
        "decision",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("listing_id", sa.BigInteger(), nullable=True),
        sa.Column("listing_reference", sa.Uuid(), nullable=False),
        sa.Column("candidate_id", sa.BigInteger(), nullable=True),
        sa.Column("ranking_id", sa.BigInteger(), nullable=True),
        sa.Column(
            "verdict",
            sa.Enum("shortlisted", "dismissed", name="verdict", native_enum=False, create_constraint=True, length=30),
            nullable=False,
        ),
        sa.Column("decided_by", sa.String(length=200), nullable=False),
        sa.Column("sent_by", sa.String(length=60), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["candidate_id"], ["candidate.id"], name=op.f("fk_decision_candidate_id_candidate"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listing.id"], name=op.f("fk_decision_listing_id_listing"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_decision_organisation_id_organisation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["ranking_id"], ["ranking.id"], name=op.f("fk_decision_ranking_id_ranking"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sa.UniqueConstraint("public_id", name=op.f("uq_decision_public_id")),
    )
    op.create_index(op.f("ix_decision_candidate_id"), "decision", ["candidate_id"], unique=False)
    op.create_index(op.f("ix_decision_decided_at"), "decision", ["decided_at"], unique=False)
    op.create_index(
        "ix_decision_listing", "decision", ["organisation_id", "listing_reference", "candidate_id"], unique=False
    )
    op.create_index(op.f("ix_decision_listing_id"), "decision", ["listing_id"], unique=False)
    op.create_index(op.f("ix_decision_ranking_id"), "decision", ["ranking_id"], unique=False)
    op.create_table(
        "ranking_entry",
        sa.Column("ranking_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.BigInteger(), nullable=True),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("input_hash", sa.String(length=64), nullable=True),
        sa.Column("shown_hash", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["candidate_id"],
            ["candidate.id"],
            name=op.f("fk_ranking_entry_candidate_id_candidate"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["ranking_id"], ["ranking.id"], name=op.f("fk_ranking_entry_ranking_id_ranking"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("ranking_id", "position", name=op.f("pk_ranking_entry")),
    )
    op.create_index(op.f("ix_ranking_entry_candidate_id"), "ranking_entry", ["candidate_id"], unique=False)
    # Empty for whoever is there already: the workers read and encode them again by the lists.
    op.add_column("profile", sa.Column("rankable_version", sa.String(length=40), server_default="", nullable=False))
    op.alter_column("profile", "rankable_version", server_default=None)


def downgrade() -> None:
    op.drop_column("profile", "rankable_version")
    op.drop_index(op.f("ix_ranking_entry_candidate_id"), table_name="ranking_entry")
    op.drop_table("ranking_entry")
    op.drop_index(op.f("ix_decision_ranking_id"), table_name="decision")
    op.drop_index(op.f("ix_decision_listing_id"), table_name="decision")
    op.drop_index("ix_decision_listing", table_name="decision")
    op.drop_index(op.f("ix_decision_decided_at"), table_name="decision")
    op.drop_index(op.f("ix_decision_candidate_id"), table_name="decision")
    op.drop_table("decision")
    op.drop_index(op.f("ix_ranking_listing_id"), table_name="ranking")
    op.drop_index("ix_ranking_listing", table_name="ranking")
    op.drop_index(op.f("ix_ranking_last_at"), table_name="ranking")
    op.drop_index(op.f("ix_ranking_content_hash"), table_name="ranking")
    op.drop_table("ranking")
    op.drop_table("candidate_declaration")
