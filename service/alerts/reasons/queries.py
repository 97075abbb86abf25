"""SQL of reasons: which filters of an alert each of its listings meets."""

from collections.abc import Collection as Ids

from sqlalchemy import ARRAY, BigInteger, cast, func, literal, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from service.alerts.models import Alert
from service.listings.models import Employer, Listing
from service.search.filtering.queries import Outcome, outcomes, terms_of_columns

FilterOutcomes = dict[str, Outcome]
_NUMBERS = ARRAY(BigInteger)


async def outcomes_of_filters(
    session: AsyncSession, pairs: Ids[tuple[int, int]]
) -> dict[tuple[int, int], FilterOutcomes]:
    """For each (alert, listing) pair what becomes of each filter that the alert asks for, by its name."""
    if not pairs:
        return {}
    alert_ids, listing_ids = [alert for alert, _ in pairs], [listing for _, listing in pairs]
    pair = (
        func.unnest(cast(literal(alert_ids, _NUMBERS), _NUMBERS), cast(literal(listing_ids, _NUMBERS), _NUMBERS))
        .table_valued("alert_id", "listing_id", name="pair")
        .render_derived()
    )
    asked = outcomes(terms_of_columns(Alert))
    rows = await session.execute(
        select(pair.c.alert_id, pair.c.listing_id, *asked.values())
        .select_from(pair)
        .join(Alert, col(Alert.id) == pair.c.alert_id)
        .join(Listing, col(Listing.id) == pair.c.listing_id)
        .join(Employer, col(Employer.id) == col(Listing.employer_id))
    )
    return {
        (alert_id, listing_id): {
            name: Outcome(value) for name, value in zip(asked, values, strict=True) if value is not None
        }
        for alert_id, listing_id, *values in rows
    }
