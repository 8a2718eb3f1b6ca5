"""Ties imported translations to their originals, once all updates are there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from blog.models import Translator, Update
from blog.newsroom.originals import FIELD

Entry = Mapping[str, Any]


def write(session: Session, updates: Iterable[Entry], ids: Mapping[str, int]) -> None:
    """Ties those of these updates that name an original; `ids` are the ids of all updates by public id."""
    for entry in updates:
        if name := entry.get(FIELD):
            original = session.scalars(select(Update).where(Update.id == ids[name])).one()
            tie = {f"{FIELD}_id": original.id, "translator": entry["translator"] or Translator.DESK}
            # The digest of a translation that is behind is one that its original does not have.
            tie["original_wording"] = "" if entry["outdated"] else original.wording_digest
            session.execute(update(Update).where(Update.id == ids[entry["public_id"]]).values(tie))
