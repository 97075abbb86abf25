"""The private key of the settings, read for its public half; it is kept nowhere."""

import base64
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key

from service.mail_check.installation import SigningKey

_ED25519_BITS = 256


def read_signing_key(file: Path) -> SigningKey | str:
    """The public half of a PEM file's key, or why it cannot sign."""
    try:
        key = load_pem_private_key(file.read_bytes(), password=None)
    except OSError as error:
        return f"{file} cannot be read: {error.strerror or type(error).__name__}"
    except TypeError:
        return f"{file} is locked by a password, which no worker has"
    except (ValueError, UnsupportedAlgorithm):
        return f"{file} is no PEM file of a private key"
    if isinstance(key, Ed25519PrivateKey):
        raw = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        return SigningKey("ed25519", _ED25519_BITS, base64.b64encode(raw).decode())
    if isinstance(key, RSAPrivateKey):
        der = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        return SigningKey("rsa", key.key_size, base64.b64encode(der).decode())
    return f"{file} holds a key that is neither RSA nor Ed25519, and DKIM knows no other"
