"""What comes back about mail: reports of deliveries, days on which an address failed, and pauses of streams."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_REASONS = ("asked", "bounced", "complained", "operator")
_VERDICTS = ("complaint", "mailbox_unknown", "policy", "temporary", "delayed")


def upgrade() -> None:
    _reasons(_REASONS)
    op.add_column("suppression", sa.Column("note", sa.String(length=200), nullable=True))
    op.create_index("ix_delivery_times", "delivery", ["attempted_at", "ended_at"], postgresql_using="brin")
    op.create_table(
        "delivery_report",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("delivery_id", sa.BigInteger(), nullable=False),
        sa.Column("verdict", _values("verdict", _VERDICTS), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("said", sa.String(length=500), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["delivery_id"], ["delivery.id"], name="fk_delivery_report_delivery_id_delivery", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_delivery_report"),
        sa.UniqueConstraint("delivery_id", "verdict", name="uq_delivery_report_delivery_id"),
    )
    op.create_index("ix_delivery_report_verdict", "delivery_report", ["verdict", "created_at"])
    op.create_table(
        "bounce_count",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("folded_address", sa.String(length=320), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_bounce_count"),
        sa.UniqueConstraint("folded_address", name="uq_bounce_count_folded_address"),
    )
    op.create_index("ix_bounce_count_last_at", "bounce_count", ["last_at"])
    op.create_table(
        "stream_pause",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("stream", _values("stream", ("alerts", "account")), nullable=False),
        sa.Column("reason", _values("pause_reason", ("policy", "complaints")), nullable=True),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("pauses", sa.Integer(), nullable=False),
        *(
            sa.Column(name, sa.DateTime(timezone=True), nullable=True)
            for name in ("since", "paused_at", "paused_until", "resumed_at")
        ),
        sa.PrimaryKeyConstraint("id", name="pk_stream_pause"),
        sa.UniqueConstraint("stream", name="uq_stream_pause_stream"),
    )
    op.create_table(
        "reports_mailbox",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failing_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.String(length=200), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_reports_mailbox"),
    )


def downgrade() -> None:
    for table in ("reports_mailbox", "stream_pause", "bounce_count", "delivery_report"):
        op.drop_table(table)
    op.drop_index("ix_delivery_times", table_name="delivery")
    op.drop_column("suppression", "note")
    # What an operator suppressed stays suppressed, under the nearest reason that there was.
    op.execute("UPDATE suppression SET reason = 'complained' WHERE reason = 'operator'")
    _reasons(_REASONS[:3])


def _values(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=30)


def _reasons(values: tuple[str, ...]) -> None:
    constraint = "ck_suppression_suppression_reason"
    op.drop_constraint(op.f(constraint), "suppression")
    op.create_check_constraint(op.f(constraint), "suppression", sa.column("reason").in_(values))
