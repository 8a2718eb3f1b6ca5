"""A real mail server (aiosmtpd) on a free port, with the mails that it has taken."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword

from tests.servers.ports import free_port

USER, PASSWORD = "desk", "a password/for: mail"


@dataclass
class MailBox:
    """The mails, oldest first, and the port of the server.

    It answers `answer` instead of taking a mail, and refuses the address `refused`. `asked` counts what was offered.
    """

    port: int
    mails: list[EmailMessage] = field(default_factory=list)
    answer: str = ""
    refused: str = ""
    asked: int = 0

    async def handle_RCPT(  # noqa: N802 — its name
        self, _server: SMTP, _session: object, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        self.asked += 1
        if address == self.refused:
            return f"550 No mailbox {address}"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: object, envelope: Envelope) -> str:  # noqa: N802 — its name
        if self.answer:
            return self.answer
        message = message_from_bytes(cast(bytes, envelope.content), policy=policy.default)
        self.mails.append(message)
        return "250 OK"


@contextmanager
def mail_server(*, context: ssl.SSLContext | None = None, from_the_start: bool = False) -> Iterator[MailBox]:
    """Runs a server; with a `context` it offers STARTTLS and wants the password, or speaks TLS `from_the_start`."""
    box = MailBox(free_port())
    options: dict[str, Any] = {"hostname": "127.0.0.1", "port": box.port}
    if context:
        options |= {"authenticator": _known}
        # It knows nothing of TLS that was there before it, and would refuse to ask for a password.
        hidden = {"ssl_context": context, "auth_require_tls": False}
        offered = {"tls_context": context, "require_starttls": True, "auth_required": True}
        options |= hidden if from_the_start else offered
    controller = Controller(box, **options)
    controller.start()
    try:
        yield box
    finally:
        controller.stop()


def _known(_server: object, _session: object, _envelope: object, _mechanism: str, given: object) -> AuthResult:
    is_known = isinstance(given, LoginPassword) and (given.login, given.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=is_known)
