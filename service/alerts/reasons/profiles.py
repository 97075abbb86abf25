"""How a listing fits a person's profile, as they are told: skills, demands and their own limits. No database."""

from collections.abc import Iterable
from dataclasses import dataclass

from service.listings.models import Listing
from service.mail.contents import Fit
from service.matching.deal_breakers.deciding import decide
from service.matching.deal_breakers.outcome import DealBreaker, Kind, Outcome
from service.matching.factors.place import distance_from_home, is_remote_for
from service.matching.reading_listing import ListingRead, read_listing
from service.matching.reading_profile import CandidateRead
from service.matching.skills.sharing import share

_NAMES = {
    Kind.DRIVING_LICENCE: "driving licence",
    Kind.REGISTRATION: "registration",
    Kind.RIGHT_TO_WORK: "right to work",
    Kind.EXPERIENCE: "experience",
    Kind.QUALIFICATION: "qualification",
    Kind.DISTANCE: "distance",
    Kind.WORKPLACE: "where you work",
    Kind.PAY: "pay",
    Kind.HOURS: "hours",
    Kind.CONTRACT: "kind of contract",
}


@dataclass(frozen=True)
class ProfileFit:
    """`km` is how far it is from home, None where that is not known or the work is done there."""

    fit: Fit
    km: float | None


def fit_of_profile(read: CandidateRead, listing: Listing) -> ProfileFit:
    offer = read_listing(listing)
    at_home = is_remote_for(read.facts, offer.facts)
    return ProfileFit(_fit(read, offer), None if at_home else distance_from_home(read.facts, offer.facts))


def _fit(read: CandidateRead, offer: ListingRead) -> Fit:
    """What the profile leaves open is said apart from what the listing does: only the first is the reader's to
    change."""
    shared = share(read.skills, offer.skills)
    by_outcome: dict[Outcome, list[DealBreaker]] = {outcome: [] for outcome in Outcome}
    for each in decide(offer.demands, read.facts, offer.facts):
        by_outcome[each.outcome].append(each)
    return Fit(
        meets=_once(_NAMES[each.kind] for each in by_outcome[Outcome.MET]),
        not_stated=_once(
            f"{_NAMES[each.kind]} (in {'your profile' if each.of_listing else 'the listing'})"
            for each in by_outcome[Outcome.NOT_STATED]
        ),
        not_met=_once(f"{_NAMES[each.kind]} ({_quoted(each)})" for each in by_outcome[Outcome.NOT_MET]),
        skills_shared=_once((*shared.exact, *(each.skill for each in shared.related))),
        skills_missing=shared.missing,
    )


def _quoted(each: DealBreaker) -> str:
    return f"“{each.sentence}”" if each.of_listing else each.answer or each.sentence


def _once(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))
