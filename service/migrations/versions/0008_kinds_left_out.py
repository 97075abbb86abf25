"""What an alert leaves out: the contracts and workplaces that its phrases name, and words of employers and places too."""

import sqlalchemy as sa
from alembic import op

from service.search.filtering.left_out import contracts_left_out, workplaces_left_out
from service.words import phrase_query

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_KINDS = sa.ARRAY(sa.String(length=30))


def upgrade() -> None:
    op.add_column("alert", sa.Column("without_contracts", _KINDS, nullable=True))
    op.add_column("alert", sa.Column("without_workplaces", _KINDS, nullable=True))
    connection = op.get_bind()
    update = sa.text(
        "UPDATE alert SET without_words = :words, without_contracts = CAST(:contracts AS varchar(30)[]),"
        " without_workplaces = CAST(:workplaces AS varchar(30)[]) WHERE id = :id"
    )
    for id_, phrases in connection.execute(sa.text("SELECT id, without FROM alert WHERE without IS NOT NULL")).all():
        queries = [query for phrase in phrases if (query := phrase_query(phrase))]
        kinds = {"contracts": contracts_left_out(phrases) or None, "workplaces": workplaces_left_out(phrases) or None}
        connection.execute(update, {"id": id_, "words": " | ".join(queries) or None, **kinds})


def downgrade() -> None:
    op.drop_column("alert", "without_workplaces")
    op.drop_column("alert", "without_contracts")
