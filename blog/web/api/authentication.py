"""Authenticates programs by the API key in `Authorization: Bearer`, and by nothing else: no cookie counts here."""

from __future__ import annotations

import re

import structlog
from flask import abort, current_app, g, request
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import TooManyRequests, Unauthorized

from blog import newsroom
from blog.extensions import limiter
from blog.models import ApiKey, Door, Reporter, Status, Update, Visit
from blog.models.visit import now
from blog.newsroom import origin
from blog.newsroom.api_keys import NOTED_EVERY
from blog.newsroom.errors import CommitUnknown
from blog.newsroom.origin import Origin
from blog.permissions import KeyHolder, Permission
from blog.queries import accounts, api_keys, desk, visits
from blog.translation import N_, _
from blog.web.page_cache.decorators import NO_VISIT

REALM = "Dateline"
# Of an address; a key that is right is never held up by those that are wrong.
FAILURES = "30 per 10 minutes"
_TOKEN = re.compile(r"[A-Za-z0-9._~+/-]{1,200}=*")

NO_KEY = N_("Send an API key: “Authorization: Bearer dl_…”. Make one at /desk/keys.")
UNKNOWN = N_("There is no such key. Check that it is complete, or make a new one.")
REVOKED = N_("This key was revoked. Make a new one.")
EXPIRED = N_("This key has expired. Make a new one.")
SWITCHED_OFF = N_("The account of this key is switched off. Ask an administrator.")
NO_FACTOR = N_("The account of this key must have a second factor first. Set one up at /desk/account.")
NOT_FOR_VISIT = N_("This key is not for this visit. Make one that is.")


logger = structlog.stdlib.get_logger("blog.web")


class KeyRequired(Unauthorized):
    """There is no valid key; `challenge` is what `WWW-Authenticate` says, with the realm quoted (RFC 9110)."""

    def __init__(self, sentence: str, error: str = "") -> None:
        super().__init__(_(sentence))
        self.challenge = f'Bearer realm="{REALM}"' + (f', error="{error}"' if error else "")


def authenticate() -> None:
    """Finds the account behind the key of this request, or answers 401."""
    g.is_private = True
    token = _token()
    if token is None:
        raise KeyRequired(NO_KEY)
    key = api_keys.by_token(token)
    if refusal := _why_not(key):
        _refuse(refusal)
    assert key
    g.api_account, g.api_key = key.reporter, key
    key.reporter.key = key
    address = request.remote_addr or ""
    origin.note(Origin(Door.API, key.reporter.id, key.reporter.name, key_id=key.id, address=address))
    _note_use(key)


def account() -> Reporter:
    """The account for which the program acts; its key narrows what it may do."""
    found: Reporter = g.api_account
    return found


def holder() -> KeyHolder:
    """The same, as the newsroom's verbs want it."""
    return KeyHolder(g.api_account.id, g.api_key.id)


def own_visit(slug: str, permission: Permission[[Visit]] | None = None) -> Visit:
    """The visit of an address, if the account belongs to its team, and the key is for it. What belongs to it is loaded
    when first used."""
    found = visits.known_by_slug(slug, account(), is_whole=False) or abort(404, _(NO_VISIT))
    key: ApiKey = g.api_key
    if not key.reaches(found.id):
        abort(404, _(NO_VISIT)) if found.status is Status.HELD else abort(403, _(NOT_FOR_VISIT))
    if permission and not permission(account(), found):
        abort(403, permission.why_not(account(), found))
    return found


def own_update(visit: Visit, public_id: str) -> Update:
    """An update of the visit in any state; what the account may do with it, the newsroom decides."""
    return desk.update(visit.id, public_id) or abort(404, _("There is no such update in this visit."))


def rate_limit_key() -> str:
    """Whom the limits count: the account, with what it sends at the desk."""
    return str(g.api_account.id)


def _token() -> str | None:
    kind, _space, token = request.headers.get("Authorization", "").strip().partition(" ")
    return token.strip() if kind.lower() == "bearer" and _TOKEN.fullmatch(token.strip()) else None


def _why_not(key: ApiKey | None) -> str:
    if key is None:
        return UNKNOWN
    if key.revoked_at:
        return REVOKED if key.reporter.active else SWITCHED_OFF
    if key.has_expired(now()):
        return EXPIRED
    if not key.reporter.active:
        return SWITCHED_OFF
    return NO_FACTOR if _lacks_factor(key.reporter) else ""


def _lacks_factor(account: Reporter) -> bool:
    """Whether the desk would be closed to the account: what a key may do is never more."""
    is_demanded = account.needs_second_factor or current_app.config["SETTINGS"].require_2fa
    return is_demanded and not (account.totp_secret or accounts.passkeys_of(account.id))


@limiter.shared_limit(FAILURES, scope="wrong keys", error_message="")
def _count_failure() -> None:
    """Raises TooManyRequests past the limit."""


def _refuse(sentence: str) -> None:
    logger.warning("rejected an API key", reason=sentence, address=request.remote_addr, path=request.path)
    try:
        _count_failure()
    except TooManyRequests as error:
        error.description = _("Too many wrong keys from this address. Wait, and check the key.")
        raise
    raise KeyRequired(sentence, "invalid_token")


def _note_use(key: ApiKey) -> None:
    if key.used_at and now() - key.used_at < NOTED_EVERY:
        return
    try:
        newsroom.api_keys.note_use(key.id)
    except (OperationalError, CommitUnknown):
        logger.warning("could not note the use of a key")  # the next request will
