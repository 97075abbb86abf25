"""What is not wanted: "no weekends" or "except care homes" become phrases that a listing must not affirm.

What the person lacks ("no experience needed"), other uses of the words ("not only", "no more than") and what is said
of those one works for ("people without a home") is none.
"""

import re
from itertools import takewhile

from service.search.reading.known_places import FindPlace
from service.search.reading.lists import OF_THEIR_OWN, SENTENCE_ENDS, things_listed
from service.search.reading.things import Thing, thing_at
from service.search.reading.understood import Kind, Understood, any_of, stands_after, understood

_DO = r"(?:(?:to\s+)?(?:work|do|be doing|be working|have)(?:ing)?\s+)?(?:(?:in|at|on|for|with|as)\s+)?"
_DISLIKE = (
    r"(?:i['’]?d\s+|i\s+would\s+|would\s+)?rather not\s+(?:be\s+)?" + _DO,
    r"(?:i['’]?d\s+|i\s+would\s+)?prefer not to\s+" + _DO,
    r"(?:i\s+)?(?:don['’]?t|do not|not) want(?:ing)?\s+" + _DO,
    r"(?:i\s+)?(?:don['’]?t|do not) like\s+" + _DO,
    r"(?:i['’]?m\s+)?not (?:interested in|keen on|looking for|looking to)\s+" + _DO,
    r"(?:(?:want|like|prefer|hope|trying)\s+to\s+)avoid\s+",
    r"(?:^|(?<=[,;.]\s))avoid(?:ing)?\s+",
)
_UNABLE = (r"(?:i\s+)?(?:can['’]?t|cannot|can not|won['’]?t|will not|don['’]?t|do not|unable to)\s+(?:work|do)\s+",)
_EXCEPT = (
    r"except(?:ing)?(?:\s+for)?\s+",
    r"excluding\s+",
    r"apart from\s+",
    r"other than\s+",
    r"any(?:where|thing) but\s+(?:in\s+)?",
    r"nothing (?:in|with|involving|to do with)\s+",
)
_PLACED = r"(?:in|at|on|for|with|as|involving|doing|working(?:\s+(?:in|at|on|for|with|as))?)\s+"
_NOT = rf"not\s+{_PLACED}"
_BUT_NOT = r"(?<=\bbut\s)not\s+"
_PLAIN = any_of((*_DISLIKE, _NOT, _BUT_NOT))
_TRIGGER = re.compile(
    r"(?<![\w'’-])(?:(?:preferably|ideally|just|and|but|with)\s+)?"
    rf"(?:(?P<unable>{any_of(_UNABLE)})|(?P<except>{any_of(_EXCEPT)})|(?P<plain>{_PLAIN})"
    r"|(?P<no>no\s+)|(?P<without>without\s+)|(?P<not>(?<=[,;.-] )not\s+|(?<=\()not\s+|^not\s+)|(?P<inner>not\s+))"
    r"(?:any\s+|an?\s+|the\s+|another\s+|more\s+(?!than))*(?:having to\s+|having\s+|needing to\s+|being\s+)?",
    re.IGNORECASE,
)

# After "no" and "without": what a person may lack, and what makes another saying of the words.
_SUCH = (
    "previous", "prior", "formal", "relevant", "much", "any", "real", "specific", "particular", "special", "specialist",
    "driving", "full", "clean", "uk", "english", "school", "university", "professional", "recent", "work", "direct",
    "college",
)  # fmt: skip
_LACKS = (
    "experience", r"qualif\w+", "degrees?", "gcses?", "a-levels?", "skills?", "training", "licen[cs]es?", "cars?",
    "vehicle", "transport", "certificates?", "certifications?", "references?", "dbs", "cv", "english", "childcare",
    "education", "diplomas?", "knowledge", "background", "supervision", "help", "support", "maths?", "languages?",
    "uni", "visa", "papers", "money", "income", "pay", "jobs?", "roles?", "positions?", "posts?", "vacancies", "work",
    "interest",
)  # fmt: skip
_SAYINGS = (
    "delay", "problems?", "trouble", "fail", "notice", "need", "one", "idea", "doubt", "matter", "issues?", "longer",
    "objections?", "later", "less", "more", "further", "farther", "closer",
    "under", "below", "over", "above", "particular", "specific", "preference", "such", "real", "other", "fixed",
    "set", "two", "fuss", "hurry", "rush", "pressure to", "way", "choice", "worries", "thanks", "limits?",
    "restrictions?", "chance", "reason", "point", "wonder",
)  # fmt: skip
_LACKED = re.compile(
    rf"(?:{any_of(_SUCH)}\s+)*{any_of((*_LACKS, *_SAYINGS))}\b(?!\s+(?:work|shift|travel|manag|role|job))",
    re.IGNORECASE,
)
_NOT_SO = re.compile(
    r"(?:just|only|too|very|sure|necessarily|afraid|bothered|fussy|picky|many|much|enough|really|so|as|that|be|been|have"
    r"|able|get|need\w*|required|essential|mind|to|yet|always|all|everyone|every|my|your|their|good|long|least|more|less|under|below|over|above|far|further|farther|bad|merely|north|south|east|west|scared|shy|keen|[a-z]+(?:ish|ed|ful|ous|able|ible|less))\b",
    re.IGNORECASE,
)
_SERVED = (
    "people", "persons?", "children", "kids", "adults", "families", "family", "those", "anyone", "someone", "clients?",
    "patients?", "residents?", "men", "women", "customers?", "tenants?", "students?", "pupils?", "workers?",
    "employees?", "staff", "refugees?", "houses", "homes", "communities", "parents", "teenagers", "boys", "girls",
    "pets", "animals", "dogs", "cats", "areas", "schools", "businesses", "companies",
)  # fmt: skip
_SAID_OF_THEM = re.compile(
    rf"\b(?:{any_of(_SERVED)}|who|has|have|had|got|['’]ve|there['’]?s|there is|is|are|with(?:\s+or)?)\s+(?:with\s+)?$",
    re.IGNORECASE,
)
# "I am not squeamish", "something not boring", "why not nursing": said of someone or something, or asked.
_SAID_BEFORE_NOT = re.compile(
    r"\b(?:am|is|are|was|were|be|been|do|does|did|can|could|will|would|shall|should|may|might|must|has|have|had|i['’]m"
    r"|\w+['’](?:re|s|ve|d|ll)|\w+thing|somewhere|jobs?|work|roles?|or|if|why|whether|just|maybe|probably|preferably)"
    r"\s+(?:\w+ly\s+)?$",
    re.IGNORECASE,
)
_TAIL = re.compile(r"(?:\s+(?:again|any ?more|at all|either|please|thanks|thank you)\b)*", re.IGNORECASE)
_MOST_PHRASES = 20
_FEW_WORDS = 2
_ENDS = re.compile(r"\s*(?:$|[^\w\s'’-]|(?:and|but|please|near)\b)", re.IGNORECASE)
_TIME_ENDS = re.compile(rf"{_ENDS.pattern}|\s*(?:in|around|within|at|for|as)\b", re.IGNORECASE)


def find_exclusions(text: str, places: FindPlace) -> list[Understood]:
    """A place that stands in a list of what is not wanted is no part of it ("no driving, York")."""
    found: list[Understood] = []
    position, left = 0, _MOST_PHRASES
    while trigger := _TRIGGER.search(text, position):
        position = trigger.end()
        things = _things(text, trigger, places)
        if things and len(things) <= left:
            left -= len(things)
            start, end = _with_brackets(text, trigger.start(), _end(text, things))
            phrases = [thing.as_a_listing_says for thing in things]
            found.append(understood(Kind.WITHOUT, text, start, end, without=phrases))
            position = end
    return found


def _end(text: str, things: list[Thing]) -> int:
    tail = _TAIL.match(text, things[-1].end)
    return tail.end() if tail else things[-1].end


def _with_brackets(text: str, start: int, end: int) -> tuple[int, int]:
    """Brackets around nothing else go with it: "teaching (not primary)"."""
    return (start - 1, end + 1) if text[:start].endswith("(") and text[end:].startswith(")") else (start, end)


def _things(text: str, trigger: re.Match[str], places: FindPlace) -> list[Thing]:
    """What the words exclude; nothing where they mean something else."""
    if _means_something_else(text, trigger):
        return []
    may_end_sentence = bool(trigger["no"] or trigger["except"])
    things = things_listed(text, trigger.end(), places, may_end_sentence=may_end_sentence)
    if trigger["unable"]:
        things = list(takewhile(lambda thing: thing.is_time, things))
    return things if things and _may_be_bare(text, trigger, things[-1]) else []


def _may_be_bare(text: str, trigger: re.Match[str], last: Thing) -> bool:
    """Whether a bare "not" stands before words that end there; else a sentence goes on ("not stuck in an office")."""
    if not (trigger["not"] or trigger["inner"]):
        return True
    if last.is_time:
        return _TIME_ENDS.match(text, last.end) is not None
    if trigger["not"]:
        return _ENDS.match(text, last.end) is not None
    return last.words.count(" ") < _FEW_WORDS and SENTENCE_ENDS.match(text, last.end) is not None


def _means_something_else(text: str, trigger: re.Match[str]) -> bool:
    if OF_THEIR_OWN.match(text, trigger.end()) or _NOT_SO.match(text, trigger.end()):
        return True
    a_time = (thing := thing_at(text, trigger.end())) is not None and thing.is_time
    if trigger["inner"] and not a_time and stands_after(_SAID_BEFORE_NOT, text, trigger.start()):
        return True
    lacking = trigger["no"] or trigger["without"]
    if lacking and _LACKED.match(text, trigger.end()):
        return True
    return not trigger[0].casefold().startswith("but") and stands_after(_SAID_OF_THEM, text, trigger.start())
