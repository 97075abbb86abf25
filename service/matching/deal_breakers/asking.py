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
_NOT_ABOUT_YOU = re.compile(r"\b(?:we can train you if|you(?:'|’)ll be one of|supervised by|working alongside)\b", re.I)


def demands(clauses: Iterable[Clause]) -> Iterator[Clause]:
    """The clauses that name a must."""
    return (
        clause for clause in clauses if clause.asking is Asking.ESSENTIAL and not _NOT_ABOUT_YOU.search(clause.text)
    )


def takes_another_way(clause: Clause) -> bool:
    return _OTHER_WAY.search(clause.sentence) is not None
