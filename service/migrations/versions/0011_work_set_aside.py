"""Work that ends its workers is counted and set aside; operators sign in; and mail whose fate is not known is marked."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("work", sa.Column("claimed_at", _MOMENT, nullable=True))
    op.add_column("work", sa.Column("crashes", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("work", sa.Column("failing_since", _MOMENT, nullable=True))
    op.add_column("work", sa.Column("set_aside_at", _MOMENT, nullable=True))
    op.create_index("ix_work_failing", "work", ["failing_since"], postgresql_where=sa.text("failing_since IS NOT NULL"))
    op.add_column("delivery", sa.Column("unanswered", sa.Boolean(), nullable=False, server_default="false"))
    op.create_index("ix_delivery_created", "delivery", ["created_at"], postgresql_using="brin")
    op.create_index(
        "ix_delivery_in_trouble", "delivery", ["id"], postgresql_where=sa.text("state = 'failed' OR attempts >= 5")
    )
    op.create_table(
        "operator_link",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("used_at", _MOMENT, nullable=True),
        sa.Column("created_at", _MOMENT, server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_operator_link")),
        sa.UniqueConstraint("public_id", name=op.f("uq_operator_link_public_id")),
    )
    op.create_table(
        "operator_session",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("expires_at", _MOMENT, nullable=False),
        sa.Column("created_at", _MOMENT, server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_operator_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_operator_session_token_hash")),
    )


def downgrade() -> None:
    op.drop_table("operator_session")
    op.drop_table("operator_link")
    op.drop_index("ix_delivery_in_trouble", table_name="delivery")
    op.drop_index("ix_delivery_created", table_name="delivery")
    op.drop_column("delivery", "unanswered")
    op.drop_index("ix_work_failing", table_name="work")
    for column in ("set_aside_at", "failing_since", "crashes", "claimed_at"):
        op.drop_column("work", column)
