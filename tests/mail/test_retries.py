"""When a message is tried again, and when it is given up."""

from datetime import timedelta

import pytest

from service.mail.models import DeliveryKind
from service.mail.retries import next_attempt_after


def waits(kind: DeliveryKind) -> list[timedelta]:
    found: list[timedelta] = []
    while (wait := next_attempt_after(len(found) + 1, kind=kind)) is not None:
        found.append(wait)
    return found


@pytest.mark.parametrize(
    ("attempts", "minutes"), [(1, 1), (2, 5), (3, 15), (4, 30), (5, 60), (6, 120), (7, 240), (8, 480)]
)
@pytest.mark.parametrize("kind", DeliveryKind)
def test_waits_grow_from_a_minute_to_hours(kind: DeliveryKind, attempts: int, minutes: int) -> None:
    assert next_attempt_after(attempts, kind=kind) == timedelta(minutes=minutes)


def test_an_alert_is_tried_for_a_day_and_then_given_up() -> None:
    assert sum(waits(DeliveryKind.ALERT), timedelta()) == timedelta(days=1)
    assert next_attempt_after(len(waits(DeliveryKind.ALERT)) + 1, kind=DeliveryKind.ALERT) is None


def test_what_somebody_asked_for_is_tried_for_four_days() -> None:
    assert sum(waits(DeliveryKind.CONFIRMATION), timedelta()) == timedelta(days=4)


@pytest.mark.parametrize("kind", DeliveryKind)
def test_no_wait_is_shorter_than_the_one_before(kind: DeliveryKind) -> None:
    assert waits(kind) == sorted(waits(kind))
