"""What an update says of the pool report that it is, for the API and for the archive."""

from __future__ import annotations

from blog.models.limits import POOLER_CHARACTERS
from blog.schemas.base import Fields
from blog.schemas.fields import Line, Number
from blog.translation import N_


class PoolReport(Fields):
    """Older archives have none of these."""

    pool_number = Number(
        N_("The number of the pool report; null where it has none."), allow_none=True, load_default=None
    )
    pooler = Line(N_("Who wrote the pool report; empty for what is none."), POOLER_CHARACTERS, load_default="")
    pool_outlet = Line(N_("The outlet that supplied it."), POOLER_CHARACTERS, load_default="")
