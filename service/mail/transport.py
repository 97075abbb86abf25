"""Messages handed to a mail server, and what its answer means for one of them. Nothing here knows a delivery.

What the server says before it has heard the recipient is about us, our settings or the server itself, and never a
reason to give a message up: only an answer to the recipient or to the message is final.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Literal, Protocol, Self

from aiosmtplib import SMTP, SMTPException, SMTPResponseException

from service.mail.answers import Meaning, meaning_of

logger = logging.getLogger(__name__)

_TEXT_LIMIT = 500
_CLOSING = 421


Tls = Literal["none", "starttls", "tls"]


@dataclass(frozen=True)
class Accepted:
    code: int
    text: str


@dataclass(frozen=True)
class TemporaryFailure:
    """Worth another attempt. `unknown` marks a message that the server may have accepted: the connection broke after
    the message was handed over and before the answer came."""

    code: int | None
    text: str
    policy: bool = False
    unknown: bool = False


@dataclass(frozen=True)
class PermanentFailure:
    """Refused for good. `policy` marks a refusal of us or of what we wrote, which says nothing about the
    person; `address_unknown` one that says that there is no such mailbox."""

    code: int
    text: str
    policy: bool = False
    address_unknown: bool = False


Outcome = Accepted | TemporaryFailure | PermanentFailure


class Transport(Protocol):
    """Where messages go, entered for one batch of them."""

    async def __aenter__(self) -> Self: ...

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None: ...

    async def send(self, message: bytes, *, sender: str, recipient: str) -> Outcome:
        """Hand over one message to one recipient; whatever a server does is an outcome, not an exception."""


def classify(code: int, text: str) -> Outcome:
    """Say what a reply to the recipient or to the message means (RFC 5321, RFC 3463)."""
    text = _storable(text)
    if 200 <= code < 300:
        return Accepted(code, text)
    meaning = meaning_of(f"{code} {text}")
    policy = meaning is Meaning.POLICY
    if 500 <= code < 600:
        return PermanentFailure(code, text, policy=policy, address_unknown=meaning is Meaning.MAILBOX_UNKNOWN)
    return TemporaryFailure(code, text, policy=policy)


class SmtpTransport:
    """One connection to a server, opened for the first message and kept while a batch lasts. For one task at a time.

    `hello_name` is how we introduce ourselves; without one the host's name is looked up, which can take seconds where
    no name server answers.
    """

    def __init__(
        self,
        *,
        host: str,
        port: int,
        tls: Tls = "none",
        username: str | None = None,
        password: str | None = None,
        timeout_seconds: float = 30,
        hello_name: str | None = None,
    ):
        self._make_client: Callable[[], SMTP] = lambda: SMTP(
            hostname=host,
            port=port,
            timeout=timeout_seconds,
            use_tls=tls == "tls",
            start_tls=tls == "starttls",
            username=username,
            password=password,
            local_hostname=hello_name,
        )
        self._client: SMTP | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._client is not None and kind is None:
            try:
                await self._client.quit()
            except (SMTPException, OSError):
                logger.debug("The mail server left before QUIT was answered")
        self._drop_connection()

    async def send(self, message: bytes, *, sender: str, recipient: str) -> Outcome:
        kept = self._client is not None
        failure = await self._begin(sender)
        if failure is not None and failure.code in {None, _CLOSING} and kept:
            # Servers close connections that idled or carried enough; nothing of this message has been said yet.
            failure = await self._begin(sender)
        outcome = failure or await self._hand_over(message, recipient)
        if not isinstance(outcome, Accepted):
            logger.info("A message was not accepted: %s, code %s", type(outcome).__name__, outcome.code)
        return outcome

    async def _begin(self, sender: str) -> TemporaryFailure | None:
        """Name the sender on a connection that works; None means that the recipient can be named."""
        try:
            if self._client is None:
                client = self._make_client()
                await client.connect()
                self._client = client
            await self._client.mail(sender)
        except (SMTPException, OSError) as error:
            self._drop_connection()
            return _about_us(error)
        return None

    async def _hand_over(self, message: bytes, recipient: str) -> Outcome:
        client, unknown = self._connected(), False
        try:
            await client.rcpt(recipient)
            unknown = True
            reply = await client.data(message)
        except (SMTPException, OSError) as error:
            # A negative code is the library's, for an answer that is none.
            if isinstance(error, SMTPResponseException) and error.code > 0:
                await self._reset(client)
                return classify(error.code, error.message)
            self._drop_connection()
            return TemporaryFailure(None, _described(error), unknown=unknown)
        return classify(reply.code, reply.message)

    def _connected(self) -> SMTP:
        if self._client is None:
            raise RuntimeError("The recipient comes after the sender")
        return self._client

    async def _reset(self, client: SMTP) -> None:
        """Leave the connection clean for the next message, or leave it."""
        try:
            await client.rset()
        except (SMTPException, OSError):
            self._drop_connection()

    def _drop_connection(self) -> None:
        if self._client is not None:
            self._client.close()
        self._client = None


def _about_us(error: Exception) -> TemporaryFailure:
    code = error.code if isinstance(error, SMTPResponseException) else None
    return TemporaryFailure(code, _described(error), policy=code is not None and code >= 500)


def _described(error: Exception) -> str:
    said = error.message if isinstance(error, SMTPException) else str(error)
    return _storable(f"{type(error).__name__}: {said}")


def _storable(text: str) -> str:
    """Make one line that a database takes: servers also answer in older encodings, and with control characters."""
    shown = "".join(character if character.isprintable() else "\ufffd" for character in " ".join(text.split()))
    return shown[:_TEXT_LIMIT]
