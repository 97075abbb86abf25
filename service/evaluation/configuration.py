"""What can be switched when matching is measured: the parts of the ranking, each on as it serves or off to compare."""

from dataclasses import dataclass, fields, replace
from typing import Any

from service.errors import Invalid

_ON_OFF = {"on": True, "off": False}
# Switches that name a folder, with the values that name none.
_FOLDERS: dict[str, dict[str, str | None]] = {"model": {"": None}, "adapter": {"on": None, "off": ""}}


class UnknownSwitch(Invalid):
    code = "unknown-switch"


@dataclass(frozen=True)
class Configuration:
    """By default everything is as it serves.

    `passages` off makes one vector of a whole document, as far as the model's window reaches. `words` off leaves words
    out of the score, `hybrid` off out of the choice of what is scored. `filters` off leaves every word of a description
    to its meaning. `factors` off ranks listings for a profile by the texts alone. `model` is the folder of another
    model than the packaged one; `adapter` the folder of another adapter than the model's own, empty for none.
    """

    passages: bool = True
    words: bool = True
    hybrid: bool = True
    filters: bool = True
    factors: bool = True
    model: str | None = None
    adapter: str | None = None

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
# The model as it was published alone: one vector for each document and nothing else.
PLAIN = Configuration(passages=False, words=False, hybrid=False, filters=False, factors=False, adapter="")
NAMED = {SERVING_NAME: SERVING, "plain": PLAIN}


def read_configuration(text: str, *, start: Configuration = SERVING) -> Configuration:
    """A name, switches as KEY=VALUE, or a name and switches, separated by commas; raises UnknownSwitch."""
    configuration = start
    for part in (part.strip() for part in text.split(",")):
        key, equals, value = part.partition("=")
        if not equals:
            configuration = replace(_named(part), model=configuration.model)
        elif key in _FOLDERS:
            named: dict[str, Any] = {key: _FOLDERS[key].get(value, value)}
            configuration = replace(configuration, **named)
        else:
            configuration = _switched(configuration, key, value)
    return configuration


def parts_as_served(configuration: Configuration) -> bool:
    """Whether nothing but the encoder differs from what serves."""
    return replace(configuration, model=None, adapter=None) == SERVING


def _named(name: str) -> Configuration:
    if name not in NAMED:
        raise UnknownSwitch(f"{name!r} is no configuration: {', '.join(NAMED)} are, or switches as passages=off.")
    return NAMED[name]


def _switched(configuration: Configuration, key: str, value: str) -> Configuration:
    switches = [field.name for field in fields(Configuration)]
    if key not in switches:
        raise UnknownSwitch(f"{key!r} is no switch: {', '.join(switches)} are.")
    if value not in _ON_OFF:
        raise UnknownSwitch(f"{key} is on or off, not {value!r}.")
    switched: dict[str, Any] = {key: _ON_OFF[value]}
    return replace(configuration, **switched)


def _written(value: object) -> str:
    return str(value) if value and not isinstance(value, bool) else "on" if value else "off"
