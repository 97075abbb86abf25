"""Errors as RFC 9457 problem documents: what happened, why, and which field or line; never a trace."""

import logging
from collections.abc import Mapping
from typing import Any

from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException
from litestar.params import ParameterKwarg
from pydantic import BaseModel, Field
from pydantic import ValidationError as PydanticError

from embeddings.errors import EmbeddingsError
from service.errors import FieldError, ServiceError

logger = logging.getLogger(__name__)
MEDIA_TYPE = "application/problem+json"
_URN = "urn:rolecall:problem:"
_PLACES = {"body": "", "query": "query/", "path": "path/", "header": "header/"}


class ProblemField(BaseModel):
    field: str = Field(description="path of the field, as filters/pay_at_least")
    detail: str


class Problem(BaseModel):
    """https://www.rfc-editor.org/rfc/rfc9457"""

    type: str = Field(description="stays the same over releases: branch on this")
    title: str
    status: int
    detail: str = Field(description="for people: what happened and what to do next")
    instance: str
    errors: list[ProblemField] | None = None


def problem_of(error: Exception, request: Request[Any, Any, Any]) -> tuple[Problem, dict[str, str]]:
    """The document and headers for any exception; what is not expected says nothing of its cause."""
    instance = request.url.path
    if isinstance(error, ServiceError):
        return _problem(error.code, error.title, error.status, error.message, instance, error.fields), error.headers
    if isinstance(error, ValidationException):
        return _invalid(_litestar_fields(error, _sent_names(request)), instance), {}
    if isinstance(error, PydanticError):
        return _invalid(fields_of(error), instance), {}
    if isinstance(error, HTTPException):
        code, title, detail = _http_words(error)
        return _problem(code, title, error.status_code, detail, instance), dict(error.headers or {})
    if isinstance(error, EmbeddingsError):
        return _problem("unavailable", "A part that is needed does not answer", 503, str(error), instance), {}
    detail = "This is our fault and was logged. Try again; if it stays so, tell the operator of this site."
    return _problem("internal", "Something went wrong on our side", 500, detail, instance), {}


def answer_problem(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    problem, headers = problem_of(error, request)
    if problem.status >= 500:
        # The path as it was asked for can hold a signed link.
        logger.error("%s %s failed", request.method, request.scope.get("path_template", "a page"), exc_info=error)
    return Response(
        problem.model_dump(exclude_none=True), status_code=problem.status, media_type=MEDIA_TYPE, headers=headers
    )


def fields_of(error: PydanticError) -> list[FieldError]:
    """Every wrong field of a model, with reasons in plain words."""
    return [
        FieldError("/".join(str(part) for part in each["loc"]), _plain(each["msg"], each["type"]))
        for each in error.errors(include_url=False, include_context=False, include_input=False)
    ]


def _invalid(fields: list[FieldError], instance: str) -> Problem:
    named = ", ".join(sorted({each.field for each in fields if each.field}))
    detail = f"Wrong or not known: {named}." if named else (fields[0].reason if fields else "The request is wrong.")
    return _problem("invalid", "The request cannot be accepted", 422, detail, instance, fields)


def _sent_names(request: Request[Any, Any, Any]) -> dict[str, str]:
    """How a request calls its parameters, where the handler had to call them otherwise."""
    parameters = request.route_handler.parsed_fn_signature.parameters.values()
    definitions = {each.name: each.kwarg_definition for each in parameters}
    return {name: each.name for name, each in definitions.items() if isinstance(each, ParameterKwarg) and each.name}


def _litestar_fields(error: ValidationException, sent: Mapping[str, str]) -> list[FieldError]:
    extra = error.extra if isinstance(error.extra, list) else []
    fields = []
    for each in extra:
        if isinstance(each, dict):
            key = str(each.get("key", "")).replace(".", "/")
            place = _PLACES.get(str(getattr(each.get("source"), "value", each.get("source", "body"))), "")
            key = sent.get(key, key) if place else key
            fields.append(FieldError(place + key, _plain(str(each.get("message", "is wrong")), "")))
    return fields or [FieldError("", error.detail)]


def _plain(message: str, kind: str) -> str:
    if kind == "extra_forbidden" or message.startswith("Extra inputs"):
        return "is not a field of this request"
    if kind == "missing" or message == "Field required":
        return "is needed and not there"
    return message.removeprefix("Value error, ")


def _http_words(error: HTTPException) -> tuple[str, str, str]:
    known = {
        400: ("malformed", "The request cannot be read"),
        401: ("unauthorised", "An API key is needed"),
        403: ("forbidden", "This is not allowed"),
        404: ("not-found", "Nothing is here"),
        405: ("method-not-allowed", "This address does not take that method"),
        413: ("too-large", "The request is too large"),
        415: ("media-type", "The request is in a format that is not read here"),
    }
    code, title = known.get(error.status_code, ("http", "The request cannot be answered"))
    detail = error.detail if error.status_code != 404 else "There is no page or resource at this address."
    return code, title, detail


def _problem(code: str, title: str, status: int, detail: str, instance: str, fields: Any = ()) -> Problem:
    errors = [ProblemField(field=each.field, detail=each.reason) for each in fields] or None
    return Problem(type=_URN + code, title=title, status=status, detail=detail, instance=instance, errors=errors)
