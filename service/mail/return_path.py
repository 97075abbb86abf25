"""The address that each message leaves from (MAIL FROM): it names its delivery, signed, so that no report is forged.

The name is Base32 in lower case: mail systems fold the case of what they return. The whole local part stays far below
the 64 octets that every server must take (RFC 5321, 4.5.3.1.1).
"""

import base64
import binascii
import hmac
from collections.abc import Sequence
from hashlib import sha256
from uuid import UUID

PREFIX = "bounce+"
_UUID_BYTES, _MAC_BYTES = 16, 12
_TOKEN_LENGTH = 45
TOKEN = f"[a-z2-7]{{{_TOKEN_LENGTH}}}"
_PADDING = "==="


def delivery_token(public_id: UUID, *, keys: Sequence[str]) -> str:
    """Name a delivery so that only this installation can have named it; the first key signs."""
    return base64.b32encode(public_id.bytes + _mac(public_id.bytes, keys[0])).decode("ascii").rstrip("=").lower()


def read_token(token: str, *, keys: Sequence[str]) -> UUID | None:
    """The delivery that a token names under any of the keys, or None."""
    if len(token) != _TOKEN_LENGTH or not token.isascii():
        return None
    try:
        named = base64.b32decode(token.upper() + _PADDING)
    except binascii.Error:
        return None
    subject, mac = named[:_UUID_BYTES], named[_UUID_BYTES:]
    verified = any(hmac.compare_digest(mac, _mac(subject, key)) for key in keys)
    return UUID(bytes=subject) if verified else None


def return_path(public_id: UUID, *, domain: str, keys: Sequence[str]) -> str:
    return f"{PREFIX}{delivery_token(public_id, keys=keys)}@{domain}"


def delivery_of(address: str, *, keys: Sequence[str]) -> UUID | None:
    """The delivery whose return path this is, at whatever domain it arrived, or None for any other address."""
    local = address.strip().strip("<>").partition("@")[0].casefold()
    return read_token(local.removeprefix(PREFIX), keys=keys) if local.startswith(PREFIX) else None


def _mac(subject: bytes, key: str) -> bytes:
    return hmac.digest(key.encode(), b"return-path:" + subject, sha256)[:_MAC_BYTES]
