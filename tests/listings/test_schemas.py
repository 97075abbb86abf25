"""What a listing may say of itself when it comes in."""

from typing import Any

import pytest
from pydantic import ValidationError

from service.listings.schemas import ListingInput

LEAST = {"title": "Gardener", "employer": "Parks Trust", "description": "Look after beds and borders."}


def test_a_title_an_employer_and_a_description_are_enough() -> None:
    listing = ListingInput.model_validate(LEAST)

    assert (listing.language, listing.source, listing.state) == ("en", "api", "open")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"title": "\u200b "}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"employer": "Parks\nTrust"}, "employer"),
        ({"description": "x" * 100_001}, "description"),
        ({"description": "a\x00b"}, "U+0000"),
        ({"salary": 5}, "salary"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"language": "english please"}, "language"),
        ({"pay_min": 30_000, "pay_max": 20_000, "pay_period": "year"}, "pay_min must not be more than pay_max"),
        ({"pay_min": 30_000}, "pay_period is needed"),
        ({"pay_period": "year"}, "pay_min or pay_max is needed"),
        ({"pay_min": "NaN", "pay_period": "year"}, "pay_min"),
        ({"pay_currency": "QUID"}, "pay_currency"),
        ({"place_country": "UK"}, "place_country"),
        ({"state": "closed"}, "state"),
        ({"closes_at": "2026-03-01T12:00:00"}, "closes_at"),
        ({"closes_at": 1_700_000_000}, "closes_at"),
        ({"closes_at": "P14D"}, "closes_at"),
        ({"opens_at": "2026-03-02", "closes_at": "2026-03-01"}, "closes_at must be after opens_at"),
        ({"opens_at": "2026-03-01T12:00Z", "closes_at": "2026-03-01T12:00Z"}, "closes_at must be after opens_at"),
    ],
)
def test_what_is_wrong_is_named(wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError) as caught:
        ListingInput.model_validate(LEAST | wrong)

    assert said in str(caught.value)


def test_a_listing_may_open_and_close_on_one_day() -> None:
    listing = ListingInput.model_validate(LEAST | {"opens_at": "2026-03-01", "closes_at": "2026-03-01"})

    assert listing.closes_at == listing.opens_at
