"""How readers and the desk are told of pool reports, in one wording for pages, feeds and previews."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Flask

from blog.models import Update
from blog.translation import _


def init_app(app: Flask) -> None:
    """Gives templates `pool_line(update)` and `number_ranges(ranges)`."""
    app.jinja_env.globals.update(pool_line=pool_line, number_ranges=number_ranges)


def pool_line(update: Update) -> str:
    """That it is a pool report, with its number and its credit; empty for any other update."""
    if not update.is_pool:
        return ""
    credit, number = update.pool_credit, update.pool_number
    if number:
        return _("Pool report %(number)s by %(credit)s", number=number, credit=credit)
    return _("Pool report by %(credit)s", credit=credit)


def number_ranges(ranges: Iterable[tuple[int, int]]) -> str:
    """Numbers in words: `4, 7–9`."""
    return _(", ").join(str(first) if first == last else f"{first}–{last}" for first, last in ranges)
