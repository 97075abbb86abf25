"""An alert's filters in plain words, for mails and pages."""

from babel.numbers import format_currency

from service.search.schemas import ListingFilters


def filters_in_words(filters: ListingFilters) -> str:
    """As "in York, paying £30,000 a year or more, part time"; empty when nothing is filtered."""
    parts = []
    if filters.place:
        parts.append(f"in {filters.place}")
    if filters.employer:
        parts.append(f"at {filters.employer}")
    if filters.pay_at_least is not None:
        amount = format_currency(
            filters.pay_at_least, filters.pay_currency, "¤#,##0", locale="en_GB", currency_digits=False
        )
        parts.append(f"paying {amount} a year or more" + (" or not saying" if filters.pay_unknown == "keep" else ""))
    parts.extend(_words(kind) for kind in filters.contracts or ())
    if filters.hours:
        parts.append(_words(filters.hours))
    parts.extend(_words(workplace) for workplace in filters.workplaces or ())
    return ", ".join(parts)


def _words(value: str) -> str:
    return value.replace("_", " ")
