"""A real IMAP server (pymap) on a free port, and the person whose program sends mail to it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from secrets import token_hex
from urllib.parse import quote

from imap_tools import AND, ImapToolsError, MailBoxUnencrypted

from blog.inbox.mailbox import SET_ASIDE
from tests.servers.ports import HOST, free_port, is_open
from tests.servers.process import ServerProcess

USER, PASSWORD = "desk@example.org", "a password/for: mail"
_RUN = "from pymap.main import main; main()"


@dataclass
class ImapServer:
    """The server and its port. It keeps everything in memory."""

    process: ServerProcess
    port: int

    @contextmanager
    def folder(self) -> Iterator[Folder]:
        """An empty folder of the mailbox, and no mail that was set aside."""
        folder = Folder(self, f"In{token_hex(4)}")
        with self.connected() as box:
            box.folder.create(folder.name)
        try:
            yield folder
        finally:
            with self.connected() as box, suppress(ImapToolsError):
                box.folder.delete(folder.name)
                box.folder.delete(SET_ASIDE)

    @contextmanager
    def connected(self) -> Iterator[MailBoxUnencrypted]:
        with MailBoxUnencrypted(HOST, self.port).login(USER, PASSWORD) as box:
            yield box


@dataclass
class Folder:
    """A folder to which mail is delivered."""

    server: ImapServer
    name: str

    @property
    def url(self) -> str:
        """As INBOX_URL has it."""
        return f"imap://{quote(USER, safe='')}:{quote(PASSWORD, safe='')}@{HOST}:{self.server.port}/{self.name}"

    def deliver(self, *mails: EmailMessage | bytes) -> None:
        """Appends mails, as a mail server does that has received them."""
        with self.server.connected() as box:
            for mail in mails:
                data = mail if isinstance(mail, bytes) else mail.as_bytes()
                box.append(data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"), self.name)

    def unread(self) -> int:
        return self._count(self.name, AND(seen=False))

    def read(self) -> int:
        return self._count(self.name, AND(seen=True))

    def set_aside(self) -> int:
        """How many mails were moved away; they are unread."""
        return self._count(SET_ASIDE, AND(seen=False))

    def _count(self, folder: str, which: AND) -> int:
        with self.server.connected() as box:
            if not box.folder.exists(folder):
                return 0
            box.folder.set(folder)
            return len(box.uids(which))


@contextmanager
def imap_server(folder: Path, *, cert: Path | None = None, key: Path | None = None) -> Iterator[ImapServer]:
    """Runs a server that knows one user; with a certificate it offers STARTTLS, and demands it."""
    port = free_port()
    tls = ["--cert", str(cert), "--key", str(key)] if cert else ["--no-tls"]
    options = ["--host", HOST, "--port", str(port), *tls, "dict"]
    user = ["--demo-user", USER, "--demo-password", PASSWORD]
    process = ServerProcess([sys.executable, "-c", _RUN, *options, *user], folder, lambda: is_open(port))
    process.start()
    try:
        yield ImapServer(process, port)
    finally:
        process.stop()
