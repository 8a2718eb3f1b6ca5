"""Accounts of the desk."""

from __future__ import annotations

from sqlalchemy import select

from blog.extensions import db
from blog.models import Reporter


def by_email(email: str) -> Reporter | None:
    """The account that signs in with an address."""
    return db.session.scalar(select(Reporter).where(Reporter.email == email.strip().lower()))
