"""Signed links: one purpose, one subject, a time to live, and keys that rotate."""

from datetime import UTC, datetime, timedelta
from string import printable
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.links import LIFETIMES, LinkExpired, LinkInvalid, Purpose, read_link, sign_link

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
OLD_KEY, KEY, OTHER_KEY = "an-older-key" * 3, "todays-key" * 4, "somebody-elses" * 3
ALERT = UUID("0f7e2bb1-9a8b-4c56-8f43-2f6a3f3a2f10")


def a_link(purpose: Purpose = Purpose.STOP, *, nonce: str = "") -> str:
    return sign_link(purpose, ALERT, keys=[KEY], now=NOW, nonce=nonce)


@given(subject=st.uuids(), nonce=st.text(st.characters(codec="utf-8"), max_size=40))
def test_a_link_gives_back_what_it_was_signed_for(subject: UUID, nonce: str) -> None:
    token = sign_link(Purpose.CONFIRM, subject, keys=[KEY], now=NOW, nonce=nonce)

    signed = read_link(token, Purpose.CONFIRM, keys=[KEY], now=NOW)

    assert (signed.subject, signed.nonce, signed.issued_at) == (subject, nonce, NOW)


@pytest.mark.parametrize("signed_for", Purpose)
@pytest.mark.parametrize("read_as", Purpose)
def test_a_link_serves_one_purpose_only(signed_for: Purpose, read_as: Purpose) -> None:
    token = a_link(signed_for)

    if signed_for is read_as:
        assert read_link(token, read_as, keys=[KEY], now=NOW).subject == ALERT
    else:
        with pytest.raises(LinkInvalid):
            read_link(token, read_as, keys=[KEY], now=NOW)


@pytest.mark.parametrize(("purpose", "lifetime"), LIFETIMES.items())
def test_a_link_ends_with_its_lifetime_and_not_before(purpose: Purpose, lifetime: timedelta | None) -> None:
    token = a_link(purpose)

    assert read_link(token, purpose, keys=[KEY], now=NOW + (lifetime or timedelta(days=9999))).subject == ALERT
    if lifetime:
        with pytest.raises(LinkExpired, match="ask for a new one"):
            read_link(token, purpose, keys=[KEY], now=NOW + lifetime + timedelta(seconds=1))


def test_stop_links_never_end() -> None:
    assert LIFETIMES[Purpose.STOP] is None
    assert LIFETIMES[Purpose.STOP_ALL] is None


def test_a_link_signed_before_the_keys_rotated_still_counts() -> None:
    token = sign_link(Purpose.STOP, ALERT, keys=[OLD_KEY], now=NOW)

    assert read_link(token, Purpose.STOP, keys=[KEY, OLD_KEY], now=NOW).subject == ALERT


def test_the_first_key_signs() -> None:
    token = sign_link(Purpose.STOP, ALERT, keys=[KEY, OLD_KEY], now=NOW)

    assert read_link(token, Purpose.STOP, keys=[KEY], now=NOW).subject == ALERT
    with pytest.raises(LinkInvalid):
        read_link(token, Purpose.STOP, keys=[OLD_KEY], now=NOW)


def test_a_link_under_a_key_of_somebody_else_is_refused() -> None:
    with pytest.raises(LinkInvalid, match="open it again"):
        read_link(a_link(), Purpose.STOP, keys=[OTHER_KEY], now=NOW)


@given(position=st.integers(0, 200), replacement=st.sampled_from(printable))
def test_a_link_with_one_character_changed_never_counts(position: int, replacement: str) -> None:
    token = a_link()
    position %= len(token)
    changed = token[:position] + replacement + token[position + 1 :]

    if changed != token:
        with pytest.raises(LinkInvalid):
            read_link(changed, Purpose.STOP, keys=[KEY], now=NOW)


@given(st.text())
def test_no_text_but_a_signed_one_counts(text: str) -> None:
    with pytest.raises(LinkInvalid):
        read_link(text, Purpose.STOP, keys=[KEY], now=NOW)


def test_a_link_is_short_and_needs_no_escaping_in_an_address() -> None:
    token = a_link()

    assert len(token) < 80
    assert token[-1].isalnum()
    assert all(character.isalnum() or character in "-_." for character in token)
