"""What commands refuse, and what they leave behind: in the process, on a database with a visit in it."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextvars import Context
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import downgrade
from sqlalchemy import delete, select, text

from blog import newsroom
from blog.cli import address as site_address
from blog.extensions import db
from blog.models import Event, Reporter, Visit
from blog.permissions import SYSTEM
from tests.desk import Desk
from tests.markup import parse, shown
from tests.sample_visit import SampleVisit


def flask(app: Flask, *command: str, stdin: str = "") -> Result:
    return Context().run(app.test_cli_runner().invoke, args=list(command), input=stdin)


REFUSALS = [
    (("visit", "new", "Not A Slug", "--title", "T"), "lowercase letters, digits and single hyphens"),
    (("visit", "new", "talks", "--title", "T"), "There is already a visit talks"),
    (("visit", "new", "x" * 81, "--title", "T"), "slug"),
    (("visit", "new", "oslo", "--title", " "), "Give the visit a title"),
    (("visit", "new", "oslo", "--title", "t" * 301), "maximum 300"),
    (("visit", "new", "oslo", "--title", "T", "--zone", "Europe/Atlantis"), "IANA name"),
    (("visit", "new", "oslo", "--title", "T", "--lang", "english"), "tag such as en"),
    (("reporter", "add", "editor@example.org", "--name", "N"), "There is already an account editor@example.org"),
    (("reporter", "add", "not an address", "--name", "N"), "not a valid email address"),
    (("reporter", "add", "n@example.org", "--name", " "), "Enter a name"),
    (("reporter", "add", "n@example.org", "--name", "N", "--password-stdin"), "at least 10 characters"),
    (("post", "oslo", "Words."), "There is no visit oslo. Create it with: flask visit new oslo"),
    (("post", "talks", " "), "an update needs a text"),
    (("post", "talks", "-"), "an update needs a text"),
    (("post", "talks", "Words.", "--headline", "h" * 201), "maximum 200"),
    (("log", "check", "oslo"), "There is no visit oslo"),
]


def test_a_refusal_is_one_line_with_status_1_and_changes_nothing(app: Flask, talks: SampleVisit) -> None:
    for command, words in REFUSALS:
        done = flask(app, *command)
        assert done.exit_code == 1, command
        assert words in done.stderr, command
        assert done.stderr.startswith("Error: ")
        assert done.stderr.count("\n") == 1, done.stderr
        assert done.stdout == ""
    db.session.rollback()
    assert db.session.scalars(select(Visit.slug)).all() == ["talks"]
    assert len(db.session.scalars(select(Reporter.id)).all()) == 3


def test_a_city_of_spaces_is_taken_from_the_zone_and_no_visit_is_left_half_made(
    app: Flask, client: FlaskClient
) -> None:
    done = flask(app, "visit", "new", "ny", "--title", "T", "--zone", "America/New_York", "--city", "  ")
    assert (done.exit_code, done.stderr) == (0, "")
    assert "New York" in client.get("/live/ny").text


def test_an_account_without_a_given_password_gets_one_that_signs_in(app: Flask, talks: SampleVisit) -> None:
    done = flask(app, "reporter", "add", "n@example.org", "--name", "N", "--role", "admin")
    password = done.stdout.rpartition("Password: ")[2].strip()
    assert len(password) >= 10
    Desk.of(app).sign_in("n@example.org", password)


def test_nothing_is_posted_to_a_visit_that_has_ended(app: Flask, client: FlaskClient, talks: SampleVisit) -> None:
    newsroom.visits.set_status(talks.visit_id, SYSTEM, "ended")
    assert "has ended" in flask(app, "post", "talks", "Too late.").stderr
    assert shown(parse(client.get("/live/talks"))) == []


def test_a_post_from_a_terminal_is_on_the_page(app: Flask, client: FlaskClient, talks: SampleVisit) -> None:
    done = flask(app, "post", "talks", "They have **met**.", "--headline", "Met", "--kind", "readout", "--key")
    assert done.exit_code == 0, done.output
    public_id = done.stdout.strip().rpartition("/")[2]
    assert shown(parse(client.get("/live/talks?kind=readout&key=1"))) == [public_id]


def test_a_log_with_a_gap_is_found_and_named(app: Flask, talks: SampleVisit) -> None:
    public_id = talks.publish()
    assert flask(app, "log", "check").exit_code == 0
    with db.engine.begin() as connection:
        connection.execute(delete(Event).where(Event.subject == public_id))
    done = flask(app, "log", "check")
    assert done.exit_code == 1
    assert "talks: the log has no event" in done.stderr
    assert f"update {public_id} has no publish event" in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""


def test_the_demonstrations_password_is_true_also_when_the_database_is_younger(app: Flask) -> None:
    (Path(app.instance_path) / "demo_password").write_text("a password of an older database\n")
    done = flask(app, "demo", "load")
    assert done.exit_code == 0, done.output
    [email] = re.findall(r"\S+@\S+", done.stdout)
    Desk.of(app).sign_in(email, "a password of an older database")


def test_a_database_from_before_its_tables_is_brought_up_to_date_by_any_command(app: Flask) -> None:
    downgrade(revision="base")
    with db.engine.begin() as connection:
        connection.execute(text("DROP TABLE alembic_version"))
    done = flask(app, "visit", "new", "oslo", "--title", "T")
    assert (done.exit_code, done.stderr) == (0, ""), done.output


def test_a_command_names_the_address_of_the_server_unless_it_is_told_another(
    make_app: Callable[..., Flask], database_url: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    app = make_app(database_url, tmp_path)
    serving = make_app(database_url, tmp_path, PORT="9123")
    site_address.save(serving.config["SETTINGS"])
    request.addfinalizer(site_address.remove)
    account = ("reporter", "add", "n@example.org", "--name", "N")
    assert "http://localhost:9123/desk" in flask(app, *account).stdout
    made = flask(app, "visit", "new", "oslo", "--title", "T").stdout
    assert "http://localhost:9123/live/oslo" in made
    assert "http://localhost:9123/desk/visits/oslo" in made
    told = make_app(database_url, tmp_path, PUBLIC_URL="https://live.example.org")
    assert "https://live.example.org/live/rome" in flask(told, "visit", "new", "rome", "--title", "T").stdout
    told = make_app(database_url, tmp_path, PORT="9456")
    assert "http://localhost:9456/live/bern" in flask(told, "visit", "new", "bern", "--title", "T").stdout
