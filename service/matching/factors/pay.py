"""Whether the pay reaches what the person hopes for, both for one period and in one currency."""

from decimal import Decimal

from service.matching.factors.factor import LEAST_OF_A_FIT, NEUTRAL, Factor, between, not_stated
from service.matching.facts import CandidateFacts, ListingFacts, PayHoped

# So much below what is hoped for counts nothing any more.
_TOO_LITTLE = 0.7
# A hope is not a limit: up to so much below it is still near.
_NEAR = 0.97


def pay(candidate: CandidateFacts, listing: ListingFacts) -> Factor:
    top = listing.pay_max_yearly or listing.pay_min_yearly
    if top is None:
        return not_stated("pay", "The listing does not say its pay.")
    if not candidate.pay:
        return not_stated("pay", "The profile does not say what pay is hoped for.")
    comparable = [hope for hope in candidate.pay if _same_currency(hope, listing)]
    if not comparable:
        return not_stated("pay", "Pay is stated in another currency than the pay hoped for.")
    hope = min(comparable, key=lambda each: each.yearly)
    evidence = tuple(text for text in (hope.written, listing.pay_text) if text)
    value = _value(top, hope.yearly)
    if listing.pay_max_yearly is None and value < NEUTRAL:
        return Factor("pay", NEUTRAL, "The pay begins below what is hoped for; how far it goes is not said.", evidence)
    if hope.less_will_do and value < NEUTRAL:
        return Factor("pay", NEUTRAL, f"{_reason(top, hope.yearly)[:-1]}, where less would do for some work.", evidence)
    return Factor("pay", value, _reason(top, hope.yearly), evidence)


def _same_currency(hope: PayHoped, listing: ListingFacts) -> bool:
    return None in (hope.currency, listing.pay_currency) or hope.currency == listing.pay_currency


def _value(top: Decimal, hoped: Decimal) -> float:
    ratio = float(top / hoped) if hoped else 1.0
    if ratio >= 1:
        return 1.0
    if ratio >= _NEAR:
        return LEAST_OF_A_FIT
    return between((ratio - _TOO_LITTLE) / (_NEAR - _TOO_LITTLE)) * LEAST_OF_A_FIT


def _reason(top: Decimal, hoped: Decimal) -> str:
    if top >= hoped:
        return "The pay reaches what is hoped for."
    below = round(float(1 - top / hoped) * 100)
    return f"The top of the pay is {max(1, below)}% below what is hoped for."
