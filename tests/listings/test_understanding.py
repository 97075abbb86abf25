"""A listing as written becomes one that can be searched."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from service.kinds import ContractKind, Hours, Period, Workplace
from service.listings.schemas import ListingInput
from service.listings.understanding import ClosesBeforeItOpens, UnderstoodListing, understand

NOW = datetime(2026, 7, 1, 9, tzinfo=UTC)


def understood(**fields: Any) -> UnderstoodListing:
    least = {"title": "Gardener", "employer": "Parks Trust", "description": "Look after beds and borders."}
    return understand(ListingInput.model_validate(least | fields), now=NOW, zone=ZoneInfo("Europe/London"))


def test_what_was_written_is_kept_beside_what_it_means() -> None:
    listing = understood(
        pay_text="£34.884 - £37.722",
        place="Greenwich, London (Greater)",
        contract_text="Permanent, part time, 22.5 hours a week",
        closes_text="midnight 3rd August",
    )

    assert listing.pay_text == "£34.884 - £37.722"
    assert (listing.pay_min, listing.pay_max) == (Decimal(34884), Decimal(37722))
    assert (listing.pay_currency, listing.pay_period, listing.pay_inferred) == ("GBP", Period.YEAR, True)
    assert (listing.place_locality, listing.place_region, listing.place_country) == (
        "Greenwich",
        "Greater London",
        "GB",
    )
    assert (listing.contract, listing.hours) == (ContractKind.PERMANENT, Hours.PART_TIME)
    assert listing.weekly_hours == Decimal("22.5")
    assert listing.closes_at == datetime(2026, 8, 3, 22, 59, 59, tzinfo=UTC)


def test_what_was_given_wins_over_what_was_written() -> None:
    listing = understood(
        pay_text="£30,000", pay_min=20, pay_period="hour", pay_currency="EUR",
        place="London (hybrid)", place_region="Inner London", workplace="remote",
        contract_text="Permanent", contract="temporary",
    )  # fmt: skip

    assert (listing.pay_min, listing.pay_max) == (Decimal(20), None)
    assert (listing.pay_currency, listing.pay_inferred) == ("EUR", False)
    assert (listing.place_locality, listing.place_region) == ("London", "Inner London")
    assert (listing.workplace, listing.contract) == (Workplace.REMOTE, ContractKind.TEMPORARY)


def test_a_given_currency_joins_an_amount_that_states_none_and_drops_one_that_states_another() -> None:
    assert understood(pay_text="24,000 per annum", pay_currency="EUR").pay_min == 24000
    assert understood(pay_text="£24,000 per annum", pay_currency="EUR").pay_min is None


def test_a_closing_date_without_a_time_ends_with_its_day_in_the_zone() -> None:
    assert understood(closes_at="2026-07-31").closes_at == datetime(2026, 7, 31, 22, 59, 59, tzinfo=UTC)


def test_given_dates_that_contradict_each_other_are_refused() -> None:
    with pytest.raises(ClosesBeforeItOpens, match="closes_at must be after opens_at"):
        understood(opens_at="2026-07-31", closes_at="2026-07-30T12:00:00Z")


def test_a_closing_date_read_from_words_gives_way_to_a_given_opening() -> None:
    assert understood(opens_at="2026-07-31", closes_text="3 July 2026").closes_at is None
