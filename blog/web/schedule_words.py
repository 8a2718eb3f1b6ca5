"""How the schedule is worded, on pages and in calendars."""

from __future__ import annotations

from flask import Flask

from blog.models import Access
from blog.translation import N_

ACCESS = {
    Access.UNANNOUNCED: N_("Not announced"),
    Access.OPEN: N_("Open press"),
    Access.POOLED: N_("Pooled press"),
    Access.SPRAY: N_("Spray at the top"),
    Access.CLOSED: N_("Closed press"),
}
STATES = {
    "planned": N_("Planned"),
    "moved": N_("Moved"),
    "under-way": N_("Under way"),
    "done": N_("Over"),
    "cancelled": N_("Cancelled"),
}


def init_app(app: Flask) -> None:
    """Registers the words with Jinja."""
    app.jinja_env.globals.update(access_words=ACCESS, state_words=STATES)
