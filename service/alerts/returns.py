"""What came back about mail, and the persons whom it concerns: their addresses suppressed, their alerts silenced."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from service.accounts.models import Person
from service.accounts.queries import list_persons
from service.alerts.actions import stop_everything
from service.mail.models import Delivery
from service.mail.reports import Report, Verdict
from service.mail.returns.actions import act_on_report, find_subject, record_report, report_of
from service.mail.streams.models import stream_of
from service.mail.transport import Outcome


async def receive_report(session: AsyncSession, report: Report, *, keys: Sequence[str], now: datetime) -> bool:
    """Act on a report that came by mail; returns whether it is about a delivery of ours. Forged ones change nothing."""
    delivery = await find_subject(session, report, keys=keys)
    if delivery is None:
        return False
    await _act(session, [(delivery, report)], now=now)
    return True


async def note_answers(session: AsyncSession, answered: Sequence[tuple[Delivery, Outcome]], *, now: datetime) -> None:
    """Act on what receiving servers answered while a message was handed over, as on a report that comes later."""
    reports = [(delivery, report_of(outcome)) for delivery, outcome in answered]
    await _act(session, [(delivery, report) for delivery, report in reports if report is not None], now=now)


async def _act(session: AsyncSession, reported: Sequence[tuple[Delivery, Report]], *, now: datetime) -> None:
    """What follows for each, in one order for all who do this at once: persons by address, then streams."""
    if not reported:
        return
    persons = await list_persons(session, [delivery.person_id for delivery, _ in reported])
    ordered = sorted(
        ((persons[delivery.person_id], delivery, report) for delivery, report in reported),
        key=lambda each: _place(*each),
    )
    for person, delivery, report in ordered:
        if not await record_report(session, delivery, report, now=now):
            continue
        if report.verdict is Verdict.COMPLAINT:
            await stop_everything(session, person)
        await act_on_report(session, delivery, report, folded_address=person.folded_address, now=now)


def _place(person: Person, delivery: Delivery, report: Report) -> tuple[str, str]:
    is_of_stream = report.verdict is Verdict.POLICY
    return (stream_of(delivery.kind), "") if is_of_stream else ("", person.folded_address)
