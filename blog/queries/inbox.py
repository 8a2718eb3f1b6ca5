"""Whose a private address is, which visit a mail is for, and what became of the latest mails of an account."""

from __future__ import annotations

import hmac
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import exists, func, or_, select

from blog.extensions import db, secret_keys
from blog.models import Membership, ReceivedMail, Refusal, Reporter, Role, Status, Update, Visit
from blog.permissions import writable_visits

LATEST_SHOWN, TITLE_CHARACTERS = 5, 60
_SLUG = re.compile(r"\[([a-z0-9-]{1,80})\]", re.IGNORECASE)


@dataclass(frozen=True)
class Chosen:
    """The visit that a mail is for, and its subject without the mark that says so."""

    visit_id: int
    dateline: str
    subject: str


@dataclass(frozen=True)
class Became:
    """What became of one mail: a draft, if that is still there, or nothing, for a reason."""

    received_at: datetime
    refusal: Refusal | None
    slug: str | None
    public_id: str | None
    title: str


def secret_of(account: Reporter) -> str | None:
    """The secret in the private address of an account; None if it may not write anywhere."""
    writes = select(Visit.id).where(writable_visits(account)).limit(1)
    may_write = account.active and db.session.scalar(writes) is not None
    return account.inbox_secret(secret_keys()[0]) if may_write else None


def owner_of(secrets: Sequence[str]) -> Reporter | None:
    """The account with one of these secrets, if it may write; its address under an older key of the site counts too."""
    if not secrets:
        return None
    is_member = exists().where(Membership.reporter_id == Reporter.id)
    accounts = db.session.scalars(select(Reporter).where(Reporter.active, or_(Reporter.role == Role.ADMIN, is_member)))
    known = [(account, account.inbox_secret(key)) for account in accounts for key in secret_keys()]
    for given in secrets:
        for account, secret in known:
            if hmac.compare_digest(given.encode(), secret.encode()):
                return account
    return None


def is_known(digest: str) -> bool:
    """Whether a mail has been received before."""
    return db.session.scalar(select(ReceivedMail.id).where(ReceivedMail.digest == digest)) is not None


def received_since(account_id: int, since: datetime) -> int:
    """How many mails an account has sent since then."""
    wanted = select(func.count()).select_from(ReceivedMail)
    mine = wanted.where(ReceivedMail.reporter_id == account_id, ReceivedMail.received_at >= since)
    return db.session.scalar(mine) or 0


def visit_for(account: Reporter, subject: str) -> Chosen | Refusal:
    """The visit that `[slug]` in a subject names, or the only live one, of those that the account may write to."""
    mine = select(Visit).where(writable_visits(account))
    for mark in _SLUG.finditer(subject):
        visit = db.session.scalar(mine.where(Visit.slug == mark[1].lower()))
        if visit:
            rest = f"{subject[: mark.start()]} {subject[mark.end() :]}"
            return Chosen(visit.id, visit.here_key, " ".join(rest.split()))
    live = db.session.scalars(mine.where(Visit.status == Status.LIVE).limit(2)).all()
    if len(live) == 1:
        return Chosen(live[0].id, live[0].here_key, subject)
    return Refusal.SEVERAL_VISITS if live else Refusal.NO_VISIT


def latest(account_id: int, since: timedelta, now: datetime) -> list[Became]:
    """What became of the latest mails of an account, the newest first."""
    wanted = (
        select(ReceivedMail, Update, Visit.slug)
        .outerjoin(Update, Update.id == ReceivedMail.update_id)
        .outerjoin(Visit, Visit.id == Update.visit_id)
        .where(ReceivedMail.reporter_id == account_id, ReceivedMail.received_at >= now - since)
        .order_by(ReceivedMail.id.desc())
        .limit(LATEST_SHOWN)
    )
    found = []
    for mail, update, slug in db.session.execute(wanted):
        draft = (slug, update.public_id, update.title(TITLE_CHARACTERS)) if update else (None, None, "")
        found.append(Became(mail.received_at, mail.refusal, *draft))
    return found


def example_of(account: Reporter) -> str:
    """The slug of the newest visit that an account may write to, as an example; empty without one."""
    mine = select(Visit.slug).where(writable_visits(account)).order_by(Visit.id.desc()).limit(1)
    return db.session.scalar(mine) or ""
