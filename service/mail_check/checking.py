"""This installation's mail checked: the settings read, the mail server greeted, the DNS asked, and all of it judged."""

from dataclasses import dataclass
from functools import partial

from service.mail_check.asking import NameServer, judge_with_answers
from service.mail_check.findings import Finding, Status, WantedRecord
from service.mail_check.installation import Installation
from service.mail_check.mail_server import Conversation, greet
from service.mail_check.records import Records
from service.mail_check.relays import relay_of
from service.mail_check.rules.configuration import check_configuration
from service.mail_check.rules.dkim import check_dkim, wanted_key
from service.mail_check.rules.dmarc import check_dmarc, wanted_policy
from service.mail_check.rules.exchanges import check_exchanges, wanted_exchanges
from service.mail_check.rules.reverse_dns import check_reverse_dns, wanted_names
from service.mail_check.rules.spf import check_spf, wanted_spf
from service.mail_check.signing_key import read_signing_key
from service.settings import Settings


@dataclass(frozen=True)
class Report:
    findings: tuple[Finding, ...]
    wanted: tuple[WantedRecord, ...]

    @property
    def failed(self) -> bool:
        return self.count(Status.FAIL) > 0

    def count(self, status: Status) -> int:
        return sum(finding.status is status for finding in self.findings)


async def check_mail(settings: Settings, *, seconds: float) -> Report:
    """Check it all, waiting `seconds` for each answer of a name server, and for the mail server."""
    installation = describe(settings)
    name_server = NameServer(settings.dns_server, seconds=seconds)
    conversation = await greet(
        installation, username=settings.smtp_username, password=settings.smtp_password, seconds=seconds
    )
    return await judge_with_answers(partial(judge, installation, conversation), name_server.ask)


def describe(settings: Settings) -> Installation:
    file = settings.dkim_key_file
    return Installation(
        from_domain=settings.mail_domain.lower(),
        return_path_domain=(settings.return_path_domain or settings.mail_domain).lower(),
        public_url=settings.public_url,
        smtp_host=settings.smtp_host,
        smtp_port=settings.smtp_port,
        smtp_tls=settings.smtp_tls,
        smtp_login=settings.smtp_username is not None,
        dkim_selector=settings.dkim_selector,
        signing_key=read_signing_key(file) if file else None,
        sending_addresses=settings.mail_sending_address,
        relay=relay_of(settings.smtp_host),
    )


def judge(installation: Installation, conversation: Conversation, records: Records) -> Report:
    return Report(
        (
            *check_configuration(installation, conversation, records),
            *check_reverse_dns(installation, records),
            *check_spf(installation, records),
            *check_dkim(installation, records),
            *check_dmarc(installation, records),
            *check_exchanges(installation, records),
        ),
        (
            wanted_spf(installation, records),
            wanted_key(installation, records),
            *wanted_policy(installation, records),
            *wanted_exchanges(installation, records),
            *wanted_names(installation, records),
        ),
    )
