"""What all commands share: an app context, a database that is up to date, and errors of one line."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy.exc import DatabaseError

from blog.cli.database import NewerDatabase, bring_up_to_date, no_answer
from blog.newsroom.errors import NewsroomError, NotFound
from blog.queries import visits

P = ParamSpec("P")
R = TypeVar("R")


def ready(command: Callable[P, R]) -> Callable[P, R]:
    """Runs a command in the app, with the database up to date; a refusal becomes one line and exit status 1."""

    @with_appcontext
    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            bring_up_to_date(current_app._get_current_object())  # type: ignore[attr-defined]
            return command(*args, **kwargs)
        except (NewsroomError, NewerDatabase) as error:
            raise click.ClickException(str(error)) from error
        except UnicodeError as error:
            raise click.ClickException("The text is not in UTF-8, so that it cannot be kept.") from error
        except DatabaseError as error:
            raise click.ClickException(no_answer(error)) from error

    return run


def visit_id(slug: str) -> int:
    """The id of a visit that was named on the command line."""
    found = visits.id_of(slug)
    if found is None:
        raise NotFound(f"There is no visit {slug}. Make it with: flask visit new {slug} --title …")
    return found
