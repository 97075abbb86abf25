"""What may become of an alert, what its first mail shows, and what stops a mail just before it leaves."""

from collections.abc import Iterable
from dataclasses import dataclass

from embeddings.encoder import FloatMatrix
from service.alerts.models import Alert, AlertState
from service.alerts.schemas import AlertChanges, AlertWish
from service.errors import Conflict, Invalid
from service.listings.kinds import ListingState
from service.matching.levels import LEAST_NEAREST, LEAST_TOTAL
from service.search.calibration import DESCRIPTION, PAIR
from service.search.levels import LEAST_SCORE, Level
from service.search.lexical.idf import heaviest, required
from service.search.schemas import STORED, ListingFilters, SearchRequest
from service.search.strength import OF_LEVEL, strength_of
from service.search.wanted import Wanted, terms_wanted, title_share_of
from service.search.wish import DECIDING, Wish, read_wish

FIRST_MAIL_SHOWS = 10
TOLD_ALREADY = "told already"
REFUSED = "refused by the mail server"
# How far words that are not required may bring a score beyond the pair's best cosine: pairs that hold a required word
# are looked for by it, and of the others hardly one is brought as far (docs/decisions/0007-words-of-our-own.md).
_BY_OTHER_WORDS = 0.04
# The widest radius of any level; profiles ask for a near pair.
WIDEST_RADIUS = min(*(least - _BY_OTHER_WORDS for least in LEAST_SCORE.values()), LEAST_NEAREST)


ANY_JOB = "This names no work: say what it should be about, or every job that the filters let through would be a mail."


class AlertStopped(Conflict):
    code = "alert-stopped"


class AlertForAnyJob(Invalid):
    """The description says nothing of the work, as "jobs in London": such an alert would tell everything or nothing."""

    code = "names-no-work"


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


def chance_of(alert: Alert, score: float) -> float:
    """The chance that a person calls a match relevant: what matches of descriptions and of profiles compare by."""
    return (DESCRIPTION if alert.candidate_id is None else PAIR).chance_of(score)


def strength_of_match(alert: Alert, score: float) -> str:
    """How strong a match is, in the words of the pages."""
    if alert.candidate_id is None:
        return strength_of(score).words
    return OF_LEVEL[next((level for level in reversed(Level) if score >= LEAST_TOTAL[level]), None)].words


def strong_enough(score: float, level: Level) -> bool:
    return score >= LEAST_SCORE[level]


def read_alert(given: AlertWish) -> Wish:
    """What is asked for, as a search would read it; an alert on a profile has no words to read."""
    if given.candidate_id is not None:
        return Wish(given.description, given.filters)
    return _of_some_work(
        read_wish(given.description, given.filters, understand=given.understand, as_words=given.keep_as_words)
    )


def read_again(alert: Alert, changes: AlertChanges) -> Wish:
    """A new description of an alert: filters that the old one's words had set go, those that were chosen stay."""
    assert changes.description is not None
    given = changes.filters if changes.filters is not None else asked_of(alert).filters
    return _of_some_work(
        read_wish(changes.description, given, understand=changes.understand, as_words=changes.keep_as_words)
    )


def _of_some_work(wish: Wish) -> Wish:
    if wish.any_job:
        raise AlertForAnyJob(ANY_JOB, field="description")
    return wish


def asked_of(alert: Alert) -> SearchRequest:
    """The search that an alert keeps, as it would be asked: what its words do not set was chosen, or kept as words."""
    stored, said = filters_of(alert), read_wish(alert.description, ListingFilters())
    otherwise = {part.kind for part in said.understood if not _hold(part.filters, stored, said.filters)}
    by_words = {name for part in said.understood if part.kind not in otherwise for name in part.filters}
    chosen = {name: value for name, value in stored.model_dump(exclude_defaults=True).items() if name not in by_words}
    kept = (part for part in said.understood if part.kind in otherwise and not DECIDING[part.kind] & chosen.keys())
    return SearchRequest(
        query=alert.description or "-",
        filters=ListingFilters.model_validate(chosen, context=STORED),
        keep_as_words=tuple(dict.fromkeys(part.words for part in kept)),
    )


def _hold(names: Iterable[str], stored: ListingFilters, said: ListingFilters) -> bool:
    return all(getattr(stored, name) == getattr(said, name) for name in names)


def wanted_of(alert: Alert, rows: FloatMatrix) -> Wanted:
    """An alert as a side of the score."""
    if alert.candidate_id is not None:
        return Wanted(rows)
    return Wanted(rows, title_share=title_share_of(alert.meaning), terms=terms_wanted(alert.meaning))


def required_words_of(alert: Alert) -> list[str]:
    """Words by which new listings are looked for, beside their meaning; a profile has none."""
    return [] if alert.candidate_id is not None else required(heaviest(terms_wanted(alert.meaning)))


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
