"""Which clauses of a listing demand something, and which of them take something else instead."""

import re
from collections.abc import Iterable, Iterator

from service.matching.sentences import Asking, Clause

# "... or due to qualify", "or we'll train you", "or equal experience": lacking it does not exclude.
_OTHER_WAY = re.compile(
    r"\bor (?:(?:to )?be |are |you(?:'|’)re |we(?:'|’)ll |we can |currently |plainly |with |else )?"
    r"(?:due|within|close|willing(?:ness)?|prepared|ready|readiness|about|able|train|equivalent|equal|comparable|similar"
    r"|deep|solid|good|getting|working|eligible|studying|finalist|have (?:learned|equal|someone)|someone|those who"
    r"|the equivalent|its equivalent|a [\w&\s]{0,20}equivalent|an equivalent|experience|other|higher|a good part)\b"
    r"|\bbe (?:prepared|ready|willing) to\b|\bwilling(?:ness)? to (?:get|gain|take|work)\b"
    r"|\b(?:we(?:'|’)ll|we|will|can) (?:train|fund|sponsor|put you|pay for|help you)\b|\bafter you start\b"
    r"|\bpart or fully\b|\bexperience instead\b|\bnewly (?:qualified|registered)\b.{0,40}\bwelcome\b",
    re.IGNORECASE,
)
# "A licence, and hold or be prepared to gain the diploma": the other way is the diploma's.
_BETWEEN_THINGS = re.compile(
    r",(?! or\b)(?![^()]*\))| and (?=(?:have|hold|be|a|an|the|at least|two|three|four|five)\b)"
)
_NOT_ABOUT_YOU = re.compile(r"\b(?:we can train you if|you(?:'|’)ll be one of|supervised by|working alongside)\b", re.I)


def demands(clauses: Iterable[Clause]) -> Iterator[Clause]:
    """The clauses that name a must."""
    return (
        clause for clause in clauses if clause.asking is Asking.ESSENTIAL and not _NOT_ABOUT_YOU.search(clause.text)
    )


def takes_another_way(clause: Clause, asked: re.Match[str]) -> bool:
    """Whether something else will do instead of what is asked there: said beside it, or in what follows the clause."""
    start = max((match.end() for match in _BETWEEN_THINGS.finditer(clause.text, 0, asked.start())), default=0)
    behind = _BETWEEN_THINGS.search(clause.text, asked.end())
    beside = clause.text[start : behind.start() if behind else len(clause.text)]
    further = clause.sentence.partition(clause.text)[2] if behind is None else ""
    return bool(_OTHER_WAY.search(beside) or _OTHER_WAY.search(further))
