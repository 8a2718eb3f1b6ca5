"""Declares an operation that changes something or reads what is not public: its key, body, limits and answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from math import ceil
from time import time
from typing import Any

from flask import Response, jsonify, request
from flask_limiter import RequestLimit
from marshmallow import RAISE, Schema
from werkzeug.exceptions import UnsupportedMediaType

from blog import work_queue
from blog.extensions import limiter
from blog.translation import N_, _
from blog.web.api import bp
from blog.web.api.authentication import authenticate, rate_limit_key
from blog.web.api.operations import HEADERS, path_parts
from blog.web.api.problems import MIMETYPE, TITLES
from blog.web.api.response_schemas import Problem, WriteProblem
from blog.web.limits import POSTS, POSTS_SCOPE, UPLOADS, UPLOADS_SCOPE

View = Callable[..., Any]
SECURITY = [{"key": list[str]()}]
PRIVATE = {"Cache-Control": "private, no-store"}
_JSON = ("application/json", "application/merge-patch+json")
_HEADERS = {
    "If-Match": {
        "description": N_("The `version` that you have read, in quotes; `*` for whichever it is."),
        "schema": {"type": "string", "pattern": '^("[0-9]{1,9}"|[*])$'},
    },
    "Idempotency-Key": {
        "description": N_("Made by you, such as a UUID: the same request sent twice under one key is done once."),
        "schema": {"type": "string", "pattern": "^[!-~]{1,255}$"},
    },
}
_ETAG = {"ETag": {"description": N_("Its version, for `If-Match`."), "schema": {"type": "string"}}}
_LINK = {"Link": HEADERS["Link"]}
_GIVEN = {
    "Idempotent-Replayed": {
        "description": N_("`true` where the request was done before and nothing was done now; otherwise absent."),
        "schema": {"type": "string", "enum": ["true"]},
    }
}


def operation(
    method: str,
    rule: str,
    answer: type[Schema] | None,
    *,
    status: int = 200,
    body: type[Schema] | None = None,
    query: type[Schema] | None = None,
    needs: Mapping[str, bool] | None = None,
    fails: Sequence[int] = (),
    is_upload: bool = False,
    empty: Sequence[int] = (),
    links: Mapping[str, Any] | None = None,
    gives: Sequence[str] = (),
    **described: Any,
) -> Callable[[View], View]:
    """Registers a view that needs a key. It is called with the validated body or query, if any, and the parts of its
    address.

    `needs` are the headers of preconditions, and whether each must be there; `fails` the problem statuses besides those
    that every operation has; `empty` other statuses of success, without a body; `links` what can be done with what it
    made, as `operations.links_to` gives it; `gives` further headers of the answer.
    """
    limit, scope = (UPLOADS, UPLOADS_SCOPE) if is_upload else (POSTS, POSTS_SCOPE)
    is_reading = method == "GET"

    def declare(view: View) -> View:
        made = view
        if body:
            made = bp.arguments(body, location="json", unknown=RAISE, required=method != "DELETE")(made)
        if query:
            made = bp.arguments(query, location="query", unknown=RAISE)(made)
        if not is_reading:
            made = limiter.shared_limit(limit, scope=scope, key_func=rate_limit_key)(_first(made, is_upload))
        made = _guarded(made, takes_json=body is not None, needs_body=method != "DELETE")
        headers = _LINK if query else {} if is_reading else _ETAG | {name: _GIVEN[name] for name in gives}
        made = bp.response(status, answer, description=N_("Done."), headers=headers)(made) if answer else made
        for code in empty if answer else (status, *empty):
            made = bp.alt_response(code, description=N_("Done; there is nothing to show."))(made)
        if query:
            made = bp.alt_response(422, schema=Problem, content_type=MIMETYPE, description=TITLES[422])(made)
        for code in sorted({*fails, *_usual(is_reading, body)}):
            made = bp.alt_response(code, schema=WriteProblem, content_type=MIMETYPE, description=TITLES[code])(made)
        made = bp.doc(responses={status: {"links": links}})(made) if links else made
        made = bp.doc(operationId=view.__name__, security=SECURITY, **_parameters(needs or {}), **described)(made)
        bp.route(rule, methods=[method], parameters=path_parts(rule))(made)
        return view

    return declare


def answer(body: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """An answer that only its program may keep."""
    made = jsonify(body) if body is not None else Response()
    made.status_code = status
    made.headers.update(headers or {})
    return made


def _usual(is_reading: bool, body: type[Schema] | None) -> set[int]:
    found = {401, 403, 404, 429, 503} | (set() if is_reading else {409, 413})
    return found | ({400, 415, 422} if body else set())


def _parameters(needs: Mapping[str, bool]) -> dict[str, Any]:
    named = [{"in": "header", "name": name, "required": must, **_HEADERS[name]} for name, must in needs.items()]
    return {"parameters": named} if named else {}


def _guarded(view: View, *, takes_json: bool, needs_body: bool) -> View:
    """Asks for the key before anything is read."""

    @wraps(view)
    def guarded(**values: Any) -> Response:
        authenticate()
        is_there = needs_body or request.mimetype or request.content_length
        if takes_json and is_there and request.mimetype not in _JSON:
            raise UnsupportedMediaType(_("Send JSON, with “Content-Type: application/json”."))
        made: Response = view(**values)
        for name, value in PRIVATE.items():
            made.headers.setdefault(name, value)
        if limiter.current_limit:
            made.headers.update(_limit_fields(limiter.current_limit))
        return made

    return guarded


def _first(view: View, is_upload: bool) -> View:
    """Starts no expensive page while a post runs; a slow upload holds nobody up."""
    if is_upload:
        return view

    @wraps(view)
    def posting(*args: Any, **values: Any) -> Any:
        post = object()
        work_queue.announce(post)
        try:
            return view(*args, **values)
        finally:
            work_queue.finish(post)

    return posting


def _limit_fields(limit: RequestLimit) -> Mapping[str, str]:
    """What is left of the limit, as the draft of the fields `RateLimit` says."""
    seconds = max(1, ceil(limit.reset_at - time()))
    policy = f'"account";q={limit.limit.amount};w={limit.limit.get_expiry()}'
    return {"RateLimit-Policy": policy, "RateLimit": f'"account";r={limit.remaining};t={seconds}'}
