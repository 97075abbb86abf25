"""What matching reads of a listing: its stored facts, its text by clauses, what it demands, the skills it names."""

from dataclasses import dataclass
from functools import lru_cache

from service.listings.models import Listing
from service.listings.pay import annual
from service.matching.deal_breakers.deciding import Demands, read_demands
from service.matching.facts import ListingFacts, Spot
from service.matching.levels_of_work import level_of
from service.matching.places import LARGEST_KM
from service.matching.sentences import Clause, clauses_of
from service.matching.skills.sharing import ListingSkills, read_listing_skills

# Texts are read again and again as alerts and rankings meet the same listings: so many stay read.
_KEPT_READ = 4_000


@dataclass(frozen=True)
class ListingRead:
    facts: ListingFacts
    demands: Demands
    skills: ListingSkills


def read_listing(listing: Listing) -> ListingRead:
    clauses, skills = _read_text(listing.title, listing.description)
    facts = ListingFacts(
        title=listing.title,
        clauses=clauses,
        place=listing.place,
        spot=_spot(listing),
        workplace=listing.workplace,
        remote_from=frozenset(listing.remote_from or ()),
        pay_text=listing.pay_text,
        pay_min_yearly=annual(listing.pay_min, listing.pay_period) if listing.pay_min and listing.pay_period else None,
        pay_max_yearly=listing.pay_max_yearly,
        pay_currency=listing.pay_currency,
        contract_text=listing.contract_text,
        contract=listing.contract,
        hours=listing.hours,
        level=level_of(listing.title),
    )
    return ListingRead(facts, _demands(listing.description, listing.place_country), skills)


def _spot(listing: Listing) -> Spot | None:
    """Where it is; a country, or what is as large, is no place to be near to."""
    if listing.place_latitude is None or listing.place_longitude is None:
        return None
    radius = listing.place_radius_km or 0.0
    if radius > LARGEST_KM:
        return None
    return Spot(listing.place_latitude, listing.place_longitude, listing.place_country, radius)


@lru_cache(maxsize=_KEPT_READ)
def _read_text(title: str, description: str) -> tuple[tuple[Clause, ...], ListingSkills]:
    clauses = clauses_of(description)
    return clauses, read_listing_skills(title, clauses)


@lru_cache(maxsize=_KEPT_READ)
def _demands(description: str, country: str | None) -> Demands:
    return read_demands(clauses_of(description), country)
