"""The folder of sample mails: each as it is sent is well formed, and its page is whole."""

from email import message_from_bytes, policy
from email.message import EmailMessage
from html.parser import HTMLParser
from pathlib import Path

import pytest

from service.samples.mails.writing import SampleMail, sample_mails, write_sample_mails

MAILS = sample_mails()
_EMPTY = {"meta", "br", "link", "img", "hr", "input", "col"}


class Reading(HTMLParser):
    """Follows the tags of a page: what is open, and what was closed that was not."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.headings: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _EMPTY:
            self.open.append(tag)
        if tag in {"h1", "h2", "h3"}:
            self.headings.append(tag)
        if tag == "a":
            self.links.append(dict(attrs).get("href") or "")

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)


def read(page: str) -> Reading:
    reading = Reading()
    reading.feed(page)
    reading.close()
    return reading


def parsed(message: bytes) -> EmailMessage:
    found = message_from_bytes(message, policy=policy.default)
    assert isinstance(found, EmailMessage)
    return found


@pytest.mark.parametrize("mail", MAILS, ids=lambda mail: mail.name)
def test_a_mail_as_sent_has_no_defect(mail: SampleMail) -> None:
    message = parsed(mail.message)
    text, page = message.iter_parts()

    assert not message.defects
    assert not [defect for part in (text, page) for defect in part.defects]
    assert not [defect for header in message.values() for defect in header.defects]
    assert message["Subject"] == mail.content.subject
    assert text.get_content().splitlines() == mail.content.text.splitlines()
    assert page.get_content().splitlines() == mail.content.html.splitlines()
    assert len(mail.message) < 100_000


@pytest.mark.parametrize("mail", MAILS, ids=lambda mail: mail.name)
def test_a_page_is_whole(mail: SampleMail) -> None:
    reading = read(mail.content.html)

    assert (reading.open, reading.wrong) == ([], [])
    assert reading.headings[0] == "h1"
    assert set(reading.headings[1:]) <= {"h2"}
    assert all(link.startswith("https://jobs.example.org/") for link in reading.links)


@pytest.mark.parametrize("mail", MAILS, ids=lambda mail: mail.name)
def test_the_text_leads_wherever_the_page_does(mail: SampleMail) -> None:
    assert set(read(mail.content.html).links) <= set(mail.content.text.splitlines())


def test_all_is_written_to_a_folder_with_a_page_that_shows_it(tmp_path: Path) -> None:
    (tmp_path / "kept.txt").write_text("mine")

    written = write_sample_mails(tmp_path)

    names = {f"{mail.name}.{ending}" for mail in written for ending in ("eml", "html", "txt")}
    assert {path.name for path in tmp_path.iterdir()} == names | {"index.html", "kept.txt"}
    index = (tmp_path / "index.html").read_text()
    assert read(index).wrong == []
    assert all(f'src="{mail.name}.html"' in index and mail.content.subject[:20] in index for mail in written[:3])


def test_the_mails_are_the_same_every_time() -> None:
    assert [mail.message for mail in sample_mails()] == [mail.message for mail in MAILS]
