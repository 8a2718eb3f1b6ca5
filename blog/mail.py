"""Sends mail through the server that MAIL_URL names. Every wait has an end, and no password travels in the clear."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formataddr, formatdate

from blog.text import server_url

PORTS = {"smtp": 587, "smtps": 465}
# For each step of the talk with the server.
TIMEOUT_SECONDS = 10.0

_SHAPE = (
    "MAIL_URL must look like smtps://user:password@smtp.example.org?from=desk@example.org, or smtp:// for a server "
    "that offers STARTTLS."
)


# The status of a server that has taken a mail (RFC 5321).
TAKEN = 250


class MailFailed(Exception):
    """The mail was not taken by the server; the message says why, and holds no password.

    `status` is the server's, None when it gave none. `is_final` says that it refuses this mail for good. `reason` is
    without the server's own words, which may repeat the address.
    """

    def __init__(self, message: str, *, status: int | None = None, is_final: bool = False, reason: str = "") -> None:
        super().__init__(message)
        self.status, self.is_final, self.reason = status, is_final, reason


@dataclass(frozen=True)
class MailServer:
    """Where mail goes out. `sender` is the address that it comes from.

    Over `smtps` everything is encrypted from the start, and over `smtp` from STARTTLS on, which the server has to
    offer: `?tls=off` goes without, for a relay in the same machine or network that takes no password.
    """

    scheme: str
    host: str
    port: int
    user: str
    password: str
    sender: str
    encrypts: bool

    def __repr__(self) -> str:
        return f"MailServer({self.scheme}://{self.host}:{self.port})"


def from_url(url: str) -> MailServer | None:
    """Reads MAIL_URL; None without one. Raises ValueError with a sentence that says how to fix it."""
    if not url:
        return None
    parts = server_url.parse(url, PORTS, ("from", "tls"), _SHAPE)
    sender = parts.asked.get("from", "")
    if parts.path:
        raise ValueError(_SHAPE)
    if sender.count("@") != 1 or not sender.isprintable() or any(sign in sender for sign in ' ,;<>"'):
        raise ValueError("MAIL_URL must say which address mail comes from: add ?from=desk@example.org to it.")
    is_off = parts.asked.get("tls") == "off"
    if ("tls" in parts.asked and not is_off) or (is_off and (parts.scheme == "smtps" or parts.user)):
        raise ValueError("tls=off in MAIL_URL is for smtp:// without a password: mail then goes out unencrypted.")
    stays_here = parts.scheme == "smtp" and server_url.is_this_machine(parts.host) and not parts.user
    encrypts = not is_off and not stays_here
    return MailServer(parts.scheme, parts.host, parts.port, parts.user, parts.password, sender, encrypts)


def deliver(server: MailServer, *, name: str, to: str, subject: str, text: str, mail_id: str) -> None:
    """Sends one mail in plain text; `name` is who it comes from. Waits for the server. Raises MailFailed.

    Every attempt at one mail has the same `mail_id`, so that a mailbox can tell a second copy.
    """
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = formataddr((name, server.sender)), to, subject
    message["Date"], message["Message-ID"] = formatdate(), f"<{mail_id}@{server.sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday note comes back
    message.set_content(text)
    try:
        with _connect(server) as connection:
            if server.user:
                connection.login(server.user, server.password)
            connection.send_message(message)
    except OSError as error:
        raise _failure(server, error) from error


def _failure(server: MailServer, error: OSError) -> MailFailed:
    message = f"{server.host}:{server.port}: {type(error).__name__}: {error}"
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        status = next(iter(error.recipients.values()))[0]
        return MailFailed(message, status=status, is_final=status >= 500)
    if isinstance(error, smtplib.SMTPResponseException):  # what is said of the text concerns this mail alone
        is_final = isinstance(error, smtplib.SMTPDataError) and error.smtp_code >= 500
        return MailFailed(message, status=error.smtp_code, is_final=is_final)
    return MailFailed(message, reason=error.strerror or str(error) or type(error).__name__)


def _connect(server: MailServer) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if server.scheme == "smtps":
        return smtplib.SMTP_SSL(server.host, server.port, timeout=TIMEOUT_SECONDS, context=context)
    connection = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT_SECONDS)
    try:
        if server.encrypts:
            connection.starttls(context=context)  # raises where it is not offered
    except BaseException:
        connection.close()
        raise
    return connection
