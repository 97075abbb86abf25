"""Keys that sign, made once a session: in PEM as files hold them, and as the DNS publishes them."""

from dataclasses import dataclass
from functools import cache
from typing import Literal

from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

Kind = Literal["rsa", "ed25519", "ec"]


@dataclass(frozen=True)
class Key:
    pem: bytes
    locked_pem: bytes
    spki: bytes
    bare: bytes


@cache
def a_key(bits: int = 2048, *, kind: Kind = "rsa", number: int = 1) -> Key:
    """The key of a number: another number is another key of the same kind."""
    made = _made(kind, bits)

    def pem(encryption: KeySerializationEncryption) -> bytes:
        return made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption)

    public = made.public_key()
    spki = public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    bare = spki
    if isinstance(public, rsa.RSAPublicKey):
        bare = public.public_bytes(Encoding.DER, PublicFormat.PKCS1)
    if isinstance(public, ed25519.Ed25519PublicKey):
        bare = public.public_bytes_raw()
    return Key(pem(NoEncryption()), pem(BestAvailableEncryption(b"secret")), spki, bare)


def _made(kind: Kind, bits: int) -> rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey:
    if kind == "ed25519":
        return ed25519.Ed25519PrivateKey.generate()
    if kind == "ec":
        return ec.generate_private_key(ec.SECP256R1())
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)
