"""The site that reads the inbox, and what it has made of the mails."""

from __future__ import annotations

from dataclasses import dataclass
from email.message import EmailMessage
from itertools import count

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import undefer_group

from blog.extensions import db
from blog.models import Update
from blog.web.inbox import InboxWorker
from tests.desk import Desk
from tests.markup import one, parse
from tests.servers.imap import Folder

_numbers = count(1)


@dataclass
class Reader:
    """The site, and the folder that it reads."""

    site: Flask
    folder: Folder

    @property
    def worker(self) -> InboxWorker:
        worker: InboxWorker = self.site.extensions["inbox_worker"]
        return worker

    def read(self) -> dict[str, int]:
        """Reads what waits, and returns how much became what."""
        with self.site.app_context():
            became = self.worker.read_once()
        assert became is not None, "another process reads the inbox"
        return {outcome.name.lower(): number for outcome, number in became.items()}

    def address_of(self, email: str) -> str:
        """The private address of an account, from its page."""
        return address_on(Desk.of(self.site).sign_in(email))


def address_on(desk: Desk) -> str:
    return (one(parse(desk.get("/desk/account")), "#mail-address").text or "").strip()


def mail(to: str, text: str = "They have met.", subject: str = "A meeting", **headers: str) -> EmailMessage:
    """A mail as a program writes it, with a Message-ID of its own."""
    made = EmailMessage()
    usual = {"From": "Rita Reporter <rita@elsewhere.example>", "Message_ID": f"<{next(_numbers)}@elsewhere.example>"}
    for name, value in {**usual, "To": to, "Subject": subject, **headers}.items():
        made[name.replace("_", "-")] = value
    made.set_content(text)
    return made


def drafts() -> list[Update]:
    """What is not published, the oldest first."""
    db.session.rollback()
    wanted = select(Update).where(Update.number.is_(None)).options(undefer_group("desk"))
    return list(db.session.scalars(wanted.order_by(Update.id)))
