"""Ready-made texts of a visit, from which reporters begin an update: “Press conference begins”."""

from __future__ import annotations

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from blog.database import Base
from blog.models.classification import Kind, Standing
from blog.models.columns import Key, Line, Slug, VisitKey, word


class ReadyText(Base):
    """The beginning of an update, in Markdown, with gaps for the reporter to fill. Only the desk sees it."""

    __tablename__ = "ready_text"
    __table_args__ = (UniqueConstraint("visit_id", "key"),)

    id: Mapped[Key]
    visit_id: Mapped[VisitKey]
    key: Mapped[Slug]
    name: Mapped[Line]
    headline: Mapped[str] = mapped_column(String(200), default="")
    body: Mapped[str] = mapped_column(default="")
    kind: Mapped[Kind] = mapped_column(word(Kind), default=Kind.REPORT)
    standing: Mapped[Standing] = mapped_column(word(Standing), default=Standing.REPORTED)
    position: Mapped[int]
