"""What may become of an alert, what its first mail shows, and what stops a mail just before it leaves."""

from dataclasses import dataclass

from embeddings.encoder import FloatMatrix
from service.alerts.models import Alert, AlertState
from service.errors import Conflict
from service.listings.kinds import ListingState
from service.matching.levels import LEAST_NEAREST
from service.search.levels import LEAST_SCORE, Level
from service.search.lexical.idf import UNREQUIRED, heaviest, required
from service.search.schemas import STORED, ListingFilters
from service.search.score import least_cosine
from service.search.wanted import Wanted, read_description, terms_wanted, title_share_of

FIRST_MAIL_SHOWS = 10
TOLD_ALREADY = "told already"
# The widest radius of any level. No pair is missed in which no more of the wanted words is met than a listing can meet
# that holds none of the alert's required words; those that hold one are looked for by it. Profiles ask for a near pair.
WIDEST_RADIUS = min(*LEAST_SCORE.values(), least_cosine(min(LEAST_SCORE.values()), met=UNREQUIRED), LEAST_NEAREST)


class AlertStopped(Conflict):
    code = "alert-stopped"


@dataclass(frozen=True)
class PairFound:
    """A listing that scores for an alert; `at` is the change-log position of the listing's opening or last edit."""

    alert_id: int
    listing_id: int
    score: float
    passage: int
    at: int
    open_before: bool = False


def check_can_change(alert: Alert) -> None:
    if alert.state is AlertState.STOPPED:
        raise AlertStopped("This alert was stopped for good. Make a new one to be told again.")


def strong_enough(score: float, level: Level) -> bool:
    return score >= LEAST_SCORE[level]


def meaning_of(alert: Alert) -> str:
    """The words of an alert's description without the places that it names."""
    return read_description(alert.description, frozenset(alert.named_places)).meaning


def wanted_of(alert: Alert, rows: FloatMatrix) -> Wanted:
    """An alert as a side of the score."""
    if alert.candidate_id is not None:
        return Wanted(rows)
    meaning = meaning_of(alert)
    return Wanted(rows, tuple(alert.named_places), title_share_of(meaning), terms=terms_wanted(meaning))


def required_words_of(alert: Alert) -> list[str]:
    """Words by which new listings are looked for, beside their meaning; a profile has none."""
    return [] if alert.candidate_id is not None else required(heaviest(terms_wanted(meaning_of(alert))))


def filters_of(alert: Alert) -> ListingFilters:
    kept = {name: getattr(alert, name) for name in ListingFilters.model_fields}
    return ListingFilters.model_validate(kept, context=STORED)


def split_first_mail(pairs: list[PairFound], *, baseline: int) -> tuple[list[PairFound], list[PairFound]]:
    """What a confirmed or changed alert announces, and what was open before and stays untold.

    All that opened after its baseline is announced, and of what was open before, the best.
    """
    news = [pair for pair in pairs if pair.at > baseline]
    earlier = sorted((pair for pair in pairs if pair.at <= baseline), key=lambda pair: (-pair.score, pair.listing_id))
    return news + earlier[:FIRST_MAIL_SHOWS], earlier[FIRST_MAIL_SHOWS:]


def reason_to_drop(
    alert_state: AlertState | None, listing_state: ListingState | None, *, suppressed: bool
) -> str | None:
    """Why one listing of a waiting mail may not be sent after all; None when it may."""
    if suppressed:
        return "address suppressed"
    if alert_state is None:
        return "alert deleted"
    if alert_state is not AlertState.ACTIVE:
        return f"alert {alert_state.value}"
    if listing_state is None:
        return "listing deleted"
    if listing_state is not ListingState.OPEN:
        return f"listing {listing_state.value}"
    return None
