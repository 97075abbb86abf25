"""Reading a search from a page's form: what was typed stays, what is wrong is named at its field."""

from decimal import Decimal
from urllib.parse import parse_qsl, urlsplit

import pytest

from service.search.forms import form_link, read_amount, read_search_form
from service.search.schemas import ListingFilters


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("30000", 30_000),
        ("£30,000", 30_000),
        ("30 000", 30_000),
        ("30k", 30_000),
        ("32,556.79", Decimal("32556.79")),
        ("lots", None),
        ("-5", None),
        ("3,00", None),
        ("1e9", None),
        ("٣٠٠٠٠", 30_000),
    ],
)
def test_amounts_are_read_as_people_type_them(typed: str, amount: Decimal | int | None) -> None:
    assert read_amount(typed) == amount


def test_nothing_is_asked_by_an_address_without_fields() -> None:
    form = read_search_form([])

    assert not form.asked
    assert form.wanted is None
    assert not form.errors


def test_a_filled_form_is_a_search() -> None:
    sent = [("q", " bees "), ("place", "York"), ("hours", ""), ("contract", "casual"), ("contract", "permanent")]

    wanted = read_search_form(sent).wanted

    assert wanted is not None
    assert wanted.query == "bees"
    assert wanted.filters.place == "York"
    assert wanted.filters.contracts == ["casual", "permanent"]
    assert wanted.filters.hours is None


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("q", "", "few words"),
        ("q", "?!", "few words"),
        ("q", "x" * 2_001, "2000 characters"),
        ("place", "x" * 201, "200 characters"),
        ("pay_at_least", "lots", "in numbers"),
        ("pay_at_least", "99999999999999", "more than anybody"),
        ("pay_currency", "XYZ", "ISO 4217"),
        ("contract", "forever", "those offered"),
        ("hours", "always", "those offered"),
        ("workplace", "moon", "those offered"),
        ("place_unknown", "perhaps", "those offered"),
        ("limit", "many", "whole number"),
        ("limit", "201", "At most 200"),
    ],
)
def test_what_is_wrong_is_named_at_its_field_and_kept(name: str, value: str, reason: str) -> None:
    form = read_search_form([("q", "bees"), (name, value)] if name != "q" else [(name, value)])

    assert form.wanted is None
    assert list(form.errors) == [name]
    assert reason in form.errors[name]
    assert value in (form.typed.get(name), *form.chosen.get(name, ()))


def test_a_field_given_twice_with_different_values_is_refused() -> None:
    form = read_search_form([("q", "bees"), ("place", "York"), ("place", "Leeds")])

    assert form.wanted is None
    assert "more than once" in form.errors["place"]


def test_parameters_of_others_are_named_and_left_out() -> None:
    form = read_search_form([("q", "bees"), ("utm_source", "x"), ("level", "good")], beside=("level",))

    assert form.wanted is not None
    assert form.left_out == ("utm_source",)


def test_the_link_of_a_search_is_read_as_the_same_search() -> None:
    filters = ListingFilters.model_validate(
        {
            "employer": "Bees & Co",
            "place": "York",
            "place_unknown": "keep",
            "pay_at_least": "30000.50",
            "pay_currency": "EUR",
            "pay_unknown": "drop",
            "contracts": ["casual", "permanent"],
            "hours": "part_time",
            "workplaces": ["remote"],
            "without": ["weekends", "night shifts"],
        }
    )

    link = form_link("/", "50% more honey?", filters, limit=40)

    wanted = read_search_form(parse_qsl(urlsplit(link).query)).wanted
    assert wanted is not None
    assert (wanted.query, wanted.filters, wanted.limit) == ("50% more honey?", filters, 40)
