"""Limits per source and per mailbox, and that neither headers nor spellings get around them."""

import asyncio
from typing import Any

import httpx
import pytest

from service.embedded.catcher import MailCatcher
from tests.factories import an_alert
from tests.given import Connect, Work

SPELLINGS = ["a.reader", "ar.eader", "areader", "A.Reader", "a.reader+jobs", "areader+x+y", "AREADER+", "a.r.e.a.d.e.r"]


@pytest.fixture
def chosen() -> dict[str, Any]:
    return {"searches_per_minute": 3, "sign_ups_per_hour": 3, "trusted_proxies": ("203.0.113.1",)}


async def ask(client: httpx.AsyncClient, path: str, number: int, headers: dict[str, str]) -> httpx.Response:
    if path == "/":
        return await client.get("/", params={"q": "porter"}, headers=headers)
    if path == "/alerts":
        form = {"q": "porter", "email": f"reader{number}@example.com", "level": "good"}
        return await client.post("/alerts", data=form, headers=headers)
    body = {"query": "porter"} if path == "/v1/search" else an_alert(email=f"reader{number}@example.com")
    if path == "/v1/alerts/preview":
        body = {"description": "porter"}
    return await client.post(path, json=body, headers=headers)


@pytest.mark.parametrize("path", ["/v1/search", "/v1/alerts/preview", "/v1/alerts", "/", "/alerts"])
async def test_a_source_beyond_its_limit_is_refused_whatever_it_says_of_where_it_is(
    connect: Connect, path: str
) -> None:
    client = connect(peer="198.51.100.7")

    answers = [
        await ask(client, path, number, {"X-Forwarded-For": f"192.0.2.{number}", "Forwarded": f"for=192.0.2.{number}"})
        for number in range(5)
    ]

    assert [answer.status_code for answer in answers[3:]] == [429, 429]
    assert all(answer.status_code < 300 for answer in answers[:3])
    assert int(answers[3].headers["Retry-After"]) > 0
    assert (await ask(connect(peer="198.51.100.8"), path, 9, {})).status_code < 300


async def test_behind_a_trusted_proxy_each_visitor_has_a_limit_of_their_own(connect: Connect) -> None:
    proxy = connect(peer="203.0.113.1")

    def visitor(address: str) -> dict[str, str]:
        return {"X-Forwarded-For": f"10.9.8.7, {address}"}

    first = [await ask(proxy, "/v1/search", 0, visitor("192.0.2.1")) for _ in range(4)]
    second = await ask(proxy, "/v1/search", 0, visitor("192.0.2.2"))

    assert [answer.status_code for answer in first] == [200, 200, 200, 429]
    assert second.status_code == 200


async def test_a_mailbox_gets_three_confirmations_a_day_however_it_is_spelt_and_wherever_it_is_asked_from(
    connect: Connect, work: Work, catcher: MailCatcher
) -> None:
    answers = [
        await connect(peer=f"198.51.100.{number}").post(
            "/v1/alerts", json=an_alert(email=f"{SPELLINGS[number % len(SPELLINGS)]}@EXAMPLE.com")
        )
        for number in range(40)
    ]
    await work()

    assert {(answer.status_code, answer.text) for answer in answers} == {(202, answers[0].text)}
    assert len(catcher.messages) == 3


async def test_sign_ups_at_the_same_moment_are_counted_too(connect: Connect, work: Work, catcher: MailCatcher) -> None:
    await asyncio.gather(
        *(
            connect(peer=f"198.51.100.{number}").post("/v1/alerts", json=an_alert(email=f"reader+{number}@example.com"))
            for number in range(12)
        )
    )
    await work()

    assert len(catcher.messages) == 3


async def test_keys_are_held_to_the_same_limit_of_a_mailbox(
    api: httpx.AsyncClient, work: Work, catcher: MailCatcher
) -> None:
    for _ in range(6):
        assert (await api.post("/v1/alerts", json=an_alert())).status_code == 201
    await work()

    assert len(catcher.messages) == 3


async def test_links_in_mail_name_the_public_address_whatever_host_was_asked(
    client: httpx.AsyncClient, work: Work, catcher: MailCatcher
) -> None:
    hostile = {"Host": "evil.example", "X-Forwarded-Host": "evil.example"}
    await client.post("/v1/alerts", json=an_alert(), headers=hostile)
    await work()

    assert b"evil.example" not in catcher.messages[0].raw
