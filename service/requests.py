"""What every request is held to before it reaches a handler: known parameters, a body that we read, our own pages."""

import ipaddress
import json
from collections import Counter
from typing import Any
from urllib.parse import urlsplit

from litestar import Request
from litestar.exceptions import ClientException

from service.errors import FieldError, Forbidden, Invalid
from service.settings import Settings

_SAFE = {"GET", "HEAD", "OPTIONS"}
JSON = "application/json"
NDJSON = "application/x-ndjson"
MESSAGE = "message/rfc822"


class WrongMediaType(ClientException):
    status_code = 415


def source_of(request: Request[Any, Any, Any], settings: Settings) -> str:
    """The address that a request comes from: what a trusted proxy says of it, or else the connection's own.

    An IPv6 address stands for its /64, which is what one household or host is given.
    """
    peer = request.client.host if request.client else "unknown"
    if peer in settings.trusted_proxies:
        hops = [hop.strip() for hop in request.headers.get("x-forwarded-for", "").split(",") if hop.strip()]
        for hop in reversed(hops):
            if hop not in settings.trusted_proxies:
                return _network_of(hop) or _network_of(peer) or peer
    return _network_of(peer) or peer


def check_parameters(request: Request[Any, Any, Any], known: frozenset[str]) -> None:
    """Refuse by name every query parameter that the operation does not know, or that is given twice."""
    counted = Counter(name for name, _ in request.query_params.multi_items())
    wrong = [
        FieldError(f"query/{name}", "is not a parameter of this operation") for name in counted if name not in known
    ]
    wrong += [FieldError(f"query/{name}", "is given more than once") for name, count in counted.items() if count > 1]
    if wrong:
        raise Invalid("Wrong parameters: " + ", ".join(error.field for error in wrong) + ".", fields=wrong)


def check_media_type(request: Request[Any, Any, Any], accepted: str) -> None:
    """Refuse a body that says it is something else than the operation reads; a body without a type is refused too."""
    given = request.headers.get("content-type", "").partition(";")[0].strip().casefold()
    has_body = request.headers.get("content-length", "0") != "0" or "transfer-encoding" in request.headers
    if has_body and given != accepted:
        raise WrongMediaType(f"Send this request's body as {accepted}, with that Content-Type.")


async def check_fields(request: Request[Any, Any, Any]) -> None:
    """Refuse by name every field that a JSON body gives twice: which of the two was meant cannot be known."""
    repeated: set[str] = set()

    def remember(pairs: list[tuple[str, Any]]) -> None:
        repeated.update(name for name, count in Counter(name for name, _ in pairs).items() if count > 1)

    try:
        json.loads(await request.body(), object_pairs_hook=remember)
    except RecursionError as error:
        raise ClientException("The body is nested too deeply.") from error
    except ValueError:
        # What is wrong with it is said where it is read.
        return
    if repeated:
        raise Invalid(
            f"Given more than once: {', '.join(sorted(repeated))}.",
            fields=[FieldError(name, "is given more than once") for name in sorted(repeated)],
        )


def check_same_site(request: Request[Any, Any, Any], settings: Settings) -> None:
    """Refuse a form that another site's page sent: browsers say where a request comes from (Fetch Metadata, Origin)."""
    if request.method in _SAFE:
        return
    site = request.headers.get("sec-fetch-site")
    if site in ("same-origin", "none"):
        return
    origin = request.headers.get("origin")
    if site is None and origin is None:
        return
    own = {urlsplit(settings.public_url).netloc, request.headers.get("host", "")}
    if site in (None, "same-site") and origin is not None and urlsplit(origin).netloc in own:
        return
    raise Forbidden("This form was sent from another site's page. Open the page here and send it again.")


def _network_of(text: str) -> str | None:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    return str(ipaddress.ip_network((address, 64), strict=False)) if address.version == 6 else str(address)
