"""What can be switched when matching is measured: the parts of the ranking, each on as it serves or off to compare."""

from dataclasses import dataclass, fields, replace
from typing import Any

from service.errors import Invalid

_ON_OFF = {"on": True, "off": False}


class UnknownSwitch(Invalid):
    code = "unknown-switch"


@dataclass(frozen=True)
class Configuration:
    """By default everything is as it serves.

    `passages` off makes one vector of a whole document, as far as the model's window reaches; `words` off is
    meaning alone. `model` is the folder of
    another model than the packaged one.
    """

    passages: bool = True
    words: bool = True
    model: str | None = None

    def __str__(self) -> str:
        """What differs from what serves."""
        changed = [
            f"{field.name}={_written(getattr(self, field.name))}"
            for field in fields(self)
            if getattr(self, field.name) != field.default
        ]
        return " ".join(changed) or SERVING_NAME


SERVING_NAME = "serving"
SERVING = Configuration()
# The model alone: one vector for each document and nothing else.
PLAIN = Configuration(passages=False, words=False)
NAMED = {SERVING_NAME: SERVING, "plain": PLAIN}


def read_configuration(text: str, *, start: Configuration = SERVING) -> Configuration:
    """A name, switches as KEY=VALUE, or a name and switches, separated by commas; raises UnknownSwitch."""
    configuration = start
    for part in (part.strip() for part in text.split(",")):
        key, equals, value = part.partition("=")
        if not equals:
            configuration = replace(_named(part), model=configuration.model)
        elif key == "model":
            configuration = replace(configuration, model=value or None)
        else:
            configuration = _switched(configuration, key, value)
    return configuration


def _named(name: str) -> Configuration:
    if name not in NAMED:
        raise UnknownSwitch(f"{name!r} is no configuration: {', '.join(NAMED)} are, or switches as passages=off.")
    return NAMED[name]


def _switched(configuration: Configuration, key: str, value: str) -> Configuration:
    switches = [field.name for field in fields(Configuration) if field.name != "model"]
    if key not in switches:
        raise UnknownSwitch(f"{key!r} is no switch: {', '.join([*switches, 'model'])} are.")
    if value not in _ON_OFF:
        raise UnknownSwitch(f"{key} is on or off, not {value!r}.")
    switched: dict[str, Any] = {key: _ON_OFF[value]}
    return replace(configuration, **switched)


def _written(value: object) -> str:
    return ("on" if value else "off") if isinstance(value, bool) else str(value)
