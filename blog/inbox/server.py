"""The mailbox that INBOX_URL names, and the private addresses in it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from blog.text import server_url

PORTS = {"imap": 143, "imaps": 993}
# Lower case, because programs on the way may change the case of an address.
_ADDRESS = re.compile(r"[a-z0-9._-]{1,40}@[a-z0-9.-]{1,190}")

_SHAPE = (
    "INBOX_URL must look like imaps://user:password@imap.example.org/INBOX?address=desk@example.org, or imap:// for a "
    "server that offers STARTTLS."
)


@dataclass(frozen=True)
class InboxServer:
    """Where mail comes in. `address` is the mailbox's own, to which private addresses add `+` and a secret.

    Over `imaps` everything is encrypted from the start, and over `imap` from STARTTLS on, which the server has to
    offer; only within this machine it goes without.
    """

    scheme: str
    host: str
    port: int
    user: str
    password: str
    folder: str
    address: str

    def __repr__(self) -> str:
        return f"InboxServer({self.scheme}://{self.host}:{self.port}/{self.folder})"

    @property
    def encrypts(self) -> bool:
        return self.scheme == "imaps" or not server_url.is_this_machine(self.host)

    def private_address(self, secret: str) -> str:
        """The address of whoever has this secret."""
        local, _, domain = self.address.partition("@")
        return f"{local}+{secret}@{domain}"

    def secrets_in(self, text: str) -> list[str]:
        """What follows the `+` in every address of this mailbox that a text names, in order."""
        local, _, domain = self.address.partition("@")
        address = rf"{re.escape(local)}\+(\w{{1,64}})@{re.escape(domain)}"
        return list(dict.fromkeys(re.findall(rf"(?<![\w.+-]){address}(?![\w.-]*\w)", text.lower())))


def from_url(url: str) -> InboxServer | None:
    """Reads INBOX_URL; None without one. Raises ValueError with a sentence that says how to fix it."""
    if not url:
        return None
    parts = server_url.parse(url, PORTS, ("address",), _SHAPE)
    if not parts.user or not parts.password:
        raise ValueError(_SHAPE)
    address = parts.asked.get("address", parts.user).lower()
    if not _ADDRESS.fullmatch(address):
        raise ValueError("INBOX_URL must say which address its mailbox has: add ?address=desk@example.org to it.")
    folder = parts.path or "INBOX"
    return InboxServer(parts.scheme, parts.host, parts.port, parts.user, parts.password, folder, address)
