"""What templates may call: times by the clocks of a place, icons, trusted markup, excerpts."""

from __future__ import annotations

from datetime import datetime
from functools import cache

from flask import Flask
from markupsafe import Markup

from blog.models import Kind, Level, Standing, Status, Stop
from blog.settings import ROOT
from blog.text import clock
from blog.text.excerpt import excerpt


def init_app(app: Flask) -> None:
    """Gives the names to Jinja."""
    app.jinja_env.filters.update(clock=clock.clock, day=clock.day, fullday=clock.full_day, iso=clock.iso)
    app.jinja_env.globals.update(trusted=trusted, icon=icon, local=local, excerpt=excerpt)
    app.jinja_env.globals.update(kinds=list(Kind), standings=list(Standing), levels=list(Level), statuses=list(Status))
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True


def trusted(html: str) -> Markup:
    """Marks an update's `html` as markup. Only what `text.markdown` made may be given to it."""
    return Markup(html)  # noqa: S704 — sanitised at publish


def local(moment: datetime, place: Stop | str | None) -> datetime:
    """The moment by the clocks of a stop or of an IANA zone; UTC where there is neither."""
    return clock.at(moment, place.zone if isinstance(place, Stop) else place or "UTC")


@cache
def icon(name: str) -> Markup:
    """An inline picture of `templates/icons`; KeyError names one that does not exist."""
    path = ROOT / "templates" / "icons" / f"{name}.svg"
    if not path.is_file():
        raise KeyError(f"templates/icons/{name}.svg does not exist")
    return Markup(path.read_text(encoding="utf-8").strip())  # noqa: S704 — our own files
