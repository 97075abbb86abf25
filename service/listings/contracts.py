"""What a written contract says: its kind, full or part time, and the hours of a week. Contradictions are unknown."""

import re
from dataclasses import dataclass
from decimal import Decimal

from service.kinds import ContractKind, Hours

_HOURS_IN_A_WEEK = 168

_NUMBERS = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
# In order: an earlier kind says more than a later one that stands beside it ("apprenticeship, fixed term").
_TRAINING = (
    (ContractKind.VOLUNTEER, r"volunt(?:eer(?:ing)?|ary (?:role|post|position))"),
    (ContractKind.APPRENTICESHIP, r"apprentice(?:ship)?"),
    (ContractKind.INTERNSHIP, r"intern(?:ship)?"),
)
_KINDS = (
    (ContractKind.PERMANENT, r"(?<!non-)(?<!non )(?<!not )permanent"),
    (ContractKind.FIXED_TERM,
     r"fixed[ -]term|ftc|(?:maternity|paternity|parental leave|adoption) cover"
     rf"|(?:[0-9]+|{_NUMBERS})[ -](?:months?|years?) contract"),
    (ContractKind.CASUAL,
     r"zero[ -]hours?|casual|sessional|bank (?:staff|work|contract|shifts?|post)|as and when|relief"),
    (ContractKind.TEMPORARY, r"temp(?:orary)?|interim|agency|seasonal"),
)  # fmt: skip
_BANK = re.compile(r"\s*bank\s*", re.IGNORECASE)
_FULL_TIME = re.compile(r"\bfull(?:[ -]?time\b|\s*(?:or|and|/)\s*part\b)", re.IGNORECASE)
_PART_TIME = re.compile(r"\bpart(?:[ -]?time\b|\s*(?:or|and|/)\s*full\b)", re.IGNORECASE)
_WEEKLY_HOURS = re.compile(
    r"(?<![\w.,/-])(?P<from>[0-9]{1,3}(?:\.[0-9]{1,2})?\s*(?:-|–|to)\s*)?(?P<hours>[0-9]{1,3}(?:\.[0-9]{1,2})?)\s*"
    r"(?:h|hrs?|hours?)\b\.?\s*(?:(?:per|an?|each|every|/|p\.?)\s*(?:week|wk|w)\b|weekly\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Contract:
    contract: ContractKind | None = None
    hours: Hours | None = None
    weekly_hours: Decimal | None = None


def understand_contract(text: str) -> Contract:
    return Contract(contract=_kind(text), hours=_hours(text), weekly_hours=_weekly_hours(text))


def _kind(text: str) -> ContractKind | None:
    if training := _named(text, _TRAINING):
        return training[0]
    if _BANK.fullmatch(text):
        return ContractKind.CASUAL
    kinds = _named(text, _KINDS)
    if kinds == [ContractKind.FIXED_TERM, ContractKind.TEMPORARY]:
        return ContractKind.FIXED_TERM
    return kinds[0] if len(kinds) == 1 else None


def _named(text: str, patterns: tuple[tuple[ContractKind, str], ...]) -> list[ContractKind]:
    return [kind for kind, pattern in patterns if re.search(rf"\b(?:{pattern})\b", text, re.IGNORECASE)]


def _hours(text: str) -> Hours | None:
    full, part = _FULL_TIME.search(text), _PART_TIME.search(text)
    if bool(full) == bool(part):
        return None
    return Hours.FULL_TIME if full else Hours.PART_TIME


def _weekly_hours(text: str) -> Decimal | None:
    found = list(_WEEKLY_HOURS.finditer(text))
    if len(found) != 1 or found[0]["from"]:
        return None
    hours = Decimal(found[0]["hours"])
    return hours if 0 < hours <= _HOURS_IN_A_WEEK else None
