"""The connection to the mailbox: which mails wait there, what they say, and what becomes of them."""

from __future__ import annotations

import imaplib
import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email import message_from_bytes
from time import monotonic, sleep

from imap_tools import BaseMailBox, ImapToolsError, MailBox, MailBoxUnencrypted
from imap_tools.idle import get_socket_poller

from blog.inbox.server import InboxServer

# For each answer of the server.
TIMEOUT_SECONDS = 30.0
# What large providers let through, with what encoding adds to it.
MESSAGE_BYTES = 36 * 1024 * 1024
MAILS_AT_ONCE = 50
# The folder for what becomes no draft. It stays unread there.
SET_ASIDE = "Not filed"
# Where the address stands to which the mail was delivered, also when it was sent in blind copy; then the others.
_DELIVERED = ("delivered-to", "x-original-to", "x-delivered-to", "envelope-to", "x-envelope-to")
_SENT = ("to", "cc", "resent-to", "resent-cc")
_FIELDS = " ".join((*_DELIVERED, *_SENT, "message-id")).upper()
_WANTED = f"(RFC822.SIZE BODY.PEEK[HEADER.FIELDS ({_FIELDS})]<0.65536>)"
_IDLE_STEP_SECONDS = 1


class InboxFailed(Exception):
    """The mailbox cannot be read now; the message says why, and holds no password."""


@dataclass(frozen=True)
class Waiting:
    """A mail that nobody has read. `secrets` are those of the private addresses that it names, the likeliest first."""

    uid: str
    size: int
    message_id: str
    secrets: Sequence[str]


class Mailbox:
    """An open mailbox."""

    def __init__(self, server: InboxServer, box: BaseMailBox) -> None:
        self._server, self._box = server, box
        _status, found = box.client.capability()
        box.client.capabilities = tuple(found[-1].decode("ascii", "replace").upper().split())
        self._idles = "IDLE" in box.client.capabilities
        self._left: set[str] = set()

    def waiting(self) -> Iterator[Waiting]:
        """The oldest mails that nobody has read."""
        unread = self._box.uids("UNSEEN", charset=None)
        for uid in [each for each in unread if each not in self._left][:MAILS_AT_ONCE]:
            if mail := self._look_at(uid):
                yield mail

    def message(self, uid: str) -> bytes:
        """A whole mail; nothing if somebody has deleted it."""
        return next((part[1] for part in self._fetch(uid, "(BODY.PEEK[])") if isinstance(part, tuple)), b"")

    def mark(self, uid: str) -> None:
        """Marks a mail as read: it is done."""
        self._command("STORE", uid, "+FLAGS.SILENT", r"(\Seen)")

    def set_aside(self, uid: str) -> None:
        """Moves a mail to the folder for what becomes no draft; where that cannot be, it is left alone."""
        self._left.add(uid)
        with suppress(ImapToolsError):
            if not self._box.folder.exists(SET_ASIDE):
                self._box.folder.create(SET_ASIDE)
            self._box.move(uid, SET_ASIDE)

    def leave(self, uid: str) -> None:
        """Leaves a mail as it is until the mailbox is opened again."""
        self._left.add(uid)

    def wait(self, seconds: float, is_over: Callable[[], bool]) -> None:
        """Waits until something changes in the mailbox, as long as nothing is over."""
        until = monotonic() + seconds
        if not self._idles:
            while monotonic() < until and not is_over():
                sleep(_IDLE_STEP_SECONDS)
            self._box.client.noop()
            return
        # What arrived just before the server began to tell is read only at the end, so the first time is short.
        if not self._idle(monotonic(), is_over):
            self._idle(until, is_over)

    def _idle(self, until: float, is_over: Callable[[], bool]) -> bool:
        """Lets the server tell, for a step at least; whether it told of anything.

        A line may arrive in parts, so nothing is read before the end: then there is time for the whole of it.
        """
        client = self._box.client
        client.untagged_responses.clear()
        with self._box.idle:
            while not get_socket_poller(client.sock, _IDLE_STEP_SECONDS):
                if is_over() or monotonic() >= until:
                    break
        return "EXISTS" in client.untagged_responses

    def _look_at(self, uid: str) -> Waiting | None:
        for part in self._fetch(uid, _WANTED):
            if isinstance(part, tuple):
                said, headers = part[0].decode("ascii", "replace").upper(), message_from_bytes(part[1])
                size = said.partition("RFC822.SIZE ")[2].split(" ", 1)[0].strip("()")
                names = [*_DELIVERED, *_SENT]
                addresses = "\n".join(str(value) for name in names for value in headers.get_all(name, []))
                message_id = str(headers.get("message-id", "")).strip()
                secrets = self._server.secrets_in(addresses)
                return Waiting(uid, int(size) if size.isdecimal() else 0, message_id, secrets)
        return None

    def _fetch(self, uid: str, wanted: str) -> list[tuple[bytes, bytes] | bytes | None]:
        return self._command("FETCH", uid, wanted)

    def _command(self, *words: str) -> list[tuple[bytes, bytes] | bytes | None]:
        status, answer = self._box.client.uid(*words)
        if status != "OK":
            raise InboxFailed(f"the server refuses {words[0]}: {answer!r:.200}")
        return list(answer)


@contextmanager
def opened(server: InboxServer) -> Iterator[Mailbox]:
    """Signs in to the mailbox and opens its folder. Raises InboxFailed, also for what goes wrong in the block."""
    try:
        with _connected(server) as box:
            box.login(server.user, server.password, server.folder)
            yield Mailbox(server, box)
    except (OSError, imaplib.IMAP4.error, ImapToolsError) as error:
        reason = f"{type(error).__name__}: {error}".replace(server.password, "…")[:300]
        raise InboxFailed(f"{server.host}:{server.port}: {reason}") from error


@contextmanager
def _connected(server: InboxServer) -> Iterator[BaseMailBox]:
    box = _connect(server)
    try:
        yield box
    finally:
        with suppress(OSError, imaplib.IMAP4.error, ImapToolsError):
            box.logout()
        with suppress(OSError):  # it is closed already, unless the server did not answer
            box.client.shutdown()


def _connect(server: InboxServer) -> BaseMailBox:
    where = {"host": server.host, "port": server.port, "timeout": TIMEOUT_SECONDS}
    context = ssl.create_default_context()
    if server.scheme == "imaps":
        return MailBox(**where, ssl_context=context)
    box = MailBoxUnencrypted(**where)
    if server.encrypts:
        try:
            box.client.starttls(context)  # raises where it is not offered
        except BaseException:
            box.client.shutdown()
            raise
    return box
