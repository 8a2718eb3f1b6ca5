"""Subscribes browsers to notifications of a visit, without an account or a cookie, and serves what shows them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from flask import Response, abort, current_app, request, url_for
from flask_limiter.errors import RateLimitExceeded

from blog import newsroom
from blog.extensions import csrf, limiter
from blog.newsroom.errors import Invalid
from blog.newsroom.push import Wanted
from blog.push import PushSettings
from blog.queries import push
from blog.translation import _
from blog.web.lookups import visit_or_404
from blog.web.own_site import is_from_own_site
from blog.web.publisher import publisher
from blog.web.reader import bp
from blog.web.static_files import StaticFiles

# New subscriptions of an IP address, and all that it asks for.
SUBSCRIPTIONS, REQUESTS = "10 per hour", "120 per hour"
RETRY_SECONDS = "3600"
NEW, CHANGED = 201, 204
_WORKER = "js/push-worker.js"
_ICONS = {"icons/dateline-192.png": "192x192", "icons/dateline-512.png": "512x512", "icons/dateline.svg": "any"}
_PAPER = "#fcfcf9"


@bp.app_template_global()
def sends_push() -> bool:
    """Whether the site sends notifications."""
    return current_app.config["SETTINGS"].push is not None


@bp.get("/live/<slug>/push", endpoint="push_key")
def key(slug: str) -> Response:
    """The public key that browsers subscribe with; nothing where the site sends no notifications."""
    visit_or_404(slug)
    return _said(_settings().key.public, 200) if sends_push() else _empty(204)


@bp.post("/live/<slug>/push", endpoint="push")
def ask(slug: str) -> Response:
    """Adds the subscription that a browser made, or changes what it is about."""
    services = _services()
    visit, given = visit_or_404(slug), _given()
    wanted = _wanted(given)
    subscribe = _change if push.is_subscribed(visit.id, wanted.endpoint) else _add
    try:
        return subscribe(visit.id, wanted, services)
    except Invalid as error:
        return _said(str(error), 422)
    except RateLimitExceeded:
        answer = _said(_("Too many subscriptions came from your network. Try again in an hour."), 429)
        answer.headers["Retry-After"] = RETRY_SECONDS
        return answer


@bp.delete("/live/<slug>/push")
@limiter.limit(REQUESTS)
def unsubscribe(slug: str) -> Response:
    """Removes a subscription; one that is not known is removed already."""
    _services()
    newsroom.push.unsubscribe(visit_or_404(slug).id, _text(_given(), "endpoint"))
    return _empty(CHANGED)


csrf.exempt(ask)  # without a session, a foreign page gains nothing that it could not send by itself
csrf.exempt(unsubscribe)


@bp.get("/push-worker.js")
def push_worker() -> Response:
    """The service worker of readers' pages, which shows notifications and sees no request of a page."""
    files: StaticFiles = current_app.extensions["static_files"]
    answer = Response(files.plain[_WORKER], mimetype="text/javascript")
    answer.headers.update({"Service-Worker-Allowed": "/live/", "Cache-Control": "no-cache"})
    return answer


@bp.get("/live/<slug>/manifest.webmanifest")
def manifest(slug: str) -> Response:
    """What a phone needs to put the page on its home screen, without which an iPhone allows no notifications."""
    visit, files = visit_or_404(slug), current_app.extensions["static_files"]
    start = url_for("reader.visit", slug=slug)
    described = {
        "id": start,
        "name": visit.title,
        "short_name": publisher().name,
        "start_url": start,
        "scope": "/live/",
        "display": "standalone",
        "lang": visit.lang,
        "background_color": _PAPER,
        "theme_color": _PAPER,
        "icons": [
            {"src": files.url(name), "sizes": sizes, "type": files.served[name].mimetype}
            for name, sizes in _ICONS.items()
        ],
    }
    return Response(json.dumps(described, ensure_ascii=False), mimetype="application/manifest+json")


def _was_new(answer: Response) -> bool:
    return answer.status_code == NEW


@limiter.limit(SUBSCRIPTIONS, deduct_when=_was_new)
def _add(visit_id: int, wanted: Wanted, services: tuple[str, ...]) -> Response:
    return _change(visit_id, wanted, services)


@limiter.limit(REQUESTS)
def _change(visit_id: int, wanted: Wanted, services: tuple[str, ...]) -> Response:
    is_new = newsroom.push.subscribe(visit_id, wanted, services)
    return _empty(NEW if is_new else CHANGED)


def _settings() -> PushSettings:
    settings: PushSettings | None = current_app.config["SETTINGS"].push
    if settings is None:
        abort(404, _("This site sends no notifications."))
    return settings


def _services() -> tuple[str, ...]:
    """The hosts of services, for requests of pages of this site."""
    hosts = _settings().hosts
    if not is_from_own_site():
        abort(403, _("This request came from another site. Nothing was changed."))
    return hosts


def _given() -> Mapping[str, Any]:
    given = request.get_json(silent=True)
    return given if isinstance(given, dict) else {}


def _wanted(given: Mapping[str, Any]) -> Wanted:
    """A subscription as browsers write it (`PushSubscription.toJSON`), with `about` beside it: a word or a list."""
    keys, about = given.get("keys"), given.get("about")
    keys = keys if isinstance(keys, dict) else {}
    chosen = [about] if isinstance(about, str) else about if isinstance(about, list) else []
    words = tuple(word for word in chosen if isinstance(word, str))
    return Wanted(_text(given, "endpoint"), _text(keys, "p256dh").rstrip("="), _text(keys, "auth").rstrip("="), words)


def _text(given: Mapping[str, Any], name: str) -> str:
    value = given.get(name)
    return value if isinstance(value, str) else ""


def _empty(status: int) -> Response:
    answer = Response(status=status)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _said(sentence: str, status: int) -> Response:
    answer = Response(sentence, status, mimetype="text/plain")
    answer.headers["Cache-Control"] = "no-store"
    return answer
