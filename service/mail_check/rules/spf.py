"""Whether the domain of the return path permits what sends this installation's mail, in a record receivers can read."""

from collections.abc import Sequence

from service.mail_check.findings import Check, Finding, State, Status, WantedRecord
from service.mail_check.installation import Installation
from service.mail_check.records import Address, Records
from service.mail_check.relays import Relay
from service.mail_check.rules.spf_syntax import SpfInvalid, SpfRecord, parse_spf, spf_texts
from service.mail_check.rules.spf_walk import LOOKUPS, VOID_LOOKUPS, Cost, Verdict, cost_of, verdict_by, verdict_on

_NEAR_THE_LIMIT = LOOKUPS - 1
_ENDINGS = {"-": "-all", "~": "~all", "?": "?all", "+": "+all", None: "nothing"}
_END = "End it in ~all: who is not named may not send."
_ASK_FOR_ADDRESS = "Set ROLECALL_MAIL_SENDING_ADDRESS to the public address from which mail leaves."


def check_spf(installation: Installation, records: Records) -> list[Finding]:
    domain = installation.return_path_domain
    answer = records.texts(domain)
    if answer.trouble is not None:
        return [Finding(Check.SPF_RECORD, Status.UNKNOWN, f"Which SPF record {domain} has: {answer.trouble}.")]
    texts = spf_texts(answer.values)
    wanted = wanted_spf(installation, records)
    if not texts:
        return [Finding(Check.SPF_RECORD, Status.FAIL, f"{domain} has no SPF record.", "Publish one.", wanted)]
    if len(texts) > 1:
        told = f"{domain} has {len(texts)} SPF records; with more than one, every check ends in an error."
        return [Finding(Check.SPF_RECORD, Status.FAIL, told, "Leave one, of all their terms.", wanted)]
    try:
        policy = parse_spf(texts[0])
    except SpfInvalid as error:
        told = f"The SPF record of {domain} cannot be read: {error}."
        return [Finding(Check.SPF_RECORD, Status.FAIL, told, f"Correct what stands there: {texts[0]}")]
    cost = cost_of(domain, records)
    return [
        _record(domain, policy),
        _lookups(installation, cost),
        _ending(domain, cost, wanted),
        _permits(installation, cost, records, wanted),
    ]


def wanted_spf(installation: Installation, records: Records) -> WantedRecord:
    """The record as it should be: what is there, with what is missing put in."""
    domain = installation.return_path_domain
    answer = records.texts(domain)
    texts = spf_texts(answer.values)
    if not texts:
        state = State.UNKNOWN if answer.trouble else State.MISSING
        return WantedRecord(domain, "TXT", _new_record(installation), state)
    try:
        tidied = _amended(" ".join(texts), ())
        missing = _missing(installation, parse_spf(tidied), records)
        if len(texts) == 1 and not missing and _ends_well(parse_spf(texts[0])):
            return WantedRecord(domain, "TXT", texts[0], State.THERE)
    except SpfInvalid:
        return WantedRecord(domain, "TXT", _new_record(installation), State.CHANGE)
    return WantedRecord(domain, "TXT", _amended(tidied, missing), State.CHANGE)


def _ends_well(policy: SpfRecord) -> bool:
    return policy.redirect is not None or policy.ending in ("-", "~")


def _record(domain: str, policy: SpfRecord) -> Finding:
    told = f"{domain} has one SPF record: {policy.text}"
    if any(term.mechanism == "ptr" for term in policy.terms):
        return Finding(
            Check.SPF_RECORD, Status.WARN, told, "Take ptr away: it is slow, and receivers are told not to use it."
        )
    return Finding(Check.SPF_RECORD, Status.OK, told)


def _lookups(installation: Installation, cost: Cost) -> Finding:
    if cost.errors:
        told = f"Every check ends in an error: {'; '.join(dict.fromkeys(cost.errors))}."
        return Finding(Check.SPF_LOOKUPS, Status.FAIL, told, "Correct that record, or take away what names it.")
    used = f"The record takes {cost.lookups} of {LOOKUPS} lookups"
    if cost.lookups > LOOKUPS:
        own = f"bounces.{installation.from_domain}"
        remedy = (
            "Take away the includes of services that you no longer use, or give bounces a domain of their own: set"
            f" ROLECALL_RETURN_PATH_DOMAIN to {own}, and publish an SPF record for it."
        )
        record = WantedRecord(own, "TXT", _new_record(installation), State.MISSING)
        return Finding(Check.SPF_LOOKUPS, Status.FAIL, f"{used}: too many.", remedy, record)
    if cost.trouble is not None:
        return Finding(Check.SPF_LOOKUPS, Status.UNKNOWN, f"How many lookups the record takes: {cost.trouble}.")
    if cost.voids:
        void = ", ".join(cost.voids)
        status = Status.FAIL if len(cost.voids) > VOID_LOOKUPS else Status.WARN
        return Finding(
            Check.SPF_LOOKUPS,
            status,
            f"{used}; of these {void} led to nothing, which is counted.",
            f"Take away {void}.",
        )
    if cost.lookups >= _NEAR_THE_LIMIT:
        remedy = (
            "Take away the includes of services that you no longer use: these add lookups of their own at any time."
        )
        return Finding(Check.SPF_LOOKUPS, Status.WARN, f"{used}.", remedy)
    return Finding(Check.SPF_LOOKUPS, Status.OK, f"{used}.")


def _ending(domain: str, cost: Cost, wanted: WantedRecord) -> Finding:
    told = f"The record of {domain} ends in {_ENDINGS[cost.ending]}"
    if cost.ending is None and (cost.trouble or cost.errors):
        return Finding(Check.SPF_ENDING, Status.UNKNOWN, f"How the record of {domain} ends stands in one not found.")
    if cost.ending == "+":
        return Finding(Check.SPF_ENDING, Status.FAIL, f"{told}: everybody may send as {domain}.", _END, wanted)
    if cost.ending in ("?", None):
        return Finding(
            Check.SPF_ENDING, Status.WARN, f"{told}: it says of nobody that they may not send.", _END, wanted
        )
    return Finding(Check.SPF_ENDING, Status.OK, f"{told}.")


def _permits(installation: Installation, cost: Cost, records: Records, wanted: WantedRecord) -> Finding:
    if installation.sending_addresses:
        return _permits_addresses(installation, records, wanted)
    if installation.relay is not None:
        return _permits_relay(installation.relay, installation, cost, wanted)
    if installation.smtp_is_near:
        told = f"From which address {installation.smtp_host} sends is not known here."
        return Finding(Check.SPF_PERMITS, Status.UNKNOWN, told, _ASK_FOR_ADDRESS)
    found, _ = records.addresses(installation.smtp_host)
    if found and all(_verdict(each, installation, records) is Verdict.PASS for each in found):
        told = f"{installation.return_path_domain} permits {installation.smtp_host}, if it sends from its own address."
        return Finding(Check.SPF_PERMITS, Status.OK, told)
    told = f"Whether {installation.return_path_domain} permits what {installation.smtp_host} sends from is not known."
    remedy = f"{_ASK_FOR_ADDRESS} If a mail service sends, add the include that it documents."
    return Finding(Check.SPF_PERMITS, Status.UNKNOWN, told, remedy)


def _permits_addresses(installation: Installation, records: Records, wanted: WantedRecord) -> Finding:
    domain = installation.return_path_domain
    verdicts = {each: _verdict(each, installation, records) for each in installation.sending_addresses}
    refused = [str(each) for each, verdict in verdicts.items() if verdict not in (Verdict.PASS, Verdict.UNKNOWN)]
    unknown = [str(each) for each, verdict in verdicts.items() if verdict is Verdict.UNKNOWN]
    if refused:
        verdict = verdicts[next(each for each in verdicts if str(each) == refused[0])]
        told = f"{domain} does not permit {', '.join(refused)}: receivers find {verdict}."
        if verdict is Verdict.ERROR:
            return Finding(Check.SPF_PERMITS, Status.FAIL, told, "Correct what ends every check in an error.")
        return Finding(Check.SPF_PERMITS, Status.FAIL, told, "Permit it.", wanted)
    if unknown:
        told = f"Whether {domain} permits {', '.join(unknown)} hangs on what was not answered, or on each message."
        return Finding(Check.SPF_PERMITS, Status.UNKNOWN, told)
    return Finding(Check.SPF_PERMITS, Status.OK, f"{domain} permits {', '.join(map(str, verdicts))}.")


def _permits_relay(relay: Relay, installation: Installation, cost: Cost, wanted: WantedRecord) -> Finding:
    domain = installation.return_path_domain
    if relay.include in cost.policies:
        return Finding(Check.SPF_PERMITS, Status.OK, f"{domain} permits {relay.name} (include:{relay.include}).")
    if cost.trouble is not None:
        return Finding(Check.SPF_PERMITS, Status.UNKNOWN, f"Whether {domain} permits {relay.name}: {cost.trouble}.")
    told = f"{domain} does not permit {relay.name} (include:{relay.include})"
    if relay.own_return_path and domain == installation.from_domain:
        return Finding(
            Check.SPF_PERMITS,
            Status.WARN,
            f"{told}; {relay.name} takes bounces at a domain of its own, unless it is told one of yours.",
            f"Set up a return path in a domain of yours at {relay.name}, as bounces.{domain}, and set"
            " ROLECALL_RETURN_PATH_DOMAIN to it.",
        )
    return Finding(Check.SPF_PERMITS, Status.FAIL, f"{told}.", "Permit it.", wanted)


def _verdict(address: Address, installation: Installation, records: Records) -> Verdict:
    return verdict_on(address, installation.return_path_domain, records)


def _needed(installation: Installation) -> list[str]:
    """The terms that permit what sends, as far as it is known."""
    if installation.sending_addresses:
        return [f"ip{each.version}:{each}" for each in installation.sending_addresses]
    if installation.relay is not None:
        return [f"include:{installation.relay.include}"]
    if installation.smtp_is_near:
        return ["ip4:<the public address from which mail leaves>"]
    return [f"a:{installation.smtp_host}"]


def _new_record(installation: Installation) -> str:
    return f"v=spf1 {' '.join(_needed(installation))} ~all"


def _missing(installation: Installation, policy: SpfRecord, records: Records) -> Sequence[str]:
    """The terms that a record lacks, of those known to be needed. An address of which nothing is known lacks none."""
    domain, relay = installation.return_path_domain, installation.relay
    if installation.sending_addresses:
        verdicts = {each: verdict_by(policy, each, domain, records) for each in installation.sending_addresses}
        lacking = [each for each, verdict in verdicts.items() if verdict not in (Verdict.PASS, Verdict.UNKNOWN)]
        return [f"ip{each.version}:{each}" for each in lacking]
    if relay is None or relay.include in cost_of(domain, records).policies:
        return ()
    if relay.own_return_path and domain == installation.from_domain:
        return ()
    return _needed(installation)


def _amended(text: str, missing: Sequence[str]) -> str:
    """One record of all the terms in a text, each once; raises SpfInvalid. Those missing come first: an address that is
    found at once takes none of the lookups."""
    words = dict.fromkeys(word for word in text.split() if word.lower() != "v=spf1")
    ends = [word for word in words if word.lower().lstrip("+-~?") == "all" or word.lower().startswith("redirect=")]
    terms = [word for word in words if word not in ends]
    new = [term for term in missing if term not in terms]
    end = next((word for word in ends if word.lower() in ("-all", "~all") or "=" in word), "~all")
    amended = " ".join(["v=spf1", *new, *terms, end])
    parse_spf(amended)
    return amended
