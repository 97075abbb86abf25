"""What the catcher keeps on disk."""

from pathlib import Path

from service.embedded.caught_mail import MailFolder

RAW = b"From: a@example.org\r\nSubject: Hello\r\n\r\nText\r\n"


def fill(folder: MailFolder, count: int) -> None:
    for number in range(count):
        folder.add(RAW.replace(b"Hello", b"Number %d" % number), sender="a@example.org", recipients=["b@example.org"])


def test_only_the_newest_are_kept(tmp_path: Path) -> None:
    folder = MailFolder(tmp_path, keep=3)

    fill(folder, 10)

    assert [mail.subject for mail in folder.messages] == ["Number 9", "Number 8", "Number 7"]
    assert len(list(tmp_path.glob("*.eml"))) == 3


def test_messages_outlive_the_process(tmp_path: Path) -> None:
    fill(MailFolder(tmp_path, keep=3), 7)

    again = MailFolder(tmp_path, keep=3)

    assert [mail.subject for mail in again.messages] == ["Number 6", "Number 5", "Number 4"]
    assert again.messages[0].raw.startswith(b"From: a@example.org")


def test_a_line_cut_short_by_a_crash_is_passed_over(tmp_path: Path) -> None:
    fill(MailFolder(tmp_path), 2)
    with (tmp_path / "index.jsonl").open("a") as index:
        index.write('{"id": "2026')

    assert len(MailFolder(tmp_path).messages) == 2


def test_a_message_in_an_unknown_alphabet_is_shown_anyway(tmp_path: Path) -> None:
    folder = MailFolder(tmp_path)
    raw = b"Content-Type: text/plain; charset=klingon\r\n\r\nqapla\xff"

    mail = folder.add(raw, sender="", recipients=[])

    assert "qapla" in mail.text


def test_clearing_removes_the_files(tmp_path: Path) -> None:
    folder = MailFolder(tmp_path)
    fill(folder, 2)

    folder.clear()

    assert folder.messages == MailFolder(tmp_path).messages == []
    assert list(tmp_path.glob("*.eml")) == []
