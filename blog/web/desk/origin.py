"""Notes for the audit from where each request of the desk comes."""

from __future__ import annotations

from flask import Flask, Response, g, request
from flask_login import current_user

from blog.models import AccountAct, Door
from blog.newsroom import origin, refusals
from blog.newsroom.origin import Origin
from blog.web.desk.auth import OPEN
from blog.web.desk.sessions import is_desk


def init_app(app: Flask) -> None:
    """Registers the hooks; call it after the authentication, which has asked who is signed in."""
    app.before_request(note)
    app.after_request(count_refusal)
    app.teardown_request(lambda _error: origin.note())


def count_refusal(answer: Response) -> Response:
    """Counts what an account was not allowed to do, at the desk or with a key."""
    here = origin.current()
    if answer.status_code == 403 and here.account_id and request.endpoint:
        refusals.count(
            AccountAct.REFUSE_ACT, here.account_id, address=here.address, subject=request.endpoint, door=here.door
        )
    return answer


def note() -> None:
    """Notes the address, and the account with its session. A keep-alive connection may still have another's."""
    address = request.remote_addr or ""
    if not is_desk(request.path):  # which account a program acts for is known from its key
        is_api = request.path.startswith("/api/")
        origin.note(Origin(Door.API, address=address) if is_api else Origin())
        return
    if request.endpoint in OPEN or not current_user.is_authenticated:  # asks nobody who they are
        origin.note(Origin(Door.FORM, address=address))
        return
    session_id, _used_at = g.get("desk_session", (None, None))
    origin.note(Origin(Door.FORM, current_user.id, current_user.name, session_id, address=address))
