"""Manages the accounts of the desk, and the authors of imported archives, who have no account."""

from __future__ import annotations

import hashlib
import secrets

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import select
from sqlalchemy import update as sql_update
from sqlalchemy.orm import Session

from blog.models import AccountAct, Membership, Reporter, Revision, Role, State, Update, Visit
from blog.models.reporter import new_uniquifier
from blog.newsroom import api_keys, audit, audit_erasure, commits, passwords, transaction
from blog.newsroom.errors import Invalid, NotFound, Refused
from blog.newsroom.posts import check_length, visible
from blog.newsroom.search_index import reindex
from blog.text.cleaning import clean
from blog.translation import _

NAME_CHARACTERS = 300
PASSWORD_CHARACTERS = 10
# A reserved domain (RFC 2606): nobody can receive mail there.
IMPORTED_DOMAIN = "imported.invalid"


def add(email: str, *, name: str, role: str, password: str) -> int:
    """Adds an account as a member of every visit, and returns its id."""
    address, errors = _address(email), dict[str, str]()
    if role not in tuple(Role):
        errors["role"] = _("Choose one of %(words)s.", words=", ".join(Role))
    if not visible(clean(name)):
        errors["name"] = _("Enter a name: readers see it under the updates.")
    check_length(errors, "name", _("The name"), clean(name), NAME_CHARACTERS)
    hashed = _hashed(password, errors)
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


def set_password(email: str, password: str) -> None:
    """Sets a new password, which signs the account out everywhere."""
    address, hashed = _address(email), _hashed(password, {})
    with commits.write_session() as session:
        account = _get(session, address)
        account.password = hashed
        audit.record(session, AccountAct.RESET_PASSWORD, about=account)


def switch_off(email: str) -> None:
    """Signs an account out everywhere, ends its API keys, and stops it from signing in. Its updates stay."""
    with commits.write_session() as session:
        account = _get(session, _address(email))
        account.active = False
        api_keys.revoke_all(session, account.id)
        audit.record(session, AccountAct.SWITCH_OFF, about=account)


def switch_on(email: str) -> None:
    """Lets a switched-off account sign in again."""
    address = _address(email)
    if address.endswith(f"@{IMPORTED_DOMAIN}"):
        raise Refused(_("%(address)s is an author of an imported archive, not an account.", address=address))
    with commits.write_session() as session:
        account = _get(session, address)
        account.active = True
        audit.record(session, AccountAct.SWITCH_ON, about=account)


def sign_out(email: str) -> None:
    """Signs an account out everywhere."""
    with commits.write_session() as session:
        account = _get(session, _address(email))
        account.fs_uniquifier = new_uniquifier()
        audit.record(session, AccountAct.SIGN_OUT_EVERYWHERE, about=account)


def erase(email: str) -> None:
    """Erases an account with its memberships, sessions and unsent texts. Its updates stay, signed with its name."""
    with commits.write_session() as session:
        reporter = _get(session, _address(email))
        keep_name(session, reporter)
        account_id = reporter.id
        session.delete(reporter)
        session.flush()
        audit_erasure.erase(session, account_id)
        audit.record(session, AccountAct.ERASE_ACCOUNT)


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


def _address(email: str) -> str:
    try:
        return validate_email(email.strip(), check_deliverability=False).normalized.lower()
    except EmailNotValidError as error:
        raise Invalid(email=_("This is not a valid email address: %(reason)s", reason=str(error))) from error


def _hashed(password: str, errors: dict[str, str]) -> str:
    """Validates and hashes a password. Slow, so call it before the transaction."""
    if len(password) < PASSWORD_CHARACTERS:
        errors["password"] = _("Use at least %(least)s characters; a few words are best.", least=PASSWORD_CHARACTERS)
    elif len(password) > passwords.MOST_CHARACTERS or "\0" in password:
        errors["password"] = _("Use at most %(most)s characters.", most=format(passwords.MOST_CHARACTERS, ","))
    if errors:
        raise Invalid(**errors)
    return passwords.hashed(password)
