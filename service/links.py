"""Signed links: one purpose and one subject each, made and read without a database.

Whether a link has been used is its reader's to know: the nonce is there to be compared with what is stored.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from uuid import UUID

from itsdangerous import BadSignature, Signer
from itsdangerous.encoding import base64_decode, base64_encode

from service.errors import Invalid


class LinkInvalid(Invalid):
    code = "link-invalid"
    title = "This link does not work"


class LinkExpired(Invalid):
    code = "link-expired"
    title = "This link has expired"


class Purpose(StrEnum):
    CONFIRM = "confirm"
    SIGN_IN = "sign-in"
    OPERATE = "operate"
    STOP = "stop"
    STOP_ALL = "stop-all"
    PREFERENCES = "preferences"
    MAIL = "mail"
    KEEP = "keep"


LIFETIMES: dict[Purpose, timedelta | None] = {
    Purpose.CONFIRM: timedelta(hours=48),
    Purpose.SIGN_IN: timedelta(minutes=15),
    Purpose.OPERATE: timedelta(minutes=15),
    Purpose.STOP: None,
    Purpose.STOP_ALL: None,
    Purpose.PREFERENCES: timedelta(days=30),
    Purpose.MAIL: timedelta(days=90),
    Purpose.KEEP: timedelta(days=90),
}

_TIME_BYTES, _UUID_BYTES = 5, 16


@dataclass(frozen=True)
class Subject:
    """What a link was signed for."""

    subject: UUID
    nonce: str
    issued_at: datetime


def sign_link(purpose: Purpose, subject: UUID, *, keys: Sequence[str], now: datetime, nonce: str = "") -> str:
    """Make a token for an address; the first key signs."""
    issued = int(now.timestamp()).to_bytes(_TIME_BYTES, "big")
    payload = issued + subject.bytes + nonce.encode()
    return _signer(purpose, keys).sign(base64_encode(payload)).decode("ascii")


def read_link(token: str, purpose: Purpose, *, keys: Sequence[str], now: datetime) -> Subject:
    """Return what the token was signed for, under any of the keys, or say why it counts no more."""
    signed = _unpack(_verified_payload(token, purpose, keys))
    lifetime = LIFETIMES[purpose]
    if lifetime is not None and now - signed.issued_at > lifetime:
        raise LinkExpired(f"This link worked for {_in_words(lifetime)} and has expired: ask for a new one.")
    return signed


def _verified_payload(token: str, purpose: Purpose, keys: Sequence[str]) -> bytes:
    try:
        payload = _signer(purpose, keys).unsign(token.encode("ascii"))
        signature = token.rpartition(".")[2].encode("ascii")
        # Base64 has several spellings of the same bytes; only the one that was made here counts.
        if base64_encode(base64_decode(signature)) != signature:
            raise BadSignature("Not the spelling that was signed")
    except (BadSignature, UnicodeEncodeError) as error:
        raise LinkInvalid(
            "This link is incomplete or was changed on its way: open it again from the mail, or copy all of it."
        ) from error
    return base64_decode(payload)


def _signer(purpose: Purpose, keys: Sequence[str]) -> Signer:
    # itsdangerous signs with the last key of its list.
    return Signer(list(reversed(keys)), salt=f"link:{purpose}", key_derivation="hmac", digest_method=sha256)


def _unpack(payload: bytes) -> Subject:
    nonce_from = _TIME_BYTES + _UUID_BYTES
    return Subject(
        subject=UUID(bytes=payload[_TIME_BYTES:nonce_from]),
        nonce=payload[nonce_from:].decode(),
        issued_at=datetime.fromtimestamp(int.from_bytes(payload[:_TIME_BYTES], "big"), UTC),
    )


def _in_words(lifetime: timedelta) -> str:
    minutes = int(lifetime.total_seconds() // 60)
    if minutes < 60:
        return f"{minutes} minutes"
    return f"{minutes // 60} hours" if lifetime <= timedelta(days=2) else f"{lifetime.days} days"
