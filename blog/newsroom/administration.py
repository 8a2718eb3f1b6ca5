"""What an admin does to accounts: roles, access, second factors. One transaction at a time decides who is an admin."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import select
from sqlalchemy.orm import Session

from blog.extensions import desk_changed
from blog.models import DeskEvent, DeskVerb, Reporter, Role, Visit
from blog.models.account_act import AccountAct
from blog.models.reporter import IMPORTED_DOMAIN
from blog.newsroom import account_fields, acting, api_keys, audit, commits, second_factors, transaction
from blog.newsroom.errors import Invalid, LastAdmin, NotFound, Refused, StaleForm
from blog.newsroom.numbers import next_desk_number
from blog.permissions import SYSTEM, Actor, ActorId, may_manage_people
from blog.translation import _


@contextmanager
def administration(by_id: ActorId) -> Iterator[tuple[Session, Actor]]:
    """A transaction of an admin. Two that would take the role from each other come one after the other.

    After the commit the desks are notified that `_tell_desks` has told of the change.
    """
    told: list[int] = []
    with commits.write_session() as session:
        session.info["told"] = told
        admins = select(Reporter).where(Reporter.role == Role.ADMIN, Reporter.active).order_by(Reporter.id)
        session.scalars(admins.with_for_update(key_share=True)).all()
        by = acting.actor(session, by_id)
        acting.require(by, may_manage_people)
        yield session, by
    for visit_id in told:
        desk_changed.send(visit_id)


def find(session: Session, account_id: int) -> Reporter:
    """An account of the desk. Raises NotFound, and Refused for the author of an imported archive."""
    account = session.get(Reporter, account_id, populate_existing=True)
    if account is None:
        raise NotFound(_("There is no such account. Perhaps it was erased."))
    if account.email.endswith(f"@{IMPORTED_DOMAIN}"):
        raise Refused(_("%(address)s is an author of an imported archive, not an account.", address=account.email))
    return account


def change_role(by_id: ActorId, account_id: int, role: str, *, version: str | None = None) -> None:
    """Gives an account another role, which closes its open desks: they come back as those of the new role.

    `version` is the role that the form showed. Raises StaleForm when it has changed since.
    """
    errors: dict[str, str] = {}
    account_fields.check_role(role, errors)
    if errors:
        raise Invalid(**errors)
    with administration(by_id) as (session, by):
        account = find(session, account_id)
        if role == account.role:
            return
        if version is not None and version != account.role:
            raise StaleForm(_("Another admin has changed this role meanwhile. Look at it again."))
        _refuse_oneself(by, account, _("You cannot change your own role. Ask another admin to do it."))
        keep_an_admin(session, account)
        was_admin, account.role = account.role is Role.ADMIN, Role(role)
        _tell_desks(session, by, account, role, was_admin=was_admin)
        audit.record(session, AccountAct.CHANGE_ROLE, about=account, detail=role)


def follow_service(account_id: int, role: str) -> bool:
    """Gives an account the role that the sign-in service names; whether it has it now: the only admin stays admin."""
    try:
        change_role(SYSTEM, account_id, role)
    except LastAdmin:
        with commits.write_session() as session:
            audit.record(session, AccountAct.KEEP_ROLE, about=find(session, account_id), detail=role)
        return False
    return True


def switch_off(by_id: ActorId, account_id: int) -> None:
    """Signs an account out everywhere, ends its API keys, and stops it from signing in. Its updates stay."""
    with administration(by_id) as (session, by):
        account = find(session, account_id)
        _refuse_oneself(by, account, _("You cannot switch off your own account. Ask another admin to do it."))
        if account.active:
            keep_an_admin(session, account)
            account.active = False
            api_keys.revoke_all(session, account.id)
            _tell_desks(session, by, account, "off")
            audit.record(session, AccountAct.SWITCH_OFF, about=account)


def switch_on(by_id: ActorId, account_id: int) -> None:
    """Lets a switched-off account sign in again."""
    with administration(by_id) as (session, by):
        account = find(session, account_id)
        if not account.active:
            account.active = True
            _tell_desks(session, by, account, "on")
            audit.record(session, AccountAct.SWITCH_ON, about=account)


def demand_second_factor(by_id: ActorId, account_id: int, is_demanded: bool) -> None:
    """Demands a second factor of an account, which has to set one up before anything else; or no longer."""
    with administration(by_id) as (session, _by):
        account = find(session, account_id)
        if account.needs_second_factor != is_demanded:
            account.needs_second_factor = is_demanded
            state = "on" if is_demanded else "off"
            audit.record(session, AccountAct.DEMAND_SECOND_FACTOR, about=account, detail=state)


def clear_second_factors(by_id: ActorId, account_id: int) -> None:
    """Removes the second factors of an account whose device is lost, and signs it out everywhere."""
    with administration(by_id) as (session, by):
        account = find(session, account_id)
        _refuse_oneself(by, account, _("Change your own second factor on the page of your account."))
        second_factors.reset(session, account)


def keep_an_admin(session: Session, account: Reporter) -> None:
    """Raises LastAdmin before an account is lost that alone is an admin. Call it in a transaction of `administration`,
    which has locked all of them."""
    others = select(Reporter.id).where(Reporter.role == Role.ADMIN, Reporter.active, Reporter.id != account.id)
    if account.active and account.role is Role.ADMIN and session.scalar(others.limit(1)) is None:
        raise LastAdmin(_("%(name)s is the only admin. Make somebody else an admin first.", name=account.name))


def _tell_desks(session: Session, by: Actor, account: Reporter, change: str, *, was_admin: bool = False) -> None:
    """Tells the desks of the visits in whose team the account is or was, which show who belongs to it."""
    visits = select(Visit.id).order_by(Visit.id)
    if account.role is not Role.ADMIN and not was_admin:
        visits = visits.where(Visit.id.in_(each.visit_id for each in account.memberships))
    for visit_id in session.scalars(visits).all():
        event = DeskEvent(visit_id=visit_id, seq=next_desk_number(session, visit_id), verb=DeskVerb.CHANGE_MEMBER)
        event.subject, event.at, event.detail = str(account.id), transaction.current_time(), change
        event.by_id = by.id if isinstance(by, Reporter) else None
        session.add(event)
        session.info["told"].append(visit_id)


def _refuse_oneself(by: Actor, account: Reporter, sentence: str) -> None:
    """Whoever acts is an admin and stays one, so that there always is one."""
    if isinstance(by, Reporter) and by.id == account.id:
        raise Refused(sentence)
