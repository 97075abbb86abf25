"""Questions to a real name server on loopback, and what comes of its answers, its errors and its silence."""

import asyncio
import time

import pytest

from service.mail_check.asking import NameServer, judge_with_answers
from service.mail_check.records import NOTHING, Answer, Question, Records
from tests.mail_check.name_server import a_name_server

LONG = "v=DKIM1; k=rsa; p=" + "A" * 700


async def test_records_of_every_kind_are_answers() -> None:
    zone: dict[str, str | list[str]] = {
        "here.example TXT": ["v=spf1 -all", LONG],
        "here.example MX": ["20 b.example.", "10 A.example."],
        "here.example A": "81.2.69.142",
        "here.example AAAA": "2a02:ff0::1",
        "142.69.2.81.in-addr.arpa PTR": "here.example.",
    }
    with a_name_server(zone) as server:
        asked = NameServer(server.place)
        answers = {kind: await asked.ask(Question("here.example", kind)) for kind in ("TXT", "MX", "A", "AAAA")}
        pointer = await asked.ask(Question("142.69.2.81.in-addr.arpa", "PTR"))

    assert {kind: set(answer.values) for kind, answer in answers.items()} == {
        "TXT": {"v=spf1 -all", LONG},
        "MX": {"20 b.example.", "10 A.example."},
        "A": {"81.2.69.142"},
        "AAAA": {"2a02:ff0::1"},
    }
    assert pointer == Answer(("here.example.",))


@pytest.mark.parametrize("name", ["gone.example", "here.example", "..", "a" * 64 + ".example", "x" * 300])
async def test_a_name_without_such_a_record_has_nothing(name: str) -> None:
    with a_name_server({"here.example A": "81.2.69.142"}) as server:
        assert await NameServer(server.place).ask(Question(name, "TXT")) == NOTHING


async def test_an_error_of_the_server_is_no_answer() -> None:
    with a_name_server({}, failing={"broken.example"}) as server:
        answer = await NameServer(server.place).ask(Question("broken.example", "TXT"))

    assert answer.values == ()
    assert answer.trouble == "the name server could not answer: SERVFAIL"


async def test_silence_is_waited_for_no_longer_than_said() -> None:
    with a_name_server({}, silent={"*"}) as server:
        asked = NameServer(server.place, seconds=0.2)
        answers = await asyncio.gather(*(asked.ask(Question(f"{n}.example", "TXT")) for n in range(20)))

    assert {answer.trouble for answer in answers} == {"no name server answered within 0.2 seconds"}


async def test_a_name_server_that_is_nowhere_is_said() -> None:
    answer = await NameServer("nowhere.invalid:53").ask(Question("here.example", "TXT"))

    assert "ROLECALL_DNS_SERVER" in str(answer.trouble)


async def test_what_is_judged_asks_until_it_misses_nothing() -> None:
    asked: list[set[str]] = []

    async def ask(question: Question) -> Answer:
        asked[-1].add(question.name)
        return Answer((f"{question.name}.next",)) if question.name.count(".") < 2 else NOTHING

    def judge(records: Records) -> list[str]:
        asked.append(set())
        names = ["one", "two"]
        for name in names:
            names.extend(records.texts(name).values)
        return names

    judged = await judge_with_answers(judge, ask)

    assert asked == [{"one", "two"}, {"one.next", "two.next"}, {"one.next.next", "two.next.next"}, set()]
    assert sorted(judged) == sorted(set.union(*asked))


async def test_records_that_lead_on_without_end_are_given_up() -> None:
    async def ask(question: Question) -> Answer:
        return Answer((f"{question.name}x",))

    def judge(records: Records) -> Answer:
        answer = records.texts("name")
        while answer.values:
            answer = records.texts(answer.values[0])
        return answer

    started = time.monotonic()
    judged = await judge_with_answers(judge, ask)

    assert "without end" in str(judged.trouble)
    assert time.monotonic() - started < 30
