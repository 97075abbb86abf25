"""Tasks that write and send mail: composed by person, checked and recorded before the server is dialled."""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from service.alerts.returns import note_answers
from service.alerts.telling.composing import compose_mail as compose_for
from service.alerts.telling.queries import mark_told, mark_untold
from service.alerts.telling.sending import Outgoing, prepare_sending
from service.mail.actions import held_back, record_outcome
from service.mail.models import DeliveryState
from service.mail.pacing import PACED_OVER_SECONDS
from service.mail.queries import get_deliveries, take_back_attempts
from service.mail.streams.actions import paused_streams
from service.mail.streams.models import stream_of
from service.mail.transport import Outcome
from service.work import (
    Claimed,
    WorkKind,
    finish_work,
    held_among,
    hold_work,
    reschedule_work,
)
from workers.leasing import uninterrupted, work_through
from workers.runtime import Runtime

logger = logging.getLogger(__name__)
PERSONS_AT_ONCE = 50
SENT_AT_ONCE = 50
# Whoever said stop since a message was claimed is heard before it is dialled, unless that was this short a while ago.
DIALLED_WITHIN_SECONDS = 5.0
_Answered = tuple[Claimed, Outcome]
# Goes on while a process is frozen, and is not set by anybody.
_clock = time.monotonic


async def compose_mail(runtime: Runtime) -> None:
    async def do(claims: list[Claimed]) -> None:
        async with runtime.database.transaction() as session:
            done = []
            for claim in claims:
                now = runtime.now()
                more_at = await compose_for(session, claim.subject_id, now=now)
                if more_at is None:
                    done.append(claim)
                else:
                    await reschedule_work(session, claim, after=more_at - now)
            await finish_work(session, done)

    await work_through(runtime.database, WorkKind.COMPOSE_MAIL, do, at_once=PERSONS_AT_ONCE)


async def send_mail(runtime: Runtime) -> None:
    async def do(claims: list[Claimed]) -> None:
        batch = _Batch({claim.subject_id: claim for claim in claims}, dial_until=_clock() + DIALLED_WITHIN_SECONDS)
        batch.waiting.extend(await _prepare(runtime, claims))
        # What the server accepts is written down even when this worker is stopping: it would be sent again.
        await uninterrupted(_send_all(runtime, batch), on_stop=batch.dial_no_more)

    await work_through(runtime.database, WorkKind.SEND_MAIL, do, at_once=SENT_AT_ONCE)


async def _prepare(runtime: Runtime, claims: Sequence[Claimed]) -> list[Outgoing]:
    """Put the attempts on record and commit; what needs none is finished."""
    async with runtime.database.transaction() as session:
        await hold_work(session, claims)
        claims = await _unless_paused(session, claims, now=runtime.now())
        rate, ids = runtime.settings.mails_per_domain_and_minute, [claim.subject_id for claim in claims]
        later = await held_back(session, ids, per_minute=rate, now=runtime.now())
        for claim in claims:
            if claim.subject_id in later:
                await reschedule_work(session, claim, after=timedelta(seconds=PACED_OVER_SECONDS))
        claims = [claim for claim in claims if claim.subject_id not in later]
        ids = [claim.subject_id for claim in claims]
        outgoing = await prepare_sending(session, ids, runtime.settings, now=runtime.now(), key=runtime.signing_key)
        leaving = {each.delivery_id for each in outgoing}
        pending = {
            delivery.id
            for delivery in await get_deliveries(session, ids)
            if delivery.state is DeliveryState.PENDING and delivery.id not in leaving
        }
        await finish_work(session, [each for each in claims if each.subject_id not in leaving | pending])
        # Its reader said stop at this moment: what is left of it is checked again.
        for claim in claims:
            if claim.subject_id in pending:
                await reschedule_work(session, claim, after=timedelta())
    return outgoing


async def _unless_paused(session: AsyncSession, claims: Sequence[Claimed], *, now: datetime) -> Sequence[Claimed]:
    """Give back, unattempted, what belongs to a stream that is paused; returns the rest."""
    paused = await paused_streams(session, now)
    if not paused:
        return claims
    deliveries = await get_deliveries(session, [claim.subject_id for claim in claims])
    until = {each.id: paused[stream_of(each.kind)] for each in deliveries if stream_of(each.kind) in paused}
    for claim in claims:
        if claim.subject_id in until:
            await reschedule_work(session, claim, after=until[claim.subject_id] - now)
    return [claim for claim in claims if claim.subject_id not in until]


@dataclass
class _Batch:
    """Messages with their attempts on record. What a slow server, or a worker that was frozen, has not come to in time
    is not dialled on what was true then: it is given back and claimed anew."""

    claims: dict[int, Claimed]
    dial_until: float
    waiting: deque[Outgoing] = field(default_factory=deque)

    def next(self) -> Outgoing | None:
        return self.waiting.popleft() if self.waiting and _clock() < self.dial_until else None

    def dial_no_more(self) -> None:
        self.dial_until = 0.0


async def _send_all(runtime: Runtime, batch: _Batch) -> None:
    """Send over several connections; answers are written down together with those that come meanwhile."""
    answers: asyncio.Queue[_Answered | None] = asyncio.Queue()
    writing = asyncio.create_task(_write_answers(runtime, answers))
    # While answers cannot be written down, each message that is sent would be sent again.
    writing.add_done_callback(lambda _: batch.dial_no_more())
    connections = min(runtime.settings.smtp_connections, len(batch.waiting))
    try:
        await asyncio.gather(*(_send_waiting(runtime, batch, answers) for _ in range(connections)))
    finally:
        answers.put_nowait(None)
        await writing
    if batch.waiting:
        await _give_back(runtime, [batch.claims[each.delivery_id] for each in batch.waiting])


async def _send_waiting(runtime: Runtime, batch: _Batch, answers: asyncio.Queue[_Answered | None]) -> None:
    async with runtime.transport() as transport:
        while each := batch.next():
            outcome = await transport.send(each.message, sender=each.return_path, recipient=each.recipient)
            answers.put_nowait((batch.claims[each.delivery_id], outcome))


async def _give_back(runtime: Runtime, claims: Sequence[Claimed]) -> None:
    """Of what was not dialled the attempt on record was none, and it is due at once."""
    async with runtime.database.transaction() as session:
        held = await held_among(session, claims)
        await take_back_attempts(session, [claim.subject_id for claim in held])
        for claim in held:
            await reschedule_work(session, claim, after=timedelta())


async def _write_answers(runtime: Runtime, answers: asyncio.Queue[_Answered | None]) -> None:
    while True:
        batch = [await answers.get()]
        while not answers.empty():
            batch.append(answers.get_nowait())
        if answered := [each for each in batch if each is not None]:
            await _write_down(runtime, answered)
        if None in batch:
            return


async def _write_down(runtime: Runtime, answered: Sequence[_Answered]) -> None:
    async with runtime.database.transaction() as session:
        held = {claim.id for claim in await held_among(session, [claim for claim, _ in answered])}
        if lost := len(answered) - len(held):
            logger.warning("Another worker took over %d messages sent by this one: the answers are dropped", lost)
        answered = [(claim, outcome) for claim, outcome in answered if claim.id in held]
        deliveries = {each.id: each for each in await get_deliveries(session, [c.subject_id for c, _ in answered])}
        ended = []
        for claim, outcome in answered:
            wait = record_outcome(deliveries[claim.subject_id], outcome, now=runtime.now())
            if wait is None:
                ended.append(claim)
            else:
                # The attempt was made, and the server said later: no failure of the work, which is tried with others.
                await reschedule_work(session, claim, after=wait)
        await note_answers(
            session, [(deliveries[claim.subject_id], outcome) for claim, outcome in answered], now=runtime.now()
        )
        states = {claim.subject_id: deliveries[claim.subject_id].state for claim in ended}
        await mark_told(session, [id_ for id_, state in states.items() if state is DeliveryState.ACCEPTED])
        failed = [id_ for id_, state in states.items() if state is DeliveryState.FAILED]
        await mark_untold(session, failed)
        await session.flush()
        await finish_work(session, ended)
