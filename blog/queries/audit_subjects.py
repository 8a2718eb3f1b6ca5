"""What entries of the audit are about, as it is now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from blog.extensions import db
from blog.models import Update, Visit
from blog.queries.audit import Recorded

Updates = Mapping[tuple[str | None, str], Update]


def updates(found: Sequence[Recorded]) -> Updates:
    """The updates that entries name, by the slug of their visit and their public id; one that was deleted is not there.

    An update is whatever state it is in: who shows it says no more of it than that allows.
    """
    # Selected by id alone and compared here, as in the log of the desk.
    subjects = {one.entry.subject for one in found if one.slug and one.entry.subject}
    rows = db.session.execute(
        select(Visit.slug, Update).join(Visit, Visit.id == Update.visit_id).where(Update.public_id.in_(subjects))
    )
    return {(slug, update.public_id): update for slug, update in rows}
