"""The Flask extensions, which `create_app` initialises, and the signals sent after a commit."""

from __future__ import annotations

from blinker import Signal
from flask import current_app, request
from flask_limiter import Limiter
from flask_migrate import Migrate
from flask_security import Security
from flask_sock import Sock
from flask_sqlalchemy import SQLAlchemy
from flask_wtf.csrf import CSRFProtect

from blog.database import Base
from blog.security import network

db = SQLAlchemy(model_class=Base)
migrate = Migrate()
csrf = CSRFProtect()
accounts = Security()
limiter = Limiter(key_func=lambda: network(request.remote_addr or ""))
sock = Sock()

visit_changed = Signal("A visit's log has grown; sent after the commit with the visit's id, and with nothing else.")
events_written = Signal("Sent before `visit_changed` by the engine that committed the events, with their rows.")
desk_changed = Signal("The log of a visit's desk has grown; sent in the same way.")


def secret_keys() -> list[str]:
    """The secret keys of the site: the one to sign with, then those that are still accepted."""
    return [str(key) for key in (current_app.secret_key, *(current_app.config.get("SECRET_KEY_FALLBACKS") or ()))]
