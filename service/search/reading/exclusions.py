"""What is not wanted: "no weekends" or "except care homes" become phrases that a listing must not affirm.

What the person lacks ("no experience needed"), other uses of the words ("not only", "no more than") and what is said
of those one works for ("people without a home") is none.
"""

import re
from collections.abc import Iterator

from service.search.reading.understood import Kind, Understood, any_of, stands_after, understood
from service.words import terms_of

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
    r"anything but\s+",
    r"nothing (?:in|with|involving|to do with)\s+",
)
_PLACED = r"(?:in|at|on|for|with|as|involving|doing|working(?:\s+(?:in|at|on|for|with|as))?)\s+"
_NOT = rf"not\s+{_PLACED}"
_BUT_NOT = r"(?<=\bbut\s)not\s+"
_PLAIN = any_of((*_DISLIKE, _NOT, _BUT_NOT))
_TRIGGER = re.compile(
    r"(?<![\w'’-])(?:(?:preferably|ideally|just|and|but|with)\s+)?"
    rf"(?:(?P<unable>{any_of(_UNABLE)})|(?P<except>{any_of(_EXCEPT)})|(?P<plain>{_PLAIN})"
    r"|(?P<no>no\s+)|(?P<without>without\s+)|(?P<not>(?<=[,;.-] )not\s+|^not\s+))"
    r"(?:any\s+|an?\s+|the\s+|another\s+|more\s+(?!than))*(?:having to\s+|having\s+|needing to\s+|being\s+)?",
    re.IGNORECASE,
)

# When one works: always one thing, whatever follows.
_TIMES = r"(?:weekends?|nights?|evenings?|mornings?|saturdays?|sundays?|mondays?|fridays?|bank holidays?|lates|earlies)"
_TIME = re.compile(
    rf"(?:(?P<time>{_TIMES})(?:[ -](?:work(?:ing)?|shifts?|duty|duties))?"
    r"|(?:late |early |sleep-?in |split |rotating |long )?(?:days?|shifts?)(?:[ -](?:work(?:ing)?|shifts?))?)\b",
    re.IGNORECASE,
)
_WORD = r"[^\W_][\w'’+#-]{0,40}(?![\w'’+#-])"
_STOPS = (
    r"(?:in|at|near|around|within|for|as|from|and|or|but|that|which|who|because|so|please|if|when|while|though|thanks"
    r"|then|is|are|was|would|will|can|i|i['’]m|ideally|preferably|needed|required|necessary|necessarily|nor|no|not"
    r"|without|again|any ?more|by|during|after|before|until|since|unless|except|want|just|only|too|either)"
)
_PHRASE = re.compile(rf"(?:(?!{_STOPS}\b){_WORD})(?:[ ](?!{_STOPS}\b){_WORD}){{0,5}}", re.IGNORECASE)
_LONGEST = 4
# A listing can only be asked for words that tell something, and for so many.
_LONGEST_PHRASE = 100
_MOST_PHRASES = 20
# "Without letting the person down" is a clause, "without lifting people" is not.
_LONGEST_DOING = 2
_PREPOSITIONS = {"with", "of", "to", "on", "about", "into", "up", "out", "off", "over", "under"}
_A_LACK = re.compile(
    r"\b(?:experience|qualif\w+|degree|gcses?|certific\w+|skills|knowledge|training|licen[cs]e|background)\b",
    re.IGNORECASE,
)
_NEXT = re.compile(r"(?P<joint>\s*,\s*(?:or|and|nor)\s+|\s*/\s*|\s*,\s*|\s+(?:or|and|nor)\s+)(?:no\s+|any\s+|an?\s+)?")

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
    "uni", "visa", "papers", "money", "income", "pay", "job", "work", "interest",
)  # fmt: skip
_SAYINGS = (
    "delay", "problems?", "trouble", "fail", "notice", "need", "one", "idea", "doubt", "matter", "issues?", "longer",
    "objections?", "later", "less", "more", "particular", "specific", "preference", "such", "real", "other", "fixed",
    "set", "two", "fuss", "hurry", "rush", "pressure to", "way", "choice", "worries", "thanks", "limits?",
    "restrictions?", "chance", "reason", "point", "wonder",
)  # fmt: skip
_LACKED = re.compile(
    rf"(?:{any_of(_SUCH)}\s+)*{any_of((*_LACKS, *_SAYINGS))}\b(?!\s+(?:work|shift|travel|manag|role|job))",
    re.IGNORECASE,
)
_NOT_SO = re.compile(
    r"(?:just|only|too|very|sure|necessarily|afraid|bothered|fussy|picky|many|much|enough|really|so|as|that|be|been|have"
    r"|able|get|need\w*|required|essential|mind|to|yet|always|all|everyone|every|my|your|their|good|long|least|more|less|far|bad|merely|north|south|east|west|scared|shy|keen|[a-z]+(?:ish|ed|ful|ous|able|ible|less))\b",
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
_TAIL = re.compile(r"(?:\s+(?:again|any ?more|at all|either|please|thanks|thank you)\b)*", re.IGNORECASE)
_ENDS = re.compile(r"\s*(?:$|[^\w\s'’-]|(?:and|but|please|near)\b)", re.IGNORECASE)
_SENTENCE_ENDS = re.compile(r"\s*(?:$|[.!?;)])")
# Behind "except cold calling and": what is praised, or has an article, is wanted.
_A_WISH = re.compile(
    r"(?:an?\s|good|great|nice|decent|fair|friendly|flexible|regular|steady|competitive|reasonable|stable)\b",
    re.IGNORECASE,
)
_KINDS_OF_THEIR_OWN = re.compile(r"(?:full|part)[ -]?time\b|[0-9£€$]", re.IGNORECASE)


def find_exclusions(text: str) -> list[Understood]:
    found: list[Understood] = []
    position, left = 0, _MOST_PHRASES
    while trigger := _TRIGGER.search(text, position):
        position = trigger.end()
        phrases, end = _phrases(text, trigger)
        if phrases and len(phrases) <= left:
            left -= len(phrases)
            found.append(understood(Kind.WITHOUT, text, trigger.start(), end, without=phrases))
            position = end
    return found


def _phrases(text: str, trigger: re.Match[str]) -> tuple[list[str], int]:
    """What the words exclude, as phrases, and where they end; nothing where they mean something else."""
    if _means_something_else(text, trigger):
        return [], trigger.end()
    listed = list(_listed(text, trigger))
    # A bare "not" before one or two words that end there, or else a sentence goes on ("not stuck in an office").
    if not listed or (trigger["not"] and not _ENDS.match(text, listed[-1][1])):
        return [], trigger.end()
    tail = _TAIL.match(text, listed[-1][1])
    return [phrase for phrase, _ in listed], tail.end() if tail else listed[-1][1]


def _means_something_else(text: str, trigger: re.Match[str]) -> bool:
    if _KINDS_OF_THEIR_OWN.match(text, trigger.end()) or _NOT_SO.match(text, trigger.end()):
        return True
    lacking = trigger["no"] or trigger["without"]
    if lacking and _LACKED.match(text, trigger.end()):
        return True
    return not trigger[0].casefold().startswith("but") and stands_after(_SAID_OF_THEM, text, trigger.start())


def _listed(text: str, trigger: re.Match[str]) -> Iterator[tuple[str, int]]:
    """The phrases of a list ("nights, weekends or sales"), each with its end."""
    phrase = _phrase(text, trigger.end())
    while phrase is not None:
        words, end = phrase
        if trigger["unable"] and not _TIME.fullmatch(words):
            return
        yield _written(words), end
        joint = _NEXT.match(text, end)
        following = _phrase(text, joint.end()) if joint else None
        goes_on = joint and following and _goes_on(text, trigger, joint, words, following)
        phrase = following if goes_on else None


def _goes_on(text: str, trigger: re.Match[str], joint: re.Match[str], words: str, following: tuple[str, int]) -> bool:
    """Whether a joint goes on with the list.

    "And" or a comma does only among times of work, in a list that ends with "or", and where an exception ends the
    sentence ("except landscape and naval"): what follows is else a wish of its own ("no weekends and good pay").
    """
    if "or" in joint["joint"].casefold().split() or "nor" in joint["joint"].casefold().split() or "/" in joint["joint"]:
        return _KINDS_OF_THEIR_OWN.match(text, joint.end()) is None
    both_times = _TIME.fullmatch(words) and _TIME.fullmatch(following[0])
    ends_with_or = re.match(r"(?:\s*,\s*[\w -]{2,30}?)?\s*,?\s+or\s", text[following[1] :]) is not None
    ends_exception = (
        trigger["except"] and _SENTENCE_ENDS.match(text, following[1]) and not _A_WISH.match(text, joint.end("joint"))
    )
    return bool(both_times or ends_with_or or ends_exception)


def _phrase(text: str, start: int) -> tuple[str, int] | None:
    """The words of one thing that is excluded, and their end; None where there is none, or more than one thing."""
    if time := _TIME.match(text, start):
        return time[0], time.end()
    match = _PHRASE.match(text, start)
    if match is None:
        return None
    words = match[0].casefold().split(" ")
    a_clause = words[0].endswith("ing") and len(words) > _LONGEST_DOING
    tells = len(match[0]) <= _LONGEST_PHRASE and bool(terms_of(match[0]))
    if a_clause or not tells or len(words) > _LONGEST or words[0] in _PREPOSITIONS or _A_LACK.search(match[0]):
        return None
    return match[0], match.end()


def _written(words: str) -> str:
    """As a listing would say it too: "night shifts" and "working nights" are both nights."""
    time = _TIME.fullmatch(words)
    if time is None or time["time"] is None:
        return words.casefold()
    name = time["time"].casefold()
    return name if name.endswith("s") else f"{name}s"
