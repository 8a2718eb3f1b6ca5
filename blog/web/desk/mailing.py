"""The mails of the desk: an invitation, and a link to a new password. They are sent in threads of their own."""

from __future__ import annotations

import logging
from collections.abc import Callable
from threading import Event, Thread

from flask import Flask, current_app
from sqlalchemy.exc import SQLAlchemyError

from blog import mail, newsroom
from blog.extensions import db
from blog.mail import MailFailed
from blog.newsroom import origin
from blog.queries import accounts
from blog.settings import Settings
from blog.translation import _

# At once. What more is asked for is not sent: it can be asked for again.
MOST_AT_ONCE = 4
# How long an admin waits to hear whether an invitation has left.
PATIENCE_SECONDS = 15.0

logger = logging.getLogger(__name__)


class Mailer:
    """The mails of one process that are under way."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        settings: Settings = app.config["SETTINGS"]
        self._server = settings.mail
        self._publisher = settings.publisher
        self._running = 0

    @property
    def is_set(self) -> bool:
        """Whether there is a server to send mail through."""
        return self._server is not None

    @property
    def site(self) -> str:
        """What the site is called."""
        return self._publisher.name

    def start(self, act: Callable[[], None]) -> Event | None:
        """Does an act that may send a mail, in the background; returns what is set when it has ended.

        None when too much is under way.
        """
        if self._running >= MOST_AT_ONCE:
            logger.warning("a mail was not sent: too many are under way")
            return None
        self._running += 1
        done = Event()
        Thread(target=self._run, args=(act, done), name="mail", daemon=True).start()
        return done

    def _run(self, act: Callable[[], None], done: Event) -> None:
        try:
            with self._app.app_context():
                act()
        except (MailFailed, SQLAlchemyError) as error:
            logger.warning("a mail was not sent: %s", error)
        finally:
            self._running -= 1
            done.set()

    def deliver(self, to: str, subject: str, text: str) -> None:
        """Sends a mail, and waits until it is sent. Raises MailFailed."""
        if self._server is None:
            raise MailFailed("MAIL_URL is not set")
        mail.deliver(self._server, name=self._publisher.name, to=to, subject=subject, text=text)


def init_app(app: Flask) -> None:
    """Sets up the mails of this process."""
    app.extensions["mailer"] = Mailer(app)


def mailer() -> Mailer:
    found: Mailer = current_app.extensions["mailer"]
    return found


def invite(email: str, link: str) -> bool:
    """Mails an invitation. Returns whether it is known to have left; in any case the link can be sent by hand."""
    sender, left = mailer(), list[bool]()
    subject, text = _("Your invitation to %(site)s", site=sender.site), _invitation(sender.site, link)

    def act() -> None:
        sender.deliver(email, subject, text)
        left.append(True)

    done = sender.start(act)
    return done is not None and done.wait(PATIENCE_SECONDS) and bool(left)


def send_reset(email: str) -> None:
    """Mails a link to a new password to the account of an address, if there is one, after the answer."""
    sender, here = mailer(), origin.current()

    def act() -> None:
        account = accounts.by_email(email)
        with origin.acting(here):
            token = newsroom.resets.ask(account.id) if account else None
        if account is None or token is None:
            return
        address, link = account.email, f"{current_app.config['PUBLIC_URL']}/desk/reset/{token}"
        db.session.remove()  # no connection waits for the mail server
        sender.deliver(address, _("A new password for %(site)s", site=sender.site), _reset(sender.site, link))

    sender.start(act)


def _invitation(site: str, link: str) -> str:
    words = _(
        "You are invited to write for %(site)s.\n\nOpen this link to choose a name and a password. "
        "It works once, for seven days:\n\n%(link)s\n\nIf you did not expect this, do nothing.",
        site=site,
        link=link,
    )
    return f"{words}\n"


def _reset(site: str, link: str) -> str:
    words = _(
        "Somebody asked for a new password for your account at %(site)s.\n\nOpen this link to choose one. "
        "It works once, for an hour:\n\n%(link)s\n\nIf that was not you, do nothing: your password stays as it is.",
        site=site,
        link=link,
    )
    return f"{words}\n"
