"""Errors that readers report: what they write to the desk without an account."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from blog.database import Base
from blog.models.limits import EMAIL_CHARACTERS, REPORT_CHARACTERS


class ReaderReport(Base):
    """The words of a reader, which a note to the desk shows; `email` is empty unless an answer is wished for.

    It is deleted with its note: by the desk, or when the update is purged.
    """

    __tablename__ = "reader_report"

    note_id: Mapped[int] = mapped_column(ForeignKey("desk_note.id", ondelete="CASCADE"), primary_key=True)
    text: Mapped[str] = mapped_column(String(REPORT_CHARACTERS))
    email: Mapped[str] = mapped_column(String(EMAIL_CHARACTERS))
