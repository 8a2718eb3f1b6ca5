"""How the schedule is worded, on pages and in calendars."""

from __future__ import annotations

from flask import Flask

from blog.models import Access
from blog.translation import lazy_gettext

ACCESS = {
    Access.UNANNOUNCED: lazy_gettext("Not announced"),
    Access.OPEN: lazy_gettext("Open press"),
    Access.POOLED: lazy_gettext("Pooled press"),
    Access.SPRAY: lazy_gettext("Spray at the top"),
    Access.CLOSED: lazy_gettext("Closed press"),
}
STATES = {
    "planned": lazy_gettext("Planned"),
    "moved": lazy_gettext("Moved"),
    "under-way": lazy_gettext("Under way"),
    "done": lazy_gettext("Over"),
    "cancelled": lazy_gettext("Cancelled"),
}


def init_app(app: Flask) -> None:
    """Registers the words with Jinja."""
    app.jinja_env.globals.update(access_words=ACCESS, state_words=STATES)
