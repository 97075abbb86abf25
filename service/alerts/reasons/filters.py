"""How a listing fits an alert's filters, in words: which it meets, and which it leaves open."""

from collections.abc import Mapping

from service.alerts.describing import phrases_in
from service.listings.models import Listing
from service.mail.contents import Fit
from service.search.filtering.queries import Outcome
from service.search.schemas import ListingFilters

# By the first field of each phrase the conditions that decide about it. When a listing was opened is no property of
# the job, and a day later another one.
_DECIDED_BY = {
    "place": ("place",),
    "employer": ("employer",),
    "pay_at_least": ("pay_least_yearly",),
    "contracts": ("contracts",),
    "hours": ("hours",),
    "workplaces": ("workplaces",),
    "remote_from": ("remote_from",),
    "without": ("without_words", "without_contracts", "without_workplaces"),
}
_NAMES = {
    "place": "where it is",
    "employer": "employer",
    "pay_at_least": "pay",
    "contracts": "kind of contract",
    "hours": "full or part time",
    "workplaces": "on site or remote",
    "remote_from": "from where it can be done",
}


def fit_of_filters(filters: ListingFilters, outcomes: Mapping[str, Outcome], listing: Listing, *, locale: str) -> Fit:
    meets, not_stated, not_met = [], [], []
    # That what is not stated is kept belongs to the filter, not to what a listing meets.
    asked = filters.model_copy(update={"pay_unknown": "drop", "place_unknown": "drop"})
    for phrase in phrases_in(asked, locale=locale):
        name = phrase.fields[0]
        found = {outcomes[each] for each in _DECIDED_BY.get(name, ()) if each in outcomes}
        if Outcome.NOT_MET in found:
            not_met.append(phrase.words)
        elif Outcome.NOT_STATED in found:
            not_stated.append(_open_question(name, phrase.words, listing))
        elif found and not (name == "remote_from" and listing.workplace != "remote"):
            meets.append(phrase.words)
    return Fit(meets=tuple(meets), not_stated=tuple(not_stated), not_met=tuple(not_met))


def _open_question(name: str, words: str, listing: Listing) -> str:
    """What a listing leaves open: all of it, or whether what it says reaches so far."""
    if name == "pay_at_least" and (listing.pay_text or listing.pay_min is not None or listing.pay_max is not None):
        return f"whether the pay is {words}"
    if name == "place" and listing.place:
        return f"whether it is {words}"
    return _NAMES.get(name, words)
