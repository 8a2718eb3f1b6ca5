"""Checks the names that an update is signed with, and lets no address of an account through to readers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from blog.models import Reporter, Visit
from blog.models.limits import BYLINE_CHARACTERS, BYLINE_NAMES
from blog.permissions import may_write
from blog.text.cleaning import one_line
from blog.text.graphemes import cut
from blog.text.visible import is_blank
from blog.translation import _

# Between names in one field: the commas and semicolons of Latin, Arabic and Chinese.
_SEPARATOR = re.compile("[,;،؛，、；\\n]")
_ADDRESS = re.compile(r"\S@\S")


def check_byline(session: Session, visit: Visit, typed: Iterable[str], errors: dict[str, str]) -> str:
    """The byline, one name a line, of fields that hold names or addresses of accounts; empty without a name.

    An account's address becomes its name. Adds a sentence to `errors` for an address of no account of the visit, and
    for too many or too long names.
    """
    distinct: dict[str, str] = {}
    for part in (one_line(part) for text in typed for part in _SEPARATOR.split(text)):
        if not is_blank(part):
            distinct.setdefault(part.casefold(), part)
    if len(distinct) > BYLINE_NAMES:  # before any account is looked up
        errors["by"] = _("Give at most %(most)s names.", most=BYLINE_NAMES)
        return ""
    names: dict[str, str] = {}
    for one in distinct.values():
        if name := _name(session, visit, one, errors):
            names.setdefault(name.casefold(), name)
    if any(len(name) > BYLINE_CHARACTERS for name in names.values()):
        errors["by"] = _("A name can have at most %(most)s characters.", most=BYLINE_CHARACTERS)
    return "\n".join(names.values())


def _name(session: Session, visit: Visit, typed: str, errors: dict[str, str]) -> str:
    """A name as it stands, or the name of the account with this address."""
    if not _ADDRESS.search(unicodedata.normalize("NFKC", typed)):  # the full-width @ is one as well
        return typed
    account = session.scalar(select(Reporter).where(Reporter.email == typed.lower()))
    if account and may_write(account, visit):
        return account.name
    errors["by"] = _(
        "%(address)s is no account of this visit. Give a name instead; readers never see addresses.",
        address=cut(typed, BYLINE_CHARACTERS),
    )
    return ""
