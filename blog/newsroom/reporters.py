"""Manages the accounts of the desk, and the authors of imported archives, who have no account."""

from __future__ import annotations

import hashlib
import secrets

from sqlalchemy import select
from sqlalchemy import update as sql_update
from sqlalchemy.orm import Session

from blog.models import AccountAct, Membership, Reporter, Revision, Role, State, Update, Visit
from blog.models.reporter import IMPORTED_DOMAIN, new_uniquifier
from blog.newsroom import account_fields, administration, audit, audit_erasure, commits, transaction
from blog.newsroom.errors import NotFound, Refused
from blog.newsroom.search_index import reindex
from blog.permissions import SYSTEM
from blog.text.cleaning import clean
from blog.translation import _


def add(email: str, *, name: str, role: str, password: str) -> int:
    """Adds an account as a member of every visit, and returns its id."""
    address, errors = account_fields.address(email), dict[str, str]()
    account_fields.check_role(role, errors)
    account_fields.check_name(name, errors)
    hashed = account_fields.hashed(password, errors)
    with commits.write_session() as session:
        if session.scalar(select(Reporter.id).where(Reporter.email == address)):
            raise Refused(_("There is already an account %(address)s.", address=address))
        reporter = Reporter(email=address, name=clean(name), role=Role(role), password=hashed)
        reporter.created_at = transaction.current_time()
        reporter.memberships = [Membership(visit_id=visit_id) for visit_id in session.scalars(select(Visit.id))]
        session.add(reporter)
        session.flush()
        audit.record(session, AccountAct.ADD_ACCOUNT, about=reporter, detail=role)
        return reporter.id


def id_of(email: str) -> int:
    """The id of an account. Raises NotFound."""
    with commits.write_session() as session:
        return _get(session, account_fields.address(email)).id


def set_password(email: str, password: str) -> None:
    """Sets a new password, which signs the account out everywhere."""
    address, hashed = account_fields.address(email), account_fields.hashed(password, {})
    with commits.write_session() as session:
        reporter = _get(session, address)
        reporter.password = hashed
        audit.record(session, AccountAct.RESET_PASSWORD, about=reporter)


def switch_off(email: str) -> None:
    """Signs an account out everywhere, ends its API keys, and stops it from signing in. Its updates stay."""
    administration.switch_off(SYSTEM, id_of(email))


def switch_on(email: str) -> None:
    """Lets a switched-off account sign in again."""
    administration.switch_on(SYSTEM, id_of(email))


def sign_out(email: str) -> None:
    """Signs an account out everywhere."""
    with commits.write_session() as session:
        reporter = _get(session, account_fields.address(email))
        reporter.fs_uniquifier = new_uniquifier()
        audit.record(session, AccountAct.SIGN_OUT_EVERYWHERE, about=reporter)


def erase(email: str) -> None:
    """Erases an account with its memberships, sessions and unsent texts. Its updates stay, signed with its name."""
    with administration.administration(SYSTEM) as (session, _by):
        reporter = _get(session, account_fields.address(email))
        administration.keep_an_admin(session, reporter)
        keep_name(session, reporter)
        account_id = reporter.id
        session.execute(sql_update(Update).where(Update.author_id == account_id).values(mailed_from=""))
        session.delete(reporter)
        session.flush()
        audit_erasure.erase(session, account_id)
        audit.record(session, AccountAct.ERASE_ACCOUNT)


def note_export(email: str) -> None:
    """Records that the personal data of an account was exported."""
    with commits.write_session() as session:
        audit.record(session, AccountAct.EXPORT_ACCOUNT, about=_get(session, account_fields.address(email)))


def random_password() -> str:
    """A long random password, for accounts that nobody signs in to."""
    return secrets.token_urlsafe(24)


def find_or_add_author(session: Session, name: str, hashed: str) -> Reporter:
    """The author of this name for imported updates. It is never an account of the desk, even of the same name.

    The row is inactive, so that nobody can sign in with it.
    """
    address = f"{hashlib.sha256(name.encode()).hexdigest()[:16]}@{IMPORTED_DOMAIN}"
    author = session.scalar(select(Reporter).where(Reporter.email == address))
    if author is None:
        author = Reporter(email=address, name=name, role=Role.REPORTER, password=hashed, active=False)
        author.created_at = transaction.current_time()
        session.add(author)
        session.flush()
    return author


def keep_name(session: Session, author: Reporter) -> None:
    """Signs what an account wrote with its name, where nobody else signs: readers see no difference."""
    name = " ".join(author.name.split())
    own = select(Update).where(Update.author_id == author.id, Update.state != State.PURGED)
    unsigned = Revision.update_id.in_(own.with_only_columns(Update.id)), Revision.byline == ""
    session.execute(sql_update(Revision).where(*unsigned).values(byline=name))
    for update in session.scalars(own.where(Update.byline == "")):
        update.byline = name
    reindex(session, Update.author_id == author.id, Update.byline == name)


def _get(session: Session, address: str) -> Reporter:
    reporter = session.scalar(select(Reporter).where(Reporter.email == address))
    if reporter is None:
        raise NotFound(
            _("There is no account %(address)s. Add it with: flask reporter add %(address)s --name …", address=address)
        )
    return reporter
