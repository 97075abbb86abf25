"""Lists of what is not wanted ("nights, weekends or sales"): how far they go, and where a wish begins."""

import re
from collections.abc import Iterator
from itertools import pairwise

from service.search.reading.known_places import FindPlace
from service.search.reading.place_alone import stands_for_a_place
from service.search.reading.things import Thing, thing_at

_NEXT = re.compile(
    r"(?P<joint>\s*,\s*(?:or|and|nor)\s+|\s*/\s*|\s*,\s*|\s+(?:or|and|nor)\s+)(?:no\s+|any\s+|an?\s+)?", re.IGNORECASE
)
_AND = re.compile(r"\band\b", re.IGNORECASE)
_OR = re.compile(r"\b(?:or|nor)\b|/", re.IGNORECASE)
_COMMA = re.compile(r"\s*,\s*")
_THERE = re.compile(r"\s+(?:near|in|around|close to)\s+", re.IGNORECASE)
_LONGEST_LIST = 20
_THEN_OR = re.compile(r"(?:\s*,\s*[\w -]{2,30}?)?\s*,?\s+or\s")
_BEGINS_THE_TEXT = re.compile(r"\s*(?:with\s+)?(?:no|except\w*)\s*$", re.IGNORECASE)
SENTENCE_ENDS = re.compile(r"\s*(?:$|[.!?;)])")
# Behind "except cold calling and": what is praised, or has an article, is wanted, and so is what one would do.
_A_WISH = re.compile(
    r"(?:an?\b|the\b|some\b|good|great|nice|decent|fair|friendly|flexible|regular|steady|competitive|reasonable|stable"
    r"|small|large|big|local|quiet|outdoors?|outside|indoors?|inside|varied|interesting|creative|easy|happy|willing"
    r"|love|like|enjoy|prefer|hope|need|able|close|close to|nearby|\w+ing\s)\b",
    re.IGNORECASE,
)
OF_THEIR_OWN = re.compile(r"(?:full|part)[ -]?time\b|[0-9£€$]", re.IGNORECASE)
_OTHER_KINDS = re.compile(
    rf"{OF_THEIR_OWN.pattern}|(?:[fp]/t|term[ -]time|wfh|home|internships?|apprentice\w*)\b"
    r"|remote|hybrid|on[ -]site|permanent|temporary|volunt|(?:near|in|around|within|close to|about|at least|from)\s",
    re.IGNORECASE,
)


def things_listed(text: str, start: int, places: FindPlace, *, may_end_sentence: bool) -> list[Thing]:
    """The things of a list ("nights, weekends or sales"), one at least where there is any.

    "And" or a comma goes on with the list only among times of work, in a list that ends with "or", and, where it
    `may_end_sentence`, in one that does ("except landscape and naval"): what follows is else a wish of its own.
    """
    whole = _up_to_the_end(text, start, places) if may_end_sentence else []
    if len(whole) > 1 and _are_alike(text, whole, places):
        return [thing for _, thing in whole]
    return list(_joined_by_or(text, start))


def _up_to_the_end(text: str, start: int, places: FindPlace) -> list[tuple[str, Thing]]:
    """Each thing with what joins it to the one before, where the sentence or another kind of wish follows the last."""
    found: list[tuple[str, Thing]] = []
    joint, thing = "", thing_at(text, start)
    while thing is not None and len(found) < _LONGEST_LIST:
        found.append((joint, thing))
        if _ends_there(text, joint, thing, places):
            return found
        following = _NEXT.match(text, thing.end)
        joint, thing = (following["joint"], thing_at(text, following.end())) if following else ("", None)
    return []


def _ends_there(text: str, joint: str, thing: Thing, places: FindPlace) -> bool:
    if SENTENCE_ENDS.match(text, thing.end):
        return True
    mark = _COMMA.match(text, thing.end) or _THERE.match(text, thing.end)
    if mark is None:
        return False
    behind = thing_at(text, mark.end())
    if behind is not None and stands_for_a_place(behind.words, places):
        return True
    is_a_comma = mark.re is _COMMA
    return is_a_comma and bool(_AND.search(joint) or _OTHER_KINDS.match(text, mark.end()))


def _are_alike(text: str, listed: list[tuple[str, Thing]], places: FindPlace) -> bool:
    """Whether nothing in a list is rather a wish: what is praised, has an article, is a time or a place.

    "No driving, warehouse" at the start of a text says what is not wanted, and then what is.
    """
    (_, first), *others = listed
    if len(others) == 1 and not _AND.search(others[0][0]) and _BEGINS_THE_TEXT.match(text, 0, first.start):
        return False
    return not any(
        _A_WISH.match(text, previous.end + len(joint))
        or _OTHER_KINDS.match(thing.words)
        or thing.is_time is not first.is_time
        or (thing.words[0].isupper() and not first.words[0].isupper())
        or (joint and stands_for_a_place(thing.words, places))
        for (_, previous), (joint, thing) in pairwise(listed)
    )


def _joined_by_or(text: str, start: int) -> Iterator[Thing]:
    thing = thing_at(text, start)
    while thing is not None:
        yield thing
        joint = _NEXT.match(text, thing.end)
        following = thing_at(text, joint.end()) if joint else None
        thing = following if joint and following and _goes_on(text, joint, thing, following) else None


def _goes_on(text: str, joint: re.Match[str], thing: Thing, following: Thing) -> bool:
    if _OR.search(joint["joint"]):
        return OF_THEIR_OWN.match(text, joint.end()) is None
    return (thing.is_time and following.is_time) or _THEN_OR.match(text, following.end) is not None
