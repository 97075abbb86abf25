"""What an alert asks for and how often it tells, in plain words, for mails and pages."""

from dataclasses import replace
from datetime import time

from service.alerts.models import Cadence
from service.alerts.telling.cadence import Rhythm
from service.mail.writing import format_hour
from service.search.phrases import Phrase, phrases_of
from service.search.schemas import ListingFilters
from service.web.writing import FALLBACK_LOCALE, write_reach

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def filters_in_words(filters: ListingFilters, *, locale: str = FALLBACK_LOCALE) -> str:
    """As "in York, £30,000 a year or more (or not stated), part time"; empty when nothing is filtered."""
    return ", ".join(phrase.words for phrase in phrases_in(filters, locale=locale))


def phrases_in(filters: ListingFilters, *, locale: str) -> list[Phrase]:
    """Each filter in words, distances also in the miles of those who write them."""
    said = phrases_of(filters, locale=locale)
    if filters.within_km is None:
        return said
    asked, reach = f"within {filters.within_km} km of", f"within {write_reach(filters.within_km, locale=locale)} of"
    return [replace(each, words=each.words.replace(asked, reach, 1)) for each in said]


def rhythm_in_words(cadence: Cadence, rhythm: Rhythm, *, locale: str) -> str:
    """How often an alert tells its person: "once a day, at about 08:00"."""
    hour = format_hour(time(rhythm.hour), locale=locale)
    if cadence is Cadence.AT_ONCE:
        return f"as soon as something new fits, at most {rhythm.mails_a_day} times a day"
    if cadence is Cadence.WEEKLY:
        return f"once a week, on {_WEEKDAYS[rhythm.weekday]} at about {hour}"
    return f"once a day, at about {hour}"
