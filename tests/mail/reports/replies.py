"""What receiving servers answer, in the words that their operators publish or are known for, and what each is about."""

import csv
from dataclasses import dataclass
from pathlib import Path

from service.mail.reports import Verdict

RECIPIENT = "reader@example.net"


@dataclass(frozen=True)
class Reply:
    """A server's answer to one recipient, who is named in `text` where servers name them."""

    verdict: Verdict
    server: str
    text: str


def read_replies() -> list[Reply]:
    with Path(__file__).with_name("replies.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [Reply(Verdict(row["verdict"]), row["server"], row["reply"].format(to=RECIPIENT)) for row in rows]


REPLIES = read_replies()
