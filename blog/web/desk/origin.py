"""Notes for the audit from where each request of the desk comes."""

from __future__ import annotations

from flask import Flask, g, request
from flask_login import current_user

from blog.models import Door
from blog.newsroom import origin
from blog.newsroom.origin import Origin
from blog.web.desk.auth import OPEN
from blog.web.desk.sessions import is_desk


def init_app(app: Flask) -> None:
    """Registers the hooks; call it after the authentication, which has asked who is signed in."""
    app.before_request(note)
    app.teardown_request(lambda _error: origin.note())


def note() -> None:
    """Notes the address, and the account with its session. A keep-alive connection may still have another's."""
    if not is_desk(request.path):
        origin.note()
        return
    address = request.remote_addr or ""
    if request.endpoint in OPEN or not current_user.is_authenticated:  # asks nobody who they are
        origin.note(Origin(Door.FORM, address=address))
        return
    session_id, _used_at = g.get("desk_session", (None, None))
    origin.note(Origin(Door.FORM, current_user.id, current_user.name, session_id, address=address))
