"""What a batch of mails needs to know of its listings beyond the plan: read at once for all of them."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from service.accounts.principal import SYSTEM
from service.alerts.models import Alert
from service.alerts.reasons.distances import distance_from_place, in_words
from service.alerts.reasons.filters import fit_of_filters
from service.alerts.reasons.profiles import ProfileFit, fit_of_profile
from service.alerts.reasons.queries import FilterOutcomes, outcomes_of_filters
from service.alerts.rules import filters_of
from service.alerts.telling.queries import Planned
from service.candidates.queries import candidates_by_id
from service.listings.models import Listing
from service.listings.queries import employer_names
from service.mail.contents import Fit
from service.matching.reading_profile import read_candidate
from service.search.schemas import ListingFilters


@dataclass(frozen=True)
class Reason:
    """Why one listing fits one alert, and how far it is from where the alert looks."""

    fit: Fit
    distance: str


@dataclass(frozen=True)
class Background:
    """Employers by listing, filters by alert, and by alert and listing what became of each filter, or for alerts on a
    profile how it fits."""

    employers: Mapping[int, str]
    filters: Mapping[int, ListingFilters]
    outcomes: Mapping[tuple[int, int], FilterOutcomes]
    profiles: Mapping[tuple[int, int], ProfileFit]

    def reason(self, alert: Alert, listing: Listing, *, locale: str) -> Reason:
        if (found := self.profiles.get((alert.id, listing.id))) is not None:
            away = "" if found.km is None else in_words(found.km, "home", locale=locale)
            return Reason(found.fit, away)
        outcomes = self.outcomes.get((alert.id, listing.id), {})
        fit = fit_of_filters(self.filters[alert.id], outcomes, listing, locale=locale) if outcomes else Fit()
        return Reason(fit, distance_from_place(alert, listing, locale=locale))


async def background_of(session: AsyncSession, shown: Sequence[Planned]) -> Background:
    listings = {each.listing.id: each.listing for each in shown if each.listing is not None}
    alerts = {answer.alert.id: answer.alert for each in shown for answer in each.answers}
    filters = {id_: filters_of(alert) for id_, alert in alerts.items()}
    pairs = [(answer.alert, each.listing) for each in shown if each.listing is not None for answer in each.answers]
    filtered = {(alert.id, listing.id) for alert, listing in pairs if filters[alert.id]}
    return Background(
        employers=await employer_names(session, list(listings.values())),
        filters=filters,
        outcomes=await outcomes_of_filters(session, sorted(filtered)),
        profiles=await _profile_fits(session, [pair for pair in pairs if pair[0].candidate_id is not None]),
    )


async def _profile_fits(
    session: AsyncSession, pairs: Sequence[tuple[Alert, Listing]]
) -> dict[tuple[int, int], ProfileFit]:
    """Texts that nobody has read yet take their time: they are read apart from what else is going on."""
    if not pairs:
        return {}
    watched = {alert.candidate_id for alert, _ in pairs if alert.candidate_id is not None}
    candidates = await candidates_by_id(session, SYSTEM, watched, findable_only=False)

    def compare() -> dict[tuple[int, int], ProfileFit]:
        read = {id_: read_candidate(each.profile, name=each.candidate.name) for id_, each in candidates.items()}
        return {
            (alert.id, listing.id): fit_of_profile(read[alert.candidate_id], listing)
            for alert, listing in pairs
            if alert.candidate_id in read
        }

    return await asyncio.to_thread(compare)
