"""The report as lines for people and as JSON for programs."""

from dataclasses import asdict
from textwrap import wrap
from typing import Any

from rich.console import Console
from rich.text import Text

from service.mail_check.checking import Report
from service.mail_check.findings import Finding, State, Status, WantedRecord, zone_line
from service.mail_check.installation import Installation
from service.mail_check.reasons import REASONS

_STYLES = {Status.OK: "green", Status.WARN: "yellow", Status.FAIL: "bold red", Status.UNKNOWN: "cyan"}
_STATES = {State.THERE: "green", State.MISSING: "bold red", State.CHANGE: "yellow", State.UNKNOWN: "cyan"}
_WIDTH = max(len(status) for status in Status)
_INDENT = " " * (_WIDTH + 2)
_NARROWEST = 40


def print_report(console: Console, installation: Installation, report: Report) -> None:
    console.print(
        f"Mail from {installation.from_domain}, return path {installation.return_path_domain}, by"
        f" {installation.smtp_host}:{installation.smtp_port}\n",
        markup=False,
        soft_wrap=True,
    )
    for finding in report.findings:
        _print_finding(console, finding)
    console.print("\nDNS records that this needs:\n", markup=False)
    for record in report.wanted:
        # Never cut in lines: records are there to be copied.
        shown = Text.assemble(_state(record.state, _STATES[record.state]), "  ", zone_line(record))
        console.print(shown, soft_wrap=True)
    counts = ", ".join(f"{report.count(status)} {status}" for status in Status)
    console.print(f"\n{counts}. The rules: docs/mail.md", markup=False, soft_wrap=True)


def as_json(installation: Installation, report: Report) -> dict[str, Any]:
    return {
        "from_domain": installation.from_domain,
        "return_path_domain": installation.return_path_domain,
        "mail_server": f"{installation.smtp_host}:{installation.smtp_port}",
        "failed": report.failed,
        "counts": {status.value: report.count(status) for status in Status},
        "checks": [_finding_as_json(finding) for finding in report.findings],
        "records": [_record_as_json(record) for record in report.wanted],
    }


def _print_finding(console: Console, finding: Finding) -> None:
    reason = REASONS[finding.check]
    told = _wrapped(f"{reason.title}: {finding.found}", _INDENT, width=console.width)
    console.print(Text.assemble(_state(finding.status, _STYLES[finding.status]), "  ", told), soft_wrap=True)
    if finding.status is not Status.OK:
        _print_prose(console, "Why: ", reason.why)
    if finding.remedy:
        _print_prose(console, "Do:  ", finding.remedy)
    if finding.record:
        console.print(Text(f"{_INDENT}     {zone_line(finding.record)}"), soft_wrap=True)


def _print_prose(console: Console, label: str, text: str) -> None:
    hanging = _INDENT + " " * len(label)
    console.print(Text(f"{_INDENT}{label}{_wrapped(text, hanging, width=console.width)}"))


def _wrapped(text: str, hanging: str, *, width: int) -> str:
    """Lines of words, all but the first behind a margin; nothing is cut that may be copied."""
    room = max(width - len(hanging), _NARROWEST)
    return f"\n{hanging}".join(wrap(text, room, break_long_words=False, break_on_hyphens=False))


def _state(word: str, style: str) -> Text:
    return Text(word.ljust(_WIDTH), style)


def _finding_as_json(finding: Finding) -> dict[str, Any]:
    reason = REASONS[finding.check]
    return {
        "check": finding.check.value,
        "title": reason.title,
        "status": finding.status.value,
        "found": finding.found,
        "why": reason.why,
        "remedy": finding.remedy,
        "record": zone_line(finding.record) if finding.record else None,
        "sources": list(reason.sources),
    }


def _record_as_json(record: WantedRecord) -> dict[str, Any]:
    return {**asdict(record), "state": record.state.value, "zone_line": zone_line(record)}
