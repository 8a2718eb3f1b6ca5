"""Renders errors as pages, fragments or problems: what happened, and what to do next."""

from __future__ import annotations

import logging
from math import ceil
from time import time

from cachetools import LRUCache
from flask import Flask, Response, current_app, g, make_response, render_template, request
from flask_login import current_user
from flask_wtf.csrf import CSRFError, generate_csrf
from sqlalchemy.exc import DataError, DBAPIError, SQLAlchemyError, TimeoutError
from werkzeug.exceptions import BadRequest, HTTPException, MethodNotAllowed, default_exceptions
from werkzeug.utils import redirect
from werkzeug.wrappers import Response as AnyResponse

from blog.extensions import limiter
from blog.newsroom.errors import NewsroomError
from blog.outage import is_outage, reason
from blog.translation import N_, _
from blog.web import embed
from blog.web.api import problems
from blog.web.desk import auth, redisplay, rescued_text, responses
from blog.web.page_cache.arguments import THEME
from blog.web.page_cache.vocabulary import any_value
from blog.work_queue import QueueFull

TITLES = {
    400: (N_("This request could not be understood"), N_("Go back, reload the page, and try again.")),
    401: (N_("You are not signed in"), N_("Sign in, then try again.")),
    403: (N_("You cannot do this"), N_("If you should be able to, ask the person who runs this site.")),
    404: (N_("There is nothing at this address"), N_("It may have moved, or never existed. All visits are listed.")),
    405: (N_("This address does not do that"), N_("Go back and use the buttons on the page.")),
    409: (N_("Nothing was changed"), N_("Somebody else was faster. Reload the page to see what changed.")),
    413: (
        N_("This is too large to send"),
        N_(
            "Nothing was changed. Shorten it and send it again; the maximum is 64 KiB. "
            "Emoji and letters that are not Latin take up to twelve times as much space."
        ),
    ),
    422: (N_("Nothing was changed"), N_("Go back, correct the form, and send it again.")),
    429: (N_("Too many requests"), N_("Nothing was changed. Wait a minute, then try again.")),
    500: (
        N_("Something went wrong here"),
        N_("The error was logged. Try again in a moment, or tell the person who runs this site."),
    ),
    503: (N_("This site is not ready at the moment"), N_("Try again in a few seconds.")),
}
# The statuses whose errors may bring a sentence of their own.
OWN_SENTENCES = {401, 403, 404, 409, 422}
RETRY_SECONDS = "3"
CACHED_PAGES = 64

logger = logging.getLogger(__name__)


def init_app(app: Flask) -> None:
    """Registers the error handlers."""
    app.extensions["error_pages"] = LRUCache(CACHED_PAGES)
    app.register_error_handler(CSRFError, stale_form)
    app.register_error_handler(HTTPException, page)
    app.register_error_handler(NewsroomError, refused)
    app.register_error_handler(DBAPIError, database_failed)
    app.register_error_handler(TimeoutError, database_failed)
    app.register_error_handler(DataError, invalid_data)
    app.register_error_handler(QueueFull, busy)
    app.register_error_handler(500, page)


def stale_form(_error: CSRFError) -> AnyResponse:
    """Hands a text whose CSRF token is no longer valid back with one that is."""
    if request.endpoint in auth.OPEN:
        return redirect(request.full_path, 303)  # a sign-in page that was open overnight
    answer = rescued_text.page(400, _("This form could not be checked, because it is from an earlier session."))
    if responses.by_htmx() and current_user.is_authenticated:
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
    return _finished(make_response(_body(code, sentence or ""), code), code, error)


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
    return _finished(Response(_BUSY, 503, mimetype="text/html"), 503)


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
        answer = rescued_text.page(503, _(_SEND_AGAIN), signed_in=True)
    elif problems.concern(request.path):
        answer = problems.answer(503)
    else:
        answer = make_response(_body(503), 503)
    return _finished(answer, 503)


_BUSY = """<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Very busy · Dateline</title>
<h1>This site is very busy at the moment</h1>
<p>Reload this page in a few seconds. The <a href="/">live pages</a> are always open.</p>
</html>
"""
_SEND_AGAIN = N_("This site is not ready at the moment. Send it again in a few seconds.")


def _body(code: int, sentence: str = "") -> str:
    """The error's own sentence, or the advice for its status: as text for scripts, as a page for everyone else."""
    title, advice = map(_, TITLES.get(code, TITLES[400 if code < 500 else 500]))
    if responses.by_htmx() or request.path.endswith("/ws"):
        return sentence or f"{title}. {advice}"
    advice = sentence or advice
    is_frame = request.endpoint in embed.FRAMES
    template = "error/frame.html" if is_frame else "error/page.html"
    theme = THEME.meaning(request.args.get("theme", ""), any_value) if is_frame else ""
    # Cached, as anyone can request any number of wrong addresses.
    pages: LRUCache[tuple[object, ...], str] = current_app.extensions["error_pages"]
    key = template, code, title, advice, theme
    if key not in pages:
        pages[key] = render_template(template, code=code, title=title, advice=advice, theme=theme)
    return pages[key]


def _is_ours(error: HTTPException) -> bool:
    """Whether the sentence of an error is ours and not Werkzeug's."""
    return error.description != type(error).description
