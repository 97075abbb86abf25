"""What a profile's own words wish for and rule out: hours, contracts, workplaces, steps of the ladder, pay."""

import re
from collections.abc import Iterable, Sequence
from typing import TypeVar

from service.kinds import ContractKind, Hours, Workplace
from service.listings.pay import annual, understand_pay
from service.matching.facts import Limits, PayHoped, Said
from service.matching.levels_of_work import Level, level_of, levels_named
from service.matching.sentences import Clause

K = TypeVar("K", ContractKind, Hours, Workplace)

_WISH = re.compile(
    r"\bI (?:am|'m|’m) (?:now )?(?:looking|searching|seeking|thinking|interested|open|ready"
    r"|keen|after|prepared|happy)\b"
    r"|\bI (?:would|should|could|hope|want|prefer|need|wish|seek|have a preference)\b|\bI(?:'|’)d\b"
    r"|\b(?:is preferred|are preferred|preferably|would (?:also |please |suit |do |interest |appeal |tempt |welcome )"
    r"|is what I (?:need|have in mind)|within reach|suits? me|my next position|looking for|seeking)\b",
    re.IGNORECASE,
)
# A further way that somebody would also go narrows nothing: "I should also be happy to", "would tempt me too".
_FURTHER = re.compile(
    r"\b(?:also|too|as well|otherwise|alternatively|or else|until|meanwhile|happy to|gladly|tempt|prepared to|unless"
    r"|back to)\b",
    re.IGNORECASE,
)
# What a wish turns away from: "guaranteed hours instead of a zero-hours contract", "rather than rotating nights".
_TURNED_AWAY = re.compile(r"\b(?:instead of|rather than|not an?|no more|other than|but not)\b[^,.;]*", re.IGNORECASE)
_CONTRACTS = (
    (ContractKind.PERMANENT, r"permanent|staff (?:post|job|role)|on staff|salaried contract"),
    (ContractKind.FIXED_TERM, r"fixed[- ]term|(?:a year(?:'|’)s|one[- ]year|maternity) contract|maternity cover"),
    (ContractKind.TEMPORARY, r"temporary|interim|seasonal|a season|contract or staff|for a summer|spend a summer"),
    (ContractKind.CASUAL, r"casual work|bank work|zero[- ]hours"),
    (ContractKind.APPRENTICESHIP, r"apprenticeship"),
    (ContractKind.INTERNSHIP, r"internship"),
)
_PART_TIME = re.compile(
    r"\bpart[- ]time\b|\bjob[- ]share\b|\bshared? a job\b|\b(?:two|three|four|2|3|4)(?: and a half)?(?: full| long)?"
    r" days(?:,| a week| ideally)(?! (?:at|in|from|with|together|on)\b)|\bper cent of full-time hours\b"
    r"|\bschool hours\b|\b(?:twelve|sixteen|twenty|thirty|1\d|2\d|30)\s*(?:to|and|-|–)\s*(?:[\w-]+) hours\b"
    r"|\bfewer hours\b|\bmornings only\b|\bthree fixed nights\b",
    re.IGNORECASE,
)
_FULL_TIME = re.compile(
    r"\bfull[- ]time\b|\bthirty-six to forty hours\b|\b3[5-9](?:\.5)? (?:to 40 )?hours\b", re.IGNORECASE
)
_WORKPLACES = (
    (Workplace.REMOTE, r"remote(?:ly)?|(?:from|works? (?:best )?(?:at|from)) home(?! and)|working at home"),
    (Workplace.HYBRID, r"hybrid|days? (?:a week )?at home|(?:two|three|some) at home|days? in the office"),
    (Workplace.ON_SITE, r"on[- ]site|face[- ]to[- ]face|in an office most"),
)
_ONLY_REMOTE = re.compile(
    r"\b(?:only|fully|wholly|must be|has to be|entirely) remote(?:ly)?\b|\bremote only\b", re.IGNORECASE
)
_ALTERNATIVES = re.compile(r"\b(?:or|unless|also|otherwise|but)\b", re.IGNORECASE)
# "I can't wait to work weekends" and "I don't mind nights" rule out nothing, nor does "not every weekend" all of them.
_RULES_OUT_NOTHING = (
    r"(?:wait|mind|object|refuse|exclude|avoid|complain|hesitate|dislike|only|just|every|all|more|most|always|both"
    r"|but|because|although|I)"
)
_NEVER = (
    r"\b(?:cannot|can(?:'|’)t|can not|will not|won(?:'|’)t|not able to|unable to"
    r"|(?:do not|don(?:'|’)t|never)(?= (?:want|wish|like|work|do|take|accept|cover|manage)\b)) "
    rf"(?:(?!{_RULES_OUT_NOTHING}\b)\w+,? ){{0,5}}(?:WHEN)\b|\bno (?:\w+ )?(?:WHEN)\b(?! experience)"
    r"|\bnot (?:WHEN)\b"
)
# One of the two days leaves the other.
_WEEKENDS = r"weekends?|saturdays? (?:or|and|nor) (?:on )?sundays?|sundays? (?:or|and|nor) (?:on )?saturdays?"
_NO_NIGHTS, _NO_WEEKENDS = (re.compile(_NEVER.replace("WHEN", when), re.I) for when in ("nights?", _WEEKENDS))
_NO_MOVE = re.compile(
    r"\b(?:will not|won(?:'|’)t|cannot|can(?:'|’)t|not (?:willing|able|prepared) to|do not wish to) "
    r"(?:relocate|move (?:house|away))\b",
    re.IGNORECASE,
)
_WITHOUT_A_MOVE_KM = 80
# "£26,000 or more" is still a hope: only these words say that less will not do.
_FLOOR = re.compile(r"\b(?:at least|minimum|no less than|not (?:less than|below|under))\b", re.IGNORECASE)
_LESS_WILL_DO = re.compile(r"\bless\b(?! than)|\bnegotiable\b|\bor so\b", re.IGNORECASE)
_PARTS = re.compile(r",\s*(?:or\s+)?|\s+or\s+(?=[£€$\d])|;")


def wishes_in(clauses: Iterable[Clause]) -> list[Clause]:
    """The clauses in which somebody says what they look for."""
    return [clause for clause in clauses if _WISH.search(clause.sentence)]


def narrowing(wishes: Iterable[Clause]) -> list[Clause]:
    """The wishes that say what it must be, without those that name a further way."""
    return [clause for clause in wishes if not _FURTHER.search(clause.sentence)]


def wished_contracts(wishes: Sequence[Clause]) -> Said[frozenset[ContractKind]] | None:
    return _wished(wishes, _CONTRACTS)


def wished_workplaces(wishes: Sequence[Clause]) -> Said[frozenset[Workplace]] | None:
    return _wished(wishes, _WORKPLACES)


def wished_hours(wishes: Sequence[Clause]) -> Said[frozenset[Hours]] | None:
    found: dict[Hours, str] = {}
    for clause in wishes:
        text = _TURNED_AWAY.sub(" ", clause.text)
        for hours, pattern in ((Hours.PART_TIME, _PART_TIME), (Hours.FULL_TIME, _FULL_TIME)):
            if pattern.search(text):
                found.setdefault(hours, clause.sentence)
    return Said(frozenset(found), next(iter(found.values()))) if found else None


def levels_of_profile(headline: str, wishes: Sequence[Clause]) -> frozenset[Level]:
    """The step that the headline names, and those that the person wants to take."""
    stands = level_of(headline)
    return frozenset({stands} if stands is not None else ()).union(*(levels_named(clause.text) for clause in wishes))


def hoped_pay(written: str | None) -> tuple[PayHoped, ...]:
    """Every pay that a wish names ("€80.000, or £40,000 in Manchester"), for a year; the lower end of a range."""
    if not written:
        return ()
    less_will_do = _LESS_WILL_DO.search(written) is not None
    floor = _FLOOR.search(written) is not None and not less_will_do
    found = []
    for part in (written, *_PARTS.split(written)):
        pay = understand_pay(part)
        amount = pay.minimum or pay.maximum
        if amount and pay.period:
            found.append(PayHoped(annual(amount, pay.period), pay.currency, written, floor, less_will_do))
            if part == written:
                break
    return tuple(dict.fromkeys(found))


def limits_in(clauses: Sequence[Clause], wishes: Sequence[Clause]) -> Limits:
    """What the words rule out. A wish with alternatives rules nothing out."""
    no_move = next((clause.sentence for clause in clauses if _NO_MOVE.search(clause.text)), None)
    remote = next(
        (
            clause.sentence
            for clause in wishes
            if _ONLY_REMOTE.search(clause.text) and not _ALTERNATIVES.search(clause.text.split("remote")[-1])
        ),
        None,
    )
    return Limits(
        within_km=Said(_WITHOUT_A_MOVE_KM, no_move) if no_move else None,
        workplaces=Said(frozenset({Workplace.REMOTE}), remote) if remote else None,
        no_nights=next((clause.sentence for clause in clauses if _NO_NIGHTS.search(clause.text)), None),
        no_weekends=next((clause.sentence for clause in clauses if _NO_WEEKENDS.search(clause.text)), None),
    )


def _wished(wishes: Sequence[Clause], kinds: Iterable[tuple[K, str]]) -> Said[frozenset[K]] | None:
    found: dict[K, str] = {}
    for clause in wishes:
        text = _TURNED_AWAY.sub(" ", clause.text)
        for kind, words in kinds:
            if re.search(rf"\b(?:{words})\b", text, re.IGNORECASE):
                found.setdefault(kind, clause.sentence)
    return Said(frozenset(found), next(iter(found.values()))) if found else None
