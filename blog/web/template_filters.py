"""What templates may call: times by the clocks of a place, icons, trusted markup, excerpts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from functools import cache

from flask import Flask, current_app
from markupsafe import Markup

from blog import work_queue
from blog.archive.mark import archived
from blog.models import Kind, Level, Standing, Status, Stop, Update
from blog.models.visit import now
from blog.permissions import PERMISSIONS
from blog.queries.filters import missing
from blog.text import clock, zones
from blog.text.excerpt import excerpt, plain, shortened
from blog.text.parsing.direction import direction
from blog.web import content_digest, template_loader

_TAG, _BEGINNING = re.compile(r"<[^>]*>?"), 2_000
_ICON = re.compile(r"icons/([\w-]+)\.svg")
# What all drawings begin with; the stylesheet says the same of `.icon`, from which a used one inherits.
_DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="1.5"'
    ' stroke-linecap="round" stroke-linejoin="round">'
)


def init_app(app: Flask) -> None:
    """Gives the names to Jinja."""
    app.jinja_env.filters.update(
        clock=clock.clock, day=clock.day, date=clock.date, fullday=clock.full_day, iso=clock.iso, typed=clock.typed
    )
    app.jinja_env.filters.update(digest=content_digest.digest)
    app.jinja_env.globals.update(offset=zones.offset, beside=zones.beside)
    app.jinja_env.globals.update(than_planned=zones.than_planned, is_punctual=zones.is_punctual)
    app.jinja_env.globals.update(trusted=trusted, icon=icon, icons=icons, offset_now=offset_now, local=local)
    app.jinja_env.globals.update(excerpt=excerpt, plain=plain, shortened=shortened, opening_days=opening_days, way=way)
    app.jinja_env.globals.update(missing=missing)
    app.jinja_env.globals.update(PERMISSIONS)  # as in Python: `may_edit(current_user, update)`
    app.jinja_env.filters.update(in_slices=work_queue.in_slices)
    app.jinja_env.globals.update(kinds=list(Kind), standings=list(Standing), levels=list(Level), statuses=list(Status))
    app.context_processor(lambda: {"archived": archived()})
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True


def macro(template: str, name: str, *inputs: object) -> str:
    """What a macro of a template says, as plain text: for what is not HTML and has to say the same."""
    said: Markup = getattr(current_app.jinja_env.get_template(template).module, name)(*inputs)
    return said.unescape().strip()


def trusted(html: str) -> Markup:
    """Marks an update's `html` as markup. Only what `text.markdown` made may be given to it."""
    return Markup(html)  # noqa: S704 — sanitised at publish


def way(html: str) -> str:
    """The direction of what holds blocks that each have their own: a browser passes over these when it looks for it."""
    return "rtl" if direction(_TAG.sub("", html[:_BEGINNING])) == "rtl" else "auto"


def local(moment: datetime, place: Stop | str | None) -> datetime:
    """The moment by the clocks of a stop or of an IANA zone; UTC where there is neither."""
    return clock.at(moment, place.zone if isinstance(place, Stop) else place or "UTC")


def offset_now(zone: str) -> str:
    """How far the clocks of an IANA zone are from UTC now, for a clock that shows the present; `ticking.js` goes on."""
    return zones.offset(now(), zone)


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
    """A picture of `templates/icons`, as it is used in a page that holds `icons()`: an update that is pushed brings its
    words, and not the same lines again. KeyError names one that does not exist."""
    if f"icons/{name}.svg" not in template_loader.read():
        raise KeyError(f"templates/icons/{name}.svg does not exist")
    return Markup('<svg class="icon" width="16" height="16" aria-hidden="true"><use href="#i-{}"/></svg>').format(name)


@cache
def icons() -> Markup:
    """All of them, once in a page, where they are not seen."""
    found = ((_ICON.fullmatch(name), source) for name, source in template_loader.read().items())
    drawn = "".join(_symbol(name[1], source) for name, source in found if name)
    return Markup(f"<div hidden><svg>{drawn}</svg></div>")  # noqa: S704 — our own files


def _symbol(name: str, source: str) -> str:
    """A file of one drawing as a part of a page."""
    drawing = source.strip().removeprefix(_DRAWING).removesuffix("</svg>")
    return f'<symbol id="i-{name}" viewBox="0 0 16 16">{drawing}</symbol>'
