"""Pausing and resuming streams: by refusals for a while, by complaints until an operator has looked into them."""

import logging
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from service.mail.models import Delivery
from service.mail.streams import queries, rules
from service.mail.streams.models import PauseReason, Stream, StreamPause, stream_of
from service.work import WorkKind, add_work

logger = logging.getLogger(__name__)
# Until an operator resumes a stream, its deliveries are looked at now and then.
_LOOK_AGAIN_AFTER = timedelta(hours=1)
_NAMES = {Stream.ALERTS: "Alert mail", Stream.ACCOUNT: "Account mail (confirmations)"}


async def paused_streams(session: AsyncSession, now: datetime) -> Mapping[Stream, datetime]:
    """The streams of which nothing may be sent now, each with the time at which to look again."""
    pauses = [each for each in await queries.list_pauses(session) if _is_on(each, now)]
    return {each.stream: each.paused_until or now + _LOOK_AGAIN_AFTER for each in pauses}


async def note_refusal(session: AsyncSession, delivery: Delivery, status: str, *, now: datetime) -> None:
    """Pause the stream of a delivery that was refused by policy, if that says something of us and not of one server.

    The refusal is on record already. One of a message that was sent before the last pause has been answered by it.
    """
    pause = await queries.lock_pause(session, stream_of(delivery.kind))
    sent_before = pause.paused_at is not None and (delivery.attempted_at or now) <= pause.paused_at
    if _is_on(pause, now) or sent_before:
        return
    since = max([now - rules.REFUSALS_COUNTED_OVER, *_ends_of(pause)])
    counted = await queries.count_attempts(session, pause.stream, since=since, in_a_day=now - rules.SIZE_COUNTED_OVER)
    if not rules.is_refused(
        counted.refused, attempted=counted.attempted, attempted_in_a_day=counted.attempted_in_a_day
    ):
        return
    in_a_row = pause.reason is PauseReason.POLICY and rules.follows(pause.paused_until, now)
    pause.pauses = pause.pauses + 1 if in_a_row else 1
    pause.since = pause.since if in_a_row else now
    pause.reason, pause.status, pause.paused_at = PauseReason.POLICY, status, now
    pause.paused_until = now + rules.pause_length(pause.pauses)
    logger.warning("%s", explain_pause(pause))


async def note_complaint(session: AsyncSession, *, now: datetime) -> None:
    """Pause alert mail when too many of its readers called it junk; the complaint is on record already."""
    pause = await queries.lock_pause(session, Stream.ALERTS)
    if _is_on(pause, now) and pause.reason is PauseReason.COMPLAINTS:
        return
    since = max([now - rules.COMPLAINTS_COUNTED_OVER, *([pause.resumed_at] if pause.resumed_at else [])])
    complaints, accepted = await queries.count_complaints(session, since=since)
    if not rules.is_complained_of(complaints, accepted=accepted):
        return
    pause.reason, pause.status, pause.pauses = PauseReason.COMPLAINTS, "", 1
    pause.since, pause.paused_at, pause.paused_until = now, now, None
    logger.warning("%s", explain_pause(pause))


async def resume_stream(session: AsyncSession, stream: Stream, *, now: datetime) -> bool:
    """Let a stream go on at once, its counts begun anew; returns whether it was paused."""
    pause = await queries.lock_pause(session, stream)
    was_paused = _is_on(pause, now)
    pause.reason, pause.paused_until, pause.pauses, pause.resumed_at = None, None, 0, now
    if was_paused:
        await add_work(session, WorkKind.SEND_MAIL, await queries.waiting_in(session, stream))
    return was_paused


async def explain_pauses(session: AsyncSession, now: datetime) -> list[str]:
    """For each stream that is paused a sentence that says why, until when, and what to do."""
    return [explain_pause(each) for each in await queries.list_pauses(session) if _is_on(each, now)]


def explain_pause(pause: StreamPause) -> str:
    name = _NAMES[pause.stream]
    if pause.reason is PauseReason.COMPLAINTS:
        return (
            f"{name} is paused since {_moment(pause.since)}: too many readers called it junk. Find out why, then let it"
            f" go on with `rolecall mail resume {pause.stream.value}`."
        )
    answer = f" ({pause.status})" if pause.status else ""
    return (
        f"{name} is paused until {_moment(pause.paused_until)}: receiving servers refuse it by policy{answer}. It goes"
        f" on by itself; what to look at is in docs/mail.md, and `rolecall mail resume {pause.stream.value}` ends the"
        " pause."
    )


def _is_on(pause: StreamPause, now: datetime) -> bool:
    return pause.reason is not None and (pause.paused_until is None or now < pause.paused_until)


def _ends_of(pause: StreamPause) -> list[datetime]:
    return [moment for moment in (pause.paused_until, pause.resumed_at) if moment is not None]


def _moment(moment: datetime | None) -> str:
    return f"{moment.astimezone(UTC):%d %B %H:%M} UTC" if moment else "now"
