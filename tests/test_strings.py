"""Text from outside: what is cleaned, what is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from service.strings import WebAddress, clean_line, clean_text


@pytest.mark.parametrize(
    ("written", "cleaned"),
    [
        ("  Social worker\t ", "Social worker"),
        ("Social\u200bworker\ufeff", "Socialworker"),
        ("\u202eevil\u202c", "evil"),
        ("\u200d \u200c", ""),
        ("می\u200cخواهم", "می\u200cخواهم"),
    ],
)
def test_a_line_loses_what_cannot_be_seen(written: str, cleaned: str) -> None:
    assert clean_line(written) == cleaned


@pytest.mark.parametrize("written", ["a\nb", "a\rb", "a\x00b", "a\x07b", "a\u2028b", "a\ud800b"])
def test_a_line_with_breaks_or_control_characters_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="Must"):
        clean_line(written)


def test_a_text_keeps_its_lines_and_refuses_nul() -> None:
    assert clean_text("one\r\ntwo\x0cthree\tfour") == "one\ntwo\nthree\tfour"
    with pytest.raises(ValueError, match=r"U\+0000"):
        clean_text("one\x00two")


@given(st.text(max_size=100))
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    try:
        cleaned = clean_text(text)
    except ValueError:
        return
    assert clean_text(cleaned) == cleaned


@pytest.mark.parametrize(
    "address", ["https://jobs.example.org/1?a=b#c", "http://[::1]:8080/", "https://bücher.example/"]
)
def test_a_web_address_stays_as_typed(address: str) -> None:
    assert TypeAdapter(WebAddress).validate_python(address) == address


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)", "ftp://example.org", "//example.org", "https://", "https://a b.example", "jobs.example",
        "https://me:secret@example.org", "https://example.org:99999/", "https://[::1", "https://example.org/<script>",
        "https://example.org/" + "a" * 2000,
    ],
)  # fmt: skip
def test_what_is_no_web_address_is_refused(address: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(WebAddress).validate_python(address)
