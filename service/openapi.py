"""The OpenAPI document: what the framework cannot see of errors, written in from what each operation does."""

from collections.abc import Iterator

from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.plugins import OpenAPIRenderPlugin
from litestar.openapi.spec import (
    Components,
    OpenAPI,
    OpenAPIMediaType,
    OpenAPIResponse,
    Operation,
    Reference,
    RequestBody,
    Schema,
    SecurityScheme,
)
from litestar.openapi.spec.enums import OpenAPIType

from service.problems import MEDIA_TYPE
from service.requests import MESSAGE, NDJSON

_PROBLEM = Reference(ref="#/components/schemas/Problem")
# Operations whose body is no JSON: its media type, and what it holds.
OTHER_BODIES = {
    "putListings": (NDJSON, "one listing a line, each as ListingInput"),
    "postMailReport": (MESSAGE, "the message that came back, with all its headers"),
}
_METHODS = ("get", "post", "patch", "put", "delete")
_PUBLIC = {"listListings", "readListing", "searchListings", "previewAlert", "confirmAlert", "createAlert", "readHealth"}
# Who does not run the installation is not told that this is here.
_OPERATIONS = {"listDeadLetters", "retryDeadLetter"}
_LIMITED = {"searchListings", "previewAlert", "createAlert"}
_CONFLICTING = {
    "createListing", "closeListing", "createCandidate", "changeAlert", "pauseAlert", "resumeAlert", "confirmAlert",
    "matchCandidate", "matchListing", "decideOnCandidate", "retryDeadLetter",
}  # fmt: skip
_WORDS = {
    "400": "The request cannot be read",
    "401": "An API key is needed, or this one does not hold",
    "403": "The API key lacks the scope",
    "404": "Not there, or not the caller's to see",
    "409": "It clashes with what is stored",
    "413": "The body is too large",
    "415": "The body is in a format that is not read here",
    "422": "A field or parameter is wrong or not known",
    "429": "Too many requests: wait as long as Retry-After says",
}


def openapi_config(*, version: str, page: OpenAPIRenderPlugin) -> OpenAPIConfig:
    return OpenAPIConfig(
        title="Rolecall",
        version=version,
        description="Listings, candidates, search, matches and alerts. Errors are RFC 9457 problem documents.",
        path="/docs",
        render_plugins=[page],
        components=Components(
            schemas={"Problem": _problem_schema()},
            security_schemes={"key": SecurityScheme(type="http", scheme="bearer")},
        ),
        security=[{}, {"key": []}],
    )


def operations_of(document: OpenAPI) -> Iterator[tuple[str, str, Operation]]:
    """Every operation with its path and method."""
    for path, item in (document.paths or {}).items():
        for method in _METHODS:
            operation: Operation | None = getattr(item, method)
            if operation is not None and operation.operation_id:
                yield path, method, operation


def forbid_other_fields(document: OpenAPI) -> None:
    """Say of every body, and of what it holds, that a field which is not described is refused."""
    schemas = document.components.schemas or {}
    bodies = (operation.request_body for _, _, operation in operations_of(document))
    contents = [media for body in bodies if isinstance(body, RequestBody) for media in body.content.values()]
    found = {name for content in contents for name in _named_in(content.schema)}
    while found:
        schema = schemas[found.pop()]
        if schema.properties and schema.additional_properties is None:
            schema.additional_properties = False
            found |= {name for each in schema.properties.values() for name in _named_in(each)}


def _named_in(schema: Schema | Reference | None) -> set[str]:
    """The components that a schema refers to, one of several or none."""
    if isinstance(schema, Reference):
        return {schema.ref.rpartition("/")[2]}
    parts = [*(schema.one_of or ()), *(schema.any_of or ())] if schema else []
    return {name for part in parts for name in _named_in(part)}


def describe_problems(document: OpenAPI) -> None:
    """Name for each operation the statuses that it really answers with, each a problem document."""
    for path, method, operation in operations_of(document):
        responses = {status: response for status, response in (operation.responses or {}).items() if status < "400"}
        for status in _statuses(path, method, operation.operation_id or ""):
            responses[status] = OpenAPIResponse(
                description=_WORDS[status], content={MEDIA_TYPE: OpenAPIMediaType(schema=_PROBLEM)}
            )
        operation.responses = responses
        if operation.operation_id in OTHER_BODIES:
            media_type, description = OTHER_BODIES[operation.operation_id]
            body = OpenAPIMediaType(schema=Schema(type=OpenAPIType.STRING, description=description))
            operation.request_body = RequestBody({media_type: body}, required=True)


def _problem_schema() -> Schema:
    text, number = Schema(type=OpenAPIType.STRING), Schema(type=OpenAPIType.INTEGER)
    field = Schema(type=OpenAPIType.OBJECT, properties={"field": text, "detail": text}, required=["field", "detail"])
    required = {"type": text, "title": text, "status": number, "detail": text, "instance": text}
    return Schema(
        title="Problem",
        description="RFC 9457. `type` stays the same over releases: branch on it.",
        type=OpenAPIType.OBJECT,
        properties={**required, "errors": Schema(type=OpenAPIType.ARRAY, items=field)},
        required=list(required),
    )


def _statuses(path: str, method: str, operation: str) -> Iterator[str]:
    if method in ("post", "patch", "put"):
        yield from ("400", "413", "415")
    if path.startswith("/v1/"):
        yield "401"
    if path.startswith("/v1/") and operation not in _PUBLIC | _OPERATIONS:
        yield "403"
    if "{" in path or operation in _OPERATIONS | {"confirmAlert"}:
        yield "404"
    if operation in _CONFLICTING:
        yield "409"
    yield "422"
    if operation in _LIMITED:
        yield "429"
