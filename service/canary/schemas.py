"""A canary's run as it crosses HTTP."""

from datetime import datetime
from typing import Self

from pydantic import BaseModel, Field

from service.canary.models import CanaryRun, RunState, Stage
from service.canary.rules import seconds_of


class CanaryRunOut(BaseModel):
    """`missing` is the stage that was not reached, `look_at` what became of it and where to look."""

    started_at: datetime
    ended_at: datetime | None
    scheduled: bool = Field(description="sent off by a worker's clock, not by hand")
    state: RunState
    seconds: float | None = Field(description="from the posted listing to the mail in the test mailbox")
    stages: dict[Stage, float] = Field(description="seconds after the start")
    missing: Stage | None
    look_at: str | None

    @classmethod
    def of(cls, run: CanaryRun) -> Self:
        return cls(
            started_at=run.started_at,
            ended_at=run.ended_at,
            scheduled=run.scheduled,
            state=run.state,
            seconds=seconds_of(run),
            stages={Stage(stage): seconds for stage, seconds in run.stages.items()},
            missing=run.missing,
            look_at=run.error,
        )
