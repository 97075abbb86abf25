"""Exact filters: where listings and profiles lie, the least pay a year, from where remote work is allowed.

Rows that are here already get their values at once: the least pay in SQL, places and remote work as they are
understood by this version's code.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

from service.gazetteer.locating import Location, locate
from service.gazetteer.places import find_place
from service.listings.remote import understand_remote

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_LOCATED = ("listing", "profile")
_LOCATION = ("place_latitude", "place_longitude", "place_radius_km", "place_within")
_BOUNDS = ("place_key", "near_latitude", "near_longitude", "near_km", "pay_least_yearly", "pay_most_yearly")
_ALERT = ("within_km", "pay_at_most", "pay_period", "remote_from", "posted_within_days")
_PLACE_WORDS = (
    "to_tsvector('simple', coalesce(place, '') || ' ' || coalesce(place_locality, '') || ' ' ||"
    " coalesce(place_region, ''))"
)
_A_YEARS = (
    "CASE pay_period WHEN 'month' THEN 12 WHEN 'week' THEN 52 WHEN 'day' THEN 260 WHEN 'hour' THEN 1924 ELSE 1 END"
)


def upgrade() -> None:
    for table in _LOCATED:
        for name in _LOCATION[:3]:
            op.add_column(table, sa.Column(name, sa.Float(), nullable=True))
        op.add_column(table, sa.Column("place_within", sa.ARRAY(sa.String(length=120)), nullable=True))
    op.add_column("listing", sa.Column("pay_min_yearly", sa.Numeric(14, 2), nullable=True))
    op.add_column("listing", sa.Column("remote_from", sa.ARRAY(sa.String(length=2)), nullable=True))
    op.add_column("listing", sa.Column("remote_from_text", sa.Text(), nullable=True))

    op.add_column("alert", sa.Column("within_km", sa.Integer(), nullable=True))
    op.add_column("alert", sa.Column("pay_at_most", sa.Numeric(12, 2), nullable=True))
    op.add_column("alert", sa.Column("pay_period", sa.String(length=5), nullable=False, server_default="year"))
    op.alter_column("alert", "pay_period", server_default=None)
    op.add_column("alert", sa.Column("remote_from", sa.String(length=2), nullable=True))
    op.add_column("alert", sa.Column("posted_within_days", sa.Integer(), nullable=True))
    op.add_column("alert", sa.Column("place_key", sa.String(length=120), nullable=True))
    for name in _BOUNDS[1:4]:
        op.add_column("alert", sa.Column(name, sa.Float(), nullable=True))
    for name in _BOUNDS[4:]:
        op.add_column("alert", sa.Column(name, sa.Numeric(14, 2), nullable=True))

    _fill_in()
    op.add_column("listing", sa.Column("place_words", TSVECTOR(), sa.Computed(_PLACE_WORDS, persisted=True)))
    op.create_index("ix_listing_place_words", "listing", ["place_words"], postgresql_using="gin")
    op.create_index("ix_listing_place_within", "listing", ["place_within"], postgresql_using="gin")
    op.create_index("ix_listing_latitude", "listing", ["place_latitude"])


def downgrade() -> None:
    for name in ("latitude", "place_within", "place_words"):
        op.drop_index(f"ix_listing_{name}", "listing")
    op.drop_column("listing", "place_words")
    for name in (*_ALERT, *_BOUNDS):
        op.drop_column("alert", name)
    for name in ("pay_min_yearly", "remote_from", "remote_from_text"):
        op.drop_column("listing", name)
    for table in _LOCATED:
        for name in _LOCATION:
            op.drop_column(table, name)


def _fill_in() -> None:
    op.execute(sa.text(f"UPDATE listing SET pay_min_yearly = pay_min * {_A_YEARS} WHERE pay_min IS NOT NULL"))
    op.execute(sa.text("UPDATE alert SET pay_least_yearly = pay_at_least WHERE pay_at_least IS NOT NULL"))
    _locate_listings()
    _locate_profiles()
    _read_remote_listings()
    _find_places_of_alerts()


def _locate_listings() -> None:
    """One update for all, as there are far fewer places than listings."""
    connection = op.get_bind()
    written = connection.execute(
        sa.text(
            "SELECT DISTINCT coalesce(place, ''), coalesce(place_locality, ''), coalesce(place_region, ''),"
            " coalesce(place_country, '') FROM listing"
        )
    )
    found = [(row, _location(*row)) for row in written.all()]
    known = [
        {"place": row[0], "locality": row[1], "region": row[2], "country": row[3], **_columns(location)}
        for row, location in found
        if location.place_within is not None
    ]
    connection.execute(
        sa.text(
            "CREATE TEMPORARY TABLE located (place text, locality text, region text, country text,"
            " latitude float, longitude float, radius float, within varchar(120)[]) ON COMMIT DROP"
        )
    )
    if known:
        insert = (
            "INSERT INTO located VALUES (:place, :locality, :region, :country, :latitude, :longitude, :radius, :within)"
        )
        connection.execute(sa.text(insert), known)
    connection.execute(
        sa.text(
            "UPDATE listing SET place_latitude = latitude, place_longitude = longitude, place_radius_km = radius,"
            " place_within = within FROM located WHERE coalesce(listing.place, '') = located.place"
            " AND coalesce(place_locality, '') = locality AND coalesce(place_region, '') = region"
            " AND coalesce(place_country, '') = country"
        )
    )


def _locate_profiles() -> None:
    connection = op.get_bind()
    written = connection.execute(sa.text("SELECT candidate_id, place FROM profile WHERE place IS NOT NULL"))
    update = sa.text(
        "UPDATE profile SET place_latitude = :latitude, place_longitude = :longitude, place_radius_km = :radius,"
        " place_within = CAST(:within AS varchar(120)[]) WHERE candidate_id = :id"
    )
    for id_, place in written.all():
        connection.execute(update, {"id": id_, **_columns(locate(place))})


def _read_remote_listings() -> None:
    connection = op.get_bind()
    remote = connection.execute(sa.text("SELECT id, place, description FROM listing WHERE workplace = 'remote'"))
    update = sa.text(
        "UPDATE listing SET remote_from = CAST(:countries AS varchar(2)[]), remote_from_text = :words WHERE id = :id"
    )
    for id_, place, description in remote.all():
        read = understand_remote(place or "", description)
        if read.countries is not None:
            connection.execute(update, {"id": id_, "countries": list(read.countries), "words": read.words})


def _find_places_of_alerts() -> None:
    connection = op.get_bind()
    written = connection.execute(sa.text("SELECT DISTINCT place FROM alert WHERE place IS NOT NULL"))
    for (place,) in written.all():
        if (found := find_place(place)) is not None:
            update = sa.text("UPDATE alert SET place_key = :key WHERE place = :place")
            connection.execute(update, {"key": found.key, "place": place})


def _location(place: str, locality: str, region: str, country: str) -> Location:
    named = ", ".join(name for name in (locality, region) if name)
    return locate(named or ("" if country else place), country=country or None)


def _columns(location: Location) -> dict[str, object]:
    return {
        "latitude": location.place_latitude,
        "longitude": location.place_longitude,
        "radius": location.place_radius_km,
        "within": location.place_within,
    }
