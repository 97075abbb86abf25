"""How pages write days, sums of money, pay, distances and the names of kinds, in the reader's locale and zone."""

import re
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError, dates, numbers

FALLBACK_LOCALE = "en_GB"
KM_PER_MILE = 1.609344
# Where road signs are in miles; Babel knows no measures of a territory.
_MILES = frozenset({"GB", "GG", "IM", "JE", "LR", "US"})
_BLANK_LINES = re.compile(r"\n\s*\n")


def write_day(moment: datetime, *, locale: str, zone: ZoneInfo) -> str:
    """As "Fri 4 Dec 2026"."""
    known = known_locale(locale)
    pattern = "EEE d MMM y" if known.language == "en" else "medium"
    return dates.format_date(moment.astimezone(zone), format=pattern, locale=known)


def write_moment(moment: datetime, *, locale: str, zone: ZoneInfo) -> str:
    """As "Fri 4 Dec 2026, 14:05 GMT"."""
    local, known = moment.astimezone(zone), known_locale(locale)
    return f"{write_day(moment, locale=locale, zone=zone)}, {dates.format_time(local, 'HH:mm z', zone, locale=known)}"


def write_duration(seconds: float) -> str:
    """As "40 s", "12 min", "5 h" or "3 days": how long something has waited, and a dash where nothing has."""
    for length, name in ((86_400, "days"), (3_600, "h"), (60, "min")):
        if seconds >= 2 * length:
            return f"{seconds / length:.0f} {name}"
    return f"{seconds:.0f} s" if seconds >= 1 else "–"


def write_amount(amount: Decimal, currency: str, *, locale: str) -> str:
    """A sum without its decimals where they are all zero."""
    known = known_locale(locale)
    pattern = known.currency_formats["standard"].pattern
    if amount == amount.to_integral_value():
        pattern = pattern.replace("0.00", "0")
    return numbers.format_currency(amount, currency, format=pattern, locale=known, currency_digits=False)


def write_pay(
    least: Decimal | None, most: Decimal | None, *, currency: str | None, period: str | None, locale: str
) -> str:
    """As "£34,884 to £37,722 a year"; empty where no amount is known."""
    amounts = [amount for amount in (least, most) if amount is not None]
    if not amounts:
        return ""
    written = [write_amount(amount, currency, locale=locale) if currency else str(amount) for amount in amounts]
    span = " to ".join(dict.fromkeys(written))
    if most is None:
        span = f"from {span}"
    elif least is None:
        span = f"up to {span}"
    return f"{span} {'an' if period == 'hour' else 'a'} {period}" if period else span


def write_kind(kind: str) -> str:
    """The name of a kind as a reader sees it: "fixed_term" is "Fixed term"."""
    return kind.replace("_", " ").capitalize()


def write_country(code: str, *, locale: str) -> str:
    """The name of a country in the reader's language; of an unknown code, the code."""
    return str(known_locale(locale).territories.get(code, code))


def write_distance(km: float, *, locale: str, step: int = 1) -> str:
    """As "8 miles" where roads are measured in miles, else as "13 km"; from four steps on in whole steps."""
    known = known_locale(locale)
    miles = _writes_miles(known)
    length = max(1, round(km / KM_PER_MILE if miles else km))
    if length >= 4 * step:
        length = round(length / step) * step
    unit = ("mile" if length == 1 else "miles") if miles else "km"
    return f"{numbers.format_decimal(length, locale=known)} {unit}"


def write_reach(km: int, *, locale: str) -> str:
    """A distance that was asked for in kilometres: "25 km (16 miles)", or "25 km" where nobody writes miles."""
    if not _writes_miles(known_locale(locale)):
        return f"{km} km"
    return f"{km} km ({write_distance(km, locale=locale)})"


def split_paragraphs(text: str) -> list[str]:
    return [part.strip() for part in _BLANK_LINES.split(text) if part.strip()]


def known_locale(name: str) -> Locale:
    try:
        return Locale.parse(name, sep="-" if "-" in name else "_")
    except (UnknownLocaleError, ValueError):
        return Locale.parse(FALLBACK_LOCALE)


def _writes_miles(locale: Locale) -> bool:
    return locale.territory in _MILES or (locale.language == "en" and locale.territory is None)
