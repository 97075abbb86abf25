"""A return path names its delivery to us alone, however mail systems write it."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.mail.return_path import delivery_of, delivery_token, read_token, return_path

KEY, OLDER, OTHER = "k" * 40, "o" * 40, "x" * 40


@given(public_id=st.uuids(), domain=st.sampled_from(["jobs.example.org", "b.example"]))
def test_it_names_its_delivery_and_fits_into_an_address(public_id: UUID, domain: str) -> None:
    address = return_path(public_id, domain=domain, keys=[KEY])

    assert delivery_of(address, keys=[KEY]) == public_id
    assert len(address.partition("@")[0]) <= 64


@pytest.mark.parametrize("write", [str.upper, str.title, "<{}>".format, " {} ".format])
def test_it_is_known_however_it_is_written(write: object) -> None:
    assert callable(write)
    address = return_path(UUID(int=7), domain="jobs.example.org", keys=[KEY])

    assert delivery_of(write(address), keys=[KEY]) == UUID(int=7)


def test_older_keys_still_verify_and_others_never() -> None:
    address = return_path(UUID(int=7), domain="jobs.example.org", keys=[OLDER])

    assert delivery_of(address, keys=[KEY, OLDER]) == UUID(int=7)
    assert delivery_of(address, keys=[KEY, OTHER]) is None


def test_no_part_of_it_can_be_changed() -> None:
    token = delivery_token(UUID(int=7), keys=[KEY])
    # The last digit carries one bit that says nothing.
    changed = [token[:at] + ("a" if token[at] != "a" else "b") + token[at + 1 :] for at in range(len(token) - 1)]

    assert {read_token(each, keys=[KEY]) for each in changed} == {None}


@given(st.text() | st.text().map("bounce+{}@example.org".format))
def test_any_other_address_names_nothing(text: str) -> None:
    assert delivery_of(text, keys=[KEY]) is None
