"""What the fields of a form of filters offer to choose from."""

from functools import cache
from typing import Any

from service.gazetteer.regions import country_codes
from service.kinds import ContractKind, Hours, Period, Workplace
from service.web.writing import write_country

CURRENCIES = ("GBP", "EUR", "USD")
KILOMETRES = ("5", "10", "25", "50", "100")
DAYS = ("1", "3", "7", "14", "30")


def filter_choices(*, locale: str) -> dict[str, Any]:
    """By the names that the form's template knows; countries are pairs of a code and a name."""
    return {
        "contracts": list(ContractKind),
        "hours": list(Hours),
        "workplaces": list(Workplace),
        "periods": list(Period),
        "currencies": CURRENCIES,
        "distances": KILOMETRES,
        "days": DAYS,
        "countries": _countries(locale),
    }


@cache
def _countries(locale: str) -> tuple[tuple[str, str], ...]:
    named = ((code, write_country(code, locale=locale)) for code in country_codes())
    return tuple(sorted(named, key=lambda country: country[1]))
