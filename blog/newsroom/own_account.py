"""What everyone may change of their own account: the name, the language and the password."""

from __future__ import annotations

from blog import languages
from blog.models import AccountAct, Reporter
from blog.newsroom import account_fields, audit, commits, reporters, sessions
from blog.newsroom.errors import Invalid
from blog.text.cleaning import clean
from blog.translation import _


def rename(account_id: int, name: str) -> None:
    """Changes the name of an account. What it has written stays signed with the one before."""
    name, errors = " ".join(clean(name).split()), dict[str, str]()
    account_fields.check_name(name, errors)
    if errors:
        raise Invalid(**errors)
    with commits.write_session() as session:
        account = session.get_one(Reporter, account_id)
        if account.name != name:
            reporters.keep_name(session, account)
            account.name = name
            audit.record(session, AccountAct.CHANGE_NAME)


def set_language(account_id: int, tag: str) -> None:
    """Chooses the language of the desk for an account; "" for that of the site."""
    if tag and tag not in languages.spoken():
        raise Invalid(lang=_("Choose a language from the list."))
    with commits.write_session() as session:
        account = session.get_one(Reporter, account_id)
        if account.lang != tag:
            account.lang = tag
            audit.record(session, AccountAct.CHANGE_LANGUAGE)


def set_password(account_id: int, hashed: str, *, session_id: int, digest: str) -> None:
    """Sets a password that was hashed before, and ends all sessions but this one, which gets another token."""
    with sessions.ending_others(account_id, session_id, digest) as (session, account):
        account.password = hashed
        audit.record(session, AccountAct.CHANGE_PASSWORD)
    sessions.prove(session_id)
