"""Words of listings, of those that are here already as well, and what alerts leave out."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from service.words import text_vector

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_AT_ONCE = 500


def upgrade() -> None:
    op.create_table(
        "listing_words",
        sa.Column("listing_id", sa.BigInteger(), nullable=False),
        sa.Column("words", postgresql.TSVECTOR(), nullable=False),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listing.id"], name=op.f("fk_listing_words_listing_id_listing"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("listing_id", name=op.f("pk_listing_words")),
    )
    # Nobody has left anything out yet.
    op.add_column("alert", sa.Column("without", sa.ARRAY(sa.String(length=100)), nullable=True))
    op.add_column("alert", sa.Column("without_words", sa.Text(), nullable=True))
    _fill_in()
    op.create_index("ix_listing_words_words", "listing_words", ["words"], unique=False, postgresql_using="gin")


def downgrade() -> None:
    op.drop_column("alert", "without_words")
    op.drop_column("alert", "without")
    op.drop_table("listing_words")


def _fill_in() -> None:
    connection, last = op.get_bind(), 0
    some = sa.text(
        "SELECT listing.id, title, name, concat_ws(' ', place, place_locality, place_region) AS place, description"
        " FROM listing JOIN employer ON employer.id = employer_id WHERE listing.id > :last ORDER BY listing.id LIMIT :n"
    )
    keep = sa.text("INSERT INTO listing_words (listing_id, words) VALUES (:id, CAST(:words AS tsvector))")
    while rows := connection.execute(some, {"last": last, "n": _AT_ONCE}).all():
        last = rows[-1].id
        connection.execute(
            keep,
            [
                {
                    "id": row.id,
                    "words": text_vector(title=row.title, employer=row.name, place=row.place, body=row.description),
                }
                for row in rows
            ],
        )
