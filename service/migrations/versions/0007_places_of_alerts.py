"""A place that an alert's description names becomes its place filter, and the words that are encoded are kept.

One place: the alert keeps meaning what was encoded, and where its owner chose no place, the named one is the filter. A
listing that does not say where it is stays, as before. Several places fit into no filter: their words are encoded again.
"""

import re
from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from service.gazetteer.places import find_place

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_BESIDE = r"\b(?P<how>in|near|around|within|based in|close to)\s+(?:the\s+)?"
_NEAR_KM = 25
_PLACE = (
    "UPDATE alert SET place = :place, within_km = :within, place_unknown = 'keep', place_key = :key,"
    " near_latitude = :latitude, near_longitude = :longitude, near_km = :near WHERE id = :id"
)


def upgrade() -> None:
    op.add_column("alert", sa.Column("meaning", sa.Text(), nullable=False, server_default=""))
    op.alter_column("alert", "meaning", server_default=None)
    connection = op.get_bind()
    rows = connection.execute(sa.text("SELECT id, person_id, description, named_places, place FROM alert ORDER BY id"))
    for alert_id, person_id, description, named, place in rows.all():
        meaning, distance = _without_the_place(description, named)
        connection.execute(
            sa.text("UPDATE alert SET meaning = :meaning WHERE id = :id"), {"meaning": meaning, "id": alert_id}
        )
        if len(named) == 1 and place is None:
            connection.execute(sa.text(_PLACE), {"id": alert_id, **_place_filter(named[0], distance)})
        if len(named) > 1:
            connection.execute(
                sa.text(
                    "INSERT INTO work (kind, subject_id, owner_id, version, attempts, available_at)"
                    " VALUES ('encode_alerts', :alert, :person, 1, 0, now())"
                    " ON CONFLICT (kind, subject_id) DO UPDATE SET version = work.version + 1"
                ),
                {"alert": alert_id, "person": person_id},
            )
    op.drop_column("alert", "named_places")


def downgrade() -> None:
    op.add_column(
        "alert",
        sa.Column("named_places", sa.ARRAY(sa.String(length=200)), nullable=False, server_default=sa.text("'{}'")),
    )
    op.alter_column("alert", "named_places", server_default=None)
    op.drop_column("alert", "meaning")


def _without_the_place(description: str, named: Sequence[str]) -> tuple[str, int | None]:
    """What was encoded of a description, and how far around its place was meant."""
    if len(named) != 1:
        return description, None
    name = r"\s+".join(re.escape(word) for word in named[0].split())
    found = re.search(_BESIDE + name, description, re.IGNORECASE)
    if found is None:
        return description, None
    meaning = " ".join((description[: found.start()] + description[found.end() :]).split())
    distance = None if found["how"].casefold().endswith("in") and found["how"].casefold() != "within" else _NEAR_KM
    return (meaning if any(character.isalnum() for character in meaning) else description), distance


def _place_filter(name: str, distance: int | None) -> dict[str, object]:
    """A place that no table knows is looked for by its words, and no distance is measured from it."""
    place = find_place(name)
    near = place if distance is not None else None
    return {
        "place": place.name if place and place.name.casefold() == name else name.title(),
        "within": distance if near else None,
        "key": place.key if place else None,
        "latitude": near.latitude if near else None,
        "longitude": near.longitude if near else None,
        "near": near.radius_km + (distance or 0) if near else None,
    }
