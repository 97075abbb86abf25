"""An alert's filters in plain words, for mails and pages."""

from service.search.phrases import phrases_of
from service.search.schemas import ListingFilters
from service.web.writing import FALLBACK_LOCALE


def filters_in_words(filters: ListingFilters) -> str:
    """As "in York, £30,000 a year or more (or not stated), part time"; empty when nothing is filtered."""
    return ", ".join(phrase.words for phrase in phrases_of(filters, locale=FALLBACK_LOCALE))
