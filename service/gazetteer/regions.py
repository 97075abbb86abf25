"""Names of regions and countries that a place may end with: the counties and nations of the UK, and ISO 3166-1."""

from functools import cache

from babel import Locale

_NATIONS = ("England", "Scotland", "Wales", "Northern Ireland")
_ENGLAND = (
    "Avon", "Bedfordshire", "Berkshire", "Buckinghamshire", "Cambridgeshire", "Cheshire", "Cornwall", "County Durham",
    "Cumbria", "Derbyshire", "Devon", "Dorset", "East Riding of Yorkshire", "East Sussex", "East Yorkshire", "Essex",
    "Gloucestershire", "Greater London", "Greater Manchester", "Hampshire", "Herefordshire", "Hertfordshire",
    "Isle of Wight", "Kent", "Lancashire", "Leicestershire", "Lincolnshire", "Merseyside", "Norfolk",
    "North Yorkshire", "Northamptonshire", "Northumberland", "Nottinghamshire", "Oxfordshire", "Rutland",
    "Shropshire", "Somerset", "South Yorkshire", "Staffordshire", "Suffolk", "Surrey", "Tyne and Wear",
    "Warwickshire", "West Midlands", "West Sussex", "West Yorkshire", "Wiltshire", "Worcestershire",
)  # fmt: skip
_SCOTLAND = (
    "Aberdeenshire", "Angus", "Argyll and Bute", "Ayrshire", "Clackmannanshire", "Dumfries and Galloway",
    "Dunbartonshire", "East Ayrshire", "East Dunbartonshire", "East Lothian", "East Renfrewshire", "Fife", "Highland",
    "Lanarkshire", "Midlothian", "Moray", "Na h-Eileanan Siar", "North Ayrshire", "North Lanarkshire",
    "Orkney", "Perth and Kinross", "Perthshire", "Renfrewshire", "Scottish Borders", "Shetland", "South Ayrshire",
    "South Lanarkshire", "Stirlingshire", "West Dunbartonshire", "West Lothian",
)  # fmt: skip
_WALES = (
    "Blaenau Gwent", "Carmarthenshire", "Ceredigion", "Clwyd", "Denbighshire", "Dyfed", "Flintshire", "Gwent",
    "Gwynedd", "Isle of Anglesey", "Mid Glamorgan", "Monmouthshire", "Pembrokeshire", "Powys", "Rhondda Cynon Taf",
    "South Glamorgan", "Vale of Glamorgan", "West Glamorgan",
)  # fmt: skip
_NORTHERN_IRELAND = (
    "County Antrim", "County Armagh", "County Down", "County Fermanagh", "County Londonderry", "County Tyrone",
)  # fmt: skip
# London is written for its region so often that it is one here; a listing in another London names its country.
_OTHER_NAMES = {"London": "Greater London", "Anglesey": "Isle of Anglesey", "Tyne & Wear": "Tyne and Wear"}
_COUNTY = "County "

_COUNTRY_NAMES = {
    "UK": "GB", "U.K.": "GB", "U.S.": "US", "GB": "GB", "Great Britain": "GB", "Britain": "GB", "USA": "US",
    "U.S.A.": "US", "US": "US", "United States of America": "US", "Republic of Ireland": "IE", "Czech Republic": "CZ",
    "The Netherlands": "NL", "Holland": "NL", "UAE": "AE", "Turkey": "TR", "Hong Kong": "HK", "Macau": "MO",
    "Burma": "MM", "Ivory Coast": "CI",
}  # fmt: skip
_EU = (
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV",
    "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
)  # fmt: skip
_EEA = (*_EU, "IS", "LI", "NO")
_EUROPE = (*_EEA, "AD", "AL", "BA", "CH", "GB", "GG", "IM", "JE", "MC", "MD", "ME", "MK", "RS", "SM", "UA", "VA", "XK")
_GROUPS = {
    "EU": _EU, "European Union": _EU, "EEA": _EEA, "European Economic Area": _EEA, "Europe": _EUROPE,
    "DACH": ("AT", "CH", "DE"), "Benelux": ("BE", "LU", "NL"), "Scandinavia": ("DK", "NO", "SE"),
    "Nordics": ("DK", "FI", "IS", "NO", "SE"), "British Isles": ("GB", "GG", "IE", "IM", "JE"),
}  # fmt: skip
# Groups and parts of countries that the list of territories carries as well.
_NOT_COUNTRIES = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"}
# Georgia is a state of the USA too.
_AMBIGUOUS = {"GE"}


def find_uk_region(name: str) -> str | None:
    return _uk_regions().get(name.casefold())


def find_country(name: str) -> str | None:
    """Return the ISO 3166-1 alpha-2 code of a country by its English name."""
    return _countries().get(name.casefold())


def countries_of(name: str) -> tuple[str, ...]:
    """The codes of a country, of a group of them as "EU", or of the UK for one of its regions; none for any other."""
    if (country := find_country(name)) or find_uk_region(name):
        return (country or "GB",)
    return _groups().get(name.casefold(), ())


@cache
def names_of_countries() -> tuple[str, ...]:
    """Every name that countries_of knows, as it is written."""
    territories = _territories()
    return (*(territories[code] for code in sorted(country_codes() - _AMBIGUOUS)), *_COUNTRY_NAMES, *_GROUPS, *_NATIONS)


@cache
def uk_regions() -> frozenset[str]:
    """The counties and nations that a place in the UK may end with."""
    return frozenset(_uk_regions().values())


@cache
def country_codes() -> frozenset[str]:
    return frozenset(_territories()) - _NOT_COUNTRIES


def check_country(code: str) -> str:
    """The same code; raises ValueError where it is no country's."""
    if code not in country_codes():
        raise ValueError("Must be a country code of ISO 3166-1, such as GB")
    return code


@cache
def _uk_regions() -> dict[str, str]:
    names = {name: name for name in (*_NATIONS, *_ENGLAND, *_SCOTLAND, *_WALES, *_NORTHERN_IRELAND)}
    short = {name.replace(_COUNTY, "Co. "): name for name in names if name.startswith(_COUNTY)}
    return {name.casefold(): region for name, region in (names | short | _OTHER_NAMES).items()}


@cache
def _groups() -> dict[str, tuple[str, ...]]:
    return {name.casefold(): tuple(sorted(codes)) for name, codes in _GROUPS.items()}


def _territories() -> dict[str, str]:
    named = {str(code): str(name) for code, name in Locale("en").territories.items()}
    return {code: name for code, name in named.items() if len(code) == 2 and code.isalpha()}


@cache
def _countries() -> dict[str, str]:
    territories = _territories()
    named = {territories[code]: code for code in country_codes() if code not in _AMBIGUOUS}
    return {name.casefold(): code for name, code in (named | _COUNTRY_NAMES).items()}
