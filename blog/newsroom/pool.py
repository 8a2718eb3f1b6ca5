"""Checks what is typed about a pool report: its number and its credit."""

from __future__ import annotations

from dataclasses import astuple, dataclass

from blog.models import Update
from blog.models.limits import POOL_NUMBERS, POOLER_CHARACTERS
from blog.newsroom.wording import check_length, visible_line
from blog.text.numbers import whole_number
from blog.translation import _


@dataclass(frozen=True)
class Pool:
    """A pool report as it is checked; without a credit, the update is none."""

    number: int | None = None
    pooler: str = ""
    outlet: str = ""

    def differs_from(self, update: Update) -> bool:
        return astuple(self) != (update.pool_number, update.pooler, update.pool_outlet)

    def apply_to(self, update: Update) -> None:
        update.pool_number, update.pooler, update.pool_outlet = self.number, self.pooler, self.outlet


NO_POOL = Pool()


def check_pool(number: str | int, pooler: str, outlet: str, errors: dict[str, str]) -> Pool:
    """Validates a pool report as typed; adds a sentence to `errors` for each field that has an error."""
    pooler, outlet = visible_line(pooler), visible_line(outlet)
    check_length(errors, "pooler", _("The name of the pooler"), pooler, POOLER_CHARACTERS)
    check_length(errors, "pool_outlet", _("The name of the outlet"), outlet, POOLER_CHARACTERS)
    typed = str(number).strip()
    if not typed:
        return Pool(None, pooler, outlet)
    counted = whole_number(typed.removeprefix("#"))
    if counted is None or not 1 <= counted <= POOL_NUMBERS:
        errors["pool_number"] = _(
            "Give the number of the pool report, from 1 to %(most)s, or leave it out.", most=POOL_NUMBERS
        )
        return NO_POOL
    if not pooler and not outlet:
        errors["pooler"] = _("Say who wrote the pool report, or for which outlet: it is published with that credit.")
    return Pool(counted, pooler, outlet)
