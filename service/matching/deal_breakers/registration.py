"""Professional registers, chartered bodies and cards without which the work may not be done.

A background check is none of them: employers arrange it after choosing.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from service.matching.deal_breakers.asking import demands, takes_another_way
from service.matching.deal_breakers.outcome import Asked, DealBreaker, Kind
from service.matching.facts import CandidateFacts
from service.matching.sentences import Clause


@dataclass(frozen=True, slots=True)
class Register:
    """`asked` are the words of listings, `held` those of profiles; `name` is how a profile's own field names it."""

    name: str
    asked: re.Pattern[str]
    held: re.Pattern[str]


def _register(name: str, asked: str, held: str = "") -> Register:
    return Register(name, re.compile(asked, re.IGNORECASE), re.compile(held or asked, re.IGNORECASE))


REGISTERS = (
    _register(
        "social work",
        r"\bregist\w+\b.{0,40}\b(?:social work(?: england)?|social care (?:wales|council)|SSSC)\b"
        r"|\b(?:social work england|social care wales)\b.{0,15}\bregist\w+|\bregistered social worker"
        r"|\bsocial work qualification and current registration",
        r"\bregistered social worker|\b(?:social work england|social care wales)\b",
    ),
    _register("social care", r"\b(?:NISCC|SSSC|(?:northern ireland|scottish) social (?:care|services) council)\b"),
    _register(
        "nursing",
        r"\bNMC\b|\bRMN\b|\bRGN\b|\bregistered (?:[\w-]+ ){0,3}nurse\b|\bnmc pin\b",
        r"\bNMC\b|\bRMN\b|\bRGN\b|\bregistered (?:[\w-]+ ){0,3}nurse\b",
    ),
    _register("midwifery", r"\bNMBI\b|\bregistered\b.{0,50}\bmidwi(?:ves|fe)\b", r"\bNMBI\b|\bregistered midwife\b"),
    _register("HCPC", r"\bHCPC\b|\bhealth and care professions council\b"),
    _register("GMC", r"\bGMC\b|\bGP register\b"),
    _register("GPhC", r"\bGPhC\b|\bregistered pharmac(?:ist|y technician)\b"),
    _register("GDC", r"\bGDC\b|\bregistered dental\b"),
    _register("gas", r"\bgas safe\b|\bgas registration\b", r"\bgas safe\b|\bgas registration\b"),
    _register("qualified teacher status", r"\bqualified teacher status\b|\bQTS\b"),
    _register("HLTA", r"\bHLTA status\b", r"\bHLTA\b|\bhigher level (?:teaching assistant )?certificate\b"),
    _register("RTPI", r"\bmembership of the RTPI\b|\bMRTPI\b", r"\bM?RTPI\b|\bchartered (?:town )?planner\b"),
    _register("RICS", r"\b(?:Assoc|M|F)?RICS\b.{0,20}\babove\b|\bMRICS\b", r"\b(?:Assoc|M|F)?RICS\b"),
    _register("SIA", r"\bSIA\b"),
    _register("CSCS", r"\bCSCS\b"),
    _register(
        "accountancy",
        r"\bqualified accountants?\b|\bchartered accountants?\b|\b(?:CCAB|CIMA|ACCA) (?:or \w+ )?qualified\b",
        r"\b(?:qualified|chartered) (?:[\w-]+ )?accountant\b|\b(?:CCAB|CIMA|ACCA|ACA)\b",
    ),
    _register(
        "ecology licence",
        r"\blicensed ecologist\b|\bhold a (?:bat|great crested newt)[\w\s]*licence\b",
        r"\blicensed (?:for|ecologist)\b|\b(?:bat|newt) licence\b",
    ),
)
_DENIED = re.compile(r"\b(?:not (?:yet )?|no longer )(?:registered|chartered|licensed)\b", re.IGNORECASE)


def asked_registrations(clauses: Iterable[Clause]) -> tuple[tuple[Asked, Register], ...]:
    found = {}
    for clause in demands(clauses):
        for register in REGISTERS:
            if match := register.asked.search(clause.text):
                asked = Asked(Kind.REGISTRATION, clause.sentence, other_way=takes_another_way(clause, match))
                found[clause.sentence, register.name] = (asked, register)
    return tuple(found.values())


def decide_registration(asked: Asked, register: Register, candidate: CandidateFacts) -> DealBreaker:
    if candidate.licences is not None:
        if any(register.held.search(each) or each == register.name.casefold() for each in candidate.licences):
            return asked.met("Its licences name it.")
        return asked.lacking("Its licences do not name it.")
    for clause in candidate.clauses:
        if _DENIED.search(clause.text):
            return asked.lacking(clause.sentence)
    for clause in candidate.clauses:
        if register.held.search(clause.text):
            return asked.met(clause.sentence)
    held = next((skill for skill in candidate.skills if register.held.search(skill)), None)
    return asked.met(held) if held else asked.unknown()
