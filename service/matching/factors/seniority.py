"""Whether the step on the ladder is the one the person stands on or wants to take."""

from service.matching.factors.factor import LEAST_OF_A_FIT, Factor, between, not_stated
from service.matching.facts import CandidateFacts, ListingFacts
from service.matching.levels_of_work import Level

_WORDS = {
    Level.TRAINEE: "a trainee",
    Level.JUNIOR: "a junior or assistant",
    Level.SENIOR: "a senior or leading hand",
    Level.MANAGER: "a manager",
    Level.HEAD: "a head or director",
}
_PER_STEP = 0.35


def seniority(candidate: CandidateFacts, listing: ListingFacts) -> Factor:
    asked, stands = listing.level, candidate.levels
    if asked is None:
        return not_stated("seniority", "The listing's title does not say its level.")
    if not stands:
        return not_stated("seniority", f"This is for {_WORDS[asked]}; the profile does not say its level.")
    steps = min(abs(int(asked) - int(level)) for level in stands)
    if steps == 0:
        return Factor("seniority", 1.0, f"This is for {_WORDS[asked]}, which the profile says too.")
    nearest = min(stands, key=lambda level: (abs(int(asked) - int(level)), level))
    value = between(LEAST_OF_A_FIT - _PER_STEP * (steps - 1))
    return Factor("seniority", value, f"This is for {_WORDS[asked]}; the profile is that of {_WORDS[nearest]}.")
