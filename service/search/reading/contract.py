"""The kind of contract as a wish; not what the work is about ("temporary accommodation", "training apprentices").

"Contract" alone says nothing: it may be any of them.
"""

import re

from service.listings.contracts import understand_contract
from service.search.reading.understood import PHRASE_ENDS, Kind, Understood, any_of, is_denied, stands_after, understood

_JOB = r"\s+(?:contracts?|jobs?|roles?|positions?|posts?|work|employment|vacanc(?:y|ies)|basis)\b"
_NUMBER = r"(?:[0-9]+|one|two|three|six|nine|twelve|eighteen)"
# Said of nothing but a contract.
_ALWAYS = (
    r"fixed[ -]term(?: contracts?)?",
    rf"{_NUMBER}[ -](?:months?|years?) contract",
    r"(?:maternity|paternity|parental leave|adoption) cover",
    r"zero[ -]hours?(?: contracts?)?",
    r"bank (?:work|shifts?|staff)",
    rf"(?:volunteer|voluntary|volunteering|seasonal|casual|interim){_JOB}",
    r"(?<=\bsome\s)volunteering|(?<=\bfor\s)volunteering",
)
# Said of a contract where a job follows, or nothing.
_SOME_JOB = rf"(?=(?:\s+\w+){{0,3}}{_JOB})"
_LASTING = rf"(?:permanent|temporary)(?:{PHRASE_ENDS}|(?=\s+(?:until|over|during)\b)|{_SOME_JOB})"
_AT_THE_START = r"(?:^|(?<=,\s))(?:permanent|temporary|volunteering)(?!\s+(?:accommodation|hous|resid|make|way|labour))"
_TRAINING = (
    r"(?:apprenticeships?|apprentice|internships?|intern)"
    r"(?!\s+(?:manag|coordinat|co-ordinat|officer|assess|program|scheme|levy|team|advis|provider|deliver|recruit))"
)
_AT_AN_END = rf"(?:casual|temp|interim|seasonal|sessional){PHRASE_ENDS}"
_CONTRACT = re.compile(
    rf"(?<![\w-]){any_of((*_ALWAYS, _LASTING, _AT_THE_START, _TRAINING, _AT_AN_END))}(?![\w-])", re.IGNORECASE
)
_NOT_A_WISH = re.compile(
    r"(?:\b(?:not|no|non|without|never|than|instead\s+of)\s+(?:an?\s+|any\s+)?|\bnon-"
    r"|\b(?:manag|coordinat|organis|organiz|recruit|support|train|teach|mentor|deliver|supervis|oversee|help)\w*\s+"
    r"|\b(?:did|do|done|complet\w+|finish\w*|after|served|since|had|passed|my|an?\s+previous)\s+(?:an?\s+|my\s+|the\s+)?"
    r"|\bi['’]?m\s+(?:an?\s+)?|\bi\s+am\s+(?:an?\s+)?|\bi\s+(?:do|did|like|have)\s+|\b(?:is|are|was)\s+)$",
    re.IGNORECASE,
)


def find_contract(text: str) -> list[Understood]:
    found = []
    for match in _CONTRACT.finditer(text):
        kind = understand_contract(match[0]).contract
        denied = is_denied(text, match.start()) or stands_after(_NOT_A_WISH, text, match.start())
        if kind is not None and not denied:
            found.append(understood(Kind.CONTRACT, text, match.start(), match.end(), contracts=[kind]))
    return found
