"""One's own private address for mail, and what became of the latest mails to it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from flask import Response, current_app, flash, url_for

from blog import newsroom
from blog.extensions import limiter
from blog.models import Refusal
from blog.newsroom.transaction import current_time
from blog.queries import inbox
from blog.translation import N_, _
from blog.web.desk import bp, responses
from blog.web.desk.auth import rate_limit_key, reporter
from blog.web.limits import POSTS

SHOWN_FOR = timedelta(days=14)
REFUSALS: Mapping[Refusal, str] = {
    Refusal.NO_VISIT: N_("No draft: no visit of yours is live. Put the visit into the subject, such as [%(slug)s]."),
    Refusal.SEVERAL_VISITS: N_(
        "No draft: several of your visits are live. Put the visit into the subject, such as [%(slug)s]."
    ),
    Refusal.EMPTY: N_("No draft: there was nothing in it that an update can show."),
    Refusal.LARGE: N_("No draft: the mail was too large. Send fewer pictures at a time."),
    Refusal.UNREADABLE: N_("No draft: the mail could not be read. Send it as plain text."),
}


def inputs() -> Mapping[str, Any]:
    """What the page of the account shows of mail; nothing where the site takes none."""
    server = current_app.config["SETTINGS"].inbox
    if server is None:
        return {"takes_mail": False}
    mine = reporter()
    secret = inbox.secret_of(mine)
    return {
        "takes_mail": True,
        "mail_address": server.private_address(secret) if secret else "",
        "mails": inbox.latest(mine.id, SHOWN_FOR, current_time()),
        "mail_refusals": REFUSALS,
        "slug_for_mail": inbox.example_of(mine),
    }


@bp.post("/account/mail-address")
@limiter.limit(POSTS, key_func=rate_limit_key)
def renew_mail_address() -> Response:
    newsroom.inbox_addresses.renew(reporter().id)
    flash(_("You have a new address for mail. The one before is no longer read."))
    return responses.go_to(url_for("desk.account", _anchor="mail"))
