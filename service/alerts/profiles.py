"""Alerts on a candidate's profile: they accept the pairs that the match of the two documents accepts."""

from collections.abc import Collection as Ids
from collections.abc import Iterable, Mapping

from sqlalchemy.ext.asyncio import AsyncSession

from embeddings.encoder import FloatMatrix
from service.accounts.principal import SYSTEM
from service.alerts.models import Alert
from service.candidates.queries import candidates_by_id
from service.listings.models import Listing
from service.matching.actions import Seeker, accepted_listings, pairs_of, read_seeker
from service.matching.levels import accepts
from service.search.levels import Level
from service.search.replica import Replica


async def seekers_of(
    session: AsyncSession, alerts: Iterable[Alert], rows: Mapping[int, FloatMatrix]
) -> dict[int, Seeker]:
    """The candidate behind each of the alerts that watch a profile, by the alert's number."""
    watching = {alert.id: alert.candidate_id for alert in alerts if alert.candidate_id is not None}
    candidates = await candidates_by_id(session, SYSTEM, set(watching.values()), findable_only=False)
    return {
        alert_id: read_seeker(candidates[candidate_id], rows[alert_id])
        for alert_id, candidate_id in watching.items()
        if candidate_id in candidates and alert_id in rows
    }


def accepted_pair(seeker: Seeker, listing: Listing, rows: FloatMatrix, level: Level) -> tuple[float, int] | None:
    """The total of a pair and the listing's passage that met; None where the level does not accept it."""
    pair = pairs_of(seeker, {listing.id: listing}, {listing.id: rows})[listing.id]
    return (pair.total, pair.meeting.listing_passage) if accepts(level, pair) else None


async def accepted_for_alert(
    session: AsyncSession, listings: Replica, alert: Alert, seeker: Seeker, allowed: Ids[int] | None
) -> list[tuple[int, float, int]]:
    """The open listings that an alert on a profile accepts: number, total and passage, best first."""
    found = await accepted_listings(session, listings, seeker, alert.level, allowed)
    return [(each.listing.id, each.pair.total, each.pair.meeting.listing_passage) for each in found]
