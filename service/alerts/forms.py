"""Signing up for an alert as a page's form sends it, and what it would have told last week."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import available_timezones

from sqlalchemy.ext.asyncio import AsyncSession

from embeddings.encoder import Encoder
from service.accounts.principal import PUBLIC
from service.alerts.models import Cadence
from service.alerts.previewing import preview_alert
from service.alerts.rules import ANY_JOB
from service.alerts.schemas import AlertWish
from service.legibility.schemas import ReadOut
from service.search.forms import SearchForm, read_search_form
from service.search.levels import LEAST_SCORE, Level
from service.search.presenting import present_found
from service.search.replica import Replica
from service.search.schemas import SearchRequest, SearchResult
from service.search.shown import settle_shown
from service.search.wish import Wish, read_request

SHOWN = 5


@dataclass(frozen=True)
class AlertForm:
    """A search to be saved, how strong its matches must be, how often to tell them, and where to write to.

    `time_zone` is the browser's, None where it did not say or said what is none.
    """

    search: SearchForm
    level: Level
    cadence: Cadence
    email: str
    time_zone: str | None


@dataclass(frozen=True)
class LastWeek:
    """How many listings each level would have told, and the best of them; `more` when there were too many to count."""

    counts: dict[Level, int]
    best: list[SearchResult]
    more: bool
    read: ReadOut
    wish: Wish


def read_alert_form(sent: Iterable[tuple[str, str]]) -> AlertForm:
    pairs = list(sent)
    given = dict(pairs)
    search = read_search_form(settle_shown(pairs), beside=("level", "cadence", "email", "time_zone"))
    if search.wanted is not None and read_request(search.wanted).any_job:
        search = search.refused("q", ANY_JOB)
    for name, offered in (("level", Level), ("cadence", Cadence)):
        if given.get(name) and given[name] not in list(offered):
            search = search.refused(name, "Choose one of those offered.")
            del given[name]
    return AlertForm(
        search,
        Level(given.get("level") or Level.GOOD),
        Cadence(given.get("cadence") or Cadence.DAILY),
        given.get("email", "").strip(),
        given["time_zone"] if given.get("time_zone") in available_timezones() else None,
    )


async def look_at_last_week(
    session: AsyncSession,
    encoder: Encoder,
    listings: Replica,
    wanted: SearchRequest,
    *,
    reads: Collection[str],
    now: datetime,
) -> LastWeek:
    """What every level would have told, found by the broadest: its best are also the others' best."""
    wish = AlertWish(
        description=wanted.query, filters=wanted.filters, keep_as_words=wanted.keep_as_words, level=Level.BROAD
    )
    preview = await preview_alert(session, PUBLIC, encoder, listings, wish, reads=reads, now=now)
    scores = [each.score for each in preview.found]
    return LastWeek(
        counts={level: sum(score >= least for score in scores) for level, least in LEAST_SCORE.items()},
        best=await present_found(session, preview.found[:SHOWN]),
        more=preview.more,
        read=preview.read,
        wish=preview.wish,
    )
