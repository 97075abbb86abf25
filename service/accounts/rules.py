"""How secrets of accounts are made and told apart. A secret is random, so one round of SHA-256 hides it."""

import hashlib
import secrets
from datetime import datetime, timedelta

from service.accounts.models import OperatorLink, RecruiterLink
from service.errors import Conflict

KEY_PREFIX = "rc_"
SESSION_HOURS = 12
SESSION_COOKIE = "rolecall_session"
OPERATOR_COOKIE = "rolecall_operator"


class LinkUsed(Conflict):
    code = "link-used"


def new_secret(prefix: str = "") -> str:
    return prefix + secrets.token_urlsafe(32)


def hash_secret(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def hash_request(*parts: bytes) -> str:
    """Tell two requests apart, whatever their parts' lengths."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()


def session_ends_at(now: datetime) -> datetime:
    return now + timedelta(hours=SESSION_HOURS)


def check_unused(link: RecruiterLink | OperatorLink) -> None:
    if link.used_at is not None:
        whose = "operator" if isinstance(link, OperatorLink) else "recruiter"
        raise LinkUsed(f"This link was used before and opens nothing now. Ask for a new one: rolecall link {whose}")
