"""What crosses HTTP about dead letters: ids and reasons, never an address, a description or a message."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, Field

from service.operations.rules import DeadLetter, Stuck


class DeadLetterOut(BaseModel):
    """Something that is stuck. Work is named by its row, a mail by its delivery."""

    id: str = Field(description="as work-17 or delivery-…: which table, and which row of it")
    kind: str = Field(description="of the work, as encode_listings, or of the mail, as alert_mail")
    about: str = Field(description="what `subject` is: a listing, candidate, alert, person or delivery")
    subject: UUID | None = Field(description="null when what it is about is gone")
    state: Stuck = Field(
        description="`set_aside` and `failed` are tried no more unless you ask for it; `failing` and `deferred` are, "
        "again and again"
    )
    reason: str
    since: datetime
    attempts: int = Field(description="of work those that failed, and the one that is being made")
    crashes: int = Field(description="how often doing it ended a worker")

    @classmethod
    def of(cls, letter: DeadLetter) -> "DeadLetterOut":
        return cls(
            id=letter.id,
            kind=letter.kind,
            about=letter.about,
            subject=letter.subject,
            state=letter.stuck,
            reason=letter.reason,
            since=letter.since,
            attempts=letter.attempts,
            crashes=letter.crashes,
        )


class RetriedOut(BaseModel):
    id: str
    message: str = "It is due now. If it goes wrong again, it comes back to this list."
