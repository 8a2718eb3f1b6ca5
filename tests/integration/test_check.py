"""`flask check`: all that is wrong at once, the nearest right name of a misspelt setting, and nothing is changed."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from blog.cli.checks import environment, machine
from blog.cli.checks.finding import Level
from blog.settings import ROOT, from_environment
from tests.cluster import cluster
from tests.servers.ports import HOST, free_port
from tests.terminal import FLASK
from tests.terminal import environment as terminal

KEY = "k" * 40


class Recorded(dict[str, str]):
    """An environment that notes what it was asked for."""

    def __init__(self, *args: dict[str, str]) -> None:
        super().__init__(*args)
        self.asked: set[str] = set()

    def get(self, name: str, default: str | None = None) -> str | None:  # type: ignore[override]
        self.asked.add(name.removesuffix(environment.FILE))
        return super().get(name, default)


def run(folder: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    env = terminal(folder, **settings)
    return subprocess.run([*FLASK, "check"], cwd=ROOT, env=env, capture_output=True, text=True, timeout=300)


def said(folder: Path, **environ: str) -> dict[str, Level]:
    found = environment.check({"INSTANCE_DIR": str(folder), **environ})
    return {finding.text: finding.level for finding in found}


def test_every_setting_that_is_read_is_known(tmp_path: Path) -> None:
    environ = Recorded({"INSTANCE_DIR": str(tmp_path), "OIDC_ISSUER": "https://id.example.org"})
    environ |= {"OIDC_CLIENT_ID": "x", "OIDC_CLIENT_SECRET": "y"}
    from_environment(environ)
    assert len(environ.asked) > 30
    assert environ.asked <= environment.NAMES


def test_all_that_is_wrong_is_said_at_once_and_no_traceback(tmp_path: Path) -> None:
    done = run(
        tmp_path,
        DATELINE_ENV="production",
        PORT="abc",
        LOG_FORMAT="jsn",
        MAX_READER="3",
        WEB_CONCURRENCY="two",
        PUBLIC_URL="https://live.example.org",
        SECRET_KEY="",
        REDIS_URL=f"redis://{HOST}:{free_port()}/0",
        MEDIA_DIR="/proc/none",
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stdout + done.stderr
    for words in (
        "PORT must be",
        "LOG_FORMAT must be",
        "SECRET_KEY is missing",
        "WEB_CONCURRENCY must be a whole number from 1 to 1024; it is 'two'",
        "TRUSTED_PROXIES is 0",
        "Redis does not answer",
        "MEDIA_DIR is /proc/none, which cannot be written",
    ):
        assert [line for line in done.stdout.splitlines() if line.startswith("wrong:") and words in line], words
    assert done.stderr.strip() == "Error: 7 things are wrong, see above."
    assert "doubtful: MAX_READER is not a setting, and has no effect. Did you mean MAX_READERS?" in done.stdout
    assert not list(tmp_path.glob("*.sqlite")), "a check makes no database"


@pytest.mark.parametrize(("place", "level"), [("here/media", Level.GOOD), ("elsewhere/media", Level.DOUBTFUL)])
def test_a_folder_for_pictures_may_be_missing_where_the_server_makes_it(
    tmp_path: Path, place: str, level: Level
) -> None:
    settings = from_environment({"INSTANCE_DIR": str(tmp_path / "here"), "MEDIA_DIR": str(tmp_path / place)})
    (tmp_path / "here").mkdir(exist_ok=True)
    [_instance, media] = machine.folders(settings)
    assert media.level is level
    assert f"MEDIA_DIR is {tmp_path / place}" in media.text


@pytest.mark.parametrize(
    ("typed", "meant"), [("DATABASE_URI", "DATABASE_URL"), ("DATELINE_PORT", "PORT"), ("secret_key", "SECRET_KEY")]
)
def test_a_misspelt_setting_is_named_with_the_right_one(tmp_path: Path, typed: str, meant: str) -> None:
    sentence = f"{typed} is not a setting, and has no effect. Did you mean {meant}?"
    assert said(tmp_path, **{typed: "x"}).get(sentence) is Level.DOUBTFUL


@pytest.mark.parametrize(("address", "is_doubted"), [("", True), ("postgresql://u:p@ss@h/d", False)])
def test_an_address_that_is_wrong_is_not_taken_for_sqlite(tmp_path: Path, address: str, is_doubted: bool) -> None:
    settings = {"DATELINE_ENV": "production", "SECRET_KEY": KEY, "PUBLIC_URL": "https://live.example.org"}
    found = said(tmp_path, **settings, TRUSTED_PROXIES="1", REDIS_URL="redis://h", DATABASE_URL=address)
    assert any("SQLite" in text for text in found) is is_doubted
    assert any("write @ as %40" in text for text in found) is not is_doubted


def test_what_other_programs_need_is_no_misspelling(tmp_path: Path) -> None:
    others = (
        "HOME",
        "HOSTNAME",
        "MAIL",
        "PATH",
        "LANG",
        "PWD",
        "SHELL",
        "LISTEN_FDS",
        "INVOCATION_ID",
        "STATE_DIRECTORY",
    )
    assert set(said(tmp_path, **dict.fromkeys(others, "x")).values()) == {Level.GOOD}


def test_production_without_a_proxy_that_is_trusted_or_an_address_is_refused(tmp_path: Path) -> None:
    production = {"DATELINE_ENV": "production", "SECRET_KEY": KEY}
    assert Level.WRONG in said(tmp_path, **production).values()
    address = {"PUBLIC_URL": "https://live.example.org"}
    assert Level.WRONG in said(tmp_path, **production, **address).values()
    assert set(said(tmp_path, **production, **address, TRUSTED_PROXIES="1").values()) == {Level.GOOD}


def test_a_whole_site_is_well_and_a_database_that_is_away_is_not(tmp_path: Path) -> None:
    with cluster(tmp_path) as house:
        settings = {
            "DATABASE_URL": house.dateline.app.config["SETTINGS"].database_url,
            "REDIS_URL": house.redis.url,
            "WEB_CONCURRENCY": "2",
        }
        done = run(tmp_path, **settings)
        assert done.returncode == 0, done.stdout + done.stderr
        assert "answers, and is up to date" in done.stdout
        assert "Redis" in done.stdout
        house.postgres.stop()
        done = run(tmp_path, **settings)
        house.postgres.start()
    assert done.returncode == 1
    assert "The database does not answer" in done.stdout
