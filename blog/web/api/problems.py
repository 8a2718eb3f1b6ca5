"""Error responses of the API as `application/problem+json` (RFC 9457), with the sentences that pages use."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from flask import Response, current_app
from werkzeug.exceptions import HTTPException

from blog.translation import N_, _
from blog.web.api import PREFIX

MIMETYPE = "application/problem+json"
# What each status means here; the manual explains them at `#problem-<status>`.
TITLES = {
    400: N_("This request could not be understood"),
    404: N_("There is nothing at this address"),
    405: N_("This address does not accept that request"),
    410: N_("The log cannot serve this cursor"),
    422: N_("Invalid parameters"),
    429: N_("Too many requests"),
    500: N_("Something went wrong here"),
    503: N_("This site is not ready at the moment"),
}
ADVICE = {
    400: N_("Check the URL."),
    404: N_("All visits are listed at /api/v1/visits."),
    405: N_("See the Allow header for the accepted methods."),
    410: N_("Ask again without a cursor, and go on from the one that you are given."),
    422: N_("The sentences under `errors` say what is wrong with each parameter."),
    429: N_("Retry after the number of seconds in the Retry-After header."),
    500: N_("The error was logged. Try again in a moment, or tell the person who runs this site."),
    503: N_("It will be back by itself. Retry after the number of seconds in the Retry-After header."),
}


def concern(path: str) -> bool:
    """Whether errors at this path are problems, not pages."""
    return path.startswith("/api/") and path != f"{PREFIX}/"


def answer(code: int, error: HTTPException | None = None) -> Response:
    """The problem response for a status, with the error's own sentence, if any, and one for each invalid parameter."""
    errors = _errors(error)
    own = error.description if error and error.description != type(error).description else None
    title = _(TITLES[code]) if code in TITLES else HTTPStatus(code).phrase
    problem: dict[str, Any] = {
        "type": f"{current_app.config['PUBLIC_URL']}{PREFIX}/#problem-{code}" if code in TITLES else "about:blank",
        "title": title,
        "status": code,
        "detail": own if own and not errors else _(ADVICE[code]) if code in ADVICE else f"{title}.",
    }
    if errors:
        problem["errors"] = errors
    return Response(json.dumps(problem, ensure_ascii=False), code, content_type=MIMETYPE)


def _errors(error: HTTPException | None) -> Mapping[str, str]:
    """Marshmallow's messages, joined for each parameter."""
    messages = getattr(error, "data", {}).get("messages", {})
    return {
        str(name): " ".join(_(str(sentence)) for sentence in sentences)
        for named in messages.values()
        for name, sentences in named.items()
    }
