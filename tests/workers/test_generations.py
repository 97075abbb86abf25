"""Another encoder: everything is encoded again, nothing is announced for it, and nothing new is missed."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import httpx

from embeddings.encoder import FloatMatrix
from service.database import Database
from service.embedded.catcher import MailCatcher
from service.work import WorkKind
from tests.factories import a_candidate, a_listing, an_alert
from tests.fakes import FakeEncoder
from tests.given import Publish, PublishMany, Subscribe, Work
from tests.mails import alert_mails, token_of
from tests.tables import rows, value
from tests.working import ask_for, run_all_work
from workers.encoding import encode_listings
from workers.mailing import compose_mail, send_mail
from workers.matching import match_listings
from workers.runtime import Runtime
from workers.upkeep import ask_for_missing_vectors


def with_encoder(runtime: Runtime, encoder: FakeEncoder) -> Runtime:
    """A worker that was started with another model."""
    return replace(runtime, load_encoder=lambda: encoder, _model=None)


async def test_another_model_encodes_everything_again_and_announces_nothing(
    api: httpx.AsyncClient,
    publish_many: PublishMany,
    subscribe: Subscribe,
    work: Work,
    runtime: Runtime,
    catcher: MailCatcher,
    database: Database,
) -> None:
    await publish_many(a_listing(external_id=f"p{number}") for number in range(13))
    await api.post("/v1/candidates", json=a_candidate())
    await subscribe()
    caught, newer = len(catcher.messages), FakeEncoder(revision="newer")

    upgraded = with_encoder(runtime, newer)
    await ask_for_missing_vectors(upgraded)
    await run_all_work(upgraded)

    by_generation = await rows(
        database,
        "SELECT collection, count(DISTINCT document_id) FROM stored_vector GROUP BY generation_id, collection"
        " ORDER BY generation_id, collection",
    )
    assert by_generation == [("alerts", 1), ("candidates", 1), ("listings", 13)] * 2
    assert newer.encoded
    assert len(catcher.messages) == caught


async def test_what_has_its_vectors_is_not_encoded_again(
    publish: Publish, subscribe: Subscribe, work: Work, runtime: Runtime, encoder: FakeEncoder
) -> None:
    await publish()
    await subscribe()
    encoder.encoded.clear()

    await ask_for_missing_vectors(runtime)
    await work()

    assert encoder.encoded == []


async def test_a_text_that_was_encoded_before_is_not_encoded_for_another_listing(
    publish_many: PublishMany, work: Work, encoder: FakeEncoder
) -> None:
    await publish_many(a_listing(external_id=f"p{number}") for number in range(5))
    await work()

    read = [text for text in encoder.encoded if text != "warm"]
    assert len(read) == len(set(read))


async def test_a_listing_that_opens_while_alerts_are_still_being_encoded_is_told_after_all(
    publish: Publish, subscribe: Subscribe, runtime: Runtime, catcher: MailCatcher
) -> None:
    await subscribe()
    upgraded = with_encoder(runtime, FakeEncoder(revision="newer"))
    await publish()
    await encode_listings(upgraded)
    await match_listings(upgraded)

    await ask_for_missing_vectors(upgraded)
    await run_all_work(upgraded)

    assert len(alert_mails(catcher.messages)) == 1


async def test_a_worker_without_its_model_still_sends_mail(
    client: httpx.AsyncClient, subscribe: Subscribe, runtime: Runtime, catcher: MailCatcher
) -> None:
    def fail() -> FakeEncoder:
        raise OSError("the model's folder is gone")

    await client.post("/v1/alerts", json=an_alert())
    without = replace(runtime, load_encoder=fail, _model=None)
    await compose_mail(without)
    await send_mail(without)

    assert len(catcher.messages) == 1


async def test_a_candidate_erased_while_being_encoded_leaves_no_vector(
    api: httpx.AsyncClient, runtime: Runtime, database: Database
) -> None:
    candidate = (await api.post("/v1/candidates", json=a_candidate())).json()["id"]
    loop = asyncio.get_running_loop()

    class Slow(FakeEncoder):
        """Somebody erases the candidate while it reads."""

        def encode(self, texts: Sequence[str]) -> FloatMatrix:
            asyncio.run_coroutine_threadsafe(api.delete(f"/v1/candidates/{candidate}"), loop).result()
            return super().encode(texts)

    await run_all_work(with_encoder(runtime, Slow()))

    assert await value(database, "SELECT count(*) FROM stored_vector") == 0


async def test_an_alert_that_was_paused_while_the_model_changed_tells_again_once_it_resumes(
    api: httpx.AsyncClient,
    client: httpx.AsyncClient,
    publish: Publish,
    work: Work,
    runtime: Runtime,
    catcher: MailCatcher,
) -> None:
    alert = (await api.post("/v1/alerts", json=an_alert())).json()
    await work()
    await client.post("/v1/alerts/confirm", json={"token": token_of(catcher.messages[0], "/alerts/confirm/")})
    await work()
    await api.post(f"/v1/alerts/{alert['id']}/pause")
    upgraded = with_encoder(runtime, FakeEncoder(revision="newer"))
    await ask_for_missing_vectors(upgraded)
    await run_all_work(upgraded)

    await api.post(f"/v1/alerts/{alert['id']}/resume")
    await publish()
    await run_all_work(upgraded)

    assert len(alert_mails(catcher.messages)) == 1


async def test_an_erased_candidate_takes_the_vectors_of_alerts_on_their_profile_along(
    api: httpx.AsyncClient, work: Work, database: Database
) -> None:
    candidate = (await api.post("/v1/candidates", json=a_candidate())).json()["id"]
    await api.post("/v1/alerts", json={"email": "reader@example.com", "candidate_id": candidate})
    await ask_for(database, WorkKind.ENCODE_ALERTS, 1)
    await work()
    assert await value(database, "SELECT count(*) FROM stored_vector WHERE collection = 'alerts'") > 0

    await api.delete(f"/v1/candidates/{candidate}")

    assert await value(database, "SELECT count(*) FROM stored_vector") == 0
