"""Conversations with real SMTP servers on loopback, by TLS and without, and the ways in which they end early."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from service.mail_check.mail_server import Conversation, greet
from tests.mail_check.zones import an_installation

HANDLER = type("Handler", (), {})


def accepts(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: LoginPassword) -> AuthResult:
    return AuthResult(success=data.password == b"right", handled=False)


@asynccontextmanager
async def a_server(*, by_tls: ssl.SSLContext | None = None, **options: Any) -> AsyncIterator[int]:
    loop = asyncio.get_running_loop()
    listening = await loop.create_server(lambda: SMTP(HANDLER(), **options), "127.0.0.1", 0, ssl=by_tls)
    async with listening:
        yield listening.sockets[0].getsockname()[1]


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for loopback, with its key, that nobody has signed."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "mail.northshire.example")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, SHA256())
    )
    file = tmp_path_factory.mktemp("certificate") / "server.pem"
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(secret + made.public_bytes(Encoding.PEM))
    return file


@pytest.fixture
def tls(certificate: Path) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    return context


@pytest.fixture
def trusted(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))


async def test_a_server_without_tls_is_left_as_it_was() -> None:
    async with a_server() as port:
        assert await greet(an_installation(smtp_port=port)) == Conversation()


async def test_a_server_that_offers_starttls_is_known_for_it(tls: ssl.SSLContext) -> None:
    async with a_server(tls_context=tls) as port:
        said = await greet(an_installation(smtp_port=port))

    assert said == Conversation(offers_starttls=True)


@pytest.mark.usefixtures("trusted")
async def test_starttls_protects_the_connection(tls: ssl.SSLContext) -> None:
    async with a_server(tls_context=tls) as port:
        said = await greet(an_installation(smtp_port=port, smtp_tls="starttls"))

    assert (said.trouble, said.tls) == (None, "TLSv1.3")


@pytest.mark.usefixtures("trusted")
async def test_tls_protects_the_connection_from_the_start(tls: ssl.SSLContext) -> None:
    async with a_server(by_tls=tls) as port:
        said = await greet(an_installation(smtp_port=port, smtp_tls="tls"))

    assert (said.trouble, said.tls) == (None, "TLSv1.3")


@pytest.mark.parametrize("kind", ["starttls", "tls"])
async def test_a_certificate_that_nobody_signed_is_not_trusted(tls: ssl.SSLContext, kind: str) -> None:
    options: dict[str, Any] = {"by_tls": tls} if kind == "tls" else {"tls_context": tls}
    async with a_server(**options) as port:
        said = await greet(an_installation(smtp_port=port, smtp_tls=kind))

    assert "certificate cannot be trusted" in str(said.trouble)


async def test_starttls_that_is_not_offered_is_said() -> None:
    async with a_server() as port:
        said = await greet(an_installation(smtp_port=port, smtp_tls="starttls"))

    assert "STARTTLS" in str(said.trouble)


@pytest.mark.parametrize(("password", "refused"), [("right", False), ("wrong", True)])
async def test_the_login_is_tried(password: str, refused: bool) -> None:
    async with a_server(authenticator=accepts, auth_require_tls=False) as port:
        said = await greet(an_installation(smtp_port=port), username="rolecall", password=password)

    assert said.refused_login is refused
    assert (said.trouble is not None) is refused
    assert password not in str(said.trouble)


async def test_a_server_that_is_not_there_is_said() -> None:
    async with a_server() as port:
        pass

    assert (await greet(an_installation(smtp_port=port))).trouble == "it takes no connections"


async def test_a_name_without_an_address_is_said() -> None:
    said = await greet(an_installation(smtp_host="mail.nowhere.invalid"), seconds=5)

    assert said.trouble in ("no address is found for this name", "it did not answer in time")


async def test_a_server_that_says_nothing_is_left() -> None:
    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    async with await asyncio.start_server(silent, "127.0.0.1", 0) as listening:
        port = listening.sockets[0].getsockname()[1]
        said = await greet(an_installation(smtp_port=port), seconds=0.2)

    assert said.trouble == "it did not answer in time"
