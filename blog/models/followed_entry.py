"""What was taken over from sources that a visit follows: nothing is handed in twice, not even what was discarded."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from blog.database import Base
from blog.models.columns import Key


class FollowedEntry(Base):
    """One wording of an entry. `digest` identifies the wording, `about` the entry, whatever its wording; `update_id` is
    the hand-in that it became."""

    __tablename__ = "followed_entry"
    __table_args__ = (UniqueConstraint("visit_id", "digest"),)

    id: Mapped[Key]
    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id", ondelete="CASCADE"))
    digest: Mapped[str] = mapped_column(String(64))
    about: Mapped[str] = mapped_column(String(64), index=True)
    update_id: Mapped[int | None] = mapped_column(ForeignKey("update.id", ondelete="SET NULL"), index=True)
    taken_at: Mapped[datetime]
