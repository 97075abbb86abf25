"""What comes back, in the formats of those who send it: the right class, no innocent given up, nothing raised."""

from collections import Counter

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from service.mail.answers import meaning_of
from service.mail.mime import walk
from service.mail.reports import Report, Verdict, read_report
from service.mail.return_path import read_token
from tests.mail.reports.corpus import SAMPLES, Sample
from tests.mail.reports.ours import DELIVERY, KEYS, RETURN_PATH, TOKEN, message
from tests.mail.reports.replies import REPLIES, Reply
from tests.mail.reports.standard_reports import REPORT, postfix

_SUPPRESSING = {Verdict.MAILBOX_UNKNOWN, Verdict.COMPLAINT}


def verdict_of(sample: Sample) -> Verdict | None:
    report = read_report(sample.raw)
    return report.verdict if report else None


def test_the_corpus_is_read_right_and_gives_up_no_innocent() -> None:
    read = [(sample, verdict_of(sample)) for sample in SAMPLES]

    wrong = [(sample.name, verdict) for sample, verdict in read if verdict is not sample.verdict]
    innocent = [sample.name for sample, verdict in read if verdict in _SUPPRESSING and sample.verdict is not verdict]
    assert len(SAMPLES) >= 150
    assert min(Counter(sample.verdict for sample in SAMPLES).values()) >= 10
    assert len(wrong) <= len(SAMPLES) // 100, wrong
    assert innocent == []


def test_every_report_names_its_delivery_by_its_return_path_or_our_own_field() -> None:
    found = [(sample.name, read_report(sample.raw)) for sample in SAMPLES]

    named = {
        name: {read_token(token.lower(), keys=KEYS) for token in report.tokens} for name, report in found if report
    }
    assert {name for name, subjects in named.items() if subjects != {DELIVERY}} == set()


@pytest.mark.parametrize("reply", REPLIES, ids=lambda reply: f"{reply.server} {reply.text[:30]}")
def test_a_reply_says_what_it_is_about(reply: Reply) -> None:
    assert meaning_of(reply.text).value == reply.verdict.value


@pytest.mark.parametrize(
    ("said", "status", "verdict"),
    [
        ("550 Access denied", "5.1.1", Verdict.TEMPORARY),
        ("550 5.7.1 User unknown", "5.1.1", Verdict.TEMPORARY),
        ("550 5.1.1 blocked using bl.example.org", "5.1.1", Verdict.POLICY),
        ('unknown user: "reader"', "5.1.1", Verdict.MAILBOX_UNKNOWN),
        ("", "5.1.1", Verdict.MAILBOX_UNKNOWN),
        ("", "4.1.1", Verdict.TEMPORARY),
        ("450 4.1.1 User unknown", "5.1.1", Verdict.TEMPORARY),
        ("550 5.1.1 <spam@blacklist.example>: no such user at mx.spamhaus.example", "", Verdict.MAILBOX_UNKNOWN),
        ("550 <user.unknown@example.net>: try later", "", Verdict.TEMPORARY),
        ("550 \u202euser unknown\x00", "", Verdict.MAILBOX_UNKNOWN),
        ("", "", Verdict.TEMPORARY),
    ],
)
def test_what_is_quoted_counts_before_what_the_reporter_made_of_it(said: str, status: str, verdict: Verdict) -> None:
    assert meaning_of(said, status=status).value == verdict.value


def test_an_address_in_the_report_itself_is_not_believed() -> None:
    forged = postfix("550 5.1.1 User unknown").replace(RETURN_PATH.encode(), b"bounces@jobs.example.org")
    forged = forged.replace(b"Original-Recipient: ", f"Original-Recipient: rfc822;{RETURN_PATH}, ".encode())

    assert read_report(forged) == Report(Verdict.MAILBOX_UNKNOWN, "5.1.1", "550 5.1.1 User unknown")


def test_a_bounce_is_not_about_the_message_that_it_brings_along() -> None:
    carrier = postfix("550 5.1.1 User unknown").replace(RETURN_PATH.encode(), b"someone@jobs.example.org")

    report = read_report(carrier)

    assert report is not None
    assert report.tokens == ()


def test_a_thousand_parts_and_fifty_megabytes_cost_no_more_than_their_beginning() -> None:
    head = f"From: MAILER-DAEMON@x.example\r\nTo: {RETURN_PATH}\r\nContent-Type: {REPORT}; boundary=b\r\n\r\n".encode()
    status = b"--b\r\nContent-Type: message/delivery-status\r\n\r\nAction: failed\r\nStatus: 5.1.1\r\n"
    parts = head + b"--b\r\n\r\nx\r\n" * 1000 + status
    long = head + status + b"--b\r\n\r\n" + b"a" * 50_000_000
    deep = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (number, number) for number in range(20_000)
    )

    read = [read_report(raw) for raw in (parts, long, deep)]

    assert [report.verdict if report else None for report in read] == [None, Verdict.MAILBOX_UNKNOWN, None]
    assert len(list(walk(parts))) <= 50
    assert len(list(walk(deep))) <= 6


_LINES = [
    "Content-Type: multipart/report; boundary=b", "--b", "--b--", "Content-Type: message/delivery-status", "",
    "Content-Type: message/feedback-report", "Feedback-Type: abuse", "Action: failed", "Status: 5.1.1", "Status: 9.9.9",
    "Diagnostic-Code: smtp; 550 5.1.1 \x00user unknown", "Content-Transfer-Encoding: base64", "QUJD=", "=?utf-8?b?x?=",
    f"To: {RETURN_PATH}", "From: MAILER-DAEMON", "Subject: failure notice", "Content-Type: message/rfc822",
    "Content-Type: multipart/mixed; boundary*0=b; boundary*1*=utf-8'\x00'b", 'Content-Type: multipart/"; boundary="',
    "Content-Transfer-Encoding: quoted-printable", "=ZZ=", "\tfolded", ":", " :", "X-Failed-Recipients: a",
    f"X-Rolecall-Delivery: {TOKEN}",
]  # fmt: skip
hostile = st.lists(st.sampled_from(_LINES) | st.text(max_size=30), max_size=60).map(
    lambda lines: "\r\n".join(lines).encode("utf-8", "surrogatepass")
)


@given(raw=st.binary(max_size=3_000) | hostile)
@example(raw=b"\n" * 2_000)
@example(raw=b"Content-Type: multipart/x; boundary=" + b"(" * 300)
def test_nothing_that_arrives_raises(raw: bytes) -> None:
    report = read_report(raw)

    assert report is None or len(report.said) <= 500


@given(
    sample=st.sampled_from(SAMPLES), at=st.integers(0, 3_000), length=st.integers(0, 200), noise=st.binary(max_size=80)
)
def test_a_damaged_report_says_nothing_that_cannot_be_shown(sample: Sample, at: int, length: int, noise: bytes) -> None:
    damaged = sample.raw[:at] + noise + sample.raw[at + length :]

    report = read_report(damaged)

    assert report is None or report.said.isprintable()


def test_a_report_that_arrives_in_another_field_than_to_is_known_too() -> None:
    for field in ("Delivered-To", "X-Original-To", "Envelope-To"):
        raw = message(
            f"From: MAILER-DAEMON@x.example\nTo: undisclosed-recipients:;\n{field}: <{RETURN_PATH.upper()}>\n",
            ("Content-Type: message/delivery-status\n", "Action: failed\nStatus: 5.1.1\n"),
            boundary="b",
            kind=REPORT,
        )

        report = read_report(raw)

        assert report is not None
        assert [read_token(token.lower(), keys=KEYS) for token in report.tokens] == [DELIVERY]
