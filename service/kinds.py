"""The closed sets of values in which listings say what they offer and candidates what they want."""

from enum import StrEnum


class Period(StrEnum):
    """What one amount of pay is for."""

    YEAR = "year"
    MONTH = "month"
    WEEK = "week"
    DAY = "day"
    HOUR = "hour"


class ContractKind(StrEnum):
    PERMANENT = "permanent"
    FIXED_TERM = "fixed_term"
    TEMPORARY = "temporary"
    CASUAL = "casual"
    APPRENTICESHIP = "apprenticeship"
    INTERNSHIP = "internship"
    VOLUNTEER = "volunteer"


class Hours(StrEnum):
    FULL_TIME = "full_time"
    PART_TIME = "part_time"


class Workplace(StrEnum):
    ON_SITE = "on_site"
    HYBRID = "hybrid"
    REMOTE = "remote"
