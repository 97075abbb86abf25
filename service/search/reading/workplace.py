"""From home, partly or on site, as a wish; not what the work is about ("remote communities", "hybrid cars")."""

import re

from service.gazetteer.regions import find_country
from service.kinds import Workplace
from service.search.reading.understood import PHRASE_ENDS, Kind, Understood, any_of, is_denied, stands_after, understood

_WORK = r"(?:work(?:ing)?|jobs?|roles?|positions?)"
_SOME_DAYS = r"(?:[1-4]|one|two|three|four|some|a few|a couple of|couple of)\s+days?(?:\s+(?:a|per|each)\s+week)?"
_HYBRID = (
    rf"{_SOME_DAYS}\s+(?:from|at)\s+home",
    rf"{_WORK}\s+(?:from|at)\s+home\s+(?:for\s+|up to\s+)?{_SOME_DAYS}",
    r"(?:partly|partially|sometimes|occasionally|part)\s+(?:remote(?:ly)?|from home)",
    rf"hybrid(?:\s+{_WORK}\b|{PHRASE_ENDS})",
)
_REMOTE = (
    rf"{_WORK}(?:\s+(?:mostly|mainly|fully|only|entirely))?\s+(?:from|at)\s+home",
    r"(?:fully|mostly|mainly|only|entirely)\s+from home",
    rf"home[ -]?(?:based|working)(?:\s+{_WORK}\b)?",
    r"wfh",
    rf"work\s+remotely|remote(?:ly)?\s+{_WORK}",
    rf"(?:fully |100% |completely |entirely )?remotely{PHRASE_ENDS}",
    r"(?:fully |100% |completely |entirely )?remote"
    r"(?!\s+(?:area|communit|region|village|location|island|control|sens|monitor|part|place|site|access|farm|station"
    r"|field|learn|desktop|customer|client|team|patient|care|support|school|clinic|worker|diagnos|office|staff))",
    rf"from home{PHRASE_ENDS}",
)
# "On site" alone is a place of work too: it is a choice beside another one.
_OTHER_THAN_ON_SITE = r"(?:hybrid|remote|from home)"
_ON_SITE = (
    *(rf"(?<=\b{other}\s{joint}\s)on[ -]site" for other in ("hybrid", "remote", "home") for joint in ("or", "and")),
    rf"on[ -]site(?=\s+(?:or|and)\s+{_OTHER_THAN_ON_SITE}\b)",
    rf"on[ -]site\s+(?:only\b|{_WORK}\b)",
    r"(?:fully|only|100%)\s+on[ -]site",
    r"office[ -]based",
)
_WORKPLACES = ((Workplace.HYBRID, _HYBRID), (Workplace.REMOTE, _REMOTE), (Workplace.ON_SITE, _ON_SITE))
_PATTERNS = [
    (workplace, re.compile(rf"(?<![\w-]){any_of(patterns)}(?![\w-])", re.IGNORECASE))
    for workplace, patterns in _WORKPLACES
]
_NOT_A_WISH = re.compile(
    r"(?:\b(?:not|no|non|never|without|nor|cannot|than|instead\s+of)\s+(?:\w+\s+)?|n['’]t\s+(?:want\s+|like\s+)?(?:to\s+)?"
    r"|\bhome\s+|\b(?:away|far|close|minutes?|mins?|miles?|km|hours?|walk|drive|distance|commute)\s+"
    r"|\b(?:people|adults|children|patients|families|those|residents|clients)\s+(?:\w+\s+)?"
    r"|\bmanag\w+\s+|\bi['’]?m\s+(?:currently\s+)?|\bi\s+(?:currently\s+)?)$",
    re.IGNORECASE,
)
_FROM_HOME_TO = re.compile(r"\s+to\b", re.IGNORECASE)
_FROM_A_COUNTRY = re.compile(
    r"\s*(?:,|\(|\b(?:from|in|within|anywhere in))\s*(?:the\s+)?(?P<country>[^\W\d_]+(?: [^\W\d_]+){0,2})\)?",
    re.IGNORECASE,
)


def find_workplace(text: str) -> list[Understood]:
    found: list[Understood] = []
    for workplace, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            each = _read(text, match, workplace)
            if each is not None and not any(each.overlaps(other) for other in found):
                found.append(each)
    return sorted(found, key=lambda each: each.start)


def _read(text: str, match: re.Match[str], workplace: Workplace) -> Understood | None:
    if is_denied(text, match.start()) or stands_after(_NOT_A_WISH, text, match.start()):
        return None
    if _FROM_HOME_TO.match(text, match.end()):
        return None
    if workplace is Workplace.REMOTE and (country := _country_after(text, match.end())):
        code, end = country
        return understood(
            Kind.WORKPLACE, text, match.start(), end, workplaces=[workplace], remote_from=code, place_unknown="keep"
        )
    return understood(Kind.WORKPLACE, text, match.start(), match.end(), workplaces=[workplace])


def _country_after(text: str, position: int) -> tuple[str, int] | None:
    """The country that remote work is wanted from ("remote in Spain"), and where its name ends."""
    named = _FROM_A_COUNTRY.match(text, position)
    if named is None:
        return None
    words = named["country"].split(" ")
    for count in range(len(words), 0, -1):
        name = " ".join(words[:count])
        if code := find_country(name):
            end = named.start("country") + len(name)
            return code, end + (text[named.start() : end].count("(") and text[end : end + 1] == ")")
    return None
