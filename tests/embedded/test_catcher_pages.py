"""The catcher's pages and JSON through the public surface."""

from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from service.embedded.catcher_pages import make_app
from service.embedded.caught_mail import CaughtMail, MailFolder


@pytest.fixture
def folder(tmp_path: Path) -> MailFolder:
    return MailFolder(tmp_path)


@pytest.fixture
def client(folder: MailFolder) -> Iterator[TestClient[Litestar]]:
    with TestClient(make_app(folder, smtp_port=2525), base_url="http://127.0.0.1") as running:
        yield running


def keep(folder: MailFolder, *, subject: str = "Two new listings") -> CaughtMail:
    message = EmailMessage()
    message["From"] = "alerts@jobs.example.org"
    message["Subject"] = subject
    message.set_content("Plain words")
    message.add_alternative('<p class="x">Words</p><script>bad()</script>', subtype="html")
    return folder.add(bytes(message), sender="alerts@jobs.example.org", recipients=["ana@example.org"])


def test_the_list_names_each_message_and_escapes_it(client: TestClient[Litestar], folder: MailFolder) -> None:
    keep(folder, subject="<script>")

    page = client.get("/")

    assert "&lt;script&gt;" in page.text
    assert "<script>" not in page.text


def test_a_message_is_shown_in_a_frame_that_runs_no_scripts(client: TestClient[Litestar], folder: MailFolder) -> None:
    mail = keep(folder)

    page = client.get(f"/messages/{mail.id}")

    assert "&lt;script&gt;bad()" in page.text
    assert 'sandbox="allow-popups' in page.text
    assert "allow-scripts" not in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]


def test_a_message_is_read_as_json_and_as_it_came(client: TestClient[Litestar], folder: MailFolder) -> None:
    mail = keep(folder)

    (summary,) = client.get("/messages.json").json()
    whole = client.get(f"/messages/{mail.id}.json").json()

    assert summary.items() <= whole.items()
    assert summary.keys() == {"id", "subject", "from", "to", "received_at", "size"}
    assert (whole["text"].strip(), whole["to"]) == ("Plain words", ["ana@example.org"])
    assert client.get(f"/messages/{mail.id}.eml").content == mail.raw


@pytest.mark.parametrize("name", ["unknown", "unknown.json", "..%2Findex.jsonl"])
def test_what_is_not_kept_is_not_found(client: TestClient[Litestar], name: str) -> None:
    assert client.get(f"/messages/{name}").status_code == 404


def test_a_name_pointed_at_loopback_is_refused(client: TestClient[Litestar]) -> None:
    assert client.get("/", headers={"Host": "attacker.example"}).status_code == 400
