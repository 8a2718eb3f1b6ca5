"""What a result of a search shows besides the words of its update."""

from __future__ import annotations

from collections.abc import Sequence

from blog.models import Update
from blog.text.search import Pieces, matching


def beside(update: Update, terms: Sequence[str]) -> list[Pieces]:
    """What matches of its pictures, documents and cards. The first is the title of an update without words."""
    said = update.said_beside if update.as_text else update.said_beside[1:]
    return matching(said, terms)
