"""What pay is wished for; not other sums ("a budget of £30k"), numbers of things, hours a week or years.

A number is pay where it has a sign or a period of pay, or a k and nothing behind it that it could count. Its amount is
read as in an advertiser's words.
"""

import re
from decimal import Decimal
from typing import Any

from service.kinds import Period
from service.listings.pay import Pay, understand_pay
from service.search.reading.understood import PHRASE_ENDS, Kind, Understood, any_of, stands_after, understood

# "Around £30k" is met by what pays a tenth less.
AROUND = Decimal("0.9")

# "Won't work for less than £12 an hour" names the least, as "nothing over £40k" names the most.
_REFUSED = (
    r"(?:(?:i\s+)?(?:not|nothing|never|no(?:\s+(?:jobs?|work|roles?|positions?|pay|salary))?(?:\s+(?:that\s+)?pay(?:s|ing))?"
    r"|(?:don['’]?t|do not|won['’]?t|will not|can['’]?t|cannot|wouldn['’]?t|would not|not)"
    r"\s+(?:want|work|accept|take|consider|go|do|settle|be paid|earn|look at|interested in)"
    r"(?:\s+(?:anything|a job|jobs|work|to be paid|to earn|to work))?(?:\s+(?:that\s+)?pay(?:s|ing))?(?:\s+for)?)\s+)"
)
_LEAST = (
    rf"{_REFUSED}(?:less than|under|below)|"
    r"(?:not|no) less than|at least|a? ?min(?:imum)?(?: of)?|from|over|above|more than|upwards of|starting (?:at|from)"
    r"|in excess of|>"
)
_MOST = (
    rf"{_REFUSED}(?:more than|over|above)|"
    r"up to|(?:not|no) more than|at most|a? ?max(?:imum)?(?: of)?|under|below|less than"
)
_ABOUT = r"around|about|roughly|approx(?:imately)?\.?|circa|c\.|ca\.|near|close to|somewhere (?:around|near)|~"
_PAYING = (
    r"(?:(?:that |which )?(?:pays?|paying|earns?|earning|to earn|makes?|making|salary|wages?|pay|rate)"
    r"(?:\s+(?:of|is|me|you|range|expectation))?:?)"
)
_CUE = rf"(?:(?P<least>{_LEAST})|(?P<most>{_MOST})|(?P<about>{_ABOUT}))"
_SIGN = r"(?:£|€|\$|GBP|EUR|USD)\s?"
_NUMBER = r"[0-9]{1,3}(?:[,. ][0-9]{3})+(?:\.[0-9]{2}(?![0-9]))?|[0-9]{1,7}(?:\.[0-9]{1,2})?"
_AMOUNT = rf"(?:{_NUMBER})\s?k?"
_EACH = r"(?:a|an|per|each|every|/|p\.?)\s?"
_PERIOD = (
    r"(?:p\.?\s?[wdm]\b\.?"
    rf"|{_EACH}(?:hour|hr|h|day|week|wk|month|year|yr|annum|a)\b|an hour\b|pcm\b|hourly\b|daily\b|weekly\b|monthly\b"
    r"|annually\b|yearly\b|p\.?\s?a\b\.?)"
)
# A currency in words, behind the amount.
_CURRENCIES = {
    "pound": "£",
    "pounds": "£",
    "quid": "£",
    "gbp": "£",
    "euro": "€",
    "euros": "€",
    "eur": "€",
} | {
    "dollar": "$", "dollars": "$", "usd": "$",
}  # fmt: skip
_PAY = re.compile(
    rf"(?<![\w£€$.,/-])(?P<paying>{_PAYING}\s+)?(?:(?:for|at|on|between)\s+)?(?:{_CUE}\s*)?"
    rf"(?P<amount>(?P<sign>{_SIGN})?{_AMOUNT}(?:\s?(?:-|–|—|to|and)\s?(?:{_SIGN})?{_AMOUNT})?)(?P<plus>\s?\+)?"
    rf"(?:\s?(?P<currency>{any_of(_CURRENCIES)})\b)?"
    rf"(?:\s?(?P<period>{_PERIOD}))?"
    r"(?P<behind>\s+or (?:more|above|over|so|thereabouts)|\s+(?:minimum|min|upwards|plus|max|maximum)\b|[\s-]?ish\b)?"
    r"(?:\s+(?:salary|pay|wage|basic|gross|pro rata))?(?![\w£€$])",
    re.IGNORECASE,
)
_A_RANGE = re.compile(r"[0-9k]\s?(?:-|–|—|to|and)\s?(?:£|€|\$|[A-Z]{3})?\s?[0-9]", re.IGNORECASE)
_OTHER_SUMS = any_of(
    ("budget", "turnover", "grant", "fund", "project", "sales", "revenue", "loan", "debt", "deal", "portfolio", "worth")
)
_COUNTS_SOMETHING = re.compile(
    rf"\s*-?(?:(?:of|hours?|hrs?|years?|months?|weeks?|days|minutes?|mins?|miles?|km|%|people|words)\b|(?:\w+\s+)?{_OTHER_SUMS})|\s*(?:and|to|-)\s*[£€$]",
    re.IGNORECASE,
)
_NOT_PAY_BEFORE = re.compile(
    rf"\b(?:{_OTHER_SUMS}\w*(?:\s+(?:of|up to|over|around|worth))*|rais\w+|manag\w+|sav\w+|spen\w+|ow(?:e|ing)|cost\w*"
    r"|have|has|had|ran|run|running|walk\w*|cycl\w*)\s+(?:an?\s+)?$",
    re.IGNORECASE,
)
# What one is paid now is not asked for.
_IS_PAID_NOW = re.compile(
    r"(?:\bi\s+(?:(?:currently|now|already|only|just|still|used to)\s+)*(?:earn(?:ed)?|make|made|get|got)"
    r"|\b(?:i['’]?m|i am|i was|am|currently|already)\s+(?:(?:currently|now|only|just|already)\s+)?"
    r"(?:on|paid|earning|making|getting)"
    r"|\b(?:my|current|present|existing)\s+(?:current\s+|present\s+)?(?:salary|pay|wage|job|role)"
    r"(?:\s+(?:is|pays|of))?:?)"
    rf"\s+(?:an?\s+)?(?:(?:{_LEAST}|{_MOST}|{_ABOUT})\s*)?$",
    re.IGNORECASE,
)
# "I can't afford less than £25k" is no wish for less.
_NO_LESS = re.compile(r"(?:\b(?:cannot|never)|n['’]t)\s+(?:\w+\s+){1,3}$", re.IGNORECASE)
_NOW = re.compile(r"\s*(?:at the moment|at present|currently|in my current)\b", re.IGNORECASE)
_MONTHLY = re.compile(r"p\.?\s?m\.?$", re.IGNORECASE)
_ENDS_A_PHRASE = re.compile(PHRASE_ENDS, re.IGNORECASE)
_K = re.compile(r"[0-9]\s?k", re.IGNORECASE)
# Beyond these, a number is no pay of this period.
_BELIEVED = {
    Period.HOUR: (3, 1_000),
    Period.DAY: (20, 5_000),
    Period.WEEK: (50, 20_000),
    Period.MONTH: (100, 100_000),
    Period.YEAR: (1_000, 2_000_000),
}
# Without a sign, less is rather a run of 10k than a year's pay.
_A_YEARS_PAY = 12_000


def find_pay(text: str) -> list[Understood]:
    found = []
    for match in _PAY.finditer(text):
        pay = _pay(text, match)
        filters = _filters(match, pay) if pay is not None else {}
        if filters:
            found.append(understood(Kind.PAY, text, _start(match), match.end(), **filters))
    return found


def _start(match: re.Match[str]) -> int:
    return match.start() + len(match[0]) - len(match[0].lstrip())


def _pay(text: str, match: re.Match[str]) -> Pay | None:
    """The amount as an advertiser's would be read; None where it may be no pay at all."""
    if _COUNTS_SOMETHING.match(text, match.end()) or stands_after(_NOT_PAY_BEFORE, text, match.start()):
        return None
    if stands_after(_IS_PAID_NOW, text, match.start("amount")) or _NOW.match(text, match.end()):
        return None
    if match["most"] and stands_after(_NO_LESS, text, _start(match)):
        return None
    has_currency = match["sign"] or match["currency"]
    if not (has_currency or match["period"] or _K.search(match["amount"]) or match["paying"]):
        return None
    if not (has_currency or _ENDS_A_PHRASE.match(text, match.end())):
        return None
    period = match["period"] or ""
    # "10 pm" is a time of day.
    if _MONTHLY.match(period):
        period = "a month" if has_currency else "of day"
    pay = understand_pay(f"{_signed(match)} {period}".strip())
    amounts = [amount for amount in (pay.minimum, pay.maximum) if amount is not None]
    if pay.period is None or not amounts:
        return None
    least, most = _BELIEVED[pay.period]
    if not match["sign"] and pay.period is Period.YEAR:
        least = _A_YEARS_PAY
    return pay if all(least <= amount <= most for amount in amounts) else None


def _signed(match: re.Match[str]) -> str:
    """The amount with its sign, or else with a pound's."""
    if match["sign"]:
        return match["amount"]
    sign = _CURRENCIES[match["currency"].casefold()] if match["currency"] else "£"
    return f"{sign}{match['amount']}"


def _filters(match: re.Match[str], pay: Pay) -> dict[str, Any]:
    filters: dict[str, Any] = {"pay_period": pay.period}
    if (match["sign"] or match["currency"]) and pay.currency is not None:
        filters["pay_currency"] = pay.currency
    behind = (match["behind"] or "").casefold().strip(" -").split()
    low, high = pay.minimum, pay.maximum
    if low != high and _A_RANGE.search(match["amount"]):
        return {**filters, "pay_at_least": low, "pay_at_most": high}
    if match["most"] or {"max", "maximum"} & set(behind):
        return {**filters, "pay_at_most": high}
    if match["about"] or behind[-1:] in (["so"], ["thereabouts"], ["ish"]):
        return {**filters, "pay_at_least": _a_tenth_less(low)} if low is not None else {}
    return {**filters, "pay_at_least": low} if low is not None else {}


def _a_tenth_less(amount: Decimal) -> Decimal:
    """In whole hundreds a year, in pence below."""
    step = Decimal(100) if amount >= _A_YEARS_PAY else Decimal("0.01")
    return (amount * AROUND // step * step).normalize().quantize(Decimal(1) if step > 1 else Decimal("0.01"))
