"""How many mails a receiving domain gets in a minute."""

from hypothesis import given
from hypothesis import strategies as st

from service.mail.pacing import over_the_rate


def test_what_a_domain_got_already_counts_and_others_go_on() -> None:
    waiting = [(1, "a.example"), (2, "a.example"), (3, "b.example")]

    assert over_the_rate(waiting, {"a.example": 4}, per_minute=5) == {2}


@given(
    domains=st.lists(st.sampled_from("abc")),
    sent=st.dictionaries(st.sampled_from("abc"), st.integers(0, 10)),
    per_minute=st.integers(1, 10),
)
def test_no_domain_gets_more_than_its_rate_and_none_waits_in_vain(
    domains: list[str], sent: dict[str, int], per_minute: int
) -> None:
    held_back = over_the_rate(enumerate(domains), sent, per_minute=per_minute)

    for domain in set(domains):
        numbers = [number for number, each in enumerate(domains) if each == domain]
        leaving = [number for number in numbers if number not in held_back]
        room = max(0, per_minute - sent.get(domain, 0))
        assert len(leaving) == min(room, len(numbers))
        assert leaving == numbers[: len(leaving)]
