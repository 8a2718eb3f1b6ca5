"""Autosaves: texts that an account is still writing, as its devices last sent them. No colleague ever sees one."""

from __future__ import annotations

import json
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from blog.database import Base
from blog.models.columns import Key, VisitKey, word
from blog.models.limits import PUBLIC_ID_CHARACTERS
from blog.models.session import DEVICE_CHARACTERS

CLIENT_KEY_CHARACTERS, WRITER_CHARACTERS, EXCERPT_CHARACTERS = 80, 40, 100

Fields = list[tuple[str, str]]


class Ended(StrEnum):
    """Why an autosave takes no more text. Its key is remembered for a while, so that no late request revives it."""

    NO = ""
    SENT = "sent"
    DISCARDED = "discarded"


class Autosave(Base):
    """One unsent text of an account in a visit.

    `content` is the form's fields as JSON, in the form's order; empty once it has ended. `writer` is the tab that sent
    it, and `device` the name of its browser. `about` is the public id of the update that the text changes, empty for a
    new one. `excerpt` is how lists name it, empty while nothing is written.
    """

    __tablename__ = "autosave"
    __table_args__ = (UniqueConstraint("reporter_id", "visit_id", "client_key"),)

    id: Mapped[Key]
    reporter_id: Mapped[int] = mapped_column(ForeignKey("reporter.id", ondelete="CASCADE"))
    visit_id: Mapped[VisitKey]
    client_key: Mapped[str] = mapped_column(String(CLIENT_KEY_CHARACTERS))
    version: Mapped[int]
    writer: Mapped[str] = mapped_column(String(WRITER_CHARACTERS))
    device: Mapped[str] = mapped_column(String(DEVICE_CHARACTERS))
    about: Mapped[str] = mapped_column(String(PUBLIC_ID_CHARACTERS))
    excerpt: Mapped[str] = mapped_column(String(EXCERPT_CHARACTERS))
    content: Mapped[str] = mapped_column(deferred=True)
    saved_at: Mapped[datetime] = mapped_column(index=True)
    ended: Mapped[Ended] = mapped_column(word(Ended))

    @property
    def fields(self) -> Fields:
        """Name and value of each field, in the form's order; a name may occur several times."""
        return [(name, value) for name, value in json.loads(self.content or "[]")]


def content_of(fields: Fields) -> str:
    """The fields as they are stored: the same fields are the same text."""
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":"))
