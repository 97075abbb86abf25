"""What the settings and a greeting of the mail server say."""

import pytest

from service.mail_check.findings import Check, Status
from service.mail_check.installation import Installation, is_near
from service.mail_check.mail_server import Conversation
from service.mail_check.relays import relay_of
from service.mail_check.rules.configuration import check_configuration
from tests.mail_check.zones import ADDRESS, FROM, SILENCE, Zone, an_installation, only, records_of

ANSWERS = Conversation()
SITE: Zone = {f"{FROM} A": ADDRESS}


def status_of(check: Check, installation: Installation, *, said: Conversation = ANSWERS, zone: Zone = SITE) -> Status:
    return only(check_configuration(installation, said, records_of(zone)), check).status


@pytest.mark.parametrize(
    ("domain", "status"),
    [("gmail.com", Status.FAIL), ("yahoo.co.uk", Status.FAIL), ("web.de", Status.FAIL), (FROM, Status.OK)],
)
def test_mail_is_from_a_domain_of_ones_own(domain: str, status: Status) -> None:
    assert status_of(Check.FROM_DOMAIN, an_installation(from_domain=domain)) is status


@pytest.mark.parametrize(
    ("url", "reached", "one_click"),
    [
        (f"https://{FROM}", Status.OK, Status.OK),
        (f"http://{FROM}", Status.OK, Status.FAIL),
        (f"https://{FROM}:8443/jobs", Status.OK, Status.OK),
        ("http://127.0.0.1:8000", Status.FAIL, Status.FAIL),
        ("https://localhost", Status.FAIL, Status.OK),
        ("https://10.0.0.7", Status.FAIL, Status.OK),
        (f"https://{ADDRESS}", Status.WARN, Status.OK),
        ("https://gone.example", Status.FAIL, Status.OK),
        ("https://silent.example", Status.UNKNOWN, Status.OK),
    ],
)
def test_links_work_from_everywhere_and_by_https(url: str, reached: Status, one_click: Status) -> None:
    zone: Zone = {**SITE, "silent.example A": SILENCE, "silent.example AAAA": SILENCE}
    installation = an_installation(public_url=url)

    assert status_of(Check.PUBLIC_URL, installation, zone=zone) is reached
    assert status_of(Check.ONE_CLICK, installation, zone=zone) is one_click


FAR = an_installation(smtp_host="mail.provider.example", smtp_port=587)


@pytest.mark.parametrize(
    ("installation", "said", "status"),
    [
        (an_installation(), Conversation(), Status.OK),
        (FAR, Conversation(tls="TLSv1.3"), Status.OK),
        (FAR, Conversation(offers_starttls=True), Status.FAIL),
        (FAR, Conversation(), Status.FAIL),
        (an_installation(), Conversation(trouble="it takes no connections"), Status.FAIL),
        (FAR, Conversation(trouble="it refused the login: 535", refused_login=True), Status.FAIL),
    ],
)
def test_the_mail_server_is_spoken_to_by_tls(installation: Installation, said: Conversation, status: Status) -> None:
    assert status_of(Check.MAIL_SERVER, installation, said=said) is status


@pytest.mark.parametrize(
    ("installation", "said", "remedy"),
    [
        (FAR, Conversation(offers_starttls=True), "ROLECALL_SMTP_TLS to starttls"),
        (FAR, Conversation(), "ROLECALL_SMTP_PORT to 465"),
        (FAR, Conversation("it refused the login", refused_login=True), "ROLECALL_SMTP_PASSWORD"),
        (an_installation(smtp_tls="tls", smtp_port=587), Conversation("it said nonsense"), "starttls at 587"),
        (an_installation(smtp_tls="starttls", smtp_port=465), Conversation("it said nothing"), "465 wants tls"),
    ],
)
def test_what_is_to_be_set_is_named(installation: Installation, said: Conversation, remedy: str) -> None:
    finding = only(check_configuration(installation, said, records_of(SITE)), Check.MAIL_SERVER)

    assert remedy in finding.remedy


def test_a_password_sent_in_the_open_is_said() -> None:
    installation = an_installation(smtp_host="mail.provider.example", smtp_login=True)

    assert "password" in only(check_configuration(installation, ANSWERS, records_of(SITE)), Check.MAIL_SERVER).found


def test_whether_a_server_of_ones_own_goes_on_by_tls_is_its_own_to_say() -> None:
    near, far = (
        [finding.check for finding in check_configuration(each, Conversation(tls="TLSv1.3"), records_of(SITE))]
        for each in (an_installation(), FAR)
    )

    assert Check.ONWARD_TLS in near
    assert Check.ONWARD_TLS not in far


@pytest.mark.parametrize(
    ("host", "near"),
    [
        ("127.0.0.1", True),
        ("localhost", True),
        ("postfix", True),
        ("10.1.2.3", True),
        ("[::1]", True),
        ("mail.internal", True),
        ("mail.example.org", False),
        (ADDRESS, False),
    ],
)
def test_a_host_is_near_on_this_machine_or_in_its_network(host: str, near: bool) -> None:
    assert is_near(host) is near


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("email-smtp.eu-west-1.amazonaws.com", "Amazon SES"),
        ("smtp.eu.mailgun.org", "Mailgun"),
        ("SMTP-relay.gmail.com", "Google Workspace"),
        ("northshire-example.mail.protection.outlook.com", "Microsoft 365"),
        ("ec2-81-2-69-142.compute-1.amazonaws.com", None),
        ("mail.northshire.example", None),
        ("notsmtp.mailgun.org.example", None),
    ],
)
def test_services_are_known_by_their_servers(host: str, name: str | None) -> None:
    relay = relay_of(host)

    assert (relay.name if relay else None) == name
