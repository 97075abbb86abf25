"""An SMTP server on loopback that delivers nothing and keeps what it gets; tests make it misbehave through `reply`."""

import argparse
import asyncio
import tempfile
import threading
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

from aiosmtpd.smtp import SMTP, Envelope, Session, syntax

from service.embedded.caught_mail import CaughtMail, MailFolder

HOST = "127.0.0.1"

CUT = "cut"
"""Close the connection instead of answering; at DATA, after the first line of the message."""

KEEP_AND_CUT = "keep and cut"
"""At END only: keep the message as accepted, then close the connection before the sender learns of it."""

_STOP_SECONDS = 5
_LARGEST_BYTES = 32 * 1024 * 1024


@dataclass(frozen=True)
class Moment:
    """Where a conversation stands: at END the whole message has arrived and waits for its answer."""

    stage: Literal["MAIL", "RCPT", "DATA", "END"]
    sender: str
    recipients: tuple[str, ...]
    content: bytes = b""


Reply = Callable[[Moment], Awaitable[str | None]]
"""What to answer ("451 4.3.0 Later", CUT ...), or None to accept. It may take its time."""


class MailCatcher:
    """In a given folder messages stay; without one they go when it stops."""

    def __init__(self, folder: Path | None = None, *, port: int = 0, reply: Reply | None = None) -> None:
        self._temporary = tempfile.TemporaryDirectory(prefix="rolecall-mail-") if folder is None else None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._server: asyncio.Server | None = None
        self.kept = MailFolder(folder or Path(self._temporary.name if self._temporary else ""))
        self.open_conversations: set[_Conversation] = set()
        self.reply = reply
        self.port = port

    @property
    def messages(self) -> list[CaughtMail]:
        """Newest first."""
        return self.kept.messages

    def wait_for(self, count: int, timeout_seconds: float = 10) -> list[CaughtMail]:
        """Blocks: call it through asyncio.to_thread where the sender runs in the same event loop."""
        return self.kept.wait_for(count, timeout_seconds)

    def clear(self) -> None:
        self.kept.clear()

    def start(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="mail catcher", daemon=True)
        self._thread.start()
        try:
            self._in_thread(self._listen(self._loop))
        except OSError:
            self.stop()
            raise

    def stop(self) -> None:
        """Refuse new connections and cut those that are open; `start` then listens on the same port again."""
        if self._loop and self._thread:
            self._in_thread(self._close())
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(_STOP_SECONDS)
            self._loop.close()
            self._loop = self._thread = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()
        if self._temporary:
            self._temporary.cleanup()

    def _in_thread(self, work: Coroutine[Any, Any, None]) -> None:
        assert self._loop
        asyncio.run_coroutine_threadsafe(work, self._loop).result(_STOP_SECONDS)

    async def _listen(self, loop: asyncio.AbstractEventLoop) -> None:
        self._server = await loop.create_server(lambda: _Conversation(self, loop), HOST, self.port)
        self.port = int(self._server.sockets[0].getsockname()[1])

    async def _close(self) -> None:
        if self._server:
            self._server.close()
        for conversation in list(self.open_conversations):
            conversation.abort()
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


class _Handler:
    """What aiosmtpd asks at each stage; the envelope is changed only after an answer in the affirmative."""

    def __init__(self, catcher: MailCatcher) -> None:
        self._catcher = catcher

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        refusal = await self._ask(Moment("MAIL", address, ()))
        if not refusal:
            envelope.mail_from = address
            envelope.mail_options.extend(options)
        return refusal or "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        refusal = await self._ask(Moment("RCPT", envelope.mail_from or "", (*envelope.rcpt_tos, address)))
        if not refusal:
            envelope.rcpt_tos.append(address)
        return refusal or "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        content = envelope.original_content or b""
        answer = await self._ask(Moment("END", envelope.mail_from or "", tuple(envelope.rcpt_tos), content))
        if answer and answer != KEEP_AND_CUT:
            return answer
        self._catcher.kept.add(content, sender=envelope.mail_from or "", recipients=list(envelope.rcpt_tos))
        return answer or "250 OK"

    async def before_data(self, envelope: Envelope) -> str | None:
        return await self._ask(Moment("DATA", envelope.mail_from or "", tuple(envelope.rcpt_tos)))

    async def _ask(self, moment: Moment) -> str | None:
        return await self._catcher.reply(moment) if self._catcher.reply else None


class _Conversation(SMTP):
    """aiosmtpd's conversation, which can also be cut."""

    def __init__(self, catcher: MailCatcher, loop: asyncio.AbstractEventLoop) -> None:
        self._say = _Handler(catcher)
        self._open = catcher.open_conversations
        super().__init__(
            self._say, loop=loop, hostname="localhost", enable_SMTPUTF8=True, data_size_limit=_LARGEST_BYTES
        )

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._open.add(self)
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        self._open.discard(self)
        super().connection_lost(error)

    def abort(self) -> None:
        if isinstance(self.transport, asyncio.WriteTransport):
            self.transport.abort()

    @syntax("DATA")
    async def smtp_DATA(self, arg: str) -> None:
        answer = await self._say.before_data(self.envelope) if self.envelope else None
        if answer == CUT:
            await super().push("354 End data with <CR><LF>.<CR><LF>")
            await self._reader.readline()
        if answer:
            await self.push(answer)
        else:
            await super().smtp_DATA(arg)

    async def push(self, status: Any) -> None:
        if status in (CUT, KEEP_AND_CUT):
            self.abort()
        else:
            await super().push(status)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--smtp-port", type=int, required=True)
    parser.add_argument("--http-port", type=int, required=True)
    wanted = parser.parse_args()

    # Imported late: tests use the catcher by the dozen and never its pages.
    from service.embedded.catcher_pages import serve_pages

    with MailCatcher(wanted.folder, port=wanted.smtp_port) as catcher:
        serve_pages(catcher.kept, host=HOST, port=wanted.http_port, smtp_port=catcher.port)


if __name__ == "__main__":
    main()
