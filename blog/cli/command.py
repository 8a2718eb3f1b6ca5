"""Runs a command with an app context and a migrated database, and reports errors in one line."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy.exc import DatabaseError

from blog.cli.database import NewerDatabase, explain, migrate_database
from blog.models import Door
from blog.newsroom import origin
from blog.newsroom.errors import NewsroomError, NotFound
from blog.newsroom.origin import Origin
from blog.queries import visits
from blog.translation import _

P = ParamSpec("P")
R = TypeVar("R")


def with_database(command: Callable[P, R]) -> Callable[P, R]:
    """Runs a command after the migrations; a refusal becomes one line on standard error and exit status 1."""

    @with_appcontext
    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            migrate_database(current_app._get_current_object())  # type: ignore[attr-defined]
            with origin.acting(Origin(Door.COMMAND)):
                return command(*args, **kwargs)
        except (NewsroomError, NewerDatabase) as error:
            raise click.ClickException(str(error)) from error
        except UnicodeError as error:
            raise click.ClickException(_("The text is not valid UTF-8. Convert it, and try again.")) from error
        except DatabaseError as error:
            raise click.ClickException(explain(error)) from error

    return run


def visit_id(slug: str) -> int:
    """The id of the visit SLUG of the command line. Raises NotFound."""
    found = visits.id_of(slug)
    if found is None:
        raise NotFound(_("There is no visit %(slug)s. Create it with: flask visit new %(slug)s --title …", slug=slug))
    return found
