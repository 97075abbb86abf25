"""What a person reads when everything runs: where to look, and what to do to see a listing become a mail."""

import json
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from shlex import quote
from urllib.parse import quote_plus

from rich.console import Console

from service.demo.posts import EXAMPLE_SEARCH, NEW_LISTING


@dataclass(frozen=True)
class Links:
    """Addresses of a running installation; `entrance` lets a recruiter in once, `operations` whoever runs it."""

    web: str
    inbox: str
    entrance: str
    operations: str
    key_file: Path
    settings_file: Path


def print_walkthrough(links: Links, *, console: Console) -> None:
    console.print("\n[bold green]Rolecall is running.[/] Ctrl-C stops it and keeps its data.\n")
    for name, address, remark in (
        ("Search", f"{links.web}/", ""),
        ("For instance", f"{links.web}/?q={quote_plus(EXAMPLE_SEARCH)}", ""),
        ("Inbox", f"{links.inbox}/", "every mail arrives here, none leaves this machine"),
        ("API", f"{links.web}/docs", ""),
        ("Recruiter", links.entrance, "works once, within 15 minutes"),
        ("Operator", links.operations, "works once, within 15 minutes"),
    ):
        _print_link(console, name, address, remark)
    _say(console, "\nFrom a listing to a mail:")
    _say(console, "  1. Search in your own words and save the search as an alert, with any address.")
    _say(console, "  2. Open the inbox and confirm the alert; its first mail brings what is open already.")
    _say(console, "  3. Post a listing that fits, and see its mail arrive within seconds:\n")
    _say(console, _curl(links))
    _say(console, "\nOther commands reach this installation with its settings, for instance:\n")
    _say(console, f"     (. {quote(str(links.settings_file))}; {_own_command()} link recruiter)\n")


def _print_link(console: Console, name: str, address: str, remark: str) -> None:
    _say(console, f"  {name:<14}{address}" + (f"   ({remark})" if remark else ""))


def _say(console: Console, text: str) -> None:
    console.print(text, markup=False, highlight=False, soft_wrap=True)


def _own_command() -> str:
    """How a shell here reaches this very installation's command."""
    beside = Path(sys.executable).with_name("rolecall")
    return "rolecall" if not beside.exists() or shutil.which("rolecall") == str(beside) else quote(str(beside))


def _curl(links: Links) -> str:
    body = json.dumps(NEW_LISTING, ensure_ascii=False, indent=2).replace("'", "\\u0027").replace("\n", "\n       ")
    return (
        f"     curl {links.web}/v1/listings \\\n"
        f'       -H "Authorization: Bearer $(cat {quote(str(links.key_file))})" \\\n'
        "       -H 'Content-Type: application/json' \\\n"
        f"       -d '{body}'"
    )
