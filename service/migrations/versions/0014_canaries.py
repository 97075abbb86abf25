"""Canaries: what is theirs is marked, and how each ended is kept; what waits is found without reading the rest."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0014"
down_revision = "0011"
branch_labels = None
depends_on = None

_MARKED = ("organisation", "listing", "alert")
_STATES = ("running", "arrived", "late", "failed")
_STAGES = ("ready", "posted", "encoded", "matched", "composed", "sent", "arrived")


def upgrade() -> None:
    for table in _MARKED:
        op.add_column(table, sa.Column("canary", sa.Boolean(), nullable=False, server_default="false"))
    for table in ("organisation", "alert"):
        op.create_index(f"uq_{table}_canary", table, ["canary"], unique=True, postgresql_where=sa.text("canary"))
    op.create_index("ix_listing_canary", "listing", ["id"], postgresql_where=sa.text("canary"))
    op.create_index("ix_delivery_waiting", "delivery", ["attempted_at"], postgresql_where=sa.text("state = 'pending'"))
    op.create_index("ix_match_waiting", "match", ["alert_id"], postgresql_where=sa.text("state = 'found'"))
    op.create_index("ix_match_created", "match", ["created_at"], postgresql_using="brin")
    op.create_table(
        "canary_run",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("give_up_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("scheduled", sa.Boolean(), nullable=False),
        sa.Column("state", _values("canary_run_state", _STATES), nullable=False),
        sa.Column("stages", JSONB(), nullable=False),
        sa.Column("missing", _values("canary_stage", _STAGES), nullable=True),
        sa.Column("error", sa.String(length=600), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_canary_run")),
    )
    op.create_index("ix_canary_run_started", "canary_run", ["started_at"])


def downgrade() -> None:
    op.drop_table("canary_run")
    op.drop_index("ix_match_created", table_name="match")
    op.drop_index("ix_match_waiting", table_name="match")
    op.drop_index("ix_delivery_waiting", table_name="delivery")
    # What only tried the installation out would else be open to everybody.
    op.execute("DELETE FROM listing WHERE canary")
    op.execute("DELETE FROM alert WHERE canary")
    op.drop_index("ix_listing_canary", table_name="listing")
    for table in ("alert", "organisation"):
        op.drop_index(f"uq_{table}_canary", table_name=table)
    op.execute("DELETE FROM organisation WHERE canary")
    for table in _MARKED:
        op.drop_column(table, "canary")


def _values(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=30)
