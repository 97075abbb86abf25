"""Whether this installation works: alive, ready, and how much work waits."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Self

from litestar import Controller, Response, get
from litestar.di import NamedDependency
from pydantic import BaseModel, Field
from sqlalchemy.ext.asyncio import AsyncSession

from service.accounts.principal import Principal
from service.backlog import Backlog, list_backlogs
from service.canary.mailbox import mailbox_missing
from service.canary.models import CanaryRun, RunState, Stage
from service.canary.queries import newest_runs
from service.canary.rules import problems_of as problems_of_canaries
from service.canary.rules import seconds_of
from service.change_log import head
from service.listings.queries import count_listings
from service.mail.answering.queries import read_attempts
from service.mail.answering.rules import Attempts
from service.mail.answering.rules import problems_of as problems_of_answers
from service.mail.queries import count_deliveries
from service.mail.returns.queries import get_mailbox_state
from service.mail.streams.actions import explain_pauses
from service.poking import Poker
from service.search.replica import ListingsIndex
from service.settings import Settings

# Work is found within seconds even without a poke: what waits or is under way for longer than this is late.
LATE_AFTER_SECONDS = 60
_MAILBOX_SILENT_AFTER = timedelta(minutes=10)


class CanaryHealth(BaseModel):
    """How the last canary that has ended fared; `seconds` is from its listing to its mail in the test mailbox."""

    started_at: datetime
    state: RunState
    missing: Stage | None
    seconds: float | None

    @classmethod
    def of(cls, run: CanaryRun) -> Self:
        return cls(started_at=run.started_at, state=run.state, missing=run.missing, seconds=seconds_of(run))


class Health(BaseModel):
    """`ok` is false when mail or matching would be late; `problems` says why."""

    ok: bool
    problems: list[str]
    worker_seen: bool = Field(description="a worker showed life in the last seconds")
    waiting: dict[str, int] = Field(description="rows of work by kind, without those set aside")
    oldest_waiting_seconds: float
    oldest_leased_seconds: float = Field(description="how long the longest claimed work has been under way")
    set_aside: int = Field(description="work that ended its worker again and again, and is done no more")
    listings: dict[str, int] | None = Field(description="by state; for holders of a key")
    deliveries: dict[str, int] | None = Field(description="by state; for holders of a key")
    mail_tried_in_vain: int = Field(description="messages that the mail server did not take and that are tried again")
    canary: CanaryHealth | None = Field(description="the last test listing that was sent off; null before the first")
    change_log_head: int
    index_position: int = Field(description="how far this process has read the change log")


@dataclass(frozen=True)
class Signs:
    """What health is judged by. `worker_seen` is None when Redis does not answer, `mail` says what holds mail up, and
    canaries are the newest first."""

    worker_seen: bool | None
    backlogs: Sequence[Backlog]
    attempts: Attempts
    mail: Sequence[str]
    canaries: Sequence[CanaryRun]


async def read_signs(session: AsyncSession, poker: Poker, settings: Settings, *, now: datetime) -> Signs:
    return Signs(
        worker_seen=await poker.worker_seen(),
        backlogs=await list_backlogs(session),
        attempts=await read_attempts(session, now=now),
        mail=await mail_problems(session, settings, now=now),
        canaries=await newest_runs(session),
    )


def problems_of(signs: Signs, settings: Settings, *, now: datetime) -> list[str]:
    """What is wrong, each as a sentence with its remedy."""
    return [
        *_problems_of_work(signs.backlogs, worker_seen=signs.worker_seen),
        *problems_of_answers(signs.attempts, now=now),
        *signs.mail,
        *_problems_of_canaries(signs.canaries, settings, now=now),
    ]


def _problems_of_canaries(newest: Sequence[CanaryRun], settings: Settings, *, now: datetime) -> list[str]:
    """What canaries say against this installation, or that none can be sent off."""
    if settings.canary_address is None:
        return []
    if (missing := mailbox_missing(settings)) is not None:
        return [missing]
    return problems_of_canaries(newest, minutes=settings.canary_minutes, now=now)


def _problems_of_work(backlogs: Sequence[Backlog], *, worker_seen: bool | None) -> list[str]:
    problems = []
    if worker_seen is None:
        problems.append("Redis does not answer: work is found by the workers' clock only.")
    elif not worker_seen:
        problems.append("No worker showed life in the last seconds: start one with `rolecall worker`.")
    if (waited := oldest_waiting(backlogs)) > LATE_AFTER_SECONDS:
        problems.append(f"Work has waited for {waited:.0f} seconds: look at the worker's log.")
    if (leased := oldest_leased(backlogs)) > LATE_AFTER_SECONDS:
        problems.append(f"Work has been under way for {leased:.0f} seconds: look at the worker's log.")
    if aside := sum(each.set_aside for each in backlogs):
        problems.append(
            f"{aside} {'piece of work is' if aside == 1 else 'pieces of work are'} set aside after ending the worker "
            "again and again: `rolecall link operator` leads to the list of them; correct what each is about, or have "
            "it tried again there."
        )
    return problems


def oldest_waiting(backlogs: Iterable[Backlog]) -> float:
    return max((each.oldest_waiting_seconds for each in backlogs), default=0.0)


def oldest_leased(backlogs: Iterable[Backlog]) -> float:
    return max((each.oldest_lease_seconds for each in backlogs), default=0.0)


class HealthController(Controller):
    path = "/health"
    tags = ("Health",)

    @get("/live", operation_id="isAlive", summary="This process answers", sync_to_thread=False)
    def live(self) -> dict[str, str]:
        return {"status": "alive"}

    @get("/", operation_id="readHealth", summary="Whether everything works and nothing is late")
    async def health(
        self,
        session: NamedDependency[AsyncSession],
        principal: NamedDependency[Principal],
        poker: NamedDependency[Poker],
        listings_index: NamedDependency[ListingsIndex],
        settings: NamedDependency[Settings],
    ) -> Response[Health]:
        known, now = principal.organisation_id is not None, datetime.now(UTC)
        signs = await read_signs(session, poker, settings, now=now)
        problems, backlogs = problems_of(signs, settings, now=now), signs.backlogs
        health = Health(
            ok=not problems,
            problems=problems,
            worker_seen=bool(signs.worker_seen),
            waiting={each.kind: each.waiting for each in backlogs if each.waiting},
            oldest_waiting_seconds=oldest_waiting(backlogs),
            oldest_leased_seconds=oldest_leased(backlogs),
            set_aside=sum(each.set_aside for each in backlogs),
            listings=await count_listings(session) if known else None,
            deliveries=await count_deliveries(session) if known else None,
            mail_tried_in_vain=signs.attempts.waiting,
            canary=next((CanaryHealth.of(run) for run in signs.canaries if run.state is not RunState.RUNNING), None),
            change_log_head=await head(session),
            index_position=listings_index.position,
        )
        return Response(health, status_code=200 if health.ok else 503)


async def mail_problems(session: AsyncSession, settings: Settings, *, now: datetime) -> list[str]:
    """Why mail does not leave, or why nobody would learn of what comes back."""
    problems = await explain_pauses(session, now)
    mailbox = await get_mailbox_state(session) if settings.imap_host else None
    if mailbox is not None and mailbox.failing_since and now - mailbox.failing_since > _MAILBOX_SILENT_AFTER:
        problems.append(
            f"The mailbox of reports cannot be read since {mailbox.failing_since.astimezone(UTC):%d %B %H:%M} UTC"
            f" ({mailbox.error}): bounces and complaints wait there. Look at the ROLECALL_IMAP_ settings."
        )
    return problems
