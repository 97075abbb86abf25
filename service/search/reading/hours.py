"""Full or part time, as a wish; not what the person is or does now ("full time mum"), nor hours a week."""

import re

from service.kinds import Hours
from service.listings.contracts import understand_contract
from service.search.reading.understood import Kind, Understood, is_denied, stands_after, understood

_TIME = r"(?:full|part)[ -]?time|[fp]/t"
_HOURS = re.compile(rf"(?<![\w/-])(?:(?P<not>no|not)\s+)?(?P<hours>{_TIME})(?![\w/])", re.IGNORECASE)
_EITHER = re.compile(
    rf"(?<![\w-])(?:(?:full|part)(?:[ -]?time)?|[fp]/t)\s*(?:or|and|/|,)\s*(?:{_TIME})(?!\w)", re.IGNORECASE
)
# Said of a person, or of something else than work.
_OF_A_PERSON = re.compile(
    r"[\s-]+(?:(?:mum|mom|mummy|mother|dad|father|parent|housewife|education|schooling|study|studies)\b"
    r"|(?:student|course|degree|university|college)\s*(?:$|[.,;!?]|(?:looking|who|want\w*|at|in|and|but|so|with)\b))",
    re.IGNORECASE,
)
_IS_SO_NOW = re.compile(
    r"(?:\b(?:i['’]?m|am|was|been|currently|already|now)\s+(?:an?\s+|my\s+)?(?:(?:work|study|employ)\w*\s+)?"
    r"|\bi(?:['’]?ve)?\s+(?:already\s+|also\s+|currently\s+)?(?:work\w*|stud\w+|have|had|got)\s+(?:an?\s+)?"
    r"|\b(?:my|than|instead\s+of)\s+(?:an?\s+)?|\b(?:only|just|necessarily|always)\s+)$",
    re.IGNORECASE,
)
_OTHER = {Hours.FULL_TIME: Hours.PART_TIME, Hours.PART_TIME: Hours.FULL_TIME}


def find_hours(text: str) -> list[Understood]:
    either = [match.span() for match in _EITHER.finditer(text)]
    return [
        understood(Kind.HOURS, text, match.start(), match.end(), hours=_hours(match))
        for match in _HOURS.finditer(text)
        if not any(start <= match.start() < end for start, end in either) and _is_a_wish(text, match)
    ]


def _is_a_wish(text: str, match: re.Match[str]) -> bool:
    said_otherwise = is_denied(text, match.start()) or stands_after(_IS_SO_NOW, text, match.start())
    return _OF_A_PERSON.match(text, match.end()) is None and not said_otherwise


def _hours(match: re.Match[str]) -> Hours:
    written = {"f/t": "full time", "p/t": "part time"}.get(match["hours"].casefold(), match["hours"])
    hours = understand_contract(written).hours
    assert hours is not None
    return _OTHER[hours] if match["not"] else hours
