"""The names of regions and countries, which the gazetteer holds, under the name that listings used for them."""

from service.gazetteer.regions import country_codes, find_country, find_uk_region

__all__ = ["country_codes", "find_country", "find_uk_region"]
