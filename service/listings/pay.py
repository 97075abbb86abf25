"""What a written pay says: how much, in which currency, for which period. Nothing is guessed beyond two inferences.

The two are named in `Pay.inferred`: "period", an amount of 10,000 or more without a period is a year's; and
"thousands", a point followed by exactly three digits divides thousands. Whatever else is unclear is unknown.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from service.kinds import Period
from service.listings.amounts import Amount, find_amounts

HOURS_PER_WEEK = 37
DAYS_PER_WEEK = 5
WEEKS_PER_YEAR = 52
MONTHS_PER_YEAR = 12
YEARLY_FROM = 10_000

_TIMES_A_YEAR = {
    Period.YEAR: 1,
    Period.MONTH: MONTHS_PER_YEAR,
    Period.WEEK: WEEKS_PER_YEAR,
    Period.DAY: WEEKS_PER_YEAR * DAYS_PER_WEEK,
    Period.HOUR: WEEKS_PER_YEAR * HOURS_PER_WEEK,
}
_LONGEST = 500
_BEYOND_BELIEF = 10**10
_SAME_MEANING = str.maketrans("–—−‐‑\u00a0\u202f\u2009", "-----   ")

_COUNTED = re.compile(r"\s*(?:hours?|hrs?|days|weeks|months|years)\b", re.IGNORECASE)
_ONLY_MAXIMUM = re.compile(r"\b(?:up ?to|max(?:imum)?(?: of)?|no more than)[\s.:]*$", re.IGNORECASE)
_ONLY_MINIMUM = re.compile(
    r"\b(?:from|min(?:imum)?(?: of)?|at least|starting(?: at)?|above|over|in excess of)[\s.:]*$", re.IGNORECASE
)
_OPEN_END = re.compile(r"\+(?=\s*(?:$|[^\w\s£€$¥₹+]|per\b|an?\b|p\.?a\b))", re.IGNORECASE)
_EXTRAS = re.compile(
    r"\+|;|\b(?:plus|with|includ\w+|inclusive|bonus|allowance|OTE|equivalent|relocation)\b", re.IGNORECASE
)
_ASIDE = re.compile(r"[(\[]|\bbasic\b", re.IGNORECASE)
_NOT_PAY = re.compile(r"\s*(?:bonus|allowance|relocation|OTE)\b", re.IGNORECASE)
# How long one works, or how often one is paid, is not what the amount is for.
_WORKING_TIME = re.compile(
    r"\b[0-9]+(?:[.,][0-9]+)?\s*(?:hours?|hrs?|days?|weeks?|months?)\s*(?:per|an?|each|/|p\.?)\s*"
    r"(?:week|wk|w|month|day|year|annum)\b|\bpaid\s+\w+ly\b|\b\w+ly\s+paid\b",
    re.IGNORECASE,
)
_EACH = r"(?:\b(?:per|an?|each|p)\b\.?|/)\s*"
_PERIOD = re.compile(
    rf"(?P<year>{_EACH}(?:annum|year|yr)\b|\bp\.?\s?a\b|\b(?:yearly|annually|annual)\b)"
    rf"|(?P<month>{_EACH}(?:calendar\s+)?(?:month|mth)\b|\bp\.?c\.?m\b|\bmonthly\b)"
    rf"|(?P<week>{_EACH}(?:week|wk)\b|\bp\.?w\b|\bweekly\b)"
    rf"|(?P<day>{_EACH}(?:working\s+)?(?:day|diem)\b|\bp\.?d\b|\bday\s+rate\b|\bdaily\b)"
    rf"|(?P<hour>{_EACH}(?:hour|hr|h)\b|\bp\.?h\b|\bhourly\b)"
    r"|(?P<other>\bper\s+\w+)",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    rf"\s*(?:(?:{re.sub(r'[?]P<[a-z]+>', '?:', _PERIOD.pattern)})\s*)?(?:-|to|up to|and|rising to)\s*", re.IGNORECASE
)
_DIRECTLY = re.compile(r"[\s,(]*(?:(?:pro[ -]rata|gross|fte)\b[\s,()]*)*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Pay:
    """A pay as understood; all None where it was not. `inferred` names what the words did not say."""

    minimum: Decimal | None = None
    maximum: Decimal | None = None
    currency: str | None = None
    period: Period | None = None
    inferred: tuple[str, ...] = ()


UNKNOWN = Pay()


def understand_pay(text: str, *, default_currency: str = "GBP") -> Pay:
    """Read a pay as an advertiser wrote it.

    A currency is stated by a sign or a code; the default only says whose dollar or yen a bare sign means.
    """
    if len(text) > _LONGEST:
        return UNKNOWN
    text = _WORKING_TIME.sub(lambda match: " " * len(match[0]), text.translate(_SAME_MEANING))
    amounts = find_amounts(text, default_currency=default_currency)
    if not amounts:
        return UNKNOWN
    if any(amount.currency for amount in amounts):
        chosen = _stated_in_a_currency(text, amounts)
    else:
        chosen = _followed_by_a_period(text, amounts)
    if not chosen:
        return UNKNOWN
    following = [amount.start for amount in amounts if amount.currency and amount.start >= chosen[-1].end]
    end = min(following, default=len(text))
    before, between = text[: chosen[0].start], text[chosen[0].end : chosen[-1].start]
    return _read(chosen, before=before, between=between, after=text[chosen[-1].end : end])


def annual(amount: Decimal, period: Period) -> Decimal:
    """Convert to a year's pay, for comparison: 52 weeks, 12 months, 5 days and 37 hours a week."""
    return amount * _TIMES_A_YEAR[period]


def _stated_in_a_currency(text: str, amounts: list[Amount]) -> list[Amount]:
    """Find the first amount or range with a currency; none where a second one stands there without being an extra."""
    stated = [position for position, amount in enumerate(amounts) if amount.currency]
    first = stated[0]
    if first > 0 and _is_range(text, amounts[first - 1], amounts[first]):
        chosen = amounts[first - 1 : first + 1]
    else:
        chosen = _with_its_end(text, amounts, first)
    further = [amounts[position] for position in stated if amounts[position].start >= chosen[-1].end]
    if further and not _is_an_extra(text[chosen[-1].end : further[0].start]):
        return []
    return [] if _EXTRAS.search(text[: chosen[0].start]) else chosen


def _followed_by_a_period(text: str, amounts: list[Amount]) -> list[Amount]:
    for position in range(len(amounts)):
        chosen = _with_its_end(text, amounts, position)
        start = _directly_after(text, chosen[-1].end)
        period = _PERIOD.match(text, start)
        if period and period.lastgroup != "other":
            return chosen
    return []


def _directly_after(text: str, position: int) -> int:
    filler = _DIRECTLY.match(text, position)
    return filler.end() if filler else position


def _with_its_end(text: str, amounts: list[Amount], position: int) -> list[Amount]:
    low, following = amounts[position], amounts[position + 1 : position + 2]
    return [low, *(high for high in following if _is_range(text, low, high))]


def _is_range(text: str, low: Amount, high: Amount) -> bool:
    if not _BETWEEN.fullmatch(text, low.end, high.start):
        return False
    return high.currency is not None or not _COUNTED.match(text, high.end)


def _is_an_extra(between: str) -> bool:
    return _EXTRAS.search(between) is not None or _ASIDE.search(between) is not None


def _read(chosen: list[Amount], *, before: str, between: str, after: str) -> Pay:
    stated = {amount.currency for amount in chosen if amount.currency}
    low, high = _in_full(chosen)
    period = _period(after) or _last_period(between) or _last_period(before)
    if len(stated) > 1 or not low <= high < _BEYOND_BELIEF or period == "other" or _NOT_PAY.match(after):
        return UNKNOWN
    inferred = ("thousands",) if any(amount.point_thousands for amount in chosen) else ()
    if period is None:
        if low < YEARLY_FROM:
            return UNKNOWN
        period, inferred = Period.YEAR, (*inferred, "period")
    only_maximum = len(chosen) == 1 and _ONLY_MAXIMUM.search(before)
    only_minimum = len(chosen) == 1 and (_ONLY_MINIMUM.search(before) or _OPEN_END.match(after))
    return Pay(
        minimum=None if only_maximum else low,
        maximum=None if only_minimum else high,
        currency=stated.pop() if stated else None,
        period=Period(period),
        inferred=inferred,
    )


def _in_full(chosen: list[Amount]) -> tuple[Decimal, Decimal]:
    """Write out the thousands; in "£45-50k" the k belongs to both ends."""
    low, high = chosen[0], chosen[-1]
    full = [amount.number * 1000 if amount.in_thousands else amount.number for amount in (low, high)]
    if low.in_thousands != high.in_thousands:
        shared = (low if high.in_thousands else high).number * 1000
        if high.in_thousands and shared <= full[1]:
            full[0] = shared
        elif low.in_thousands and full[0] <= shared and high.number < 1000:
            full[1] = shared
    return full[0], full[1]


def _period(after: str) -> str | None:
    """Name the first period that follows an amount before any extra begins."""
    extra = _EXTRAS.search(after, 1)
    found = _PERIOD.search(after, 0, extra.start() if extra else len(after))
    return found.lastgroup if found else None


def _last_period(before: str) -> str | None:
    return next((match.lastgroup for match in reversed(list(_PERIOD.finditer(before)))), None)
