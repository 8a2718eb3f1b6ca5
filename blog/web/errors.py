"""Handles errors: answers with a page, a sentence for scripts, a problem of the API, or the text that was sent."""

from __future__ import annotations

import logging
from math import ceil
from time import time

from flask import Flask, Response, current_app, g, make_response, request
from flask_login import current_user
from flask_wtf.csrf import CSRFError, generate_csrf
from sqlalchemy.exc import DataError, DBAPIError, SQLAlchemyError, TimeoutError
from werkzeug.exceptions import BadRequest, HTTPException, MethodNotAllowed, default_exceptions
from werkzeug.utils import redirect
from werkzeug.wrappers import Response as AnyResponse

from blog.extensions import limiter
from blog.newsroom.errors import NewsroomError
from blog.outage import is_outage, reason
from blog.translation import _
from blog.web import error_pages
from blog.web.api import problems
from blog.web.desk import auth, redisplay, rescued_text, responses
from blog.work_queue import QueueFull

# The statuses whose errors may bring a sentence of their own.
OWN_SENTENCES = {401, 403, 404, 409, 422}
RETRY_SECONDS = "3"

logger = logging.getLogger(__name__)


def init_app(app: Flask) -> None:
    """Registers the error handlers."""
    error_pages.init_app(app)
    app.register_error_handler(CSRFError, wrong_csrf_token)
    app.register_error_handler(HTTPException, page)
    app.register_error_handler(NewsroomError, refused)
    app.register_error_handler(DBAPIError, database_failed)
    app.register_error_handler(TimeoutError, database_failed)
    app.register_error_handler(DataError, invalid_data)
    app.register_error_handler(QueueFull, busy)
    app.register_error_handler(500, page)


def wrong_csrf_token(_error: CSRFError) -> AnyResponse:
    """Hands a text whose CSRF token is no longer valid back with one that is."""
    if request.endpoint in auth.OPEN:
        return redirect(request.full_path, 303)  # a sign-in page that was open overnight
    answer = rescued_text.page(400, _("This form is from an earlier session and has expired."))
    if (responses.by_htmx() or responses.wants_json()) and current_user.is_authenticated:
        # The page puts it into its forms and sends this one again.
        responses.trigger(answer, token={"token": generate_csrf(), "reporter": str(current_user.id)})
    return answer


def refused(error: NewsroomError) -> Response:
    """Answers a refusal of the newsroom where no form is shown again: its status and its sentence."""
    return page(default_exceptions[redisplay.status_of(error)](str(error)))


def page(error: HTTPException) -> Response:
    """Answers an HTTP error."""
    code = error.code or 500
    cause = getattr(error, "original_exception", None)
    if is_outage(cause):  # raised outside the code that handlers cover
        return unavailable(cause)
    if code < 400:
        return error.get_response()  # type: ignore[return-value]  # a redirect
    if code == 503:
        return not_ready()
    if code == 429 and rescued_text.carries_text():
        return _finished(
            rescued_text.page(429, _("Too many requests. Wait a minute, then send it again.")), code, error
        )
    if problems.concern(request.path):
        return _finished(problems.answer(code, error), code, error)
    sentence = error.description if code in OWN_SENTENCES and _is_ours(error) else None
    return _finished(make_response(error_pages.body(code, sentence or ""), code), code, error)


def _finished(answer: Response, code: int, error: HTTPException | None = None) -> Response:
    """Adds the headers that go with a status."""
    answer.headers["Cache-Control"] = "no-store"
    if isinstance(error, MethodNotAllowed):
        answer.headers["Allow"] = ", ".join(sorted(error.valid_methods or ()))
    if code in (429, 503):
        answer.headers["Retry-After"] = RETRY_SECONDS if code == 503 else _seconds_until_reset()
    return answer


def busy(_error: QueueFull) -> Response:
    """Turns a request away at the least cost when too many wait for expensive pages."""
    if problems.concern(request.path):
        return _finished(problems.answer(503), 503)
    return _finished(Response(error_pages.busy(), 503, mimetype="text/html"), 503)


def _seconds_until_reset() -> str:
    limit = limiter.current_limit
    return str(max(1, ceil(limit.reset_at - time()))) if limit else "60"


def database_failed(error: SQLAlchemyError) -> Response:
    """Answers 503 when the database is away, damaged or full; any other failure is our own and becomes a 500."""
    if not is_outage(error):
        raise error
    return unavailable(error)


def invalid_data(_error: DataError) -> Response:
    """Input the database cannot store, such as a NUL byte, is a bad request."""
    return page(BadRequest())


def unavailable(error: SQLAlchemyError) -> Response:
    """Logs an outage of the database and answers 503."""
    logger.error("the database does not answer: %s", reason(error))
    return not_ready()


def not_ready() -> Response:
    """Answers 503. A text is handed back; the same request may be made again."""
    # Otherwise every page of the desk would ask the database who is signed in, and fail again.
    g._login_user = current_app.extensions["security"].login_manager.anonymous_user()
    if rescued_text.carries_text() and not responses.by_htmx():
        sentence = _("This site is not ready at the moment. Send it again in a few seconds.")
        answer = rescued_text.page(503, sentence, signed_in=True)
    elif problems.concern(request.path):
        answer = problems.answer(503)
    else:
        answer = make_response(error_pages.body(503), 503)
    return _finished(answer, 503)


def _is_ours(error: HTTPException) -> bool:
    """Whether the sentence of an error is ours and not Werkzeug's."""
    return error.description != type(error).description
