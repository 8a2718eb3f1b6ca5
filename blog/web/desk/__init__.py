"""The reporters' side of the site. Everything under /desk needs a sign-in, but for the endpoints in `auth.OPEN`."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("desk", __name__, url_prefix="/desk")

from blog.web.desk import (  # noqa: E402, F401 — the views register themselves
    account,
    account_app,
    account_codes,
    account_inbox,
    account_passkeys,
    adding,
    administration,
    audit,
    autosaves,
    banner,
    cities,
    composer,
    embargoes,
    form_redirects,
    fresh,
    handins,
    handovers,
    here,
    installation,
    invitations,
    keys,
    log,
    media,
    media_page,
    new_visit,
    notes,
    people,
    portraits,
    purge,
    queue,
    ready_texts,
    rehearsal,
    resets,
    search,
    second_step,
    set_up,
    single_sign_on,
    stream,
    team,
    tools,
    updates,
    visits,
    ways,
    webhooks,
)
