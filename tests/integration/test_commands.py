"""Commands as a person types them: real processes, and each error one line that says what to do."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextvars import Context
from pathlib import Path

import click
import pytest
from click.testing import Result
from flask import Flask

from blog import newsroom
from blog.permissions import SYSTEM
from blog.settings import ROOT
from tests.breadth import BREADTH
from tests.desk import Desk
from tests.markup import one, parse, shown, words
from tests.servers.ports import free_port
from tests.terminal import FLASK, assert_one_line, environment, run

Open = Callable[[Path], Flask]
PLAY_SECONDS = 300


def flask(app: Flask, *command: str, stdin: str | bytes = "") -> Result:
    """The same command inside this process, which costs less."""
    return Context().run(app.test_cli_runner().invoke, args=list(command), input=stdin)


@pytest.fixture
def opened(make_app: Callable[..., Flask]) -> Callable[[Path], Flask]:
    """Makes the app on the database that commands write in an instance folder."""
    return lambda instance: make_app(f"sqlite:///{instance / 'dateline.sqlite'}", instance, SECRET_KEY="")


@pytest.fixture(scope="module", autouse=True)
def playing(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Path, subprocess.Popen[str]]]:
    """The demonstration, played from nothing and as fast as it goes while the other tests of this file run."""
    instance = tmp_path_factory.mktemp("playing")
    command = [*FLASK, "demo", "play", "--speed", "100000"]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment(instance), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        yield instance, process
        process.kill()


def test_the_demonstration_is_loaded_once_and_its_password_signs_in(
    tmp_path: Path, demo_master: Path, opened: Open
) -> None:
    shutil.copytree(demo_master, tmp_path, dirs_exist_ok=True)  # from nothing, it was loaded for all tests
    first = run(tmp_path, *FLASK, "demo", "load", PORT="9000")
    assert (first.returncode, first.stderr) == (0, ""), first
    said, page, desk, account, how, command = [line.split() for line in first.stdout.splitlines() if line]
    assert (said[:5], how[-1]) == (["The", "demonstration", "is", "already", "there;"], "terminal:")
    assert command[1:] == ["--app", "app", "demo", "play"]
    assert page[-1] == "http://localhost:9000/live/beijing-2010"
    assert desk[-1] == "http://localhost:9000/desk/visits/beijing-2010"
    email, password = account[-2:]
    app = opened(tmp_path)
    before = app.test_client().get("/live/beijing-2010").text
    assert len(shown(parse(before))) > 10

    again = flask(app, "demo", "load")
    assert (again.exit_code, again.stderr) == (0, ""), again
    assert [email, password] == again.stdout.partition("Sign in")[2].split()[:2]
    assert app.test_client().get("/live/beijing-2010").text == before
    visitor = Desk.of(app).sign_in(email, password)
    assert visitor.get("/desk/visits/beijing-2010").status_code == 200
    checked = flask(app, "log", "check", "beijing-2010").stdout
    log = r"beijing-2010: \d+ events, no gaps; \d+ updates, each with its events\n"
    audit = r"beijing-2010: \d+ entries of the audit, none changed or removed; the last is \d+ [0-9a-f]{16}\n"
    assert re.fullmatch(log + audit, checked)


def test_a_newsroom_begins_from_a_terminal(tmp_path: Path, sqlite_master: Path, opened: Open) -> None:
    shutil.copy(sqlite_master, tmp_path / "dateline.sqlite")
    app = opened(tmp_path)
    made = flask(app, "visit", "new", "oslo", "--title", "Ministers meet", "--zone", "Europe/Oslo")
    assert made.stdout == (
        "Readers: http://localhost:8000/live/oslo\nDesk:    http://localhost:8000/desk/visits/oslo\n"
    ), made
    given = ("--name", "Ada", "--role", "editor", "--password-stdin")
    added = flask(app, "reporter", "add", "Ada@Example.org", *given, stdin="five plain words in a row\n")
    assert (added.exit_code, added.stderr) == (0, ""), added
    assert "five plain words" not in added.stdout
    posted = run(
        tmp_path, *FLASK, "post", "oslo", "-", "--headline", "会谈", "--key", stdin="They have **met**.\n第二行\n"
    )
    address = posted.stdout.strip()
    assert address.startswith("http://localhost:8000/live/oslo/updates/"), posted

    page = app.test_client().get("/live/oslo").text
    for part in ("Oslo", "会谈", "They have <strong>met</strong>.", "第二行", 'data-key="1"'):
        assert part in page
    assert app.test_client().get(address.removeprefix("http://localhost:8000")).status_code == 200
    Desk.of(app).sign_in("ada@example.org", "five plain words in a row")


SETTINGS = [
    ({"DATABASE_URL": "mysql://h/d"}, "DATABASE_URL must begin with"),
    pytest.param(
        {"DATABASE_URL": f"postgresql://nobody@127.0.0.1:{free_port()}/none"}, "Check DATABASE_URL.", marks=BREADTH
    ),
]


@pytest.mark.parametrize(("settings", "words"), SETTINGS)
def test_a_setting_that_cannot_be_used_ends_a_command_with_one_line(
    tmp_path: Path, settings: dict[str, str], words: str
) -> None:
    assert_one_line(run(tmp_path, *FLASK, "log", "check", **settings), 1, words)


def test_a_file_that_is_no_database_ends_a_command_with_one_line(tmp_path: Path, opened: Open) -> None:
    (tmp_path / "dateline.sqlite").write_text("This is a letter. " * 100)
    done = flask(opened(tmp_path), "log", "check")
    assert done.exit_code == 1
    assert done.stderr.count("\n") == 1
    assert "not a database" in done.stderr
    assert "Check DATABASE_URL." in done.stderr


def test_text_that_is_not_utf_8_is_refused_in_one_line(tmp_path: Path, sqlite_master: Path, opened: Open) -> None:
    shutil.copy(sqlite_master, tmp_path / "dateline.sqlite")
    app = opened(tmp_path)
    flask(app, "visit", "new", "oslo", "--title", "Ministers meet")
    for typed in (("-", b"\xff\xfe"), ("\udcff", b"")):
        done = flask(app, "post", "oslo", typed[0], stdin=typed[1])
        assert (done.exit_code, done.stderr) == (1, "Error: The text is not valid UTF-8. Convert it, and try again.\n")


@pytest.mark.parametrize(
    "command", [("post",), ("visit", "new", "oslo"), ("nonsense",), ("demo", "play", "--speed", "0")]
)
def test_a_command_that_is_typed_wrongly_ends_with_2(
    command: tuple[str, ...], sqlite_master: Path, opened: Open
) -> None:
    done = flask(opened(sqlite_master.parent), *command)
    assert done.exit_code == 2
    assert "Usage:" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_demonstration_plays_to_its_end_without_a_gap(
    playing: tuple[Path, subprocess.Popen[str]], opened: Open
) -> None:
    instance, process = playing
    told, errors = process.communicate(timeout=PLAY_SECONDS)
    assert (process.returncode, errors) == (0, "")
    lines = [line for line in told.splitlines() if re.match(r"\d\d \w{3} \d\d\.\d\d  ", line)]
    assert len(lines) > 50
    checked = flask(opened(instance), "log", "check")
    assert (checked.exit_code, checked.stderr) == (0, "")
    assert "beijing-2010:" in checked.stdout


def test_a_statement_from_a_terminal_needs_somebody_who_makes_it(
    tmp_path: Path, sqlite_master: Path, opened: Open
) -> None:
    shutil.copy(sqlite_master, tmp_path / "dateline.sqlite")
    app = opened(tmp_path)
    flask(app, "visit", "new", "oslo", "--title", "Ministers meet")
    refused = flask(app, "post", "oslo", "> We agree.", "--kind", "statement")
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "Choose who made this statement" in refused.stderr
    assert flask(app, "post", "oslo", "> We agree.", "--kind", "statement", "--source", "Radio").exit_code == 0
    unknown = flask(app, "post", "oslo", "> We agree.", "--kind", "statement", "--speaker", "nobody")
    assert "not part of the visit" in unknown.stderr


def test_a_post_from_a_terminal_is_filed_from_where_the_visitors_are(
    tmp_path: Path, sqlite_master: Path, opened: Open
) -> None:
    shutil.copy(sqlite_master, tmp_path / "dateline.sqlite")
    app = opened(tmp_path)
    with app.app_context():
        visit_id = newsroom.visits.open_visit("talks", title="Talks", by_id=SYSTEM)
        for city, zone in (("Vienna", "Europe/Vienna"), ("Tokyo", "Asia/Tokyo")):
            newsroom.itinerary.add_stop(visit_id, SYSTEM, city, zone=zone)

    def filed(*options: str) -> str:
        done = flask(app, "post", "talks", "They have met.", *options)
        assert done.exit_code == 0, done
        page = app.test_client().get(done.stdout.strip().removeprefix("http://localhost:8000"))
        return words(one(parse(page), "article[aria-current] .update-rail"))

    assert "Vienna" in filed(), "they have arrived nowhere, and go there first"
    assert "Tokyo" in filed("--stop", "tokyo")
    with app.app_context():
        newsroom.itinerary.arrive(visit_id, SYSTEM, "tokyo")
    assert "Tokyo" in filed()
    assert "Vienna" in filed("--stop", "vienna")
    unknown = flask(app, "post", "talks", "They have met.", "--stop", "oslo")
    assert (unknown.exit_code, unknown.stdout) == (1, "")
    assert "not in the itinerary" in unknown.stderr


def test_exercises_in_production_are_asked_for_unless_they_are_meant(
    sqlite_url: str, tmp_path: Path, make_app: Callable[..., Flask]
) -> None:
    app = make_app(sqlite_url, tmp_path, DATELINE_ENV="production", SECRET_KEY="s" * 40)
    flask(app, "visit", "new", "oslo", "--title", "Ministers meet")
    flood = ("flood", "oslo", "--rate", "3", "--seconds", "1")
    asked = flask(app, *flood, stdin="n\n")
    assert asked.exit_code == 1
    assert "Readers of oslo will see 3 test updates. Continue?" in asked.stderr
    assert "Test 1" not in app.test_client().get("/live/oslo").text
    meant = flask(app, *flood, "--yes")
    assert (meant.exit_code, meant.stderr) == (0, ""), meant
    assert "Test 1" in app.test_client().get("/live/oslo").text


def test_the_list_of_commands_cuts_no_sentence_off(app: Flask) -> None:
    groups = [(), *((name,) for name, command in app.cli.commands.items() if isinstance(command, click.Group))]
    for group in groups:
        if not {"db", "openapi"} & {*group}:
            _usage, _, listed = flask(app, *group, "--help").stdout.partition("Commands:")
            assert len(listed) > 20
            assert "..." not in listed, group
