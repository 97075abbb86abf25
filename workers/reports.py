"""The clock's look into the mailbox of reports: one worker at a time, each message acted on before it is marked."""

import asyncio
import logging

from service.alerts.returns import receive_report
from service.logs import name_error
from service.mail.reports import read_report
from service.mail.returns.mailbox import MAILBOX_ERRORS, ReportMailbox, open_mailbox
from service.mail.returns.queries import begin_reading, mark_mailbox_failing, mark_mailbox_read
from workers.runtime import Runtime

logger = logging.getLogger(__name__)


async def read_reports(runtime: Runtime) -> None:
    """Read what arrived, if the settings name a mailbox; that it cannot be read is on record and turns health red."""
    if runtime.settings.imap_host is None:
        return
    async with runtime.database.reading() as lock:
        if not await begin_reading(lock):
            return
        try:
            await _read_all(runtime)
        except MAILBOX_ERRORS as error:
            # Not raised: a mailbox that refuses our password must not be asked again at once, or it locks us out.
            logger.warning("The mailbox of reports cannot be read: %s", type(error).__name__)
            async with runtime.database.transaction() as session:
                await mark_mailbox_failing(session, type(error).__name__, now=runtime.now())
            return
        async with runtime.database.transaction() as session:
            await mark_mailbox_read(session, now=runtime.now())


async def _read_all(runtime: Runtime) -> None:
    mailbox = await asyncio.to_thread(open_mailbox, runtime.settings)
    try:
        for uid in await asyncio.to_thread(mailbox.unread):
            try:
                await _read_one(runtime, mailbox, uid)
            except MAILBOX_ERRORS:
                raise
            except Exception as error:
                # It stays unread, and holds up none of the others.
                logger.warning("A report could not be acted on and is read again: %s", name_error(error))
    finally:
        await asyncio.to_thread(mailbox.close)


async def _read_one(runtime: Runtime, mailbox: ReportMailbox, uid: str) -> None:
    raw = await asyncio.to_thread(mailbox.fetch, uid)
    report = await asyncio.to_thread(read_report, raw)
    is_ours = False
    if report is not None:
        async with runtime.database.transaction() as session:
            is_ours = await receive_report(session, report, keys=runtime.settings.secret_keys, now=runtime.now())
    await asyncio.to_thread(mailbox.remove if is_ours else mailbox.mark_read, uid)
