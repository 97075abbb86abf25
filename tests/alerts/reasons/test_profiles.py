"""What a mail says to a person about a listing and their profile: skills, demands, and what either leaves open."""

from datetime import UTC, datetime
from typing import Any

from service.alerts.reasons.profiles import ProfileFit, fit_of_profile
from service.candidates.models import Profile
from service.gazetteer.locating import locate
from service.listings.kinds import ListingState
from service.listings.models import Listing
from service.matching.reading_profile import read_candidate


def fit_of(description: str, *, listed: str | None = None, **profile: Any) -> ProfileFit:
    at = locate(listed) if listed else None
    columns = ("place_latitude", "place_longitude", "place_radius_km")
    listing = Listing(
        title="Care Worker",
        description=description,
        place=listed,
        state=ListingState.OPEN,
        state_at=datetime.now(UTC),
        **{name: getattr(at, name) for name in columns if at},
    )
    given = {"headline": "Care worker", "summary": "I care for older people.", "skills": [], **profile}
    return fit_of_profile(read_candidate(Profile(candidate_id=1, **given), name=None), listing)


def test_skills_that_both_name_are_shared_and_what_is_asked_for_beside_them_is_missing() -> None:
    found = fit_of("You need dementia care and Python.", skills=["dementia care"])

    assert found.fit.skills_shared == ("dementia care",)
    assert found.fit.skills_missing == ("python",)


def test_a_demand_that_the_profile_leaves_open_is_the_readers_to_answer() -> None:
    found = fit_of("You must hold a full UK driving licence.")

    assert found.fit.not_stated == ("driving licence (in your profile)",)


def test_a_limit_that_the_listing_leaves_open_is_the_listings_to_answer() -> None:
    found = fit_of("You will care for people.", contracts=["permanent"])

    assert found.fit.not_stated == ("kind of contract (in the listing)",)


def test_a_demand_that_is_met_is_named() -> None:
    found = fit_of("You must hold a full UK driving licence.", licences=["full UK driving licence"])

    assert found.fit.meets == ("driving licence",)


def test_the_distance_is_that_from_home() -> None:
    from_leeds = fit_of("Care.", listed="Wakefield", place="Leeds", summary="I care. I would also move to Truro.")

    assert from_leeds.km is not None
    assert 10 < from_leeds.km < 15


def test_a_profile_without_a_place_is_not_far_from_anything() -> None:
    assert fit_of("Care.", listed="Wakefield").km is None
