"""Invites people to the desk: an account is made only when the person with the link chooses a name and a password."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from blog.models import Invitation, Membership, QueuedMail, Reporter, Role, Visit
from blog.models.account_act import AccountAct
from blog.models.invitation import digest
from blog.newsroom import account_fields, audit, commits, mails, team, transaction
from blog.newsroom.administration import administration
from blog.newsroom.errors import Invalid, NotFound, Refused
from blog.permissions import SYSTEM, ActorId
from blog.text.cleaning import clean
from blog.translation import N_, _

LIFETIME = timedelta(days=7)
# Of a link that was used, taken back, has expired, or never was one: whoever holds it learns no more.
DEAD_LINK = N_("This link does not work. It may have been used already, or be too old.")


def invite(
    by_id: ActorId, email: str, *, role: str = Role.REPORTER, visit_ids: Collection[int] = (), by_mail: bool = False
) -> str:
    """Invites a person to the teams of these visits, and returns the token of the link, which is mailed if you wish.

    A new invitation takes the place of an older one to the same address, whose link ends.
    """
    errors: dict[str, str] = {}
    address = account_fields.address(email)
    account_fields.check_role(role, errors)
    if errors:
        raise Invalid(**errors)
    link = mails.new_link()
    with administration(by_id) as (session, by):
        _refuse_known(session, address)
        mails.take_out(session, QueuedMail.invitation.has(email=address))
        session.execute(delete(Invitation).where(Invitation.email == address))
        invitation = Invitation(digest=digest(link.token), email=address, role=Role(role))
        invitation.created_at = transaction.current_time()
        invitation.expires_at = invitation.created_at + LIFETIME
        invitation.by_id = None if by is SYSTEM else by.id
        invitation.visits = list(session.scalars(select(Visit).where(Visit.id.in_(visit_ids))))
        session.add(invitation)
        if by_mail:
            mails.queue(session, link, invitation)
        audit.record(session, AccountAct.INVITE, detail=role)
    return link.token


def revoke(by_id: ActorId, invitation_id: int) -> None:
    """Takes an invitation back, with its mail: its link works no more. Does nothing when there is none."""
    with administration(by_id) as (session, _by):
        mails.take_out(session, QueuedMail.invitation_id == invitation_id)
        deleted = session.execute(delete(Invitation).where(Invitation.id == invitation_id).returning(Invitation.id))
        if deleted.first():
            audit.record(session, AccountAct.WITHDRAW_INVITATION)


def accept(token: str, *, name: str, password: str) -> str:
    """Makes the account that was promised, a member of the teams, and returns its address. The link ends with it."""
    errors: dict[str, str] = {}
    account_fields.check_name(name, errors)
    hashed = account_fields.hashed(password, errors)
    with commits.write_session() as session:
        invitation = _take(session, token)
        _refuse_known(session, invitation.email)
        account = Reporter(email=invitation.email, name=clean(name), role=invitation.role, password=hashed)
        account.created_at = transaction.current_time()
        account.memberships = [Membership(visit_id=visit.id) for visit in invitation.visits]
        mails.take_out(session, QueuedMail.invitation_id == invitation.id)
        session.delete(invitation)
        session.add(account)
        session.flush()
        audit.record(session, AccountAct.ACCEPT_INVITATION, by=account, detail=account.role)
        visit_ids = [membership.visit_id for membership in account.memberships]
    for visit_id in visit_ids:
        team.join(visit_id, account.id)
    return account.email


def _take(session: Session, token: str) -> Invitation:
    """The invitation of a token, which nobody else can use meanwhile."""
    wanted = select(Invitation).where(Invitation.digest == digest(token)).with_for_update()
    invitation = session.scalar(wanted)
    if invitation is None or invitation.expires_at <= transaction.current_time():
        raise NotFound(_(DEAD_LINK))
    return invitation


def _refuse_known(session: Session, address: str) -> None:
    if session.scalar(select(Reporter.id).where(Reporter.email == address)):
        raise Refused(_("There is already an account %(address)s.", address=address))
