"""Queues the mails of invitations and password resets, in the transaction that makes their link.

No row holds a link: its token is derived from SECRET_KEY when the mail is sent.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session

from blog.extensions import secret_keys
from blog.models import Channel, Delivery, DeliveryTarget, Invitation, PasswordReset, QueuedMail
from blog.models.account_act import AccountAct
from blog.models.invitation import new_token
from blog.models.queued_mail import token_of
from blog.newsroom import audit, deliveries
from blog.newsroom.administration import administration
from blog.newsroom.errors import NotFound
from blog.newsroom.transaction import current_time
from blog.permissions import ActorId
from blog.translation import _


@dataclass(frozen=True)
class NewLink:
    """A link that lets somebody in: its secret token, and the nonce by which a mail finds it again."""

    token: str
    nonce: str


def new_link() -> NewLink:
    """Makes a link that nobody can guess."""
    nonce = new_token()
    return NewLink(token_of(nonce, secret_keys()[0]), nonce)


def queue(session: Session, link: NewLink, of: Invitation | PasswordReset) -> None:
    """Queues the mail with the link of an invitation or of a password reset."""
    session.flush()
    mail = QueuedMail(target_id=_queue(session), nonce=link.nonce, created_at=current_time())
    if isinstance(of, Invitation):
        mail.invitation_id = of.id
    else:
        mail.reset_of_id = of.reporter_id
    session.add(mail)


def queue_nothing(session: Session) -> None:
    """Queues what is dropped when it is due: the answer to whoever asks takes as long as if there were a mail."""
    _queue(session)


def take_out(session: Session, *which: ColumnElement[bool]) -> None:
    """Takes mails out of the queue, those that were given up too."""
    targets = select(QueuedMail.target_id).where(*which)
    session.execute(delete(DeliveryTarget).where(DeliveryTarget.id.in_(targets)))


def send_again(by_id: ActorId, mail_id: int) -> str:
    """Sends a mail again that was given up or waits for its next attempt. Returns the address that it goes to."""
    with administration(by_id) as (session, _by):
        mail = session.get(QueuedMail, mail_id)
        if mail is None:
            raise NotFound(_("There is no such mail. Perhaps it has left, or was taken back."))
        mail.target.is_on, mail.target.off_reason = True, ""
        deliveries.send_again(session, mail.target)
        account = mail.reset.account if mail.reset else None
        audit.record(session, AccountAct.SEND_MAIL_AGAIN, about=account)
        return mail.address


def _queue(session: Session) -> int:
    session.add(target := DeliveryTarget(channel=Channel.MAIL))
    session.flush()
    session.add(Delivery(target_id=target.id, created_at=current_time()))
    return target.id
