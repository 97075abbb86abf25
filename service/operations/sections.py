"""The sections of the operator's page, in their order: each a function here and a template that shows its values.

A section looks at what it needs, changes nothing, and holds nothing of a person: ids, counts, times and reasons.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from service.alerts.models import AlertState, Cadence
from service.alerts.overview.actions import look_over_alerts
from service.alerts.overview.rules import concerns_of
from service.backlog import list_backlogs
from service.canary.queries import newest_runs
from service.canary.schemas import CanaryRunOut
from service.health import problems_of, read_signs
from service.mail.models import DeliveryState
from service.mail.queries import count_deliveries
from service.operations.actions import list_dead_letters
from service.operations.queries import count_stuck
from service.operations.rules import read_place, write_place
from service.paging import DEFAULT_PAGE, decode_cursor, encode_cursor
from service.poking import Poker
from service.settings import Settings

DAY = timedelta(days=1)
_CANARIES_SHOWN = 5


@dataclass(frozen=True)
class Looking:
    """What a section may look at. `cursor` is where the list of dead letters goes on."""

    session: AsyncSession
    poker: Poker
    settings: Settings
    now: datetime
    cursor: str | None = None


@dataclass(frozen=True)
class Section:
    """`name` is its address within the page, and `template` sees `section.values`."""

    name: str
    title: str
    template: str
    values: Mapping[str, Any] = field(default_factory=dict)


async def health(looking: Looking) -> Section:
    signs = await read_signs(looking.session, looking.poker, looking.settings, now=looking.now)
    problems = problems_of(signs, looking.settings, now=looking.now)
    return Section("health", "Health", "operations/health.html", {"problems": problems})


async def canaries(looking: Looking) -> Section:
    runs = [CanaryRunOut.of(run) for run in await newest_runs(looking.session, limit=_CANARIES_SHOWN)]
    settings = looking.settings
    minutes = settings.canary_minutes if settings.canary_address else 0
    values = {"runs": runs, "minutes": minutes, "address_set": settings.canary_address is not None}
    return Section("canary", "Canary", "operations/canary.html", values)


async def alerts(looking: Looking) -> Section:
    overview = await look_over_alerts(looking.session, now=looking.now)
    states: dict[AlertState, dict[Cadence, int]] = {}
    for each in overview.alerts:
        states.setdefault(each.state, {})[each.cadence] = each.count
    values = {
        "overview": overview,
        "cadences": list(Cadence),
        "states": states,
        "concerns": concerns_of(overview, now=looking.now),
        "skipped": [
            *(("Matches", each) for each in overview.matches_dropped),
            *(("Mails", each) for each in overview.mails_dropped),
        ],
    }
    return Section("alerts", "Alerts", "operations/alerts.html", values)


async def waiting_work(looking: Looking) -> Section:
    backlogs = await list_backlogs(looking.session)
    return Section("work", "Work in the queue", "operations/work.html", {"backlogs": backlogs})


async def deliveries(looking: Looking) -> Section:
    counts = await count_deliveries(looking.session, since=looking.now - DAY)
    by_state = {state.value: counts.get(state.value, 0) for state in DeliveryState}
    return Section("mail", "Mail of the last 24 hours", "operations/mail.html", {"counts": by_state})


async def dead_letters(looking: Looking) -> Section:
    before = read_place(decode_cursor(looking.cursor)) if looking.cursor else None
    letters, more_after = await list_dead_letters(looking.session, before, limit=DEFAULT_PAGE)
    values = {
        "letters": letters,
        "count": await count_stuck(looking.session),
        "newest": before is None,
        "older": encode_cursor(write_place(more_after)) if more_after else None,
    }
    return Section("dead-letters", "Dead letters", "operations/dead_letters.html", values)


SECTIONS: tuple[Callable[[Looking], Awaitable[Section]], ...] = (
    health,
    canaries,
    alerts,
    waiting_work,
    deliveries,
    dead_letters,
)


async def look_at_all(looking: Looking) -> list[Section]:
    return [await section(looking) for section in SECTIONS]
