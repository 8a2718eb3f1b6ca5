"""The channel of mail: an invitation or a link to a new password, each written when it is sent."""

from __future__ import annotations

import logging
from time import monotonic

from flask import current_app, url_for

from blog import mail
from blog.extensions import db, secret_keys
from blog.mail import MailFailed, MailServer
from blog.models import QueuedMail
from blog.newsroom import resets
from blog.newsroom.attempts import NOTHING_TO_TELL, Answer, Outcome
from blog.newsroom.deliveries import Waiting
from blog.newsroom.transaction import current_time
from blog.queries import mails
from blog.translation import _, speaking
from blog.web.languages import of_desk, of_site

logger = logging.getLogger(__name__)


class MailSender:
    """Sends through the site's mail server. `site` is what the site is called."""

    at_once = 2

    def __init__(self, server: MailServer, site: str) -> None:
        self._server = server
        self._site = site

    def deliver(self, delivery: Waiting) -> Answer:
        queued = mails.of_target(delivery.target_id)
        if queued is None or not _is_wanted(queued):
            return NOTHING_TO_TELL
        name, token = "invitation" if queued.invitation else "reset", queued.token(secret_keys())
        if token is None:
            return Answer(Outcome.GONE, name, error="SECRET_KEY is another since")
        return self._send(name, queued.address, queued.message_id, *self._written(queued, token))

    def _written(self, queued: QueuedMail, token: str) -> tuple[str, str]:
        """The subject and the text, in the language of the account, or that of pages that belong to no visit."""
        with speaking(of_desk(queued.reset.account.lang) if queued.reset else of_site()):
            return self._in_words(queued, token)

    def _in_words(self, queued: QueuedMail, token: str) -> tuple[str, str]:
        if queued.invitation:
            link = url_for("desk.invitation", token=token, _external=True)
            return _("Your invitation to %(site)s", site=self._site), _invitation(self._site, link)
        link = url_for("desk.reset", token=token, _external=True)
        return _("A new password for %(site)s", site=self._site), _reset(self._site, link)

    def _send(self, name: str, to: str, mail_id: str, subject: str, text: str) -> Answer:
        db.session.rollback()  # no connection waits for the mail server
        began, failure = monotonic(), None
        try:
            mail.deliver(self._server, name=self._site, to=to, subject=subject, text=text, mail_id=mail_id)
        except MailFailed as error:
            failure = error
            logger.warning("a mail was not sent: %s", error)
        milliseconds = round((monotonic() - began) * 1000)
        if failure is None:
            return Answer(Outcome.DELIVERED, name, mail.TAKEN, milliseconds)
        outcome = Outcome.GONE if failure.is_final else Outcome.FAILED
        return Answer(outcome, name, failure.status, milliseconds, failure.reason)


def _is_wanted(queued: QueuedMail) -> bool:
    """Whether its link still works."""
    if queued.reset:
        return resets.is_open(queued.reset)
    return queued.link.expires_at > current_time()


def can_mail() -> bool:
    """Whether the site has a server to send mail through."""
    return current_app.config["SETTINGS"].mail is not None


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
