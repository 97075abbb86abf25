"""Whether the From domain has a DMARC policy, gets its reports, and is the domain that SPF and DKIM speak for."""

from service.mail_check.findings import Check, Finding, State, Status, WantedRecord
from service.mail_check.installation import Installation, SigningKey
from service.mail_check.records import Records
from service.mail_check.rules.dmarc_policy import (
    DmarcInvalid,
    DmarcRecord,
    DmarcTrouble,
    belong_together,
    find_applied,
    registered_domain,
)

_AUTHORISED = "v=DMARC1"


def check_dmarc(installation: Installation, records: Records) -> list[Finding]:
    finding, record = _policy(installation, records)
    reports = [] if record is None else [_reports(record, installation, records)]
    return [finding, *reports, _alignment(installation, record, records)]


def wanted_policy(installation: Installation, records: Records) -> list[WantedRecord]:
    """The DMARC record, and where reports go to another organisation, that one's leave to send them there."""
    proposed = _proposed(installation)
    name = f"_dmarc.{installation.from_domain}"
    try:
        record = find_applied(installation.from_domain, records).agreed
    except DmarcTrouble:
        return [WantedRecord(name, "TXT", proposed, State.UNKNOWN)]
    except DmarcInvalid:
        return [WantedRecord(name, "TXT", proposed, State.CHANGE)]
    if record is None:
        return [WantedRecord(name, "TXT", proposed, State.MISSING)]
    if not _destinations(record):
        return [_with_reports(record, installation)]
    return [
        WantedRecord(f"_dmarc.{record.domain}", "TXT", record.text, State.THERE),
        *_wanted_authorisations(record, records),
    ]


def _policy(installation: Installation, records: Records) -> tuple[Finding, DmarcRecord | None]:
    domain = installation.from_domain
    wanted = WantedRecord(f"_dmarc.{domain}", "TXT", _proposed(installation), State.MISSING)
    try:
        applied = find_applied(domain, records)
    except DmarcTrouble as error:
        return Finding(Check.DMARC_RECORD, Status.UNKNOWN, f"Which policy {domain} has: {error}."), None
    except DmarcInvalid as error:
        told = f"The DMARC record of {domain} is of no use: {error}."
        return Finding(Check.DMARC_RECORD, Status.FAIL, told, "Correct it, or publish this one instead.", wanted), None
    record = applied.agreed
    if record is not None:
        return _stated(record, domain), record
    if applied.by_list is None and applied.by_walk is None:
        return Finding(Check.DMARC_RECORD, Status.FAIL, f"{domain} has no DMARC record.", "Publish one.", wanted), None
    found = applied.by_walk or applied.by_list
    stands = f"a record stands at _dmarc.{found.domain}" if found else "records stand above it"
    told = f"{domain} has no DMARC record of its own, and {stands}, which not every receiver finds."
    return Finding(Check.DMARC_RECORD, Status.WARN, told, "Publish one of its own.", wanted), found


def _stated(record: DmarcRecord, domain: str) -> Finding:
    policy = record.policy_for(domain)
    inherited = "" if record.domain == domain else f", by the record of {record.domain}"
    told = f"{domain} asks for p={policy}{inherited}."
    if policy == "none":
        told += " That is enough; raise it to quarantine when the reports show that all of your mail passes."
    return Finding(Check.DMARC_RECORD, Status.OK, told)


def _reports(record: DmarcRecord, installation: Installation, records: Records) -> Finding:
    destinations = _destinations(record)
    if not destinations:
        wanted = _with_reports(record, installation)
        told = "Nobody is told when mail fails: the DMARC record asks for no reports (rua=mailto:...)."
        return Finding(Check.DMARC_REPORTS, Status.WARN, told, "Name a mailbox.", wanted)
    authorisations = _wanted_authorisations(record, records)
    refused = [each for each in authorisations if each.state is State.MISSING]
    if refused:
        told = f"Reports are asked for at {', '.join(destinations)}, which has not said that it wants them."
        return Finding(Check.DMARC_REPORTS, Status.WARN, told, "Have it published there.", refused[0])
    if any(each.state is State.UNKNOWN for each in authorisations):
        told = f"Reports go to {', '.join(destinations)}; whether they are wanted there was not answered."
        return Finding(Check.DMARC_REPORTS, Status.UNKNOWN, told)
    return Finding(Check.DMARC_REPORTS, Status.OK, f"Reports go to {', '.join(destinations)}.")


def _with_reports(record: DmarcRecord, installation: Installation) -> WantedRecord:
    value = f"{record.text.rstrip('; ')}; {_reporting(installation)}"
    return WantedRecord(f"_dmarc.{record.domain}", "TXT", value, State.CHANGE)


def _wanted_authorisations(record: DmarcRecord, records: Records) -> list[WantedRecord]:
    ours = registered_domain(record.domain)
    elsewhere = {domain for domain in _destinations(record) if registered_domain(domain) != ours}
    return [_wanted_authorisation(record.domain, domain, records) for domain in sorted(elsewhere)]


def _wanted_authorisation(domain: str, destination: str, records: Records) -> WantedRecord:
    name = f"{domain}._report._dmarc.{destination}"
    answer = records.texts(name)
    there = any(text.strip().startswith(_AUTHORISED) for text in answer.values)
    state = State.UNKNOWN if answer.trouble else State.THERE if there else State.MISSING
    return WantedRecord(name, "TXT", _AUTHORISED, state)


def _destinations(record: DmarcRecord) -> list[str]:
    """The domains that reports go to, each once. Their mailboxes are nobody's to print."""
    addresses = [each.strip() for each in record.tags.get("rua", "").split(",")]
    mailed = [address.partition("!")[0] for address in addresses if address.lower().startswith("mailto:")]
    return list(dict.fromkeys(address.rpartition("@")[2].lower() for address in mailed if "@" in address))


def _alignment(installation: Installation, record: DmarcRecord | None, records: Records) -> Finding:
    domain, return_path = installation.from_domain, installation.return_path_domain
    by_dkim = _is_signed(installation)
    relay = installation.relay
    if relay is not None and relay.own_return_path and return_path == domain:
        return _aligned_by_dkim_alone(by_dkim, f"{relay.name} takes bounces at a domain of its own")
    try:
        by_list, by_walk = belong_together(domain, return_path, records)
    except DmarcTrouble as error:
        told = f"Whether {return_path} and {domain} belong together: {error}."
        return Finding(Check.DMARC_ALIGNMENT, Status.UNKNOWN, told)
    if record is not None and record.is_strict("aspf"):
        by_list = by_walk = return_path == domain
    if by_list and by_walk:
        return _aligned_by_spf(installation, by_dkim)
    if by_list or by_walk:
        told = f"To some receivers {return_path} (return path) and {domain} (From) do not belong together."
        above = registered_domain(domain)
        remedy = f"Publish a DMARC record at _dmarc.{above}, too, or set ROLECALL_RETURN_PATH_DOMAIN to {domain}."
        return Finding(Check.DMARC_ALIGNMENT, Status.WARN, told, remedy)
    return _aligned_by_dkim_alone(by_dkim, f"{return_path} (return path) is not aligned with {domain} (From)")


def _aligned_by_spf(installation: Installation, by_dkim: bool | None) -> Finding:
    told = f"{installation.return_path_domain} (SPF) is aligned with {installation.from_domain} (From)"
    if by_dkim is False:
        remedy = "Sign with DKIM, too: forwarded mail passes by that alone."
        return Finding(Check.DMARC_ALIGNMENT, Status.WARN, f"{told}; nothing is signed.", remedy)
    if by_dkim is None:
        return Finding(Check.DMARC_ALIGNMENT, Status.OK, f"{told}; for DKIM it is not known.")
    return Finding(Check.DMARC_ALIGNMENT, Status.OK, f"{told}, and so is the domain that signs (DKIM).")


def _aligned_by_dkim_alone(by_dkim: bool | None, why: str) -> Finding:
    if by_dkim:
        told = f"The domain that signs (DKIM) is that of From; {why}."
        remedy = (
            "Set ROLECALL_RETURN_PATH_DOMAIN to the From domain or one below it, and permit the server there by SPF."
        )
        return Finding(Check.DMARC_ALIGNMENT, Status.WARN, told, remedy)
    remedy = "Sign with DKIM for the From domain, and set ROLECALL_RETURN_PATH_DOMAIN to it or one below it."
    if by_dkim is None:
        told = f"Mail passes DMARC by a signature alone, and whether there is one is not known: {why}."
        return Finding(Check.DMARC_ALIGNMENT, Status.UNKNOWN, told, remedy)
    return Finding(Check.DMARC_ALIGNMENT, Status.FAIL, f"Nothing makes mail pass DMARC: {why}.", remedy)


def _is_signed(installation: Installation) -> bool | None:
    """Whether mail is signed for the From domain; None where a relay may do so."""
    if installation.signing_key is None:
        return True if installation.dkim_selector else None
    return isinstance(installation.signing_key, SigningKey) and installation.dkim_selector is not None


def _proposed(installation: Installation) -> str:
    return f"v=DMARC1; p=none; {_reporting(installation)}"


def _reporting(installation: Installation) -> str:
    return f"rua=mailto:postmaster@{installation.from_domain}"
