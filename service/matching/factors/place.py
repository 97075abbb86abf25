"""Whether the work is within reach: from home, or so far away."""

from service.gazetteer.distances import distance_km
from service.kinds import Workplace
from service.matching.factors.factor import LEAST_OF_A_FIT, Factor, between, not_stated
from service.matching.facts import CandidateFacts, ListingFacts, Spot

# Up to so far nothing is lost; from so far on it is a move.
_NEAR_KM = 15
_REACH_KM = 50
_FAR_KM = 120
_STEP_KM = 5


def place(candidate: CandidateFacts, listing: ListingFacts) -> Factor:
    if is_remote_for(candidate, listing):
        return Factor("place", 1.0, "The work can be done from home.", (listing.place,) if listing.place else ())
    if listing.workplace is Workplace.REMOTE:
        return Factor("place", 0.0, "The work is done from home, in another country.", _written(listing))
    if listing.spot is None:
        return not_stated("place", "The listing does not say where it is, as far as the place is known.")
    spots = spots_of(candidate)
    if not spots:
        return not_stated("place", "The profile does not say where, as far as the place is known.")
    km = min(_away(spot, listing.spot) for spot in spots)
    named = candidate.home is None or km < _away(candidate.home, listing.spot)
    of_what = "a place that the profile names" if named else "home"
    value = max(_value(km), LEAST_OF_A_FIT) if _within_the_stated(candidate, km) else _value(km)
    return Factor("place", value, f"It is {write_km(km)} from {of_what}.", _written(listing))


def is_remote_for(candidate: CandidateFacts, listing: ListingFacts) -> bool:
    """Done from anywhere, or from a country in which the person is."""
    if listing.workplace is not Workplace.REMOTE:
        return False
    countries = {country for country in (candidate.country, *(spot.country for spot in spots_of(candidate))) if country}
    return not listing.remote_from or not countries or not countries.isdisjoint(listing.remote_from)


def distance(candidate: CandidateFacts, listing: ListingFacts) -> float | None:
    """Kilometres to the nearest place that a profile names; None where one side's place is not known."""
    if listing.spot is None:
        return None
    return min((_away(spot, listing.spot) for spot in spots_of(candidate)), default=None)


def distance_from_home(candidate: CandidateFacts, listing: ListingFacts) -> float | None:
    """Kilometres from where the person is; None where that or the listing's place is not known."""
    return _away(candidate.home, listing.spot) if candidate.home is not None and listing.spot is not None else None


def spots_of(candidate: CandidateFacts) -> tuple[Spot, ...]:
    return ((candidate.home,) if candidate.home else ()) + candidate.spots_named


def _away(spot: Spot, other: Spot) -> float:
    """From edge to edge: nothing lies between a town and the region that it is in."""
    return max(0.0, distance_km(spot, other) - spot.radius_km - other.radius_km)


def _within_the_stated(candidate: CandidateFacts, km: float) -> bool:
    """Whether it is as near as the profile's own field demands; how far "I will not relocate" reaches is our guess."""
    limit = candidate.limits.within_km
    return limit is not None and limit.sentence is None and km <= limit.value


def _value(km: float) -> float:
    if km <= _NEAR_KM:
        return 1.0
    if km <= _REACH_KM:
        return between(1 - (1 - LEAST_OF_A_FIT) * (km - _NEAR_KM) / (_REACH_KM - _NEAR_KM))
    return between(LEAST_OF_A_FIT * (_FAR_KM - km) / (_FAR_KM - _REACH_KM))


def write_km(km: float) -> str:
    """In steps of 5, so that the distances to several listings do not tell where a blind profile lives."""
    return "less than 5 km" if km < _STEP_KM else f"about {round(km / _STEP_KM) * _STEP_KM} km"


def _written(listing: ListingFacts) -> tuple[str, ...]:
    return (listing.place,) if listing.place else ()
