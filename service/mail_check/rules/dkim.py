"""Whether receivers find the key that this installation's mail is signed with, and can rely on it."""

import base64
import binascii
from dataclasses import dataclass

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_public_key

from service.mail_check.findings import Check, Finding, State, Status, WantedRecord
from service.mail_check.installation import Installation, SigningKey
from service.mail_check.records import Records
from service.mail_check.rules.tags import read_tags

SHORTEST, RECOMMENDED, LONGEST = 1024, 2048, 4096
_ED25519_BYTES = 32
_RELAYS_KEY = "<the key that your mail service shows for this domain>"
_MAKE_KEY = "openssl genrsa -out dkim.pem 2048"


class DkimInvalid(ValueError):
    """A record that no receiver can use; the message says why."""


@dataclass(frozen=True)
class PublishedKey:
    key: SigningKey
    testing: bool


def parse_dkim(text: str) -> PublishedKey:
    """Read a key record as a receiver does (RFC 6376, section 3.6.1); raises DkimInvalid."""
    tags = read_tags(text)
    if tags is None or "p" not in tags:
        raise DkimInvalid("it is not of the form v=DKIM1; k=rsa; p=...")
    if "v" in tags and (tags["v"] != "DKIM1" or next(iter(tags)) != "v"):
        raise DkimInvalid("v=DKIM1 has to stand first in it, spelled so")
    if not tags["p"]:
        raise DkimInvalid("its key is empty, which means that it was withdrawn")
    if "sha256" not in _listed(tags.get("h", "sha256")):
        raise DkimInvalid("it forbids SHA-256 (h=)")
    if not {"*", "email"} & _listed(tags.get("s", "*")):
        raise DkimInvalid("it is not for mail (s=)")
    return PublishedKey(_key(tags.get("k", "rsa"), tags["p"]), "y" in _listed(tags.get("t", "")))


def check_dkim(installation: Installation, records: Records) -> list[Finding]:
    key = installation.signing_key
    findings = [] if key is None else [_private_key(installation, key)]
    name = installation.dkim_name
    if name is None:
        return [*findings, _without_selector(installation)]
    answer = records.texts(name)
    if answer.trouble is not None:
        return [*findings, Finding(Check.DKIM_RECORD, Status.UNKNOWN, f"Which key {name} holds: {answer.trouble}.")]
    wanted = wanted_key(installation, records)
    if not answer.values:
        return [
            *findings,
            Finding(Check.DKIM_RECORD, Status.FAIL, f"{name} has no TXT record.", _publish(installation), wanted),
        ]
    if len(answer.values) > 1:
        told = f"{name} has {len(answer.values)} TXT records, and which is read is anybody's guess."
        return [*findings, Finding(Check.DKIM_RECORD, Status.FAIL, told, "Leave one.", wanted)]
    try:
        published = parse_dkim(answer.values[0])
    except DkimInvalid as error:
        told = f"The record of {name} is of no use: {error}."
        return [*findings, Finding(Check.DKIM_RECORD, Status.FAIL, told, _publish(installation), wanted)]
    return [*findings, _record(published, key, wanted), _strength(name, published.key)]


def wanted_key(installation: Installation, records: Records) -> WantedRecord:
    key = installation.signing_key if isinstance(installation.signing_key, SigningKey) else None
    value = dkim_value(key) if key else _RELAYS_KEY
    name = installation.dkim_name
    if name is None:
        return WantedRecord(f"<selector>._domainkey.{installation.from_domain}", "TXT", value, State.UNKNOWN)
    answer = records.texts(name)
    if answer.trouble is not None:
        return WantedRecord(name, "TXT", value, State.UNKNOWN)
    if len(answer.values) != 1:
        return WantedRecord(name, "TXT", value, State.CHANGE if answer.values else State.MISSING)
    try:
        published = parse_dkim(answer.values[0]).key
    except DkimInvalid:
        return WantedRecord(name, "TXT", value, State.CHANGE)
    if key is not None and published != key:
        return WantedRecord(name, "TXT", value, State.CHANGE)
    return WantedRecord(name, "TXT", answer.values[0], State.THERE)


def dkim_value(key: SigningKey) -> str:
    return f"v=DKIM1; k={key.kind}; p={key.published}"


def _private_key(installation: Installation, key: SigningKey | str) -> Finding:
    if isinstance(key, str):
        return Finding(
            Check.DKIM_KEY,
            Status.FAIL,
            f"The key of ROLECALL_DKIM_KEY_FILE cannot sign: {key}.",
            f"Make one ({_MAKE_KEY}), readable by the workers, and set ROLECALL_DKIM_KEY_FILE to it.",
        )
    if installation.dkim_selector is None:
        return Finding(
            Check.DKIM_KEY,
            Status.FAIL,
            "There is a key to sign with, and no selector to find it by: nothing is signed.",
            "Set ROLECALL_DKIM_SELECTOR to a name for this key, as rolecall1.",
        )
    return Finding(Check.DKIM_KEY, Status.OK, f"Rolecall signs, with {_described(key)}.")


def _without_selector(installation: Installation) -> Finding:
    if installation.signing_key is not None:
        told = "Without a selector there is no record to look for."
        return Finding(Check.DKIM_RECORD, Status.FAIL, told, "Set ROLECALL_DKIM_SELECTOR.")
    signs = installation.relay.name if installation.relay else installation.smtp_host
    return Finding(
        Check.DKIM_RECORD,
        Status.UNKNOWN,
        f"Rolecall does not sign; whether {signs} does, and with which key, is not known here.",
        "Open a mail that arrived and look at its DKIM-Signature: d= has to be"
        f" {installation.from_domain}; set ROLECALL_DKIM_SELECTOR to what s= says, so that its record is checked. If"
        f" there is no signature, sign here: {_MAKE_KEY}, then set ROLECALL_DKIM_KEY_FILE and ROLECALL_DKIM_SELECTOR.",
    )


def _record(published: PublishedKey, key: SigningKey | str | None, wanted: WantedRecord) -> Finding:
    name = wanted.name
    if isinstance(key, SigningKey) and key != published.key:
        told = f"{name} holds another key than the one of ROLECALL_DKIM_KEY_FILE: every signature fails."
        return Finding(Check.DKIM_RECORD, Status.FAIL, told, "Publish the key that signs.", wanted)
    if published.testing:
        told = f"{name} says that it is being tested (t=y), so that receivers may ignore what it signs."
        return Finding(Check.DKIM_RECORD, Status.WARN, told, "Take t=y away.")
    matches = ", the one that signs" if isinstance(key, SigningKey) else ""
    return Finding(Check.DKIM_RECORD, Status.OK, f"{name} holds a key{matches}.")


def _strength(name: str, key: SigningKey) -> Finding:
    if key.kind == "ed25519":
        return Finding(
            Check.DKIM_STRENGTH,
            Status.WARN,
            f"{name} holds an Ed25519 key, which several large receivers cannot verify: to them mail is unsigned.",
            f"Sign with RSA: {_MAKE_KEY}, and publish its record under a new selector.",
        )
    remedy = f"Make a key of {RECOMMENDED} bits ({_MAKE_KEY}) and publish its record under a new selector."
    told = f"{name} holds {_described(key)}"
    if key.bits < SHORTEST:
        return Finding(Check.DKIM_STRENGTH, Status.FAIL, f"{told}, too short to be accepted.", remedy)
    if key.bits < RECOMMENDED:
        return Finding(Check.DKIM_STRENGTH, Status.WARN, f"{told}, accepted still, and weak.", remedy)
    if key.bits > LONGEST:
        return Finding(Check.DKIM_STRENGTH, Status.WARN, f"{told}, longer than receivers have to verify.", remedy)
    return Finding(Check.DKIM_STRENGTH, Status.OK, f"{told}.")


def _publish(installation: Installation) -> str:
    if isinstance(installation.signing_key, SigningKey):
        return "Publish the key that signs."
    return f"Publish the record that your mail service shows for {installation.from_domain}."


def _described(key: SigningKey) -> str:
    return f"an RSA key of {key.bits} bits" if key.kind == "rsa" else "an Ed25519 key"


def _listed(value: str) -> set[str]:
    return {each.strip().lower() for each in value.split(":")}


def _key(kind: str, text: str) -> SigningKey:
    try:
        data = base64.b64decode("".join(text.split()), validate=True)
    except binascii.Error as error:
        raise DkimInvalid("its key is no base64, as if part of it were lost or doubled") from error
    match kind.lower():
        case "rsa":
            return _rsa_key(data)
        case "ed25519" if len(data) == _ED25519_BYTES:
            return SigningKey("ed25519", _ED25519_BYTES * 8, base64.b64encode(data).decode())
    raise DkimInvalid(f"its key is no {kind} key")


def _rsa_key(data: bytes) -> SigningKey:
    try:
        key = load_der_public_key(data)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise DkimInvalid("its key is no RSA key, as if part of it were lost") from error
    if not isinstance(key, RSAPublicKey):
        raise DkimInvalid("its key is no RSA key")
    # Some publish the bare key instead (RSAPublicKey): written in one form, the two can be compared.
    der = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return SigningKey("rsa", key.key_size, base64.b64encode(der).decode())
