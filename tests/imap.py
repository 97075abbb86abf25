"""A real IMAP server for tests: a child process that keeps one account's mail in memory."""

import sys
from pathlib import Path

from imap_tools import MailBoxUnencrypted

from service.embedded.child import spawn, stop
from service.embedded.ports import any_port, listens
from tests.embedded.waiting import wait_until

USERNAME, PASSWORD = "canary@example.org", "a password for tests"
_START_SECONDS = 20.0


class ImapServer:
    """The same port from one start to the next; what was kept goes when it stops."""

    def __init__(self, folder: Path) -> None:
        self.port = any_port()
        self._log = folder / "imap.log"

    def start(self) -> None:
        services = ["--no-service", "admin", "--no-service", "managesieve"]
        account = ["--demo-user", USERNAME, "--demo-password", PASSWORD]
        self._process = spawn(
            [
                *(sys.executable, "-c", "from pymap.main import main; main()", *services),
                *("--host", "127.0.0.1", "--port", str(self.port), "--no-tls", "dict", *account),
            ],
            log=self._log,
        )
        wait_until(lambda: listens(self._process.pid, self.port), seconds=_START_SECONDS)

    def stop(self) -> None:
        stop(self._process, patience_seconds=5)

    def login(self) -> MailBoxUnencrypted:
        return MailBoxUnencrypted("127.0.0.1", self.port, timeout=10).login(USERNAME, PASSWORD)

    def deliver(self, message: bytes) -> None:
        with self.login() as box:
            box.append(message)

    def subjects(self) -> list[str]:
        with self.login() as box:
            return [message.subject for message in box.fetch(mark_seen=False)]

    def clear(self) -> None:
        with self.login() as box:
            box.delete(box.uids())
