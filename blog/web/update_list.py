"""What an article says of its place in a list: that it opens a day, and what the one above it says already.

An article is rendered once, wherever it stands. So a list writes this into its first tag; on the wire, where no list is
known, `days.js` does.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from flask import Flask
from markupsafe import Markup

from blog.models import State, Update
from blog.queries.lines import Line
from blog.text import clock

Listed = Update | Line
_BEGINNING = "<article"


def init_app(app: Flask) -> None:
    """Gives templates `opening_days(updates)`, `repeats(updates)` and the filter `in_list`."""
    app.jinja_env.globals.update(opening_days=opening_days, repeats=repeats)
    app.jinja_env.filters["in_list"] = in_list


def opening_days(updates: Iterable[Listed]) -> set[str]:
    """The ids of the updates above which a list shows the date: the first of each day, local to its dateline.

    Near midnight datelines may alternate between two days; each is shown once. `days.js` follows the same rule.
    """
    first: dict[date, str] = {}
    for update in updates:
        if update.published_at:
            first.setdefault(clock.at(update.published_at, _zone(update)).date(), update.public_id)
    return set(first.values())


def repeats(updates: Iterable[Listed]) -> dict[str, str]:
    """What the update above an update in a list says already, `city`, `day` or both, by the id of the one below.

    What was withdrawn says neither. `days.js` follows the same rule.
    """
    found: dict[str, str] = {}
    above = ("", "")
    for update in updates:
        if update.published_at and update.state is State.PUBLISHED:
            city = update.stop.city if update.stop else "UTC"
            said = city, clock.day(clock.at(update.published_at, _zone(update)))
            same = [name for name, one, other in zip(("city", "day"), said, above, strict=True) if one == other]
            if same:
                found[update.public_id] = " ".join(same)
            above = said
    return found


def in_list(
    article: str,
    public_id: str,
    day_openers: Collection[str],
    repeated: Mapping[str, str],
    is_followed: bool = False,
) -> Markup:
    """An article at its place; `is_followed` where the page's own address leads to it."""
    said = " data-opens-day" if public_id in day_openers else ""
    if public_id in repeated:
        said += f' data-repeats="{repeated[public_id]}"'
    if is_followed:
        said += ' aria-current="true" tabindex="-1"'
    return Markup(str.replace(article, _BEGINNING, _BEGINNING + said, 1))  # noqa: S704 — an article that a template made


def _zone(update: Listed) -> str:
    return update.stop.zone if update.stop else "UTC"
