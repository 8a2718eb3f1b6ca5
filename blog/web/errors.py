"""Errors as pages: what happened, and what to do next."""

from __future__ import annotations

import logging
from math import ceil
from time import time

from cachetools import LRUCache
from flask import Flask, Response, current_app, g, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, DBAPIError, SQLAlchemyError, TimeoutError
from werkzeug.exceptions import BadRequest, HTTPException, MethodNotAllowed, default_exceptions
from werkzeug.utils import redirect
from werkzeug.wrappers import Response as AnyResponse

from blog.cold_lane import Full
from blog.extensions import limiter
from blog.newsroom.errors import NewsroomError
from blog.outage import is_outage, reason
from blog.web import embed
from blog.web.api import problems
from blog.web.desk import auth, redisplay, rescued_text
from blog.web.page_cache.arguments import THEME
from blog.web.page_cache.vocabulary import every_word

TITLES = {
    400: ("This request could not be understood", "Go back, load the page again, and try once more."),
    401: ("You are not signed in", "Sign in, and try again."),
    403: ("This is not open to you", "If you think it should be, ask the person who runs this site."),
    404: ("There is nothing at this address", "It may have moved, or never been here. The visits are all listed."),
    405: ("This address does not do that", "Go back and use the page's own buttons."),
    413: (
        "This is too large to send",
        "Nothing was changed. Shorten it and send it again; 64 KiB are the most. "
        "Letters that are not Latin, and emoji, take up to twelve times the room of one that is.",
    ),
    429: ("Too many requests", "Wait a minute, then try again. Nothing was changed."),
    500: (
        "Something went wrong here",
        "It was noted. Try again in a moment, or tell the person who runs this site.",
    ),
    503: ("This site is not ready at the moment", "It will be back by itself. Try again in a few seconds."),
}
RETRY_SECONDS = "3"
PAGES_KEPT = 64

logger = logging.getLogger(__name__)


def init_app(app: Flask) -> None:
    """Answers every error in the product's own words."""
    app.extensions["error_pages"] = LRUCache(PAGES_KEPT)
    app.register_error_handler(CSRFError, stale_form)
    app.register_error_handler(HTTPException, page)
    app.register_error_handler(NewsroomError, refused)
    app.register_error_handler(DBAPIError, database_failed)
    app.register_error_handler(TimeoutError, database_failed)
    app.register_error_handler(DataError, unspeakable)
    app.register_error_handler(Full, busy)
    app.register_error_handler(500, page)


def stale_form(_error: CSRFError) -> AnyResponse:
    """A text whose token does not fit any more is handed back whole, with a token that fits."""
    if request.endpoint in auth.OPEN:
        return redirect(request.full_path, 303)  # a page that was open overnight: nothing but a password was lost
    return rescued_text.answer(400, "This form could not be checked, because it is from another session.")


def refused(error: NewsroomError) -> Response:
    """Answers what the newsroom refuses where no form can be shown again: the status and the reason."""
    return page(default_exceptions[redisplay.status_of(error)](str(error)))


def page(error: HTTPException) -> Response:
    """The page of an HTTP error."""
    code = error.code or 500
    cause = getattr(error, "original_exception", None)
    if is_outage(cause):  # it failed before or after all that has handlers
        return unavailable(cause)
    if code < 400:
        return error.get_response()  # type: ignore[return-value]  # a redirect
    if code == 503:
        return not_ready()
    if code == 429 and rescued_text.is_text():
        return _finished(rescued_text.answer(429, "Too many requests. Wait a minute, then send it again."), code, error)
    if problems.concern(request.path):
        return _finished(problems.answer(code, error), code, error)
    title, advice = TITLES.get(code, TITLES[400 if code < 500 else 500])
    own_words = error.description if code in (403, 404, 422) and _is_ours(error) else None
    return _finished(make_response(_words(code, title, own_words or advice), code), code, error)


def _finished(answer: Response, code: int, error: HTTPException | None = None) -> Response:
    """The answer with what its status wants besides."""
    answer.headers["Cache-Control"] = "no-store"
    if isinstance(error, MethodNotAllowed):
        answer.headers["Allow"] = ", ".join(sorted(error.valid_methods or ()))
    if code in (429, 503):
        answer.headers["Retry-After"] = RETRY_SECONDS if code == 503 else _until_next_try()
    return answer


def busy(_error: Full) -> Response:
    """So many ask for what has to be made first that this one is sent away, with as little work as possible."""
    if problems.concern(request.path):
        return _finished(problems.answer(503), 503)
    return _finished(Response(_BUSY, 503, mimetype="text/html"), 503)


def _until_next_try() -> str:
    limit = limiter.current_limit
    return str(max(1, ceil(limit.reset_at - time()))) if limit else "60"


def database_failed(error: SQLAlchemyError) -> Response:
    """A database that is away, damaged or full is a 503; one that was asked something wrong is our own error."""
    if not is_outage(error):
        raise error
    return unavailable(error)


def unspeakable(_error: DataError) -> Response:
    """What no database can hold, such as a NUL in an address, was not typed by a person."""
    return page(BadRequest())


def unavailable(error: SQLAlchemyError) -> Response:
    """The database does not answer."""
    logger.error("the database does not answer: %s", reason(error))
    return not_ready()


def not_ready() -> Response:
    """Nothing was lost, and the same request may be made again."""
    # Or every page of the desk would ask it who is signed in, and fail again.
    g._login_user = current_app.extensions["security"].login_manager.anonymous_user()
    if rescued_text.is_text() and not request.headers.get("HX-Request"):
        answer = rescued_text.answer(503, _MEANWHILE, signed_in=True)
    elif problems.concern(request.path):
        answer = problems.answer(503)
    else:
        answer = make_response(_words(503, *TITLES[503]), 503)
    return _finished(answer, 503)


_BUSY = """<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Very busy · Dateline</title>
<h1>Very many people are asking at the moment</h1>
<p>Load this page again in a few seconds. The <a href="/">live pages</a> are always open.</p>
</html>
"""
_MEANWHILE = "This site is not ready at the moment. Send it again in a few seconds."


def _words(code: int, title: str, advice: str) -> str:
    if request.headers.get("HX-Request") or request.path.endswith("/ws"):
        return f"{title}. {advice}"
    is_frame = request.endpoint in embed.FRAMES
    template = "error/frame.html" if is_frame else "error/page.html"
    theme = THEME.meaning(request.args.get("theme", ""), every_word) if is_frame else ""
    # There are few of them, and as many wrong addresses as anyone likes to make up.
    pages: LRUCache[tuple[object, ...], str] = current_app.extensions["error_pages"]
    key = template, code, title, advice, theme
    if key not in pages:
        pages[key] = render_template(template, code=code, title=title, advice=advice, theme=theme)
    return pages[key]


def _is_ours(error: HTTPException) -> bool:
    return error.description != type(error).description
