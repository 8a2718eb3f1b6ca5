"""The socket, over a real server: what a page is sent, when it is refused, and how it is sent away."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from threading import Thread
from time import monotonic

import psycopg
import pytest
import requests
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection

from blog import newsroom
from blog.permissions import SYSTEM
from tests.conftest import FOOTINGS, Footing, prepare
from tests.metrics import measured
from tests.readers import SocketReader, open_socket
from tests.sample_visit import SampleVisit
from tests.servers.postgres import fresh_database
from tests.serving import PATIENCE_SECONDS, Dateline, serving
from tests.wait import until

HOUSE = 20
CROWD = 25
HANGS_SECONDS = 10  # graceful_timeout in deploy/gunicorn.py, which would end a process that hangs
WAITING = 40  # more than the pool of connections to the database has


@pytest.fixture(scope="module", params=FOOTINGS)
def dateline(
    request: pytest.FixtureRequest, footing: Callable[[str], Footing], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Dateline]:
    folder = tmp_path_factory.mktemp("dateline")
    with footing(request.param) as (url, bell), serving(url, folder, MAX_READERS=str(HOUSE), **bell) as dateline:
        yield dateline


@pytest.fixture(scope="module")
def on_postgres(postgres_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dateline]:
    """A server on PostgreSQL."""
    folder = tmp_path_factory.mktemp("on_postgres")
    with fresh_database(postgres_url) as url:
        prepare(url, folder)
        with serving(url, folder) as dateline:
            yield dateline


@pytest.fixture
def visit(dateline: Dateline) -> SampleVisit:
    return dateline.open_visit()


def test_the_first_message_brings_all_since_the_page_was_loaded(dateline: Dateline, visit: SampleVisit) -> None:
    reader = SocketReader(dateline, visit.slug)
    with dateline.correspondent() as editor:
        ids = [editor.publish(visit.slug, f"Update {number}.") for number in range(3)]
        editor.edit(visit.slug, ids[0], "Update 0, and more.", version=1)
    with reader:
        reader.read_until(lambda it: len(it.held) == 3)
    assert reader.held == ids[::-1]
    assert len(reader.messages) == 1
    assert reader.messages[0]["content"].count("Update 0") > 0


def test_without_a_cursor_only_what_is_new_comes(dateline: Dateline, visit: SampleVisit) -> None:
    with dateline.correspondent() as editor:
        editor.publish(visit.slug, "Before.")
        with open_socket(dateline.url, visit.slug) as socket:
            assert "content" not in json.loads(socket.recv(timeout=PATIENCE_SECONDS)), "it said more than a greeting"
            editor.publish(visit.slug, "Afterwards.")
            message = json.loads(socket.recv(timeout=PATIENCE_SECONDS))
    assert "Afterwards." in message["content"]
    assert "Before." not in message["content"]


@pytest.mark.parametrize("compression", [True, False])
def test_an_update_comes_whole(dateline: Dateline, visit: SampleVisit, compression: bool) -> None:
    body = "北京 “talks” & <more> " * 40
    with SocketReader(dateline, visit.slug, compression=compression) as reader, dateline.correspondent() as editor:
        public_id = editor.publish(visit.slug, body)
        reader.read_until(lambda it: it.held == [public_id])
        shown = reader.page.find(f'[data-update="{public_id}"] .update-body').text_content()
    assert " ".join(shown.split()) == " ".join(body.split())


def test_compression_is_negotiated_so_that_all_readers_share_it(dateline: Dateline, visit: SampleVisit) -> None:
    with open_socket(dateline.url, visit.slug) as socket:
        assert socket.response
        agreed = socket.response.headers["Sec-WebSocket-Extensions"]
        assert "server_no_context_takeover" in agreed
        assert "client_no_context_takeover" in agreed
    with open_socket(dateline.url, visit.slug, compression=False) as socket:
        assert socket.response
        assert "Sec-WebSocket-Extensions" not in socket.response.headers


def test_the_socket_and_the_poll_say_the_same(dateline: Dateline, visit: SampleVisit) -> None:
    with SocketReader(dateline, visit.slug) as reader, dateline.correspondent() as editor:
        before = reader.page.cursor
        public_id = editor.publish(visit.slug, "Said twice.")
        reader.read_until(lambda it: it.held == [public_id])
    polled = dateline.get(f"/live/{visit.slug}/since/{before}").json()
    assert polled["content"] == reader.messages[0]["content"]
    assert polled["cursor"] == reader.messages[0]["cursor"]


def test_what_another_process_commits_comes_within_a_sweep(dateline: Dateline, visit: SampleVisit) -> None:
    with SocketReader(dateline, visit.slug) as reader:
        with dateline.app.app_context():
            public_id = visit.publish("From another process, whose bell nobody hears.")
        reader.read_until(lambda it: it.held == [public_id])


def test_a_cursor_of_another_life_of_the_log_is_told_to_load_the_page(dateline: Dateline, visit: SampleVisit) -> None:
    with open_socket(dateline.url, visit.slug, "0badf00d:1") as socket:
        assert json.loads(socket.recv(timeout=PATIENCE_SECONDS)) == {"reload": True}


def test_a_log_that_begins_again_tells_open_pages_to_load(dateline: Dateline, visit: SampleVisit) -> None:
    with SocketReader(dateline, visit.slug) as reader:
        with dateline.app.app_context():
            newsroom.visits.reset(visit.visit_id, SYSTEM)
        reader.read_until(lambda it: it.page.asked_to_reload)


def test_a_page_of_another_site_is_refused_at_the_handshake(dateline: Dateline, visit: SampleVisit) -> None:
    with (
        pytest.raises(InvalidStatus) as refused,
        open_socket(dateline.url, visit.slug, origin="https://elsewhere.example"),
    ):
        pass
    assert refused.value.response.status_code == 403
    with open_socket(dateline.url, visit.slug, origin=dateline.url) as socket:
        assert socket.ping().wait(timeout=PATIENCE_SECONDS)


def test_a_visit_that_does_not_exist_is_closed_for_good(dateline: Dateline) -> None:
    with open_socket(dateline.url, "nowhere") as socket:
        assert _close_code(socket) == 1008


def test_a_page_that_says_more_than_it_may_is_closed(dateline: Dateline, visit: SampleVisit) -> None:
    with open_socket(dateline.url, visit.slug) as socket:
        socket.send(secrets.token_hex(50_000))
        assert _close_code(socket) in (1009, 1006)
    assert dateline.is_ready()


def test_a_ping_is_answered(dateline: Dateline, visit: SampleVisit) -> None:
    with open_socket(dateline.url, visit.slug) as socket:
        assert socket.ping().wait(timeout=PATIENCE_SECONDS)


def test_what_is_published_while_many_connect_reaches_each_of_them_once(on_postgres: Dateline) -> None:
    slug = on_postgres.open_visit().slug
    with ExitStack() as people, ThreadPoolExecutor(8) as connecting, ThreadPoolExecutor(2) as posting:
        editors = [people.enter_context(on_postgres.correspondent()) for _ in range(2)]
        posts = [posting.submit(editors[number % 2].publish, slug, f"Update {number}.") for number in range(24)]
        opening = [connecting.submit(lambda: SocketReader(on_postgres, slug).__enter__()) for _ in range(CROWD)]
        readers = [reader.result() for reader in opening]
        for reader in readers:
            people.callback(reader.leave)
        for _ in range(4):
            posts.append(posting.submit(editors[0].publish, slug, "The last ones."))
        ids = {post.result() for post in posts}
        began_with = [len(reader.held) for reader in readers]
        for reader in readers:
            reader.read_until(lambda it: set(it.held) == ids)

    assert all(len(reader.held) == len(ids) for reader in readers)
    assert len({tuple(reader.held) for reader in readers}) == 1
    assert min(began_with) < len(ids), "everything was there before anybody connected"


def test_waiting_readers_hold_no_connection_to_the_database(on_postgres: Dateline) -> None:
    slug = on_postgres.open_visit().slug
    with ExitStack() as house:
        for _ in range(WAITING):
            house.enter_context(open_socket(on_postgres.url, slug))
        for number in range(3):
            assert on_postgres.get(f"/live/{slug}?cold={number}").status_code == 200
        busy = _busy_connections(on_postgres)
    assert busy == 0, f"{busy} connections are in the middle of a transaction"


def test_a_full_house_asks_to_come_back_later(dateline: Dateline, visit: SampleVisit) -> None:
    until(lambda: measured(dateline, "dateline_readers") == 0, "those of the tests before are still here")
    with ExitStack() as house:
        for _ in range(HOUSE):
            house.enter_context(open_socket(dateline.url, visit.slug))
        with open_socket(dateline.url, visit.slug) as socket:
            assert _close_code(socket) == 1013
        assert measured(dateline, "dateline_sockets_refused_total", reason="full") == 1
    until(lambda: _is_let_in(dateline, visit.slug), "the places of those who left stay taken")


def test_sigterm_sends_every_page_away_with_1012_and_the_process_ends(dateline: Dateline, visit: SampleVisit) -> None:
    """The last of the module: it ends the module's server."""
    with ExitStack() as house:
        readers = [house.enter_context(SocketReader(dateline, visit.slug)) for _ in range(3)]
        idle = house.enter_context(requests.Session())
        assert idle.get(f"{dateline.url}/live/{visit.slug}").headers.get("Connection") != "close"
        stopping, began = Thread(target=dateline.stop), monotonic()
        stopping.start()
        for reader in readers:
            reader.read_to_the_end()
        told = monotonic() - began
        stopping.join()
        ended = monotonic() - began

    assert [reader.close_code for reader in readers] == [1012] * 3
    assert told < ended < HANGS_SECONDS, "the readers or the process were left hanging"


def _is_let_in(dateline: Dateline, slug: str) -> bool:
    with open_socket(dateline.url, slug) as socket:
        try:
            return "cursor" in json.loads(socket.recv(timeout=PATIENCE_SECONDS))
        except ConnectionClosed:
            return False


def _close_code(socket: ClientConnection) -> int:
    """What the server closes a socket with, whatever it says before."""
    try:
        while True:
            socket.recv(timeout=PATIENCE_SECONDS)
    except ConnectionClosed as closed:
        return closed.rcvd.code if closed.rcvd else 1006


def _busy_connections(dateline: Dateline) -> int:
    url = dateline.app.config["SQLALCHEMY_DATABASE_URI"].replace("+psycopg", "")
    with psycopg.connect(url, autocommit=True) as connection:
        row = connection.execute(
            "SELECT count(*) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid() AND state LIKE 'idle in transaction%'"
        ).fetchone()
    return int(row[0]) if row else -1
