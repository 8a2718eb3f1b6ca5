"""The JSON API under `/api/v1`, which anybody may read, and programs with a key write."""

from __future__ import annotations

from flask import Flask, Response, g, request
from flask_smorest import Api, Blueprint

from blog.extensions import csrf
from blog.translation import N_

PREFIX = "/api/v1"
TITLE = "Dateline API"

bp = Blueprint("api", __name__, url_prefix=PREFIX, description=N_("What readers see, for programs."))

from blog.web.api import (  # noqa: E402, F401 — the views register themselves
    banner,
    drafts,
    media,
    notes,
    posts,
    refusals,
    set_up,
    updates,
    visits,
)
from blog.web.api.manual import bp as manual  # noqa: E402

_ABOUT = """\
Visits, their updates and their log, as JSON. Reading needs no account and no key. There is no rate limit for readers,
because answers are cached. Send the `ETag` you have as `If-None-Match`, and an unchanged answer has no body.

Times are RFC 3339 in UTC. An unknown value is `null`; an empty text is `""`. New fields may be added: ignore those you
do not know. An unknown argument is refused with 422, so that a typo does not go unnoticed.

Writing, and reading what is not public, needs an API key: `Authorization: Bearer dl_…`. A key may do what its account
may, narrowed to the scopes and visits of the key. Its answers are for nobody else: `Cache-Control: private, no-store`.
"""
# What pages of other sites may send, and read of the answer.
_CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Link, Retry-After, X-Request-ID",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Content-Type, If-None-Match, X-Requested-With",
    "Access-Control-Max-Age": "86400",
}


class Described(Api):
    """Registers and describes operations only: the pages of flask-smorest would load scripts from other sites, and its
    error handlers would replace ours."""

    DEFAULT_ERROR_RESPONSE_NAME = None

    def _register_doc_blueprint(self) -> None:
        pass

    def _register_error_handlers(self) -> None:
        pass

    def _register_responses(self) -> None:
        pass

    def _register_pagination_header(self) -> None:
        pass


def init_app(app: Flask) -> None:
    """Registers the API and its manual."""
    app.config.update(API_TITLE=TITLE, API_VERSION="1", OPENAPI_VERSION="3.1.0")
    servers = [{"url": app.config["PUBLIC_URL"]}]
    described = Described(app, spec_kwargs={"info": {"description": _ABOUT}, "servers": servers})
    scheme = {"type": "http", "scheme": "bearer", "description": N_("An API key, made at /desk/keys.")}
    described.spec.components.security_scheme("key", scheme)
    csrf.exempt(bp)  # no cookie counts here
    described.register_blueprint(bp)
    app.register_blueprint(manual)
    app.extensions["api"] = described

    @app.after_request
    def let_other_sites_read(response: Response) -> Response:
        if request.path.startswith("/api/") and not g.get("is_private"):
            response.headers.update(_CORS)
            if request.method == "OPTIONS":
                response.headers.update(_PREFLIGHT)
        return response
