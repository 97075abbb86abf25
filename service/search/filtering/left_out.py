"""Contracts and workplaces that a phrase to be left out names: listings state them as kinds, often without the word."""

from collections.abc import Iterable, Mapping

from service.kinds import ContractKind, Workplace
from service.words import terms_of

_CONTRACTS = {
    "permanent": ContractKind.PERMANENT,
    "fixed term": ContractKind.FIXED_TERM,
    "temporary": ContractKind.TEMPORARY,
    "temp": ContractKind.TEMPORARY,
    "casual": ContractKind.CASUAL,
    "zero hours": ContractKind.CASUAL,
    "apprenticeship": ContractKind.APPRENTICESHIP,
    "apprentice": ContractKind.APPRENTICESHIP,
    "internship": ContractKind.INTERNSHIP,
    "intern": ContractKind.INTERNSHIP,
    "volunteering": ContractKind.VOLUNTEER,
    "voluntary": ContractKind.VOLUNTEER,
    "volunteer": ContractKind.VOLUNTEER,
}
_WORKPLACES = {
    "on site": Workplace.ON_SITE,
    "hybrid": Workplace.HYBRID,
    "remote": Workplace.REMOTE,
    "home working": Workplace.REMOTE,
    "working from home": Workplace.REMOTE,
}
_BEHIND = frozenset(terms_of("work working contract contracts job jobs role roles position positions basis"))


_CONTRACTS_BY_TERMS = {terms_of(name): kind for name, kind in _CONTRACTS.items()}
_WORKPLACES_BY_TERMS = {terms_of(name): kind for name, kind in _WORKPLACES.items()}


def contracts_left_out(phrases: Iterable[str]) -> list[str]:
    return _kinds_named(phrases, _CONTRACTS_BY_TERMS)


def workplaces_left_out(phrases: Iterable[str]) -> list[str]:
    return _kinds_named(phrases, _WORKPLACES_BY_TERMS)


def _kinds_named(phrases: Iterable[str], kinds: Mapping[tuple[str, ...], str]) -> list[str]:
    found = (kinds.get(terms_of(phrase)) or kinds.get(_without_noun(phrase)) for phrase in phrases)
    return sorted({str(kind) for kind in found if kind})


def _without_noun(phrase: str) -> tuple[str, ...]:
    """The phrase without the noun behind it: "temporary contracts" names what "temporary" does."""
    *terms, last = terms_of(phrase) or ("",)
    return tuple(terms) if last in _BEHIND else ()
