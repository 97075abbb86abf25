"""A listing's weights as a page's form shows and sends them: a step in words for each factor."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from service.errors import FieldError, Invalid
from service.matching.weights import DEFAULT_WEIGHTS, Weights

_STEPS = (
    ("not at all", 0.0),
    ("a little", 0.03),
    ("some", 0.10),
    ("much", 0.20),
    ("very much", 0.40),
    ("most of all", 0.60),
)
_LABELS = {
    "relevance": ("The work", "how near the work is to what the person did and wants"),
    "skills": ("Skills", "shared, related and missing"),
    "place": ("Place", "how far it is, or work from home"),
    "pay": ("Pay", "against the pay that is hoped for"),
    "hours": ("Hours", "full or part time, as wanted"),
    "contract": ("Contract", "the kind that is wanted"),
    "seniority": ("Level", "the step on the ladder"),
}


@dataclass(frozen=True)
class Choice:
    """One step that can be chosen; `value` is the weight as it is sent."""

    words: str
    value: str
    chosen: bool


@dataclass(frozen=True)
class WeightField:
    name: str
    label: str
    hint: str
    choices: tuple[Choice, ...]


def weight_fields(weights: Weights) -> list[WeightField]:
    """A field for each factor, standing at the weight that applies now."""
    return [
        WeightField(name, label, hint, _choices(name, getattr(weights, name)))
        for name, (label, hint) in _LABELS.items()
    ]


def factor_label(name: str) -> str:
    return _LABELS[name][0]


def read_weights(sent: Iterable[tuple[str, str]]) -> dict[str, float]:
    """What a form sent, without what is the default anyway; raises Invalid where it sent anything else."""
    given = dict(sent)
    unknown = sorted(given.keys() - _LABELS.keys())
    if unknown:
        raise Invalid(f"The form holds no {', '.join(unknown)}.", field=unknown[0])
    weights = {name: _read(name, value) for name, value in given.items()}
    if not any({**asdict(DEFAULT_WEIGHTS), **weights}.values()):
        raise Invalid("One factor at least must count.", fields=[FieldError("relevance", "must count something")])
    return {name: value for name, value in weights.items() if value != getattr(DEFAULT_WEIGHTS, name)}


def _choices(name: str, now: float) -> tuple[Choice, ...]:
    usual = getattr(DEFAULT_WEIGHTS, name)
    steps = [("as usual", usual), *(step for step in _STEPS if step[1] != usual)]
    if all(weight != now for _, weight in steps):
        steps.insert(0, (f"as it is now ({now:g})", now))
    return tuple(Choice(words, f"{weight:g}", weight == now) for words, weight in steps)


def _read(name: str, value: str) -> float:
    try:
        weight = float(value)
    except ValueError:
        weight = -1.0
    if not 0 <= weight <= 1:
        raise Invalid(f"{name} must be a number from 0 to 1.", field=name)
    return weight
