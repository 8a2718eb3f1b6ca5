"""What the site knows of a person who has an account, for that person."""

from __future__ import annotations

from typing import Any

from sqlalchemy import or_, select

from blog.extensions import db
from blog.models import (
    ApiKey,
    AuditEntry,
    CalendarAddress,
    Cover,
    DeskNote,
    DeskSession,
    Engagement,
    Event,
    Membership,
    ReceivedMail,
    Reporter,
    Update,
    Verb,
    Visit,
)

# Secrets, which are of no use to anybody else and of no use to the person.
SECRET = {"password", "fs_uniquifier", "totp_secret", "totp_counter", "inbox_salt", "digest", "stamp"}
_OF_ENTRY = ("at", "act", "subject", "detail", "count", "address", "session_id", "key_id")


def of(email: str) -> dict[str, Any] | None:
    """All personal data of an account, ready for JSON; None when there is no such account."""
    account = db.session.scalar(select(Reporter).where(Reporter.email == email.strip().lower()))
    if account is None:
        return None
    own = account.id
    visits = select(Visit.slug).join(Membership, Membership.visit_id == Visit.id).where(Membership.reporter_id == own)
    notes = select(DeskNote.text).where(DeskNote.author_id == own).order_by(DeskNote.id)
    updates = select(Event.subject).where(Event.by_id == own, Event.verb == Verb.PUBLISH).order_by(Event.id)
    covers = select(Engagement.key).join(Cover).where(Cover.reporter_id == own).order_by(Engagement.begins_at)
    calendar = select(CalendarAddress.made_at).where(CalendarAddress.reporter_id == own)
    sessions = select(DeskSession).where(DeskSession.reporter_id == own).order_by(DeskSession.id)
    keys = select(ApiKey).where(ApiKey.reporter_id == own).order_by(ApiKey.id)
    mails = select(ReceivedMail).where(ReceivedMail.reporter_id == own).order_by(ReceivedMail.id)
    senders = select(Update.mailed_from).where(Update.author_id == own, Update.mailed_from != "").distinct()
    concerned = or_(AuditEntry.actor_id == own, AuditEntry.about_id == own)
    entries = db.session.scalars(select(AuditEntry).where(concerned).order_by(AuditEntry.id))
    return {
        "account": _row(account),
        "visits": list(db.session.scalars(visits.order_by(Visit.slug))),
        "sessions": [_row(one) for one in db.session.scalars(sessions)],
        "keys": [_row(one) for one in db.session.scalars(keys)],
        "mails": [_row(one) for one in db.session.scalars(mails)],
        "mailed_from": sorted(db.session.scalars(senders)),
        "updates": list(db.session.scalars(updates)),
        "notes": list(db.session.scalars(notes)),
        "covers": list(db.session.scalars(covers)),
        "calendar_made_at": _plain(db.session.scalar(calendar)),
        "audit": [_entry(entry, own) for entry in entries],
    }


def _row(row: Any) -> dict[str, Any]:
    names = (column.name for column in row.__table__.columns if column.name not in SECRET)
    return {name: _plain(getattr(row, name)) for name in names}


def _entry(entry: AuditEntry, account_id: int) -> dict[str, Any]:
    """An entry; of what somebody else did to the account, not from where."""
    if entry.actor_id == account_id:
        return {name: _plain(getattr(entry, name)) for name in _OF_ENTRY}
    return {name: _plain(getattr(entry, name)) for name in _OF_ENTRY[:5]}


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
