"""What a server's refusal of a message is about: the mailbox, us, or the moment. No session, no clock.

Codes come first (RFC 3463), the words beside them next, and whatever is not understood is of the moment: an address is
never given up on a guess. Words are read without the addresses and hosts among them, whose names may be anything.
"""

import re
from enum import StrEnum

from service.mail.replies import enhanced_status

_REPLY = re.compile(r"(?<![\d.#])([245]\d\d)(?:[ -]+['#]?([245]\.\d{1,3}\.\d{1,3})(?!\.?\d)|(?![\d.]))")
_NAMES = re.compile(r"<[^<>]*>|[^\s@]{0,64}@\S+|(?:https?://)?(?:[\w-]{1,63}\.){1,10}[a-z]{2,24}\b\S*", re.IGNORECASE)
_READ_CHARACTERS = 1_000

_NO_SUCH_MAILBOX = {"5.1.1", "5.1.3", "5.1.6", "5.1.10"}
_OUR_ADDRESS = {"5.1.7", "5.1.8", "5.1.90"}
# Of one mailbox: disabled, with another owner (RFC 7293), or that only some may write to (Exchange).
_CLOSED_MAILBOX = {"5.7.13", "5.7.17", "5.7.124", "5.7.129", *(f"5.7.{number}" for number in range(130, 137))}
# They say no more than that something failed.
_VAGUE = {"", "5.0.0", "5.1.0", "5.2.0", "5.2.1", "5.3.0", "5.5.0"}


class Meaning(StrEnum):
    """MAILBOX_UNKNOWN: nobody is there, and nobody will be. POLICY: we, or what we write, are not wanted, which says
    nothing about the person. TEMPORARY: anything else."""

    MAILBOX_UNKNOWN = "mailbox_unknown"
    POLICY = "policy"
    TEMPORARY = "temporary"


def meaning_of(said: str, *, status: str = "") -> Meaning:
    """Read what a server said, beside the status that the reporting server gives for it, if any.

    That status counts where nothing better is quoted: some servers (Sendmail) make 5.1.1 of every 550.
    """
    said = said[:_READ_CHARACTERS]
    code, quoted = _reply_in(said)
    if not quoted and not code:
        quoted = status
    words = _NAMES.sub(" ", said)
    if quoted in _CLOSED_MAILBOX or "RESOLVER.RST." in said or _says(words, _OF_THE_MOMENT):
        return Meaning.TEMPORARY
    if _says(words, _AGAINST_US) or quoted in _OUR_ADDRESS:
        return Meaning.POLICY
    nobody_there = _says(words, _NOBODY_THERE) and not _says(words, _OF_A_DOMAIN)
    if ".7." in (quoted[1:4], "" if quoted else status[1:4]):
        return Meaning.TEMPORARY if nobody_there else Meaning.POLICY
    if "4" in (code[:1], quoted[:1], status[:1]):
        return Meaning.TEMPORARY
    if quoted in _NO_SUCH_MAILBOX or (quoted in _VAGUE and nobody_there):
        return Meaning.MAILBOX_UNKNOWN
    return Meaning.TEMPORARY


def status_in(said: str) -> str:
    """The enhanced status code (RFC 3463) that a text quotes, or nothing."""
    return _reply_in(said)[1]


def _reply_in(said: str) -> tuple[str, str]:
    """The reply code and the enhanced status of a text, each empty where it has none."""
    for found in _REPLY.finditer(said):
        if found[2]:
            return found[1], found[2]
    reply = _REPLY.search(said)
    return (reply[1] if reply else ""), enhanced_status(said)


def _says(words: str, patterns: re.Pattern[str]) -> bool:
    return patterns.search(words) is not None


def _any_of(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


_MAILBOX = r"(?:user|mailbox|account|recipient|address|e-?mail|inbox|person)s?"
_OF_THE_MOMENT = _any_of(
    r"gr[ea]y-?\s?list",
    r"over ?-?quota|out of storage|(?:mail)?box (?:is )?full|quota (?:is )?(?:exceeded|reached)|exceed\w* .{0,40}quota",
    r"insufficient (?:disk|system|storage)|not enough (?:disk )?space|receiving mail (?:at a rate|too quickly)",
    rf"{_MAILBOX} (?:is |has been )?(?:blocked|suspended|locked)|\btemporar(?:y|ily) locked",
    r"recipient preferences|they may be blacklisted",
    r"too many (?:concurrent |simultaneous )?(?:connections|sessions|messages|recipients|e-?mails)",
)
_AGAINST_US = _any_of(
    r"\bspam|\bSPM\b|\(CON:B|\bphish|\bvirus|malware|malicious|unsolicited|\bbulk mail|\bjunk",
    r"(?:black|block|deny|ban)-?\s?list|\bdnsbl|\brbls?\b|(?<!not )listed (?:at|by|in|on)\b",
    r"\b(?:is|are|been|was|temporarily) blocked|blocked (?:by|using|due|because|for|senders?|- see)|\bbanned\b",
    r"reputation|complaint|suspicious|\bthrottl|rate[- ]limit|unusual rate",
    r"\bdmarc\b|\bspf\b|\bdkim\b|unauthenticated|not authenticated|authentication (?:check|result|requirement)",
    r"reverse dns|\bptr\b|\brdns\b|content (?:denied|rejected|filter)|message content|polic(?:y|ies)\b",
    r"sender\b.{0,40}(?:reject|denied|fail|invalid|not found|exist|unauthori[sz]ed|not allowed|refused|verif)",
    r"access to (?:submit messages to )?this (?:e-?mail|mail) system has been rejected",
)
_NOBODY_THERE = _any_of(
    rf"\b(?:no such|unknown|invalid|non-?existent) (?:{_MAILBOX}|local part)(?! error)",
    rf"{_MAILBOX}\b.{{0,60}}?(?:does ?n[o'’]t exist|not exist|not found|\bunknown|is invalid|not (?:a )?valid)",
    rf"{_MAILBOX}\b.{{0,60}}?no longer (?:exists?|valid|active|in use)",
    rf"{_MAILBOX}\b.{{0,60}}?is (?:currently )?(?:disabled|inactive|closed)",
    rf"{_MAILBOX}\b.{{0,60}}?(?:has|have) been (?:deleted|disabled|deactivated|closed|terminated)",
    rf"not a (?:valid|known) {_MAILBOX}|no (?:mailbox|one|body|user) (?:here|at this|by that)",
    r"not our (?:customer|user)",
    r"does ?n[o'’]t have an? .{0,40}account|not listed in .{0,30}directory",
    r"mailbox unavailable \(S\d+\)",
)
_OF_A_DOMAIN = _any_of(
    r"\b(?:domain|host|dns|mx)\b[^\d]{0,40}(?:does ?n[o'’]t exist|not found|unknown|invalid)",
    r"unrout(?:e)?able",
)
