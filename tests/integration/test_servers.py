"""The servers and tools that other tests stand on really work."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
import redis
from playwright.sync_api import sync_playwright
from sqlalchemy import NullPool, create_engine, text
from sqlalchemy.exc import OperationalError

from tests.servers.chromium import find_chromium
from tests.servers.download_cache import NotInstalledError, kept
from tests.servers.node import AXE, HTML_VALIDATE, node, npm_tool
from tests.servers.ports import free_port, is_open
from tests.servers.postgres import fresh_database, postgres_server
from tests.servers.process import ServerProcess
from tests.servers.redis import redis_server

PAGE = "data:text/html,<title>Beijing</title><p><span style='font-size:40px'>Talks</span>"


def test_chromium_renders_a_page_with_text_that_takes_up_room() -> None:
    with sync_playwright() as playwright, find_chromium().launch(playwright) as browser:
        page = browser.new_page()
        page.goto(PAGE)
        assert page.title() == "Beijing"
        box = page.locator("span").bounding_box()
        assert box is not None
        assert box["width"] > 50, "no font: the text has no width"


def test_a_chromium_that_does_not_start_is_reported_with_what_to_do(tmp_path: Path) -> None:
    code = "from tests.servers.chromium import find_chromium; find_chromium()"
    env = {**os.environ, "CHROMIUM": str(tmp_path / "absent")}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True)
    assert done.returncode == 1
    assert "correct CHROMIUM" in done.stderr


def test_postgres_answers_and_databases_are_separate() -> None:
    with postgres_server() as server, fresh_database(server.url) as first, fresh_database(server.url) as second:
        assert _query(first, "SELECT 1") == 1
        _query(first, "CREATE TABLE visit (id integer)")
        assert _query(second, "SELECT to_regclass('visit')") is None


def test_postgres_orders_and_folds_unicode() -> None:
    with postgres_server(private=True) as server:
        assert (
            _query(server.url, "SELECT lower('ÄÖÜ') || (SELECT count(*) FROM regexp_matches('北京', '\\w', 'g'))")
            == "äöü2"
        )


def test_postgres_keeps_its_address_and_what_was_committed_over_a_stop() -> None:
    with postgres_server(private=True) as server, fresh_database(server.url) as database:
        _query(database, "CREATE TABLE visit AS SELECT 7 AS id")
        server.stop()
        with pytest.raises(OperationalError):
            _query(database, "SELECT 1")
        server.start()
        assert _query(database, "SELECT id FROM visit") == 7
        server.kill()
        server.start()
        assert _query(database, "SELECT id FROM visit") == 7


def test_a_fresh_database_is_dropped_even_with_a_connection_left_open() -> None:
    with postgres_server() as server:
        with fresh_database(server.url) as url:
            left_open = psycopg.connect(url.replace("+psycopg", ""))
        with pytest.raises(psycopg.OperationalError):
            left_open.execute("SELECT 1")
        left_open.close()
        with pytest.raises(OperationalError, match="does not exist"):
            _query(url, "SELECT 1")


def test_redis_answers_and_keeps_its_address_over_a_stop() -> None:
    with redis_server() as server:
        with redis.Redis.from_url(server.url) as client:
            assert client.ping()
        server.stop()
        with redis.Redis.from_url(server.url, retry=None) as client, pytest.raises(redis.ConnectionError):
            client.ping()
        server.start()
        with redis.Redis.from_url(server.url) as client:
            assert client.ping()


def test_html_validate_finds_a_fault_and_axe_is_one_script() -> None:
    script = npm_tool(*HTML_VALIDATE) / "bin" / "html-validate.mjs"
    faulty = node().run(script, "--stdin", stdin="<!DOCTYPE html><p></b>")
    assert faulty.returncode == 1, faulty.stderr
    assert "close-order" in faulty.stdout
    assert "axe" in (npm_tool(*AXE) / "axe.min.js").read_text()


def test_a_server_that_does_not_start_shows_its_log(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "print('no such setting'); raise SystemExit(3)"]
    with pytest.raises(RuntimeError, match=r"(?s)status 3.*no such setting"):
        ServerProcess(command, tmp_path, lambda: False).start()


def test_a_free_port_is_not_open() -> None:
    assert not is_open(free_port())


def test_what_could_not_be_built_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.servers.download_cache.CACHE", tmp_path)

    def fail(folder: Path) -> None:
        (folder / "half").touch()
        raise NotInstalledError("no network")

    with pytest.raises(NotInstalledError):
        kept("tool", fail)
    folder = kept("tool", lambda target: (target / "whole").touch())
    assert [file.name for file in folder.iterdir()] == ["whole"]


def _query(url: str, statement: str) -> object:
    engine = create_engine(url, poolclass=NullPool)
    with engine.begin() as connection:
        result = connection.execute(text(statement))
        return result.scalar() if result.returns_rows else None
