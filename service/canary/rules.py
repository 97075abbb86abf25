"""How far a canary has come, what to look at where it stays behind, and what of it makes health red."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from service.alerts.models import MatchState
from service.canary.models import CanaryRun, RunState, Stage
from service.mail.models import DeliveryState

# A run that its worker could not end by then was never going to.
_GRACE = timedelta(minutes=1)
_REMEMBERED = timedelta(days=1)

_WORKER = "Is a worker running (`rolecall worker`)? Its log says what it does"
LOOK_AT: dict[Stage, str] = {
    Stage.READY: f"The canary's own alert is not read and matched yet. {_WORKER}, and whether the model can be loaded.",
    Stage.POSTED: "The database did not take the listing: look at PostgreSQL and its log.",
    Stage.ENCODED: f"No worker has encoded the listing. {_WORKER}; `encode_listings` in /health counts what waits.",
    Stage.MATCHED: (
        f"The listing is encoded and not matched with the alerts. {_WORKER}; after a change of the model, listings wait"
        " until every alert is encoded anew."
    ),
    Stage.COMPOSED: f"The match is found and no mail was made of it. {_WORKER}; `compose_mail` in /health waits.",
    Stage.SENT: (
        "The mail is written and the mail server has not accepted it: look at ROLECALL_SMTP_HOST, _PORT, _TLS,"
        " _USERNAME and _PASSWORD, and at the worker's log."
    ),
    Stage.ARRIVED: (
        "The mail server accepted the mail and it is not in the mailbox: look at the relay's queue and log, at the"
        " mailbox's junk folder, and at ROLECALL_CANARY_IMAP_FOLDER."
    ),
}


@dataclass(frozen=True)
class Written:
    """The delivery of a canary's mail as it stands: the mail server's last answer, or why it was dropped."""

    state: DeliveryState
    message_id: str
    code: int | None = None
    said: str | None = None
    reason: str | None = None


@dataclass(frozen=True)
class Seen:
    """What the database holds about a canary's listing.

    `encoded`: that is done, `readable`: it has vectors; `matched`: with all alerts, `match`: with the canary's own.
    """

    encoded: bool
    readable: bool
    matched: bool
    match: MatchState | None = None
    reason: str | None = None
    written: Written | None = None


def furthest(seen: Seen) -> Stage:
    """The last stage that was reached, as far as the database knows."""
    if seen.written is not None:
        return Stage.SENT if seen.written.state is DeliveryState.ACCEPTED else Stage.COMPOSED
    if seen.match is not None:
        return Stage.MATCHED
    return Stage.ENCODED if seen.encoded else Stage.POSTED


def stages_up_to(last: Stage) -> list[Stage]:
    in_order = list(Stage)
    return in_order[: in_order.index(last) + 1]


def next_after(stage: Stage) -> Stage:
    """The stage that is missing when this is the last one reached."""
    in_order = list(Stage)
    return in_order[min(in_order.index(stage) + 1, len(in_order) - 1)]


def why_hopeless(seen: Seen) -> str | None:
    """What happened by which the mail cannot come any more; None while it may."""
    written = seen.written
    if written is not None and written.state is DeliveryState.DROPPED:
        return f"Its mail was dropped just before it left: {written.reason}."
    if written is not None and written.state is DeliveryState.FAILED:
        return f"The mail server refused its mail for good with {written.code}. {LOOK_AT[Stage.SENT]}"
    if seen.match is MatchState.DROPPED:
        return f"Its match was dropped: {seen.reason}."
    if seen.encoded and not seen.readable:
        return "The listing was encoded and found to be in no language that is read: look at ROLECALL_MODEL_LANGUAGES."
    if seen.matched and seen.match is None:
        return (
            "The listing was matched with all alerts and the canary's own was not among those that it fits, though it"
            " asks for the very words: look at ROLECALL_MODEL, ROLECALL_ADAPTER and the calibration."
        )
    return None


def may_begin(newest: Sequence[CanaryRun], *, every: timedelta, now: datetime) -> bool:
    """Whether the clock may send off another: one at a time, and not before its time. `newest` are the last few."""
    return not any(
        run.started_at > now - every or (run.state is RunState.RUNNING and run.give_up_at + _GRACE > now)
        for run in newest
    )


def problems_of(newest: Sequence[CanaryRun], *, minutes: int, now: datetime) -> list[str]:
    """What the last canaries say against an installation that runs one every so many minutes, 0 for by hand alone."""
    lost = next((run for run in newest if _is_lost(run, now)), None)
    ended = next((run for run in newest if run.state is not RunState.RUNNING), None)
    problems = []
    if ended is not None and ended.state is not RunState.ARRIVED and (minutes or ended.started_at > now - _REMEMBERED):
        problems.append(f"The canary of {_time_of(ended)} {says_of(ended)}")
    if lost is not None and (ended is None or ended.id < lost.id):
        problems.append(f"The canary of {_time_of(lost)} was not followed to its end: look at the workers' logs.")
    every = timedelta(minutes=minutes)
    if minutes and not any(run.started_at > now - 2 * every for run in newest):
        last = f"since {_time_of(newest[0])}" if newest else "yet"
        problems.append(f"No canary was sent off {last}, though one is due every {minutes} minutes. {_WORKER}.")
    return problems


def seconds_of(run: CanaryRun) -> float | None:
    """From the posted listing to the mail in the mailbox."""
    stages = run.stages
    if run.state is not RunState.ARRIVED or not {Stage.POSTED, Stage.ARRIVED} <= stages.keys():
        return None
    return round(stages[Stage.ARRIVED] - stages[Stage.POSTED], 2)


def says_of(run: CanaryRun) -> str:
    """How a canary that did not arrive ended, and where to look."""
    how = "was late" if run.state is RunState.LATE else "could not arrive"
    missing = f": not {run.missing.value} in time" if run.state is RunState.LATE and run.missing else ""
    return f"{how}{missing}. {run.error or ''}".strip()


def _is_lost(run: CanaryRun, now: datetime) -> bool:
    return run.state is RunState.RUNNING and run.give_up_at + _GRACE < now


def _time_of(run: CanaryRun) -> str:
    return f"{run.started_at:%Y-%m-%d %H:%M} UTC"
