"""Answers a refusal of the newsroom as a problem, with its sentence and the fields that it is about."""

from __future__ import annotations

from http import HTTPStatus

from flask import Response
from werkzeug.exceptions import HTTPException, default_exceptions

from blog.newsroom.errors import (
    CommitUnknown,
    Conflict,
    Duplicate,
    Invalid,
    NewsroomError,
    NotAllowed,
    NotFound,
)
from blog.newsroom.media import NotKept
from blog.translation import N_, _
from blog.web.api import bp
from blog.web.api.preconditions import Outdated
from blog.web.api.problems import REUSED_KEY, answer

REUSED = N_("This Idempotency-Key was already used for another request. Use a new one.")
_STATUS: dict[type[NewsroomError], int] = {
    Invalid: HTTPStatus.UNPROCESSABLE_ENTITY,
    Duplicate: HTTPStatus.UNPROCESSABLE_ENTITY,
    NotFound: HTTPStatus.NOT_FOUND,
    CommitUnknown: HTTPStatus.SERVICE_UNAVAILABLE,
    NotKept: HTTPStatus.SERVICE_UNAVAILABLE,
}


@bp.errorhandler(Outdated)
def outdated(error: Outdated) -> Response:
    """The problem of a version that is not the current one, which the answer names."""
    made = _finished(answer(412, error))
    made.headers["ETag"] = f'"{error.current}"'
    return made


@bp.errorhandler(Conflict)
def changed(error: Conflict) -> Response:
    """The same, where somebody was faster between the check and the change."""
    made: Response = outdated(Outdated(str(error.version)))
    return made


@bp.errorhandler(NewsroomError)
def refused(error: NewsroomError) -> Response:
    """The problem of a refusal."""
    sentence = _(REUSED) if isinstance(error, Duplicate) else str(error)
    problem: HTTPException = default_exceptions[_status(error)](sentence)
    if isinstance(error, Duplicate):
        problem.kind = REUSED_KEY  # type: ignore[attr-defined]
    if isinstance(error, Invalid):
        errors = {name: [said] for name, said in error.fields.items()}
        problem.data = {"messages": {"json": errors}}  # type: ignore[attr-defined]  # as webargs gives its own
    return _finished(answer(problem.code or 500, problem))


def _status(error: NewsroomError) -> int:
    if isinstance(error, NotAllowed):  # also one that asks, such as NeedsApproval
        return HTTPStatus.FORBIDDEN
    return next((status for kind, status in _STATUS.items() if isinstance(error, kind)), HTTPStatus.CONFLICT)


def _finished(made: Response) -> Response:
    made.headers["Cache-Control"] = "no-store"
    if made.status_code == HTTPStatus.SERVICE_UNAVAILABLE:
        made.headers["Retry-After"] = "3"
    return made
