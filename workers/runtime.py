"""What one worker process holds: its database, its encoder and its indexes."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from embeddings.encoder import Encoder, SentenceEncoder
from service.alerts.queries import active_alert_ids
from service.change_log import Collection
from service.database import Database
from service.legibility.languages import load_languages
from service.listings.queries import open_listing_ids
from service.mail.signing import SigningKey, signing_key
from service.mail.transport import SmtpTransport, Transport
from service.poking import Poker
from service.search.replica import Replica
from service.settings import Settings
from service.vectors import generation_id
from service.work import LEASE_SECONDS


@dataclass(frozen=True)
class Model:
    """The encoder and the indexes of its generation."""

    encoder: Encoder
    listings: Replica
    alerts: Replica


@dataclass
class Runtime:
    """Made once; the model is loaded in the background, so that mail never waits for it."""

    settings: Settings
    database: Database
    poker: Poker
    transport: Callable[[], Transport]
    load_encoder: Callable[[], Encoder]
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    signing_key: SigningKey | None = None
    _model: asyncio.Task[Model] | None = field(default=None, repr=False)

    async def model(self) -> Model:
        """The model, loading it the first time; a failed load is tried again by the next call."""
        if self._model is None or (self._model.done() and self._model.exception() is not None):
            self._model = asyncio.create_task(self._load())
        return await asyncio.shield(self._model)

    async def close(self) -> None:
        await self.poker.close()
        await self.database.close()

    async def _load(self) -> Model:
        encoder = await asyncio.to_thread(self.load_encoder)
        await asyncio.to_thread(load_languages)
        async with self.database.transaction() as session:
            await generation_id(session, encoder.fingerprint)
        folder, fingerprint = self.settings.data_folder / "indexes", encoder.fingerprint
        return Model(
            encoder,
            Replica(Collection.LISTINGS, open_listing_ids, folder=folder, fingerprint=fingerprint),
            Replica(Collection.ALERTS, active_alert_ids, folder=folder, fingerprint=fingerprint),
        )


def make_runtime(settings: Settings) -> Runtime:
    """A worker's runtime with the real encoder and SMTP server of the settings."""
    poker = Poker(settings.redis_url)
    return Runtime(
        settings=settings,
        database=Database(settings.database_url, poke=poker.poke, idle_seconds=2 * LEASE_SECONDS),
        poker=poker,
        transport=lambda: smtp_transport(settings),
        signing_key=signing_key(settings),
        load_encoder=lambda: SentenceEncoder.load(
            settings.model, adapter=settings.adapter, threads=settings.encode_threads
        ),
    )


def smtp_transport(settings: Settings) -> Transport:
    return SmtpTransport(
        host=settings.smtp_host,
        port=settings.smtp_port,
        tls=settings.smtp_tls,
        username=settings.smtp_username,
        password=settings.smtp_password,
        timeout_seconds=settings.smtp_timeout_seconds,
        hello_name=settings.mail_domain,
    )
