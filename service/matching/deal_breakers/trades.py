"""What a length of experience is called in its own words: "five years as an electrician", "a nurse for ten years"."""

import re

from service.matching.deal_breakers.numbers import NUMBER
from service.words import terms_of

_END = (
    rf"(?:in|with|at|for|on|who|where|within|including|from|before|after|since|behind|doing|is|are|of|to|and {NUMBER})"
)
_WORD = rf"(?!{_END}\b)[\w/&'’-]+"
_NAME = rf"(?P<name>{_WORD}(?: {_WORD}){{0,5}})"
_ABOUT = r"(?:(?:over|about|more than|at least|the) )?$"
_AS_ONE = re.compile(rf"[^.,;:()]{{0,80}}?\b(?:as|being) an? {_NAME}", re.IGNORECASE)
_DOING = re.compile(r"(?: experience)? (?:of|in) (?P<name>\w+ing)\b", re.IGNORECASE)
_HAS_BEEN = re.compile(rf"\b(?:been|am|was) an? {_NAME} (?:for|with|of) {_ABOUT}", re.IGNORECASE)
_HEADLINE = re.compile(rf"^(?!(?:I|we|my|the|have)\b)(?:an? )?{_NAME} with {_ABOUT}", re.IGNORECASE)
_NEXT_LENGTH = re.compile(r"\b(?:years?|months?)\b", re.IGNORECASE)
# Words of many trades: sharing these says nothing of the trade, and alone they name none.
_OF_ANY = frozenset(
    terms_of(
        "assistant manager worker officer senior junior leader trainee apprentice qualified registered chartered "
        "experienced similar role post position minimum whole team must result rule professional practitioner "
        "supervisor head director permanent temporary freelance working managing leading supervising training"
    )
)
# As much of a term as "electrician" shares with "electrical", and "planner" with "planning".
_ALIKE = 4


def trade_asked(text: str, end: int) -> frozenset[str]:
    """The terms of the trade as which a length that ends there must have been worked; none where it is not named."""
    return _terms(_AS_ONE.match(_NEXT_LENGTH.split(text[end:], maxsplit=1)[0]))


def trade_told(text: str, start: int, end: int) -> frozenset[str]:
    """The terms of the trade that a length between the two places was worked in; none where it is not named."""
    behind = _NEXT_LENGTH.split(text[end:], maxsplit=1)[0]
    before = text[:start]
    return _terms(_AS_ONE.match(behind) or _DOING.match(behind) or _HAS_BEEN.search(before) or _HEADLINE.search(before))


def are_apart(trade: frozenset[str], other: frozenset[str]) -> bool:
    """Whether both are named and share no word."""
    shared = {term[:_ALIKE] for term in trade} & {term[:_ALIKE] for term in other}
    return bool(trade) and bool(other) and not shared


def _terms(named: re.Match[str] | None) -> frozenset[str]:
    return frozenset(terms_of(named["name"])) - _OF_ANY if named else frozenset()
