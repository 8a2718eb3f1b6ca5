"""Receives the file of an upload at the desk, whose form carries a CSRF token."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask import request
from flask_wtf.csrf import CSRFError, validate_csrf
from werkzeug.datastructures import FileStorage
from wtforms.validators import ValidationError

from blog.extensions import csrf
from blog.web import uploads


@contextmanager
def received() -> Iterator[FileStorage]:
    """The file of this request, as `blog.web.uploads` gives it.

    Checks the CSRF token, before anything is read if it is in the header `X-CSRFToken`.
    """
    token = request.headers.get("X-CSRFToken")
    if token:
        _check(token)
    with uploads.received(lambda: None if token else csrf.protect()) as upload:
        yield upload


def _check(token: str) -> None:
    try:
        validate_csrf(token)
    except ValidationError as error:
        raise CSRFError(error.args[0]) from error
