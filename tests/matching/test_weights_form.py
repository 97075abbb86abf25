"""The form of a listing's weights: where each field stands, and what it sends."""

import pytest

from service.errors import Invalid
from service.matching.weights import DEFAULT_WEIGHTS, weights_with
from service.matching.weights_form import read_weights, weight_fields

NOTHING_COUNTS = [(field.name, "0") for field in weight_fields(DEFAULT_WEIGHTS)]


@pytest.mark.parametrize(
    ("own", "name", "chosen"),
    [
        ({}, "pay", "as usual"),
        ({"pay": 0.4}, "pay", "very much"),
        ({"pay": 0.33}, "pay", "as it is now (0.33)"),
        ({"relevance": 0.0}, "relevance", "not at all"),
    ],
)
def test_a_field_stands_at_the_weight_that_applies(own: dict[str, float], name: str, chosen: str) -> None:
    field = next(each for each in weight_fields(weights_with(own)) if each.name == name)

    assert [choice.words for choice in field.choices if choice.chosen] == [chosen]
    assert len({choice.value for choice in field.choices}) == len(field.choices)


def test_what_is_sent_unchanged_sets_nothing() -> None:
    sent = [
        (field.name, next(choice.value for choice in field.choices if choice.chosen))
        for field in weight_fields(DEFAULT_WEIGHTS)
    ]

    assert read_weights(sent) == {}


@pytest.mark.parametrize(
    "sent", [[("pay", "2")], [("pay", "nan")], [("pay", "much")], [("charm", "1")], NOTHING_COUNTS]
)
def test_weights_that_cannot_be_are_refused(sent: list[tuple[str, str]]) -> None:
    with pytest.raises(Invalid):
        read_weights(sent)
