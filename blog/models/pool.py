"""What an update says of the pool report that it is: the report's number, who wrote it, and for which outlet."""

from __future__ import annotations

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from blog.models.limits import POOLER_CHARACTERS
from blog.translation import _

# The columns, as forms, programs and archives name them too.
POOL = ("pool_number", "pooler", "pool_outlet")


class Pooled:
    """An update as far as it may be a pool report. One is known by its credit; the number may be missing."""

    pool_number: Mapped[int | None]
    pooler: Mapped[str] = mapped_column(String(POOLER_CHARACTERS), default="", server_default="")
    pool_outlet: Mapped[str] = mapped_column(String(POOLER_CHARACTERS), default="", server_default="")

    @property
    def is_pool(self) -> bool:
        """Whether it is a pool report."""
        return bool(self.pool_credit)

    @property
    def pool_credit(self) -> str:
        """Who is credited: the pooler with the outlet, or the one that is known."""
        return _(", ").join(filter(None, [self.pooler, self.pool_outlet]))

    def blank_pool(self) -> None:
        """Makes it no pool report."""
        self.pool_number, self.pooler, self.pool_outlet = None, "", ""
