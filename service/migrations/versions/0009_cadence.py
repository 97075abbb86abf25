"""When people are told: cadences, their hours and limits, and one mail for what several alerts found."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_CADENCES = ("at_once", "daily", "weekly")
_STATES = ("unconfirmed", "active", "paused", "resting", "stopped")
_KINDS = ("confirmation", "alert", "still_wanted")


def upgrade() -> None:
    _check("alert", "cadence", "cadence", _CADENCES)
    _check("alert", "state", "state", _STATES)
    _check("delivery", "delivery_kind", "kind", _KINDS)
    op.add_column("alert", sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("alert", sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE alert SET seen_at = now() WHERE confirmed_at IS NOT NULL")

    op.add_column("person", sa.Column("send_hour", sa.Integer(), nullable=False, server_default="8"))
    op.add_column("person", sa.Column("send_weekday", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("person", sa.Column("quiet_from", sa.Integer(), nullable=True))
    op.add_column("person", sa.Column("quiet_until", sa.Integer(), nullable=True))
    op.add_column("person", sa.Column("mails_a_day", sa.Integer(), nullable=False, server_default="25"))

    op.alter_column("delivery", "alert_id", existing_type=sa.BigInteger(), nullable=True)
    op.add_column("delivery", sa.Column("domain", sa.String(length=255), nullable=True))
    op.execute("UPDATE delivery SET domain = split_part(mailbox_key, '@', 2)")
    op.alter_column("delivery", "domain", existing_type=sa.String(length=255), nullable=False)
    op.drop_index("ix_delivery_person_id", table_name="delivery")
    op.create_index("ix_delivery_person", "delivery", ["person_id", "created_at"])
    op.create_index("ix_delivery_domain", "delivery", ["domain", "attempted_at"])

    op.add_column("match", sa.Column("announcement_id", sa.BigInteger(), nullable=True))
    op.create_foreign_key(
        "fk_match_announcement_id_announcement",
        "match",
        "announcement",
        ["announcement_id"],
        ["id"],
        ondelete="SET NULL",
    )
    op.create_index("ix_match_announcement_id", "match", ["announcement_id"])
    op.add_column("announcement", sa.Column("listing_id", sa.BigInteger(), nullable=True))
    op.create_foreign_key(
        "fk_announcement_listing_id_listing", "announcement", "listing", ["listing_id"], ["id"], ondelete="SET NULL"
    )
    op.create_index("ix_announcement_listing_id", "announcement", ["listing_id"])
    op.add_column("announcement", sa.Column("position", sa.Integer(), nullable=True))
    op.execute("UPDATE match SET announcement_id = a.id FROM announcement a WHERE a.match_id = match.id")
    op.execute("UPDATE announcement SET listing_id = m.listing_id FROM match m WHERE m.id = announcement.match_id")
    op.execute(
        "UPDATE announcement SET position = placed.place FROM (SELECT a.id, row_number() OVER (PARTITION BY a.delivery_id"
        " ORDER BY m.score DESC NULLS LAST, a.id) - 1 AS place FROM announcement a LEFT JOIN match m ON m.id = a.match_id)"
        " placed WHERE placed.id = announcement.id"
    )
    op.alter_column("announcement", "position", existing_type=sa.Integer(), nullable=False)
    op.drop_column("announcement", "match_id")


def downgrade() -> None:
    op.add_column("announcement", sa.Column("match_id", sa.BigInteger(), nullable=True))
    op.execute(
        "UPDATE announcement SET match_id = (SELECT m.id FROM match m WHERE m.announcement_id = announcement.id"
        " ORDER BY m.score DESC, m.id LIMIT 1)"
    )
    op.create_foreign_key(
        "fk_announcement_match_id_match", "announcement", "match", ["match_id"], ["id"], ondelete="SET NULL"
    )
    op.create_index("ix_announcement_match_id", "announcement", ["match_id"])
    op.drop_column("announcement", "position")
    op.drop_column("announcement", "listing_id")
    op.drop_column("match", "announcement_id")
    op.drop_index("ix_delivery_domain", table_name="delivery")
    op.drop_index("ix_delivery_person", table_name="delivery")
    op.create_index("ix_delivery_person_id", "delivery", ["person_id"])
    op.drop_column("delivery", "domain")
    op.execute("DELETE FROM delivery WHERE kind = 'still_wanted' OR alert_id IS NULL")
    op.alter_column("delivery", "alert_id", existing_type=sa.BigInteger(), nullable=False)
    for column in ("mails_a_day", "quiet_until", "quiet_from", "send_weekday", "send_hour"):
        op.drop_column("person", column)
    op.drop_column("alert", "asked_at")
    op.drop_column("alert", "seen_at")
    op.execute("UPDATE alert SET state = 'paused' WHERE state = 'resting'")
    op.execute("UPDATE alert SET cadence = 'at_once'")
    _check("delivery", "delivery_kind", "kind", _KINDS[:2])
    _check("alert", "state", "state", tuple(state for state in _STATES if state != "resting"))
    _check("alert", "cadence", "cadence", _CADENCES[:1])


def _check(table: str, name: str, column: str, values: tuple[str, ...]) -> None:
    constraint = f"ck_{table}_{name}"
    op.drop_constraint(op.f(constraint), table)
    op.create_check_constraint(op.f(constraint), table, sa.column(column).in_(values))
