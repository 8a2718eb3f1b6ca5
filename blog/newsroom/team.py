"""Changes the team of a visit: the accounts that may write to it. Admins belong to every team and need no place."""

from __future__ import annotations

from blog.models import DeskVerb, Membership
from blog.newsroom.administration import find
from blog.newsroom.errors import Refused
from blog.newsroom.transaction import Transaction, verb
from blog.permissions import may_set_team
from blog.translation import _


@verb(may_set_team)
def add(tx: Transaction, account_id: int) -> None:
    """Adds an account to the team. Does nothing when it belongs to it."""
    account = find(tx.session, account_id)
    if not account.active:
        raise Refused(_("%(name)s is switched off. Switch the account on first.", name=account.name))
    if tx.session.get(Membership, (account.id, tx.visit.id)) is None:
        tx.session.add(Membership(reporter_id=account.id, visit_id=tx.visit.id))
        tx.tell_desk(DeskVerb.JOIN_TEAM, str(account.id))
        tx.concern(about=account)


@verb(may_set_team)
def remove(tx: Transaction, account_id: int) -> None:
    """Takes an account out of the team, which closes its open pages of the visit's desk. What it wrote stays."""
    membership = tx.session.get(Membership, (account_id, tx.visit.id))
    if membership is not None:
        tx.session.delete(membership)
        tx.tell_desk(DeskVerb.LEAVE_TEAM, str(account_id))
        tx.concern(about=find(tx.session, account_id))


@verb()
def join(tx: Transaction) -> None:
    """Tells the desk that the account has come to the team by accepting its invitation."""
    tx.tell_desk(DeskVerb.JOIN_TEAM, str(tx.by_id or ""))
    tx.concern()
