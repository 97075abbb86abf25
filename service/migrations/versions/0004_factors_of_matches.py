"""Factors of matches."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Nothing to fill in: what no owner and no candidate stated is not stated.
    op.add_column("listing", sa.Column("match_weights", postgresql.JSONB(), nullable=True))
    hours = sa.Enum("full_time", "part_time", name="hours", native_enum=False, create_constraint=True, length=30)
    op.add_column("profile", sa.Column("hours", hours, nullable=True))
    op.add_column("profile", sa.Column("contracts", sa.ARRAY(sa.String(length=30)), nullable=True))
    op.add_column("profile", sa.Column("workplaces", sa.ARRAY(sa.String(length=30)), nullable=True))
    op.add_column("profile", sa.Column("within_km", sa.Integer(), nullable=True))
    op.add_column("profile", sa.Column("right_to_work", sa.ARRAY(sa.String(length=2)), nullable=True))
    op.add_column("profile", sa.Column("years_of_experience", sa.Integer(), nullable=True))
    op.add_column("profile", sa.Column("licences", sa.ARRAY(sa.String(length=100)), nullable=True))


def downgrade() -> None:
    for name in (
        "licences",
        "years_of_experience",
        "right_to_work",
        "within_km",
        "workplaces",
        "contracts",
        "hours",
    ):
        op.drop_column("profile", name)
    op.drop_column("listing", "match_weights")
