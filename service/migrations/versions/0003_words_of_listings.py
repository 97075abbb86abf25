"""Words of listings, of those that are here already as well, and what alerts leave out."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from service.search.lexical.idf import heaviest, required
from service.search.wanted import terms_wanted
from service.titles import role_and_rest
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
    op.add_column("alert", sa.Column("required_words", sa.ARRAY(sa.Text()), nullable=False, server_default="{}"))
    op.alter_column("alert", "required_words", server_default=None)
    _fill_in()
    _require_words()
    op.create_index("ix_alert_required_words", "alert", ["required_words"], unique=False, postgresql_using="gin")
    op.create_index("ix_listing_words_words", "listing_words", ["words"], unique=False, postgresql_using="gin")


def downgrade() -> None:
    op.drop_column("alert", "required_words")
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
        connection.execute(keep, [{"id": row.id, "words": _words_of(row)} for row in rows])


def _words_of(row: sa.Row[Any]) -> str:
    role, rest = role_and_rest(row.title)
    return text_vector(title=role, employer=row.name, place=row.place, body=f"{rest}\n{row.description}")


def _require_words() -> None:
    connection = op.get_bind()
    described = connection.execute(sa.text("SELECT id, description FROM alert WHERE candidate_id IS NULL"))
    keep = sa.text("UPDATE alert SET required_words = CAST(:words AS text[]) WHERE id = :id")
    for id_, description in described.all():
        connection.execute(keep, {"id": id_, "words": required(heaviest(terms_wanted(description)))})
