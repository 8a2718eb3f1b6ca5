"""Handover notes: what one shift of a desk tells the next."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from blog.database import Base
from blog.models.columns import Key, VisitKey
from blog.models.limits import HANDOVER_CHARACTERS
from blog.models.reporter import Reporter
from blog.models.visit import Visit


class Handover(Base):
    """One handover note of a visit: who is on, what waits, and what was promised. Any of them may be empty."""

    __tablename__ = "handover"

    id: Mapped[Key]
    visit_id: Mapped[VisitKey]
    who_is_on: Mapped[str] = mapped_column(String(HANDOVER_CHARACTERS))
    what_waits: Mapped[str] = mapped_column(String(HANDOVER_CHARACTERS))
    promised: Mapped[str] = mapped_column(String(HANDOVER_CHARACTERS))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("reporter.id", ondelete="SET NULL"))
    created_at: Mapped[datetime]

    visit: Mapped[Visit] = relationship()
    author: Mapped[Reporter | None] = relationship()


class HandoverRead(Base):
    """Up to which handover note of a visit an account has read and dismissed them."""

    __tablename__ = "handover_read"

    reporter_id: Mapped[int] = mapped_column(ForeignKey("reporter.id", ondelete="CASCADE"), primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id", ondelete="CASCADE"), primary_key=True, index=True)
    handover_id: Mapped[int] = mapped_column(ForeignKey("handover.id", ondelete="CASCADE"))
