"""What templates may call: times by the clocks of a place, icons, trusted markup, excerpts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from functools import cache

from flask import Flask
from markupsafe import Markup

from blog.archive.mark import archived
from blog.models import Kind, Level, Standing, Status, Stop, Update
from blog.settings import ROOT
from blog.text import clock, zones
from blog.text.excerpt import excerpt


def init_app(app: Flask) -> None:
    """Gives the names to Jinja."""
    app.jinja_env.filters.update(
        clock=clock.clock, day=clock.day, fullday=clock.full_day, iso=clock.iso, typed=clock.typed
    )
    app.jinja_env.globals.update(offset=zones.offset, beside=zones.beside, than_planned=zones.than_planned)
    app.jinja_env.globals.update(trusted=trusted, icon=icon, local=local, excerpt=excerpt)
    app.jinja_env.globals.update(opening_days=opening_days)
    app.jinja_env.globals.update(kinds=list(Kind), standings=list(Standing), levels=list(Level), statuses=list(Status))
    app.context_processor(lambda: {"archived": archived()})
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True


def trusted(html: str) -> Markup:
    """Marks an update's `html` as markup. Only what `text.markdown` made may be given to it."""
    return Markup(html)  # noqa: S704 — sanitised at publish


def local(moment: datetime, place: Stop | str | None) -> datetime:
    """The moment by the clocks of a stop or of an IANA zone; UTC where there is neither."""
    return clock.at(moment, place.zone if isinstance(place, Stop) else place or "UTC")


def opening_days(updates: Iterable[Update]) -> set[str]:
    """The ids of the updates above which a list says the day: the first of each day, by the clocks of its dateline.

    Two datelines may disagree about midnight; a day that was said is not said again. `days.js` follows the same rule.
    """
    first: dict[date, str] = {}
    for update in updates:
        if update.published_at:
            first.setdefault(local(update.published_at, update.stop).date(), update.public_id)
    return set(first.values())


@cache
def icon(name: str) -> Markup:
    """An inline picture of `templates/icons`; KeyError names one that does not exist."""
    path = ROOT / "templates" / "icons" / f"{name}.svg"
    if not path.is_file():
        raise KeyError(f"templates/icons/{name}.svg does not exist")
    return Markup(path.read_text(encoding="utf-8").strip())  # noqa: S704 — our own files
