"""What can go wrong for a caller, each kind with its HTTP status and a code that stays the same over releases.

ServiceError
├── Invalid      422  the request was understood and cannot be accepted
├── Unauthorised 401  no credentials, or credentials that do not hold
├── Forbidden    403  known, but not allowed
├── NotFound     404  not there, or not the caller's to see
├── Conflict     409  clashes with what is stored
├── TooMany      429  over a limit
└── Unavailable  503  a part that is needed does not answer
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class FieldError:
    """One wrong field: its path as a JSON Pointer without the leading slash ("filters/pay_at_least"), and why."""

    field: str
    reason: str


class ServiceError(Exception):
    """Base of all expected failures; the message says what happened and what to do next."""

    status: ClassVar[int] = 500
    code: ClassVar[str] = "internal"
    title: ClassVar[str] = "Something went wrong on our side"

    def __init__(self, message: str, *, fields: Sequence[FieldError] = (), headers: Mapping[str, str] | None = None):
        super().__init__(message)
        self.message = message
        self.fields = tuple(fields)
        self.headers = dict(headers or {})


class Invalid(ServiceError):
    status = 422
    code = "invalid"
    title = "The request cannot be accepted"

    def __init__(self, message: str, *, field: str | None = None, fields: Sequence[FieldError] = ()):
        super().__init__(message, fields=fields or ((FieldError(field, message),) if field else ()))


class Unauthorised(ServiceError):
    status = 401
    code = "unauthorised"
    title = "An API key is needed"

    def __init__(self, message: str):
        super().__init__(message, headers={"WWW-Authenticate": 'Bearer realm="rolecall"'})


class Forbidden(ServiceError):
    status = 403
    code = "forbidden"
    title = "This is not allowed"


class NotFound(ServiceError):
    status = 404
    code = "not-found"
    title = "Nothing is here"


class Conflict(ServiceError):
    status = 409
    code = "conflict"
    title = "This clashes with what is stored"


class TooMany(ServiceError):
    status = 429
    code = "too-many-requests"
    title = "Too many requests"

    def __init__(self, message: str, *, retry_after_seconds: int):
        super().__init__(message, headers={"Retry-After": str(retry_after_seconds)})


class Unavailable(ServiceError):
    status = 503
    code = "unavailable"
    title = "A part that is needed does not answer"
