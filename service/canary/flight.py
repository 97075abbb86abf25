"""One canary from its start to its arrival, followed stage by stage; whatever happens, its listing is cleared away.

It waits for other processes, so it is no one transaction: the command line and the workers' clock run it as it is.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError

from service.canary import actions, queries
from service.canary.actions import Perch, Posted
from service.canary.mailbox import Mailbox, MailboxUnread, Mark, mailbox_of
from service.canary.models import CanaryRun, RunState, Stage
from service.canary.rules import LOOK_AT, Seen, Written, furthest, next_after, stages_up_to, why_hopeless
from service.database import Database
from service.errors import ServiceError
from service.logs import name_error
from service.settings import Settings

logger = logging.getLogger(__name__)
Note = Callable[[Stage, float], None]

_LOOK_SECONDS = 0.1
_LOOK_IN_MAILBOX_SECONDS = 1.0
_TIDY_SECONDS = 5.0
_GOODBYE_SECONDS = 1.0


@dataclass(frozen=True)
class Landed:
    """How a canary ended: for each stage that was reached the seconds after the start, and where it did not arrive
    which stage is missing and what to look at. `said` are the mail server's last words, which may name the address."""

    state: RunState
    stages: dict[Stage, float]
    missing: Stage | None = None
    error: str | None = None
    said: str | None = None

    @property
    def seconds(self) -> float | None:
        """From the posted listing to the mail in the mailbox."""
        if Stage.ARRIVED not in self.stages:
            return None
        return round(self.stages[Stage.ARRIVED] - self.stages[Stage.POSTED], 2)


async def fly(
    database: Database,
    settings: Settings,
    run: CanaryRun,
    *,
    within: timedelta,
    note: Note,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Landed:
    """Follow a canary that was begun, and write down how it ended. Cut off, it says nothing, and is not kept."""
    flight = _Flight(database, settings, run.id, within.total_seconds(), note, now)
    try:
        landed = await flight.follow()
    except asyncio.CancelledError:
        await _briefly(flight.forget())
        raise
    finally:
        await _briefly(flight.clear_away())
        await _briefly(flight.close_mailbox(), seconds=_GOODBYE_SECONDS)
    await _briefly(flight.write_down(landed))
    return landed


class _Over(Exception):
    """It cannot arrive, or did not in time."""

    def __init__(self, state: RunState, error: str, said: str | None = None) -> None:
        super().__init__(error)
        self.state, self.error, self.said = state, error, said


class _Flight:
    def __init__(
        self,
        database: Database,
        settings: Settings,
        run_id: int,
        within_seconds: float,
        note: Note,
        now: Callable[[], datetime],
    ) -> None:
        self._database, self._settings, self._run_id = database, settings, run_id
        self._within, self._note, self._now = within_seconds, note, now
        self._started = time.monotonic()
        self._stages: dict[Stage, float] = {}
        self._mailbox: Mailbox | None = None
        self._mailbox_error: str | None = None
        self._looked_in_mailbox_at = 0.0
        self._perch: Perch | None = None
        self._posted: Posted | None = None

    async def follow(self) -> Landed:
        try:
            perch = await self._get_ready()
            posted = await self._post(perch)
            await self._watch(perch, posted)
        except _Over as over:
            return Landed(over.state, self._stages, self._missing, over.error, over.said)
        except ServiceError as error:
            return Landed(RunState.FAILED, self._stages, self._missing, error.message)
        except (SQLAlchemyError, OSError) as error:
            return Landed(RunState.FAILED, self._stages, self._missing, f"{name_error(error)}. {LOOK_AT[Stage.POSTED]}")
        return Landed(RunState.ARRIVED, self._stages)

    async def write_down(self, landed: Landed) -> None:
        async with self._database.transaction() as session:
            await actions.end_run(
                session,
                self._run_id,
                landed.state,
                landed.stages,
                missing=landed.missing,
                error=landed.error,
                now=self._now(),
            )

    async def forget(self) -> None:
        async with self._database.transaction() as session:
            await queries.delete_run(session, self._run_id)

    async def close_mailbox(self) -> None:
        if self._mailbox is not None:
            await asyncio.to_thread(self._mailbox.close)

    async def clear_away(self) -> None:
        if self._perch is not None and self._posted is not None:
            async with self._database.transaction() as session:
                await actions.clear_away(session, self._perch, self._posted)

    @property
    def _missing(self) -> Stage:
        return next_after(list(self._stages)[-1]) if self._stages else Stage.READY

    async def _get_ready(self) -> Perch:
        """The mailbox open, and the alert read: a listing that is posted before would not meet it."""
        self._mailbox = mailbox_of(self._settings)
        await asyncio.to_thread(self._mailbox.open)
        async with self._database.transaction() as session:
            perch = await actions.put_perch(session, self._settings, now=self._now())
        give_up_at = self._started + self._within
        while not await self._is_ready(perch):
            if time.monotonic() > give_up_at:
                raise _Over(RunState.LATE, LOOK_AT[Stage.READY])
            await asyncio.sleep(_LOOK_SECONDS)
        await self._clear_mailbox(perch)
        await self._reach(Stage.READY)
        return perch

    async def _is_ready(self, perch: Perch) -> bool:
        async with self._database.reading() as session:
            return await queries.is_alert_ready(session, perch.alert_id)

    async def _clear_mailbox(self, perch: Perch) -> None:
        list_id = f"alert-{perch.alert_public_id}.{self._settings.mail_domain}"
        try:
            if self._mailbox is not None:
                await asyncio.to_thread(self._mailbox.clear, list_id=list_id, now=self._now())
        except MailboxUnread as error:
            # An account that may only read is as good.
            logger.info("Old mail of canaries stays: %s", error.message)

    async def _post(self, perch: Perch) -> Posted:
        # Before the commit, as it may succeed without this process hearing of it: then there is something to clear.
        self._perch = perch
        async with self._database.transaction() as session:
            self._posted = await actions.post_listing(session, perch, self._settings, now=self._now())
        await self._reach(Stage.POSTED)
        return self._posted

    async def _watch(self, perch: Perch, posted: Posted) -> None:
        give_up_at = time.monotonic() + self._within
        seen: Seen | None = None
        while True:
            seen = await self._look(perch, posted) or seen
            if seen is not None:
                await self._reach(*stages_up_to(furthest(seen)))
                if seen.written is not None and await self._has_arrived(posted, seen.written):
                    return await self._reach(*Stage)
                if (why := why_hopeless(seen)) is not None:
                    raise _Over(RunState.FAILED, why, seen.written.said if seen.written is not None else None)
            if time.monotonic() > give_up_at:
                raise self._late(seen)
            await asyncio.sleep(_LOOK_SECONDS)

    async def _look(self, perch: Perch, posted: Posted) -> Seen | None:
        """None while the database is away: it may come back in time."""
        try:
            async with self._database.reading() as session:
                return await queries.look_at(
                    session, posted.listing_id, perch.alert_id, mail_domain=self._settings.mail_domain
                )
        except (SQLAlchemyError, OSError) as error:
            logger.warning("The canary is out of sight: %s", name_error(error))
            await asyncio.sleep(_LOOK_IN_MAILBOX_SECONDS)
            return None

    async def _has_arrived(self, posted: Posted, written: Written) -> bool:
        if self._mailbox is None or time.monotonic() < self._looked_in_mailbox_at + _LOOK_IN_MAILBOX_SECONDS:
            return False
        try:
            arrived = await asyncio.to_thread(self._mailbox.has, Mark(posted.code, written.message_id))
            self._mailbox_error = None
        except MailboxUnread as error:
            arrived, self._mailbox_error = False, error.message
        self._looked_in_mailbox_at = time.monotonic()
        return arrived

    def _late(self, seen: Seen | None) -> _Over:
        missing, written = self._missing, seen.written if seen else None
        look_at = LOOK_AT[missing]
        if missing is Stage.ARRIVED and self._mailbox_error is not None:
            look_at = self._mailbox_error
        if missing is Stage.SENT and written is not None and written.code is not None:
            look_at += f" Its last answer was {written.code}."
        return _Over(RunState.LATE, look_at, written.said if written and missing is Stage.SENT else None)

    async def _reach(self, *stages: Stage) -> None:
        new = [stage for stage in stages if stage not in self._stages]
        for stage in new:
            self._stages[stage] = round(time.monotonic() - self._started, 2)
            self._note(stage, self._stages[stage])
        if new:
            await _briefly(self._write_stages())

    async def _write_stages(self) -> None:
        async with self._database.transaction() as session:
            await actions.note_stages(session, self._run_id, self._stages)


async def _briefly(tidying: Awaitable[None], *, seconds: float = _TIDY_SECONDS) -> None:
    """Try it only so long: a server that is away must keep neither a canary nor a worker that stops."""
    try:
        await asyncio.wait_for(tidying, seconds)
    except (SQLAlchemyError, OSError, TimeoutError) as error:
        logger.warning("Something of the canary is left as it is: %s", name_error(error))
