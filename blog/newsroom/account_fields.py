"""Checks what an account is made of: its address, its name, its role and its password."""

from __future__ import annotations

from email_validator import EmailNotValidError, validate_email

from blog.models import Role
from blog.models.limits import NAME_CHARACTERS
from blog.newsroom import passwords
from blog.newsroom.errors import Invalid
from blog.newsroom.wording import check_length, visible
from blog.text.cleaning import clean
from blog.translation import _, pgettext

PASSWORD_CHARACTERS = 10


def address(email: str) -> str:
    """An e-mail address as accounts are known by it. Raises Invalid."""
    try:
        return validate_email(email.strip(), check_deliverability=False).normalized.lower()
    except EmailNotValidError as error:
        raise Invalid(email=_("This is not a valid email address: %(reason)s", reason=str(error))) from error


def check_role(role: str, errors: dict[str, str]) -> None:
    """Adds a sentence to `errors` unless it is the name of a role."""
    if role not in tuple(Role):
        errors["role"] = _("Choose one of %(words)s.", words=", ".join(Role))


def check_name(name: str, errors: dict[str, str]) -> None:
    """Adds a sentence to `errors` unless readers could be shown the name."""
    if not visible(clean(name)):
        errors["name"] = _("Enter a name: readers see it under the updates.")
    check_length(errors, "name", pgettext("person", "The name"), clean(name), NAME_CHARACTERS)


def hashed(password: str, errors: dict[str, str]) -> str:
    """Validates and hashes a password; raises Invalid, also with the `errors` so far. Slow: not in a transaction."""
    if len(password) < PASSWORD_CHARACTERS:
        errors["password"] = _("Use at least %(least)s characters; a few words are best.", least=PASSWORD_CHARACTERS)
    elif len(password) > passwords.MOST_CHARACTERS or "\0" in password:
        errors["password"] = _("Use at most %(most)s characters.", most=format(passwords.MOST_CHARACTERS, ","))
    if errors:
        raise Invalid(**errors)
    return passwords.hashed(password)
