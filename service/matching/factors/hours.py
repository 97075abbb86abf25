"""Whether full or part time is what the person wants."""

from service.kinds import Hours
from service.matching.factors.factor import Factor, not_stated
from service.matching.facts import CandidateFacts, ListingFacts

_WORDS = {Hours.FULL_TIME: "full time", Hours.PART_TIME: "part time"}


def hours(candidate: CandidateFacts, listing: ListingFacts) -> Factor:
    offered, wanted = listing.hours, candidate.hours
    if offered is None:
        return not_stated("hours", "The listing does not say full or part time.")
    if wanted is None:
        return not_stated("hours", f"This is {_WORDS[offered]}; the profile does not say what is wanted.")
    evidence = tuple(text for text in (wanted.sentence, listing.contract_text) if text)
    if offered in wanted.value:
        return Factor("hours", 1.0, f"This is {_WORDS[offered]}, as wanted.", evidence)
    other = _WORDS[min(wanted.value)]
    return Factor("hours", 0.0, f"This is {_WORDS[offered]}; {other} is wanted.", evidence)
