"""The amounts of money that stand in a text, with the currency that each one states. No ranges, no periods."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from babel.numbers import list_currencies
from price_parser import Price


@cache
def currencies() -> frozenset[str]:
    """All codes of ISO 4217."""
    return frozenset(list_currencies())


_SIGNS = {
    "£": "GBP", "€": "EUR", "₹": "INR", "zł": "PLN", "US$": "USD", "A$": "AUD", "AU$": "AUD", "C$": "CAD",
    "CA$": "CAD", "NZ$": "NZD", "HK$": "HKD", "S$": "SGD", "R$": "BRL",
}  # fmt: skip
# Signs that several countries use: read as the default currency where that is one of them, else as the first.
_SHARED_SIGNS = {"$": ("USD", "AUD", "CAD", "NZD", "HKD", "SGD"), "¥": ("JPY", "CNY")}

_SIGN = r"(?:(?:\b(?:US|AU?|CA?|NZ|HK|S|R))?\$|[£€¥₹]|zł|\b(?:" + "|".join(sorted(currencies())) + r")\b)"
_NUMBER = (
    r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]{1,2})?|[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]{1,2})?"
    r"|[0-9]{1,3}(?:[ '’][0-9]{3})+(?:[.,][0-9]{1,2})?|[0-9]{1,12}(?:[.,][0-9]{1,2})?)(?![.,'’]?[0-9])"
)
# "£12.40ph" and "£26,000pa" are written without a space; any other letter makes it something else than an amount.
_END = r"(?!\s?%|(?!p/?\.?[ahwd]\b|pcm\b)[A-Za-z])"
_AMOUNT = re.compile(
    rf"(?:(?P<before>{_SIGN})\s*|(?<![\w.,'’]))(?P<number>{_NUMBER})(?P<k>\s?[kK]\b)?{_END}"
    rf"(?:\s*(?P<after>{_SIGN})(?!\s*[0-9]))?"
)
_ANY_SIGN = re.compile(r"[£€$¥₹]")
_POINT_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}")


@dataclass(frozen=True, slots=True)
class Amount:
    """One number; `in_thousands` where it has a k, `point_thousands` where its point was taken to divide thousands."""

    start: int
    end: int
    number: Decimal
    currency: str | None
    in_thousands: bool
    point_thousands: bool


def find_amounts(text: str, *, default_currency: str) -> list[Amount] | None:
    """Find every number that may be an amount; None when a currency sign stands by something that cannot be read."""
    amounts = [_read(match, default_currency) for match in _AMOUNT.finditer(text)]
    read = [amount for amount in amounts if amount is not None]
    signs = sum(len(_ANY_SIGN.findall(text, amount.start, amount.end)) for amount in read)
    if len(read) < len(amounts) or signs < len(_ANY_SIGN.findall(text)):
        return None
    return read


def _read(match: re.Match[str], default_currency: str) -> Amount | None:
    written = match["number"]
    number = Price.fromstring(written).amount
    stated = _currencies(match["before"], match["after"], default_currency)
    point_thousands = _POINT_THOUSANDS.fullmatch(written) is not None
    if (
        number is None
        or len(stated) > 1
        or (point_thousands and match["k"])
        or (written[0] == "0" and len(written) > 4)
    ):
        return None
    return Amount(match.start(), match.end(), number, next(iter(stated), None), match["k"] is not None, point_thousands)


def _currencies(before: str | None, after: str | None, default_currency: str) -> set[str]:
    """Collect what the signs on both sides state; a code says which dollar the sign means ("$105,000 CAD")."""
    if before in _SHARED_SIGNS and after in _SHARED_SIGNS[before]:
        return {after}
    return {code for sign in (before, after) if (code := _currency(sign, default_currency))}


def _currency(sign: str | None, default_currency: str) -> str | None:
    if sign is None:
        return None
    if shared := _SHARED_SIGNS.get(sign):
        return default_currency if default_currency in shared else shared[0]
    return _SIGNS.get(sign) or (sign if sign in currencies() else None)
