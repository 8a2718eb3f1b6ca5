"""Accounts of the desk: add one, give it another password, switch it off; and authors who come out of an archive."""

from __future__ import annotations

import hashlib
import secrets

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import select
from sqlalchemy.orm import Session

from blog.models import Membership, Reporter, Role, Visit
from blog.models.reporter import new_uniquifier
from blog.newsroom import passwords, transaction
from blog.newsroom.errors import Invalid, NotFound, Refused
from blog.newsroom.posts import check_length, visible
from blog.text.cleaning import clean

NAME_CHARACTERS = 300
PASSWORD_CHARACTERS = 10
# No mail reaches it, and nobody can have it (RFC 2606).
IMPORTED_DOMAIN = "imported.invalid"


def add(email: str, *, name: str, role: str, password: str) -> int:
    """Adds an account that belongs to every visit there is, and returns its id."""
    address, errors = _address(email), dict[str, str]()
    if role not in tuple(Role):
        errors["role"] = f"Choose one of {', '.join(Role)}."
    if not visible(clean(name)):
        errors["name"] = "Give the account a name: readers see it under what it writes."
    check_length(errors, "name", "The name", clean(name), NAME_CHARACTERS)
    hashed = _hashed(password, errors)
    with transaction.write_session() as session:
        if session.scalar(select(Reporter.id).where(Reporter.email == address)):
            raise Refused(f"There is an account {address} already.")
        reporter = Reporter(email=address, name=clean(name), role=Role(role), password=hashed)
        reporter.created_at = transaction.current_time()
        reporter.memberships = [Membership(visit_id=visit_id) for visit_id in session.scalars(select(Visit.id))]
        session.add(reporter)
        session.flush()
        return reporter.id


def set_password(email: str, password: str) -> None:
    """Gives an account another password, and so signs it out everywhere."""
    address, hashed = _address(email), _hashed(password, {})
    with transaction.write_session() as session:
        _get(session, address).password = hashed


def switch_off(email: str) -> None:
    """Lets an account sign in no more, and signs it out everywhere. What it wrote stays as it is."""
    with transaction.write_session() as session:
        _get(session, _address(email)).active = False


def switch_on(email: str) -> None:
    """Lets an account that was switched off sign in again."""
    address = _address(email)
    if address.endswith(f"@{IMPORTED_DOMAIN}"):
        raise Refused(f"{address} is an author out of an archive, and no account of the desk.")
    with transaction.write_session() as session:
        _get(session, address).active = True


def sign_out(email: str) -> None:
    """Signs an account out everywhere."""
    with transaction.write_session() as session:
        _get(session, _address(email)).fs_uniquifier = new_uniquifier()


def random_password() -> str:
    """One that nobody knows."""
    return secrets.token_urlsafe(24)


def find_or_add_author(session: Session, name: str, hashed: str) -> Reporter:
    """The author of this name who came out of an archive: never an account of the desk, whatever its name is.

    It is not active, so that nobody can sign in as it.
    """
    address = f"{hashlib.sha256(name.encode()).hexdigest()[:16]}@{IMPORTED_DOMAIN}"
    author = session.scalar(select(Reporter).where(Reporter.email == address))
    if author is None:
        author = Reporter(email=address, name=name, role=Role.REPORTER, password=hashed, active=False)
        author.created_at = transaction.current_time()
        session.add(author)
        session.flush()
    return author


def _get(session: Session, address: str) -> Reporter:
    reporter = session.scalar(select(Reporter).where(Reporter.email == address))
    if reporter is None:
        raise NotFound(f"There is no account {address}. Add it with: flask reporter add {address} --name …")
    return reporter


def _address(email: str) -> str:
    try:
        return validate_email(email.strip(), check_deliverability=False).normalized.lower()
    except EmailNotValidError as error:
        raise Invalid(email=f"This is not an address that mail could reach: {error}") from error


def _hashed(password: str, errors: dict[str, str]) -> str:
    """The password's hash; made before the transaction, which would wait for it."""
    if len(password) < PASSWORD_CHARACTERS:
        errors["password"] = f"A password has at least {PASSWORD_CHARACTERS} characters; a few words make a good one."
    elif len(password) > passwords.MOST_CHARACTERS or "\0" in password:
        errors["password"] = f"A password has at most {passwords.MOST_CHARACTERS:,} characters."
    if errors:
        raise Invalid(**errors)
    return passwords.hashed(password)
