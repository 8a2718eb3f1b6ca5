"""A site always has an admin who can sign in, whoever takes the role from whom, also two at the same moment."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from flask import Flask
from sqlalchemy import select, text

from blog import newsroom
from blog.extensions import db
from blog.models import Reporter, Role
from blog.newsroom import administration, commits
from blog.newsroom.errors import LastAdmin
from blog.permissions import SYSTEM
from tests.integration.test_commands import flask
from tests.sample_visit import PASSWORD, SampleVisit
from tests.wait import until

pytestmark = pytest.mark.both_footings

OTHER = "other-admin@example.org"


def admins() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(select(Reporter.email).where(Reporter.role == Role.ADMIN, Reporter.active)))


def as_editor(email: str) -> None:
    administration.change_role(SYSTEM, newsroom.reporters.id_of(email), "editor")


WAYS: list[Callable[[str], None]] = [as_editor, newsroom.reporters.switch_off, newsroom.reporters.erase]


@pytest.mark.parametrize("way", WAYS)
def test_the_only_admin_stays_until_there_is_another(
    app: Flask, talks: SampleVisit, way: Callable[[str], None]
) -> None:
    newsroom.reporters.add("off@example.org", name="Off", role="admin", password=PASSWORD)
    newsroom.reporters.switch_off("off@example.org")
    with pytest.raises(LastAdmin, match="is the only admin"):
        way(talks.admin_email)
    assert admins() == [talks.admin_email]
    newsroom.reporters.add(OTHER, name="Other", role="admin", password=PASSWORD)
    way(talks.admin_email)
    assert admins() == [OTHER]


def test_at_a_terminal_it_is_one_line(app: Flask, talks: SampleVisit) -> None:
    for command in (
        ("role", talks.admin_email, "editor"),
        ("off", talks.admin_email),
        ("erase", talks.admin_email, "--yes"),
    ):
        refused = flask(app, "reporter", *command)
        assert (refused.exit_code, refused.stdout) == (1, ""), command
        assert refused.stderr == "Error: An admin is the only admin. Make somebody else an admin first.\n"
    assert admins() == [talks.admin_email]


@pytest.mark.parametrize("way", WAYS)
def test_of_two_who_go_at_once_one_stays(
    app: Flask, talks: SampleVisit, monkeypatch: pytest.MonkeyPatch, way: Callable[[str], None]
) -> None:
    newsroom.reporters.add(OTHER, name="Other", role="admin", password=PASSWORD)
    first_is_sure, second_came = Event(), Event()
    keep = administration.keep_an_admin

    def slowly(session: commits.Session, account: Reporter) -> None:
        keep(session, account)
        if account.email == talks.admin_email:
            first_is_sure.set()
            assert second_came.wait(60)
            until(lambda: waits_for_a_lock(session))

    monkeypatch.setattr(administration, "keep_an_admin", slowly)

    def go(email: str) -> None:
        with app.app_context():
            way(email)

    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(go, talks.admin_email)
        assert first_is_sure.wait(60)
        second = threads.submit(go, OTHER)
        second_came.set()
        assert first.result(60) is None
        assert isinstance(second.exception(60), LastAdmin)
    assert admins() == [OTHER]


def waits_for_a_lock(session: commits.Session) -> bool:
    """Whether another transaction waits for this one; on SQLite a writer cannot but wait."""
    if session.get_bind().dialect.name == "sqlite":
        return True
    wanted = "SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))"
    return bool(session.scalar(text(wanted)))
