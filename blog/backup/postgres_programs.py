"""Runs PostgreSQL's own programs on a database; the password is in no command line."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import URL

from blog.backup.file import BackupError
from blog.translation import _

LOOK_SECONDS = 0.2
# Called now and then with what a program has said on standard error so far.
Watch = Callable[[bytes], None]


def run(
    program: str, *arguments: str, url: URL | None = None, stdin: BinaryIO | None = None, watch: Watch | None = None
) -> str:
    """Runs a program on the database and returns what it prints. Raises BackupError with its first line of error."""
    try:
        with (
            _address(url) as address,
            subprocess.Popen(  # noqa: S603
                [program, *arguments, *address],
                stdin=stdin or subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
            ) as running,
        ):
            stdout, stderr = _wait(running, watch)
    except FileNotFoundError as error:
        raise BackupError(
            _("%(program)s is not on the PATH. Install PostgreSQL's client programs.", program=program)
        ) from error
    if running.returncode:
        raise BackupError(_("%(program)s failed: %(reason)s.", program=program, reason=_reason(stderr)))
    return stdout.decode(errors="replace")


def _wait(running: subprocess.Popen[bytes], watch: Watch | None) -> tuple[bytes, bytes]:
    """What a program prints until it ends. It does not outlive an interrupted command."""
    try:
        while True:
            try:
                return running.communicate(timeout=LOOK_SECONDS if watch else None)
            except subprocess.TimeoutExpired as error:
                if watch:
                    watch(error.stderr or b"")
    except BaseException:
        running.kill()
        raise


@contextmanager
def _address(url: URL | None) -> Iterator[Sequence[str]]:
    """The arguments that name the database. The password is in a file that the owner alone may read."""
    if url is None:
        yield ()
        return
    with tempfile.TemporaryDirectory() as folder:
        password = str(url.password or url.query.get("password") or "")
        address = url.set(drivername="postgresql", password=None).difference_update_query(["password"])
        file = Path(folder, "password")
        if password:
            escaped = password.replace("\\", "\\\\").replace(":", "\\:")
            with open(os.open(file, os.O_WRONLY | os.O_CREAT, 0o600), "w", encoding="utf-8") as written:
                written.write(f"*:*:*:*:{escaped}\n")
            address = address.update_query_dict({"passfile": str(file)})
        yield ("--no-password", f"--dbname={_for_libpq(address)}")


def _for_libpq(address: URL) -> str:
    """The address with its spaces as `%20`: SQLAlchemy writes `+`, which libpq takes for itself."""
    base, mark, query = address.render_as_string(hide_password=False).partition("?")
    return f"{base}{mark}{query.replace('+', '%20')}"


def _reason(stderr: bytes) -> str:
    """The first line that tells of an error, in one line."""
    lines: Sequence[str] = [line.strip() for line in stderr.decode(errors="replace").splitlines() if line.strip()]
    telling = [line for line in lines if "error:" in line.lower()] or lines or ["it gave no reason"]
    return telling[0].partition("rror: ")[2].rstrip(".") or telling[0].rstrip(".")
