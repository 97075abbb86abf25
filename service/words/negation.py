"""What a text denies: "no weekend work", "without driving", "you will not need a degree".

Rules, not grammar. A sentence is read from left to right. A cue ("no", "not", "without") denies what follows, up to
where something else begins: a comma, "but", "and", a bracket, the end. "Weekend work is not required" denies what
stands before. What looks like a denial and is none ("not only", "no two days are the same") is named below.
"""

import re
from collections.abc import Iterator

Span = tuple[int, int]


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_SENTENCE = re.compile(r"(?:[^.!?…;\n]|\.(?=[\w])|(?<=\bno)\.(?=\s*\d))+", re.IGNORECASE)
_WORD = re.compile(r"[\w'’&+#./-]*\w[+#]*|[,()\[\]–—:|•*]|-(?=\s)")

# What a denial does not reach over.
_ENDS = _words("""
    , ( ) [ ] – — - : | • * but however although though and so because as since unless until except if when while
    where which who plus yet instead then
    """)
_NEGATIONS = _words("not cannot never neither nor")
_FORWARD = _words("no without excluding except")
# Words that begin the cue's meaning and not what is denied.
_FURTHEST = {"no": 7, "without": 6, "excluding": 7, "except": 6}
_FURTHEST_NOT = 9

# After "no": these deny nothing.
_NO_DENIAL_AFTER_NO = _words("""
    two doubt matter later earlier more less fewer longer further limit limits problem problems wonder shortage end
    better stranger strangers one exception exceptions sooner nonsense ordinary other hesitation greater escaping
    escape avoiding getting
    """)
_SAME = re.compile(r"\b(?:the same|alike)\b", re.IGNORECASE)
_NO_DENIAL_AFTER_NOT = _words(
    "only just simply merely solely least limited exclusively exceed exceeding without wait for mind close "
    "closes closed shut"
)
_NOT_BEFORE = _words("or whether why if")

# "Driving is not required", "a degree isn't essential": what stands before is denied as well.
_NEEDED = _words("""
    required needed necessary essential expected involved requirement obligatory compulsory mandatory included
    available offered provided possible
    """)
_IS = _words("is are was were be isn't aren't wasn't won't not will")
# "If you don't drive you can work weekends": behind "if", another subject begins what is said of it.
_IF_BEFORE = 3
_BEGIN_ANEW = _words("you we they there it this")
_SUBJECTS = _words("you candidates applicants we they i it there this staff employees")
_FURTHEST_BACK = 8

# "No licence, no job"; "those without a licence will not be considered": these demand what they seem to deny.
_DEMANDED = re.compile(
    r"\b(?:not|cannot|can['’]t|won['’]t|unable to)\s+(?:be\s+)?"
    r"(?:considered|accepted|shortlisted|progressed?|proceed|eligible|apply|taken|invited|interviewed|consider|accept)\b",
    re.IGNORECASE,
)
# "No evenings, weekends or bank holidays": the list goes on behind the comma.
_LIST_ITEM = 3
_JOINING = frozenset(("or", "nor"))
# "Weekends off" and "closed on Sundays"; but one weekend off in two is one that is worked.
_TIME = r"(?:(?:bank|public)\s+holidays?|week-?ends?|evenings?|nights?|saturdays?|sundays?)"
_TIMES = rf"{_TIME}(?:\s*(?:,|/|&|\band\b|\bor\b)\s*{_TIME}){{0,3}}"
_FREE = re.compile(
    rf"\b{_TIMES}\s+off\b(?!-)|\b(?:clos(?:e|es|ed)|shut)\s+(?:(?:at|on|during|over|for|all|every|the)\s+)*{_TIMES}\b",
    re.IGNORECASE,
)
_NOT_ALL_OF_THEM = re.compile(
    r"(?:\b(?:not|never|no|an?|one|two|three|four|[0-9]+|other|alternate|alternative|alternating|second|2nd|third|3rd|some"
    r"|occasional|rotating|rotational|half)|n['’]t)\s+(?:of\s+)?(?:the\s+|your\s+)?$",
    re.IGNORECASE,
)
_LOOKED_BACK = 30
_HOURS = re.compile(
    r"(?:week-?ends?|evenings?|nights?|days?|early|late|shifts?|bank|public|holidays?|mon|tues|wednes|thurs|fri|satur|sun)"
    r"(?:days?)?$",
    re.IGNORECASE,
)


def affirmed(text: str) -> str:
    """The text without what it denies; a line break stands where something was taken out."""
    kept, at = [], 0
    for start, end in sorted(_denied(text)):
        if end > at:
            kept.append(text[at : max(start, at)])
            at = end
    return "\n".join([*kept, text[at:]]) if kept else text


def _denied(text: str) -> Iterator[Span]:
    for sentence in _SENTENCE.finditer(text):
        yield from _denied_in(text, sentence.start(), sentence.end())
    for free in _FREE.finditer(text):
        if not _NOT_ALL_OF_THEM.search(text, max(0, free.start() - _LOOKED_BACK), free.start()):
            yield free.span()


def _denied_in(text: str, start: int, end: int) -> Iterator[Span]:
    words = list(_WORD.finditer(text, start, end))
    folded = [word[0].casefold().replace("’", "'") for word in words]
    cues = [number for number, word in enumerate(folded) if _is_cue(word)]
    if not cues or (_DEMANDED.search(text, start, end) and len(cues) > 1):
        return
    for cue in cues:
        if _denies_nothing(folded, cue, text[words[cue].start() : end]):
            continue
        first, last = _before(folded, cue), _after(folded, cue)
        if last > cue or first < cue:
            yield words[first].start(), words[last].end()


def _is_cue(word: str) -> bool:
    return word in _FORWARD or word in _NEGATIONS or word.endswith("n't")


def _denies_nothing(words: list[str], cue: int, rest: str) -> bool:
    following = words[cue + 1] if cue + 1 < len(words) else ""
    before = words[cue - 1] if cue else ""
    if words[cue] == "no":
        return following in _NO_DENIAL_AFTER_NO or following[:1].isdigit() or bool(_SAME.search(rest))
    if words[cue] in _FORWARD:
        return before in _NEGATIONS or following in _ENDS
    return following in _NO_DENIAL_AFTER_NOT or before in _NOT_BEFORE


def _after(words: list[str], cue: int) -> int:
    """The last word that the cue denies, of those behind it."""
    furthest = min(len(words) - 1, cue + _FURTHEST.get(words[cue], _FURTHEST_NOT))
    last = cue
    is_a_condition = "if" in words[max(0, cue - _IF_BEFORE) : cue]
    while last < furthest and not (words[last + 1] in _ENDS and not _goes_on(words, cue, last)):
        if is_a_condition and words[last + 1] in _BEGIN_ANEW:
            break
        last += 1
    while last > cue and words[last] in _ENDS:
        last -= 1
    return last


def _goes_on(words: list[str], cue: int, last: int) -> bool:
    """Whether the end behind `last` only parts items of one list, all of them denied."""
    mark, rest = words[last + 1], words[last + 2 :]
    if mark == "and":
        return bool(rest) and bool(_HOURS.match(rest[0])) and bool(_HOURS.match(words[last])) and last > cue
    if mark != "," or last - cue > _LIST_ITEM + 1:
        return False
    for number, word in enumerate(rest):
        if word in _JOINING:
            return number > 0
        if word == ",":
            return _goes_on(words, last + 1, last + 1 + number)
        if word in _ENDS or number == _LIST_ITEM:
            return False
    return False


def _before(words: list[str], cue: int) -> int:
    """The first word that the cue denies, of those before it: "weekend work" of "weekend work is not required"."""
    needed = any(word in _NEEDED for word in words[cue + 1 : cue + 3])
    worked = words[cue + 1 : cue + 2] == ["worked"] and (words[cue] in _IS or words[max(0, cue - 1)] in _IS)
    if words[cue] in _FORWARD or not (needed or worked):
        return cue
    first = cue
    while first > max(0, cue - _FURTHEST_BACK) and words[first - 1] not in _ENDS:
        first -= 1
    spoken = [word for word in words[first:cue] if word not in _IS]
    return cue if not spoken or spoken[0] in _SUBJECTS else first
