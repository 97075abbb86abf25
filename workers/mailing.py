"""Tasks that write and send mail: composed by person, checked and recorded before the server is dialled."""

from datetime import UTC, datetime

from service.alerts.mailing import compose_mail as compose_for
from service.alerts.mailing import prepare_sending
from service.alerts.queries import mark_told, mark_untold
from service.mail.actions import record_outcome
from service.mail.models import DeliveryState
from service.mail.queries import get_delivery
from service.mail.transport import Outcome
from service.work import Claimed, WorkKind, finish_work, postpone_work
from workers.leasing import work_through
from workers.runtime import Runtime

PERSONS_AT_ONCE = 50
SENT_AT_ONCE = 20


async def compose_mail(runtime: Runtime) -> None:
    async def do(claims: list[Claimed]) -> None:
        async with runtime.database.transaction() as session:
            await finish_work(session, claims)
            for claim in sorted(claims, key=lambda each: each.subject_id):
                await compose_for(session, claim.subject_id)

    await work_through(runtime.database, WorkKind.COMPOSE_MAIL, do, at_once=PERSONS_AT_ONCE)


async def send_mail(runtime: Runtime) -> None:
    async def do(claims: list[Claimed]) -> None:
        by_delivery = {claim.subject_id: claim for claim in claims}
        async with runtime.database.transaction() as session:
            outgoing = await prepare_sending(session, list(by_delivery), runtime.settings, now=_now())
            leaving = {each.delivery_id for each in outgoing}
            await finish_work(session, [claim for claim in claims if claim.subject_id not in leaving])
        async with runtime.transport() as transport:
            for each in outgoing:
                outcome = await transport.send(
                    each.message, sender=runtime.settings.mail_from, recipient=each.recipient
                )
                await _write_down(runtime, by_delivery[each.delivery_id], outcome)

    await work_through(runtime.database, WorkKind.SEND_MAIL, do, at_once=SENT_AT_ONCE)


async def _write_down(runtime: Runtime, claim: Claimed, outcome: Outcome) -> None:
    async with runtime.database.transaction() as session:
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
