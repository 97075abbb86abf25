"""DKIM signatures (RFC 6376, RFC 8463) on messages that no relay signs: one key, read once, and what it covers."""

import base64
import binascii
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import dkim
from dkim.crypto import UnparsableKeyError, parse_pem_private_key

from service.settings import Settings, SettingsWrong

# Signed once more than they stand in the message, so that nobody can add another of them on the way. Fields that a
# message lacks are among these: nobody may give it a Reply-To that we did not write.
_FROZEN = (b"from", b"subject", b"date", b"message-id", b"to", b"cc", b"reply-to", b"mime-version", b"content-type")
# The same where they are present. A list or a forwarder may add its own to a message that has none.
_WHERE_PRESENT = (
    b"list-id", b"list-unsubscribe", b"list-unsubscribe-post", b"feedback-id", b"auto-submitted",
    b"x-rolecall-delivery",
)  # fmt: skip
_PEM = re.compile(r"-----BEGIN ([A-Z0-9 ]+)-----\n([A-Za-z0-9+/=\n]+?)\n-----END \1-----")
# An Ed25519 key in PKCS #8 (RFC 8410): its object identifier, and the 32 bytes in an octet string within another.
_ED25519 = b"\x06\x03\x2b\x65\x70\x04\x22\x04\x20"
_ED25519_BYTES = 32
_SHORTEST_RSA_BITS = 1024
_VARIABLE = "ROLECALL_DKIM_KEY_FILE"


@dataclass(frozen=True)
class SigningKey:
    """A private key with the domain that it signs for and the name (selector) under which DNS has its other half."""

    selector: str
    domain: str
    algorithm: Literal["rsa-sha256", "ed25519-sha256"]
    secret: bytes = field(repr=False)


def signing_key(settings: Settings) -> SigningKey | None:
    """The key that the settings name, or None where a relay signs; raises SettingsWrong when it cannot be used."""
    if not settings.dkim_key_file:
        # A selector alone names the key of the relay that signs, for `rolecall mail check`.
        return None
    if not settings.dkim_selector:
        raise SettingsWrong(f"ROLECALL_DKIM_SELECTOR is missing: the name under which DNS has the key of {_VARIABLE}.")
    return read_signing_key(settings.dkim_key_file, selector=settings.dkim_selector, domain=settings.mail_domain)


def read_signing_key(path: Path, *, selector: str, domain: str) -> SigningKey:
    """Read an RSA or Ed25519 key from a PEM file; raises SettingsWrong."""
    try:
        text = path.read_text("ascii").replace("\r\n", "\n")
    except (OSError, UnicodeDecodeError) as error:
        raise _unusable(path, f"cannot be read as a PEM file ({type(error).__name__})") from None
    found = _PEM.search(text)
    if found is None or found[1] not in ("PRIVATE KEY", "RSA PRIVATE KEY"):
        raise _unusable(path, "holds no private key in PEM without a passphrase")
    try:
        der = base64.b64decode(found[2])
    except binascii.Error:
        raise _unusable(path, "is damaged: what stands between its PEM lines is no base64") from None
    _, is_ed25519, rest = der.partition(_ED25519)
    if is_ed25519 and len(rest) >= _ED25519_BYTES:
        return SigningKey(selector, domain, "ed25519-sha256", base64.b64encode(rest[:_ED25519_BYTES]))
    _check_rsa(found[0].encode(), path)
    return SigningKey(selector, domain, "rsa-sha256", found[0].encode())


def sign_message(message: bytes, key: SigningKey) -> bytes:
    """Return the message with its signature as the first header, relaxed in header and body."""
    present = {line.partition(b":")[0].lower() for line in message.partition(b"\r\n\r\n")[0].split(b"\r\n")}
    signed = [name for name in (*_FROZEN, *_WHERE_PRESENT) if name in present]
    once_more = [*_FROZEN, *(name for name in _WHERE_PRESENT if name in present)]
    signature: bytes = dkim.sign(
        message,
        key.selector.encode(),
        key.domain.encode(),
        key.secret,
        canonicalize=(b"relaxed", b"relaxed"),
        signature_algorithm=key.algorithm.encode(),
        include_headers=[*signed, *once_more],
    )
    return signature + message


def _check_rsa(pem: bytes, path: Path) -> None:
    try:
        bits = parse_pem_private_key(pem)["modulus"].bit_length()  # type: ignore[no-untyped-call]
    except (UnparsableKeyError, IndexError, TypeError):
        raise _unusable(path, "holds a key that is neither RSA nor Ed25519, or is damaged") from None
    if bits < _SHORTEST_RSA_BITS:
        raise _unusable(path, f"holds an RSA key of {bits} bits: receivers accept {_SHORTEST_RSA_BITS} and more")


def _unusable(path: Path, why: str) -> SettingsWrong:
    return SettingsWrong(f"{_VARIABLE}: {path} {why}. Make a key with `openssl genpkey -algorithm RSA -out {path}`.")
