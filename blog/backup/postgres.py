"""Backs a PostgreSQL database up with pg_dump, and restores it in one transaction with pg_restore and psql."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import BinaryIO

from sqlalchemy import Connection, Engine, inspect, text

from blog.backup.create import check_target
from blog.backup.file import OUR_TABLES, BackupError, Summary, foreign_file, kept_name, sync, temporary_file
from blog.backup.media import LISTED, Files
from blog.backup.postgres_programs import Watch, run
from blog.steps import Steps, untold
from blog.translation import _

# A connection that was closed is listed for a moment.
LEAVING_SECONDS = 1.0
# The old rows that are needed once the new ones are there.
_REMEMBER = """
CREATE TEMP TABLE was_ended AS SELECT digest FROM desk_session WHERE ended_at IS NOT NULL;
CREATE TEMP TABLE was_stamped AS SELECT id, fs_uniquifier FROM reporter;
CREATE TEMP TABLE was_taken_back AS SELECT public_id FROM "update" WHERE state IN ('withdrawn', 'purged');
"""
# `pg_dump` empties the search path, so that every name has its schema.
_AFTERWARDS = """
UPDATE {schema}.visit SET epoch = substr(md5(random()::text || id), 1, 8);
"""
_END_SESSIONS = """
UPDATE {schema}.desk_session SET ended_at = now() WHERE digest IN (SELECT digest FROM pg_temp.was_ended);
UPDATE {schema}.reporter AS now SET fs_uniquifier = md5(random()::text || now.id) FROM pg_temp.was_stamped AS was
    WHERE was.id = now.id AND was.fs_uniquifier <> now.fs_uniquifier;
\\echo republished
SELECT visit.slug || '/' || now.public_id FROM {schema}."update" AS now
    JOIN {schema}.visit ON visit.id = now.visit_id JOIN pg_temp.was_taken_back AS was USING (public_id)
    WHERE now.state = 'published' ORDER BY now.id;
"""
_SUMMARY = "SELECT count(*), coalesce(sum(published), 0), (SELECT max(at) FROM event) FROM visit"
_OTHERS = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""
_FUNCTIONS = """
    SELECT p.oid::regprocedure FROM pg_proc p WHERE p.pronamespace = current_schema()::regnamespace
    AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
"""
# Its place is taken by a comment of the same length.
_NEWER = b"SET transaction_timeout = 0;\n"
HEAD_BYTES = 4096
QUIET = "SET LOCAL idle_in_transaction_session_timeout = 0"


def create_backup(
    engine: Engine, target: Path, *, replace: bool = False, steps: Steps = untold
) -> tuple[Summary, Files]:
    """Writes a dump of the database to `target`, or leaves `target` as it was. Also returns its pictures and documents.

    The dump, the summary and the files are of one moment. Raises BackupError and OSError.
    """
    check_target(target, replace)
    with _snapshot(engine) as (connection, snapshot):
        _require_ours(connection)
        found, files = _summary(connection), _files(connection)
        with temporary_file(target) as copy:
            run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", "--verbose",
                f"--file={copy}", url=engine.url, watch=_tables_dumped(connection, steps))  # fmt: skip
            verify(copy)
            sync(copy)
            os.replace(copy, target)
    sync(target.parent)
    return found, files


def verify(file: Path) -> None:
    """Reads a dump's table of contents. Raises BackupError when it is no dump, or not of Dateline."""
    if not file.is_file():
        raise BackupError(_("%(backup)s does not exist, or is not a file.", backup=file))
    with file.open("rb") as opened:
        if opened.read(5) != b"PGDMP":
            raise foreign_file(file)
    lines = run("pg_restore", "--list", str(file)).splitlines()
    tables = {line.split()[6] for line in lines if " TABLE DATA " in line and not line.startswith(";")}
    if OUR_TABLES - tables:
        raise foreign_file(file)


def migrations_in(file: Path) -> set[str]:
    """The migrations that a dump is at."""
    lines = run("pg_restore", "--data-only", "--table=alembic_version", "--file=-", str(file)).splitlines()
    begin = next((number for number, line in enumerate(lines) if line.startswith("COPY ")), len(lines))
    rows = lines[begin + 1 :]
    return set(rows[: rows.index("\\.")]) if "\\." in rows else set()


def current_summary(engine: Engine) -> Summary | None:
    """Summarises the database that is replaced; None when it is empty. Raises BackupError while it is in use."""
    until = monotonic() + LEAVING_SECONDS
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        while connection.scalar(text(_OTHERS)):
            if monotonic() > until:
                raise BackupError(
                    _("The database is in use. Stop the server and all running commands, then try again.")
                )
            sleep(LEAVING_SECONDS / 10)
        tables = set(inspect(connection).get_table_names())
        if tables and OUR_TABLES - tables:
            raise BackupError(
                _("This database has other tables than Dateline's. Check DATABASE_URL, or empty the database first.")
            )
        return _summary(connection) if tables else None


def summary(engine: Engine) -> Summary:
    """Summarises a database."""
    with engine.connect() as connection:
        return _summary(connection)


def keep(engine: Engine, folder: Path, steps: Steps = untold) -> Path:
    """Writes a dump of the database that is to be replaced into the folder. Raises BackupError and OSError."""
    kept = kept_name(folder / "dateline.dump")
    create_backup(engine, kept, steps=steps)
    return kept


def restore(file: Path, engine: Engine, folder: Path, steps: Steps = untold) -> Sequence[str]:
    """Replaces everything in the database by the dump, in one transaction. Temporary files are in `folder`.

    Every log gets a new epoch; sessions that have ended stay ended. Returns the updates that are public again.
    Raises BackupError, and has changed nothing then.
    """
    is_filled = current_summary(engine) is not None
    with engine.connect() as connection:
        schema, clearing = connection.scalar(text("SELECT quote_ident(current_schema())")), _clearing(connection)
    engine.dispose()
    after = _AFTERWARDS + (_END_SESSIONS if is_filled else "")
    # As large as the database, so not in a small /tmp; what a killed restore leaves is removed by the next.
    with ExitStack() as stack:
        before, script, later = (stack.enter_context(temporary_file(folder / f"restoring-{n}.sql")) for n in range(3))
        before.write_text((_REMEMBER if is_filled else "") + clearing, encoding="utf-8")
        run("pg_restore", "--no-owner", "--no-privileges", "--no-comments", f"--file={script}", str(file))
        _drop_newer_settings(script)
        later.write_text(after.format(schema=schema), encoding="utf-8")
        files = [f"--file={each}" for each in (before, "-", later)]
        options = ("--quiet", "--no-psqlrc", "--tuples-only", "--no-align", "--set=ON_ERROR_STOP=1")
        with script.open("rb") as rows:
            said = run("psql", *options, "--single-transaction", *files,
                       url=engine.url, stdin=rows, watch=_bytes_read(rows, steps))  # fmt: skip
    return said.partition("republished\n")[2].split()


def _drop_newer_settings(script: Path) -> None:
    """Takes out the setting that pg_restore writes from version 17 on, and that older servers do not know.

    It stands in the head of the script; the rows after that stay as they are. The tests have one version only, which
    knows it: they look at what pg_restore writes. By hand it was tried with pg_restore 18 and a server 15.
    """
    with script.open("r+b") as file:
        head = file.read(HEAD_BYTES)
        if (at := head.find(_NEWER)) >= 0:
            file.seek(at)
            file.write(b"-" * (len(_NEWER) - 1) + b"\n")


def files_of(engine: Engine) -> Files:
    """The pictures and documents of the database."""
    with engine.connect() as connection:
        return _files(connection)


def _clearing(connection: Connection) -> str:
    """Drops what is there, whatever its version; extensions stay, which need not be ours."""
    quote = connection.dialect.identifier_preparer.quote_identifier
    tables = [f"DROP TABLE IF EXISTS {quote(name)} CASCADE;" for name in inspect(connection).get_table_names()]
    functions = [f"DROP FUNCTION IF EXISTS {name} CASCADE;" for name in connection.scalars(text(_FUNCTIONS))]
    return "\n".join(["SET client_min_messages = warning;", "SET statement_timeout = 0;", *tables, *functions])


def _tables_dumped(connection: Connection, steps: Steps) -> Watch:
    """Tells how many tables pg_dump has begun to write."""
    total, told = len(inspect(connection).get_table_names()), 0

    def watch(said: bytes) -> None:
        nonlocal told
        begun = said.count(b"dumping contents of table")
        steps(begun - told, of=total)
        told = begun

    return watch


def _bytes_read(file: BinaryIO, steps: Steps) -> Watch:
    """Tells how much of its standard input psql has read: both processes share the position in the file."""
    total, told = os.fstat(file.fileno()).st_size, 0

    def watch(_said: bytes) -> None:
        nonlocal told
        position = os.lseek(file.fileno(), 0, os.SEEK_CUR)
        steps(position - told, of=total)
        told = position

    return watch


@contextmanager
def _snapshot(engine: Engine) -> Iterator[tuple[Connection, str]]:
    """A transaction, and the name by which pg_dump sees the same rows."""
    with engine.connect() as connection, connection.begin():
        connection.execute(text(QUIET))
        yield connection, str(connection.scalar(text("SELECT pg_export_snapshot()")))


def _require_ours(connection: Connection) -> None:
    if OUR_TABLES - set(inspect(connection).get_table_names()):
        raise BackupError(_("There is no Dateline in this database. Check DATABASE_URL."))


def _summary(connection: Connection) -> Summary:
    return Summary(*connection.execute(text(_SUMMARY)).one())


def _files(connection: Connection) -> Files:
    known = {column["name"] for column in inspect(connection).get_columns("media_file")}
    return [(public_id, name) for public_id, name in connection.execute(text(LISTED))] if "erased_at" in known else []
