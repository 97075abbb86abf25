"""The samples: no listing that a profile was written to fit breaks a deal-breaker, and who rules out nights is heard.

Only the profiles for fitting: of those set aside nothing may be seen before the end.
"""

from datetime import UTC, datetime
from functools import cache
from typing import Any, cast
from zoneinfo import ZoneInfo

from service.candidates.models import Profile
from service.candidates.schemas import Limits
from service.evaluation.tasks import Half, half_of
from service.listings.models import Listing
from service.listings.sources.read import read_file
from service.matching.deal_breakers.deciding import decide
from service.matching.deal_breakers.outcome import DealBreaker, Outcome
from service.matching.reading_listing import ListingRead, read_listing
from service.matching.reading_profile import read_candidate
from service.samples.loading import SampleCandidate, load_candidates, sample_listing_files

_WRITTEN = ("headline", "summary", "skills", "place", "desired_pay_text", "language", *Limits.model_fields)


class Stored:
    """A listing as it is understood, with the column that is worked out when it is saved."""

    def __init__(self, understood: Any) -> None:
        self.understood = understood
        self.pay_max_yearly = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self.understood, name)


@cache
def listings() -> dict[str, ListingRead]:
    moment, zone = datetime(2026, 1, 1, tzinfo=UTC), ZoneInfo("UTC")
    imported = [read_file(file, imported_at=moment, zone=zone) for file in sample_listing_files()]
    understood = [sourced.understood for each in imported for sourced in each.listings]
    return {str(each.external_id): read_listing(cast(Listing, Stored(each))) for each in understood}


def for_fitting() -> list[SampleCandidate]:
    return [each for each in load_candidates() if half_of(str(each.external_id)) is Half.FIT]


def not_met(profile: Profile, listing_id: str, *, name: str | None = None) -> list[DealBreaker]:
    read, listing = read_candidate(profile, name=name), listings()[listing_id]
    decided = decide(listing.demands, read.facts, listing.facts)
    return [each for each in decided if each.outcome is Outcome.NOT_MET]


def profile_of(candidate: SampleCandidate) -> Profile:
    return Profile(candidate_id=1, **{name: getattr(candidate, name) for name in _WRITTEN})


def test_no_fit_of_a_profile_for_fitting_is_broken() -> None:
    fits = [(candidate, listing_id) for candidate in for_fitting() for listing_id in candidate.fits]

    broken = {
        (candidate.external_id, listing_id): found
        for candidate, listing_id in fits
        if (found := not_met(profile_of(candidate), listing_id, name=candidate.name))
    }

    assert (len(fits), broken) == (36, {})


def test_nights_break_the_match_of_who_cannot_work_nights() -> None:
    carer = Profile(candidate_id=1, headline="Carer", summary="I cannot work nights.", skills=[], language="en")

    (found,) = not_met(carer, "care-020")

    assert found.sentence == "I cannot work nights."
    assert found.answer.startswith("Senior Care Assistant, Nights")
