"""The caught messages in a browser and as JSON, on loopback. Nothing here changes anything."""

import socket
from pathlib import Path
from typing import Any

import uvicorn
from jinja2 import Environment, FileSystemLoader
from litestar import Litestar, Request, Response, get
from litestar.exceptions import ClientException, NotFoundException
from litestar.params import FromPath

from service.embedded.caught_mail import CaughtMail, MailFolder

_TEMPLATES = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True)
# Mail may bring its own styles and remote pictures, as in a mail program; scripts and forms never run.
_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data: http: https:; form-action 'none'; base-uri 'none'"
)
_NAMES = ("localhost", "127.0.0.1")
_LINKS_IN_NEW_TABS = '<base target="_blank">'


def make_app(folder: MailFolder, *, smtp_port: int) -> Litestar:
    @get("/", sync_to_thread=False)
    def list_page() -> Response[str]:
        return _page("catcher_list.html", messages=folder.messages, smtp_port=smtp_port)

    @get("/messages.json", sync_to_thread=False)
    def list_messages() -> list[dict[str, Any]]:
        return [_summary(mail) for mail in folder.messages]

    @get("/messages/{name:str}", sync_to_thread=False)
    def read_message(name: FromPath[str]) -> Response[Any]:
        message_id, _, form = name.partition(".")
        mail = folder.find(message_id)
        if mail is None or form not in ("", "json", "eml"):
            raise NotFoundException(f"No message {name} is kept here.")
        if form == "json":
            return Response(_whole(mail))
        if form == "eml":
            return Response(mail.raw, media_type="message/rfc822")
        frame = _LINKS_IN_NEW_TABS + mail.html if mail.html else ""
        return _page("catcher_message.html", mail=mail, frame=frame, raw=mail.raw.decode(errors="replace"))

    return Litestar(
        [list_page, list_messages, read_message],
        before_request=_refuse_other_names,
        openapi_config=None,
    )


def serve_pages(folder: MailFolder, *, host: str, port: int, smtp_port: int) -> None:
    """Serve until a signal ends the process; prints a line as soon as connections are accepted."""
    listener = socket.create_server((host, port))
    print(f"Mail catcher ready: SMTP on {host}:{smtp_port}, read it at http://{host}:{port}/", flush=True)
    config = uvicorn.Config(make_app(folder, smtp_port=smtp_port), log_level="warning", timeout_graceful_shutdown=1)
    uvicorn.Server(config).run(sockets=[listener])


def _refuse_other_names(request: Request[Any, Any, Any]) -> None:
    """A page elsewhere can point its own name at loopback and read what it finds; the Host header tells."""
    if request.url.hostname not in _NAMES:
        raise ClientException(f"Only {' and '.join(_NAMES)} are served here.")


def _page(template: str, **values: Any) -> Response[str]:
    text = _TEMPLATES.get_template(template).render(**values)
    return Response(text, media_type="text/html; charset=utf-8", headers={"Content-Security-Policy": _POLICY})


def _summary(mail: CaughtMail) -> dict[str, Any]:
    return {
        "id": mail.id,
        "subject": mail.subject,
        "from": mail.from_header,
        "to": list(mail.recipients),
        "received_at": mail.received_at,
        "size": mail.size,
    }


def _whole(mail: CaughtMail) -> dict[str, Any]:
    return _summary(mail) | {
        "envelope_from": mail.sender,
        "headers": [{"name": name, "value": value} for name, value in mail.headers],
        "text": mail.text,
        "html": mail.html,
    }
