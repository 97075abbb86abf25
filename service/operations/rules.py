"""What is stuck and why, how it is named outside, and when it may be tried again; never in a person's words."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from service.errors import Conflict, NotFound
from service.mail.models import MANY_ATTEMPTS, DeliveryState, SuppressionReason
from service.mail.replies import describe_reply
from service.paging import CursorUnknown

_ID = re.compile(r"work-(?P<number>[1-9]\d{0,17})|delivery-(?P<uuid>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})")
_PLACE = re.compile(r"(\d{1,17}) (work|delivery) (\d{1,18})")
_MAY_HAVE_ARRIVED = "what became of the last attempt is not known, so that the mail may have arrived"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SUPPRESSED = {
    SuppressionReason.ASKED: "its owner asked for no more mail",
    SuppressionReason.BOUNCED: "mail to it bounced",
    SuppressionReason.COMPLAINED: "its owner reported our mail as unwanted",
}


class Source(StrEnum):
    """The table that a dead letter is a row of."""

    WORK = "work"
    DELIVERY = "delivery"


class Stuck(StrEnum):
    """SET_ASIDE and FAILED are tried no more unless somebody asks for it; FAILING and DEFERRED are, again and again."""

    SET_ASIDE = "set_aside"
    FAILING = "failing"
    FAILED = "failed"
    DEFERRED = "deferred"


class LetterGone(NotFound):
    code = "dead-letter-gone"

    def __init__(self) -> None:
        super().__init__("There is no such dead letter: it was done meanwhile, or somebody had it tried again.")


class LetterBusy(Conflict):
    code = "dead-letter-busy"


class RecipientSuppressed(Conflict):
    code = "recipient-suppressed"


class NothingLeftToTell(Conflict):
    code = "nothing-left-to-tell"


@dataclass(frozen=True)
class DeadLetter:
    """`kind` is that of the work or of the mail; `subject` the public id of what it is about, while that is there."""

    id: str
    kind: str
    about: str
    subject: UUID | None
    stuck: Stuck
    reason: str
    since: datetime
    attempts: int
    crashes: int


@dataclass(frozen=True)
class Place:
    """A place in the list, which goes from the newest to the oldest."""

    microseconds: int
    source: Source
    number: int

    @property
    def since(self) -> datetime:
        return _EPOCH + timedelta(microseconds=self.microseconds)


def letter_id(source: Source, key: int | UUID) -> str:
    return f"{source.value}-{key}"


def read_letter_id(text: str) -> int | UUID:
    """The number of a row of work or the public id of a delivery; raises LetterGone for anything else."""
    found = _ID.fullmatch(text)
    if found is None:
        raise LetterGone
    return int(found["number"]) if found["number"] else UUID(found["uuid"])


def write_place(place: Place) -> str:
    return f"{place.microseconds} {place.source.value} {place.number}"


def read_place(text: str) -> Place:
    found = _PLACE.fullmatch(text)
    if found is None:
        raise CursorUnknown
    return Place(int(found[1]), Source(found[2]), int(found[3]))


def stuck_as(state: DeliveryState, attempts: int) -> Stuck | None:
    """How a delivery is stuck, None when it is not."""
    if state is DeliveryState.FAILED:
        return Stuck.FAILED
    return Stuck.DEFERRED if state is DeliveryState.PENDING and attempts >= MANY_ATTEMPTS else None


def why_delivery_is_stuck(
    state: DeliveryState, attempts: int, code: int | None, text: str | None, *, unanswered: bool
) -> str:
    reply = describe_reply(code, text)
    if state is DeliveryState.PENDING:
        reason = f"Put off again and again: {reply}"
    elif code is not None and code >= 500:
        reason = f"Refused: {reply}"
    else:
        reason = f"Given up after {attempts} {'attempt' if attempts == 1 else 'attempts'}: {reply}"
    return f"{reason}; {_MAY_HAVE_ARRIVED}" if unanswered else reason


def check_not_suppressed(suppression: SuppressionReason | None) -> None:
    if suppression is not None:
        raise RecipientSuppressed(
            f"This cannot be sent: the recipient's address is suppressed, because {_SUPPRESSED[suppression]}."
        )
