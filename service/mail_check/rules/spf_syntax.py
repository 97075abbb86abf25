"""SPF records taken apart (RFC 7208, sections 4.6 and 5), and the macros in them (section 7)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network

from service.mail_check.records import Address

ASKING = {"include", "a", "mx", "ptr", "exists"}

_VERSION = re.compile(r"v=spf1(?: |$)", re.IGNORECASE)
_MECHANISM = re.compile(r"([+\-~?]?)([a-z][a-z0-9]*)(?::([^/]*))?((?:/.*)?)", re.IGNORECASE)
_MODIFIER = re.compile(r"([a-z][a-z0-9._-]*)=(.*)", re.IGNORECASE)
_PREFIXES = re.compile(r"(?:/(\d{1,2}))?(?://(\d{1,3}))?")
_MACRO = re.compile(r"%(?:([%_-])|\{([a-z])(\d*)(r?)([.\-+,/_=]*)\})", re.IGNORECASE)


class SpfInvalid(ValueError):
    """A record that no receiver can read; the message names the part."""


class MacroUndecided(ValueError):
    """A macro that only a message in delivery settles: its sender, its HELO."""


@dataclass(frozen=True)
class Term:
    """One mechanism. `target` may hold macros and is empty where the domain itself is meant."""

    text: str
    qualifier: str
    mechanism: str
    target: str = ""
    network: IPv4Network | IPv6Network | None = None
    prefixes: tuple[int, int] = (32, 128)


@dataclass(frozen=True)
class SpfRecord:
    """`ending` is the qualifier of `all`, None without it; what follows `all` is never read, and is left out."""

    text: str
    terms: tuple[Term, ...]
    redirect: str | None

    @property
    def ending(self) -> str | None:
        return next((term.qualifier for term in self.terms if term.mechanism == "all"), None)


def spf_texts(texts: Sequence[str]) -> list[str]:
    """The texts of a name that are SPF records."""
    return [text for text in texts if _VERSION.match(text)]


def parse_spf(text: str) -> SpfRecord:
    """Take a record apart; raises SpfInvalid."""
    terms: list[Term] = []
    modifiers: dict[str, str] = {}
    for word in text.split()[1:]:
        if modifier := _MODIFIER.fullmatch(word):
            name = modifier[1].lower()
            if name in modifiers and name in ("redirect", "exp"):
                raise SpfInvalid(f"{name}= stands there twice")
            modifiers[name] = modifier[2]
        else:
            terms.append(_term(word))
    last = next((place for place, term in enumerate(terms) if term.mechanism == "all"), len(terms))
    redirect = modifiers.get("redirect")
    if redirect == "":
        raise SpfInvalid("redirect= names no domain")
    return SpfRecord(text, tuple(terms[: last + 1]), redirect if last == len(terms) else None)


def expand(target: str, *, domain: str, policy_of: str, address: Address) -> str:
    """Put in what the macros of a target stand for: `policy_of` is the sender's domain, `domain` whose record this is;
    raises MacroUndecided."""

    def value(found: re.Match[str]) -> str:
        if found[1]:
            return {"%": "%", "_": " ", "-": "%20"}[found[1]]
        parts = re.split(f"[{re.escape(found[5] or '.')}]", _macro_letter(found[2], domain, policy_of, address))
        if found[4]:
            parts.reverse()
        return ".".join(parts[-int(found[3]) :] if found[3] else parts)

    return _MACRO.sub(value, target)


def has_macros(target: str) -> bool:
    return "%" in target


def _macro_letter(letter: str, domain: str, policy_of: str, address: Address) -> str:
    match letter.lower():
        case "i":
            # Dotted nibbles for IPv6: the reverse pointer, turned around again.
            return str(address) if address.version == 4 else ".".join(address.exploded.replace(":", ""))
        case "v":
            return "in-addr" if address.version == 4 else "ip6"
        case "d":
            return domain
        case "o":
            return policy_of
        case other:
            raise MacroUndecided(f"%{{{other}}}")


def _term(word: str) -> Term:
    found = _MECHANISM.fullmatch(word)
    if found is None:
        raise SpfInvalid(f"{word!r} is no part of SPF")
    qualifier, mechanism, target = found[1] or "+", found[2].lower(), found[3]
    given = "" if target is None else target
    match mechanism:
        case "all" if target is None and not found[4]:
            return Term(word, qualifier, mechanism)
        case "ip4" | "ip6" if given:
            return Term(word, qualifier, mechanism, network=_network(word, mechanism, given + found[4]))
        case "include" | "exists" if given and not found[4]:
            return Term(word, qualifier, mechanism, given)
        case "ptr" if given or target is None:
            return Term(word, qualifier, mechanism, given)
        case "a" | "mx" if given or target is None:
            return Term(word, qualifier, mechanism, given, prefixes=_prefixes(word, found[4]))
    raise SpfInvalid(f"{word!r} is no part of SPF")


def _network(word: str, mechanism: str, text: str) -> IPv4Network | IPv6Network:
    try:
        if mechanism == "ip6":
            return IPv6Network(text, strict=False)
        # The library also reads masks as 255.255.255.0, which no receiver does.
        if "." not in text.partition("/")[2]:
            return IPv4Network(text, strict=False)
    except ValueError as error:
        raise SpfInvalid(f"{word!r} names no addresses") from error
    raise SpfInvalid(f"{word!r} names no addresses")


def _prefixes(word: str, text: str) -> tuple[int, int]:
    found = _PREFIXES.fullmatch(text)
    if found is None:
        raise SpfInvalid(f"{word!r} has no proper length of a prefix")
    four, six = int(found[1] or 32), int(found[2] or 128)
    if four > 32 or six > 128:
        raise SpfInvalid(f"{word!r} has no proper length of a prefix")
    return four, six
