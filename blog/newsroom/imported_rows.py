"""What an import inserts at once, and rows that an archive does not have as they are kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar

from blog.models import CardState, EditKind, Standing, Verb
from blog.models.update import BLANK_WORDING

Entry = Mapping[str, Any]
Row = dict[str, Any]
Item = TypeVar("Item")

BATCH_SIZE = 500


def card(given: Entry, position: int, update_id: int) -> Row:
    """A card as it was shown; nothing is fetched again."""
    return {**given, "update_id": update_id, "position": position, "state": CardState.READY, "attempts": 0}


def version_without_text(event: Entry, number: int) -> Row:
    """A revision without its text, which is all that the log still has."""
    change = EditKind.FIRST if event["verb"] is Verb.PUBLISH else EditKind.UPDATE
    at = event["at"].replace(microsecond=0)
    known = {"number": number, "seq": event["seq"], "change": change, "note": "", "at": at, "by_id": None}
    return {**known, "standing": Standing.REPORTED, "standing_before": "", **BLANK_WORDING}


def batches(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    """So many rows as one statement inserts."""
    for begin in range(0, len(items), BATCH_SIZE):
        yield items[begin : begin + BATCH_SIZE]
