"""What can be switched, and how it is written."""

from dataclasses import replace

import pytest

from service.evaluation.configuration import PLAIN, SERVING, Configuration, UnknownSwitch, read_configuration


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("serving", SERVING),
        ("plain", PLAIN),
        ("passages=off", Configuration(passages=False)),
        ("plain, passages=on", replace(PLAIN, passages=True)),
        ("adapter=off", Configuration(adapter="")),
        ("adapter=mine/adapter", Configuration(adapter="mine/adapter")),
        ("plain,adapter=on", replace(PLAIN, adapter=None)),
        ("words=off,hybrid=off", Configuration(words=False, hybrid=False)),
        ("words=off", Configuration(words=False)),
        ("model=models/large", Configuration(model="models/large")),
    ],
)
def test_a_name_or_switches_make_a_configuration(text: str, expected: Configuration) -> None:
    assert read_configuration(text) == expected


def test_a_name_leaves_the_model_that_was_chosen() -> None:
    assert read_configuration("plain", start=Configuration(model="mine")) == replace(PLAIN, model="mine")


@pytest.mark.parametrize("text", ["", "fast", "speed=on", "passages=perhaps"])
def test_what_is_no_switch_is_refused(text: str) -> None:
    with pytest.raises(UnknownSwitch):
        read_configuration(text)


def test_only_what_differs_from_serving_is_named() -> None:
    assert str(SERVING) == "serving"
    assert str(Configuration(passages=False, model="mine")) == "passages=off model=mine"
    assert str(Configuration(adapter="")) == "adapter=off"
