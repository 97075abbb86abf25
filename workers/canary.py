"""The clock's canary: sent off every so many minutes by whichever worker is first, and cleared away after."""

import logging
from datetime import timedelta

from service.canary.actions import begin_scheduled_run, clear_what_was_left
from service.canary.flight import fly
from service.canary.mailbox import mailbox_missing
from service.canary.models import RunState, Stage
from workers.runtime import Runtime

logger = logging.getLogger(__name__)


async def fly_canary(runtime: Runtime) -> None:
    """Send off a canary when it is time, and follow it. Without a mailbox health says so, and none is sent off."""
    settings = runtime.settings
    if settings.canary_address is None or not settings.canary_minutes or mailbox_missing(settings):
        return
    within, every = timedelta(seconds=settings.canary_seconds), timedelta(minutes=settings.canary_minutes)
    async with runtime.database.transaction() as session:
        run = await begin_scheduled_run(session, within=within, every=every, now=runtime.now())
    if run is None:
        return
    landed = await fly(runtime.database, settings, run, within=within, note=_log, now=runtime.now)
    if landed.state is RunState.ARRIVED:
        logger.info("The canary arrived %.1f s after it was posted", landed.seconds)
    else:
        logger.error("The canary is %s, not %s. %s", landed.state, landed.missing, landed.error)


async def clear_canaries(runtime: Runtime) -> None:
    async with runtime.database.transaction() as session:
        await clear_what_was_left(session, now=runtime.now())


def _log(stage: Stage, seconds: float) -> None:
    logger.debug("The canary is %s after %.1f s", stage, seconds)
