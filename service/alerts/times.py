"""When a person's mail may come, as they set it: hour and weekday, quiet hours, the most mails a day, their zone."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from zoneinfo import available_timezones

from sqlalchemy.ext.asyncio import AsyncSession

from service.accounts.models import Person
from service.work import WorkKind, add_work

MOST_MAILS_A_DAY = 50
_HOURS = range(24)


@dataclass(frozen=True)
class Times:
    """Hours are 0-23 of the person's own day; both quiet hours are None where no hour is quiet."""

    time_zone: str
    send_hour: int
    send_weekday: int
    quiet_from: int | None
    quiet_until: int | None
    mails_a_day: int


@dataclass(frozen=True)
class TimesForm:
    """What was typed, and what was wrong with it by field; `times` is None where something was."""

    typed: Mapping[str, str]
    times: Times | None = None
    errors: Mapping[str, str] = field(default_factory=dict)


def form_of_times(person: Person) -> TimesForm:
    """The form as it would have been sent for what holds now."""
    times = Times(**{name: getattr(person, name) for name in Times.__annotations__})
    typed = {name: "" if (value := getattr(times, name)) is None else str(value) for name in Times.__annotations__}
    return TimesForm(typed, times)


def read_times(sent: Mapping[str, str]) -> TimesForm:
    typed = {name: sent.get(name, "").strip() for name in Times.__annotations__}
    errors = {}
    if typed["time_zone"] not in available_timezones():
        errors["time_zone"] = "Choose a time zone of the list, as Europe/London."
    numbers = {
        "send_hour": _number(typed["send_hour"], _HOURS),
        "send_weekday": _number(typed["send_weekday"], range(7)),
        "mails_a_day": _number(typed["mails_a_day"], range(1, MOST_MAILS_A_DAY + 1)),
    }
    errors |= {name: "Choose one of those offered." for name, number in numbers.items() if number is None}
    quiet = {name: _number(typed[name], _HOURS) for name in ("quiet_from", "quiet_until")}
    for name, other in (("quiet_from", "quiet_until"), ("quiet_until", "quiet_from")):
        if typed[name] and quiet[name] is None:
            errors[name] = "Choose one of those offered."
        elif typed[other] and not typed[name]:
            errors[name] = "Quiet hours need a beginning and an end."
    if errors:
        return TimesForm(typed, errors=errors)
    return TimesForm(typed, Times(time_zone=typed["time_zone"], **numbers, **quiet))  # type: ignore[arg-type]


async def change_times(session: AsyncSession, person: Person, times: Times) -> None:
    """Set when mail may come; what waits to be told is looked at again."""
    for name in Times.__annotations__:
        setattr(person, name, getattr(times, name))
    await session.flush()
    await add_work(session, WorkKind.COMPOSE_MAIL, [person.id], owner_id=person.id)


def _number(text: str, allowed: range) -> int | None:
    return int(text) if text.isdecimal() and len(text) <= 3 and int(text) in allowed else None
