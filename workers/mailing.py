"""Tasks that write and send mail: composed by person, checked and recorded before the server is dialled."""

from datetime import UTC, datetime

from service.alerts.mailing import compose_mail as compose_for
from service.alerts.mailing import prepare_sending
from service.alerts.queries import mark_told, mark_untold
from service.mail.actions import record_outcome
from service.mail.models import DeliveryState
from service.mail.queries import get_delivery
from service.mail.transport import Outcome, Transport
from service.work import Claimed, WorkKind, finish_work, hold_work, postpone_work
from workers.leasing import uninterrupted, work_through
from workers.runtime import Runtime

PERSONS_AT_ONCE = 50
SENT_AT_ONCE = 20


async def compose_mail(runtime: Runtime) -> None:
    async def do(claims: list[Claimed]) -> None:
        async with runtime.database.transaction() as session:
            for claim in claims:
                await compose_for(session, claim.subject_id, now=_now())
            await finish_work(session, claims)

    await work_through(runtime.database, WorkKind.COMPOSE_MAIL, do, at_once=PERSONS_AT_ONCE)


async def send_mail(runtime: Runtime) -> None:
    async def do(claims: list[Claimed]) -> None:
        async with runtime.transport() as transport:
            for claim in claims:
                # What the server accepts is written down even when this worker is stopping: it would be sent again.
                await uninterrupted(_send(runtime, transport, claim))

    await work_through(runtime.database, WorkKind.SEND_MAIL, do, at_once=SENT_AT_ONCE)


async def _send(runtime: Runtime, transport: Transport, claim: Claimed) -> None:
    async with runtime.database.transaction() as session:
        await hold_work(session, [claim])
        outgoing = await prepare_sending(session, [claim.subject_id], runtime.settings, now=_now())
        if not outgoing:
            await finish_work(session, [claim])
    for each in outgoing:
        outcome = await transport.send(each.message, sender=runtime.settings.mail_from, recipient=each.recipient)
        await _write_down(runtime, claim, outcome)


async def _write_down(runtime: Runtime, claim: Claimed, outcome: Outcome) -> None:
    async with runtime.database.transaction() as session:
        await hold_work(session, [claim])
        delivery = await get_delivery(session, claim.subject_id)
        wait = record_outcome(delivery, outcome, now=_now())
        if wait is not None:
            await postpone_work(session, [claim], delay=wait, error=outcome.text)
            return
        await finish_work(session, [claim])
        if delivery.state is DeliveryState.ACCEPTED:
            await mark_told(session, delivery.id)
        else:
            await mark_untold(session, delivery.id, "refused by the mail server")


def _now() -> datetime:
    return datetime.now(UTC)
