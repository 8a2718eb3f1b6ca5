"""Error responses of the API as `application/problem+json` (RFC 9457), with the sentences that pages use."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from flask import Response, current_app
from werkzeug.exceptions import HTTPException

from blog.translation import N_, _
from blog.web.api import PREFIX

MIMETYPE = "application/problem+json"
REUSED_KEY = "reused-key"
# What each status means here; the manual explains them at `#problem-<status>`.
TITLES = {
    400: N_("This request could not be understood"),
    401: N_("An API key is needed"),
    403: N_("This key or its account may not do that"),
    404: N_("There is nothing at this address"),
    405: N_("This address does not accept that request"),
    409: N_("This cannot be done as things are now"),
    410: N_("The log cannot serve this cursor"),
    412: N_("Somebody else was faster"),
    413: N_("This is too large"),
    415: N_("This is not JSON"),
    422: N_("Invalid parameters"),
    428: N_("The version is missing"),
    429: N_("Too many requests"),
    500: N_("Something went wrong here"),
    503: N_("This site is not ready at the moment"),
}
# Of problems that their status does not name well enough: the status, the title and the advice.
KINDS = {
    REUSED_KEY: (
        422,
        N_("This Idempotency-Key was used for another request"),
        N_("Send each new request with a key of its own. Nothing was done."),
    ),
}
ADVICE = {
    400: N_("Check the URL."),
    401: N_("Send a key that is valid: “Authorization: Bearer dl_…”."),
    403: N_("A key has scopes and visits. It allows what its account may do, and no more."),
    404: N_("All visits are listed at /api/v1/visits."),
    405: N_("See the Allow header for the accepted methods."),
    409: N_("The sentence says what stands in the way."),
    410: N_("Ask again without a cursor, and go on from the one that you are given."),
    412: N_("Read it again, and send the `ETag` of that answer as `If-Match`."),
    413: N_("Send at most 64 KiB, and files of at most 15 MiB."),
    415: N_("Send `Content-Type: application/json`."),
    422: N_("The sentences under `errors` say what is wrong with each parameter or field."),
    428: N_("Send the version that you have read as `If-Match`, in quotes."),
    429: N_("Retry after the number of seconds in the Retry-After header."),
    500: N_("The error was logged. Try again in a moment, or tell the person who runs this site."),
    503: N_("It will be back by itself. Retry after the number of seconds in the Retry-After header."),
}


def concern(path: str) -> bool:
    """Whether errors at this path are problems, not pages."""
    return path.startswith("/api/") and path != f"{PREFIX}/"


def answer(code: int, error: HTTPException | None = None) -> Response:
    """The problem response for a status, with the error's own sentence, if any, and one for each invalid parameter.

    The error may have a `kind` of KINDS.
    """
    errors = _pointers(error) or _errors(error)
    own = error.description if error and error.description != type(error).description else None
    kind = getattr(error, "kind", code)
    title = _(KINDS[kind][1]) if kind in KINDS else _(TITLES[code]) if code in TITLES else HTTPStatus(code).phrase
    problem: dict[str, Any] = {
        "type": f"{current_app.config['PUBLIC_URL']}{PREFIX}/#problem-{kind}" if code in TITLES else "about:blank",
        "title": title,
        "status": code,
        "detail": own if own and not errors else _(ADVICE[code]) if code in ADVICE else f"{title}.",
    }
    if errors:
        problem["errors"] = errors
    response = Response(json.dumps(problem, ensure_ascii=False), code, content_type=MIMETYPE)
    if challenge := getattr(error, "challenge", None):
        response.headers["WWW-Authenticate"] = challenge
    return response


def _errors(error: HTTPException | None) -> Mapping[str, str]:
    """Marshmallow's messages, joined for each parameter of the query."""
    messages = getattr(error, "data", {}).get("messages", {}).get("query", {})
    return {str(name): " ".join(_(str(sentence)) for sentence in sentences) for name, sentences in messages.items()}


def _pointers(error: HTTPException | None) -> Sequence[Mapping[str, str]]:
    """The same for the body of a request, where a JSON pointer (RFC 6901) names each field."""
    messages = getattr(error, "data", {}).get("messages", {}).get("json", {})
    return [{"pointer": pointer, "detail": detail} for pointer, detail in _flat("#", messages)]


def _flat(pointer: str, messages: Any) -> Iterator[tuple[str, str]]:
    if isinstance(messages, Mapping):
        for name, inner in messages.items():
            yield from _flat(pointer if name == "_schema" else f"{pointer}/{escaped(str(name))}", inner)
    else:
        yield pointer, " ".join(_(str(sentence)) for sentence in messages)


def escaped(name: str) -> str:
    """A part of a JSON pointer."""
    return name.replace("~", "~0").replace("/", "~1")
