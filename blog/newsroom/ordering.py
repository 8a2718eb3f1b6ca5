"""Puts the stops of the itinerary in order."""

from __future__ import annotations

from collections.abc import Sequence

from blog.models import Verb
from blog.newsroom import merging
from blog.newsroom.errors import StaleForm
from blog.newsroom.transaction import Transaction, verb
from blog.permissions import may_set_up


@verb(may_set_up)
def order_stops(tx: Transaction, order: Sequence[str], *, loaded: Sequence[str] | None = None) -> None:
    """Orders the stops by their keys. A stop that is not named keeps its place.

    `loaded` is the order that the form was loaded with: stops that were added or removed meanwhile are no obstacle, but
    another order raises StaleForm.
    """
    stops = {stop.key: stop for stop in tx.visit.stops}
    present = list(stops)
    wanted = [key for key in dict.fromkeys(order) if key in stops]
    if wanted == [key for key in present if key in wanted]:
        return
    if loaded is not None and not is_same_order(loaded, present):
        raise StaleForm(merging.who_changed(tx, (Verb.ORDER_STOPS,)))
    for index, key in enumerate(present):
        if key not in wanted:
            wanted.insert(index, key)
    for position, key in enumerate(wanted, 1):
        stops[key].position = position
    tx.log(Verb.ORDER_STOPS)


def is_same_order(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two lists have what is in both of them in the same order."""
    return [key for key in one if key in other] == [key for key in other if key in one]
