"""One thing that is not wanted ("weekend work", "care homes"): where its words end, and how a listing would say it."""

import re
from dataclasses import dataclass

from service.words import terms_of

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
# A listing can only be asked for words that tell something.
_LONGEST_PHRASE = 100
# "Without letting the person down" is a clause, "without lifting people" is not.
_LONGEST_DOING = 2
_PREPOSITIONS = {"with", "of", "to", "on", "about", "into", "up", "out", "off", "over", "under"}
_A_LACK = re.compile(
    r"\b(?:experience|qualif\w+|degree|gcses?|certific\w+|skills|knowledge|training|licen[cs]e|background)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Thing:
    words: str
    start: int
    is_time: bool = False

    @property
    def end(self) -> int:
        return self.start + len(self.words)

    @property
    def as_a_listing_says(self) -> str:
        """As a listing would say it too: "night shifts" and "working nights" are both nights."""
        time = _TIME.fullmatch(self.words)
        if time is None or time["time"] is None:
            return self.words.casefold()
        name = time["time"].casefold()
        return name if name.endswith("s") else f"{name}s"


def thing_at(text: str, start: int) -> Thing | None:
    """The one thing that is excluded at this place; None where there is none, or more than one thing."""
    if time := _TIME.match(text, start):
        return Thing(time[0], start, is_time=True)
    match = _PHRASE.match(text, start)
    if match is None:
        return None
    words = match[0].casefold().split(" ")
    a_clause = words[0].endswith("ing") and len(words) > _LONGEST_DOING
    tells = len(match[0]) <= _LONGEST_PHRASE and bool(terms_of(match[0]))
    if a_clause or not tells or len(words) > _LONGEST or words[0] in _PREPOSITIONS or _A_LACK.search(match[0]):
        return None
    return Thing(match[0], start)
