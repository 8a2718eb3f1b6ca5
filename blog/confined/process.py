"""Runs a program with limits of its own and an empty environment; nothing else waits for it."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO

from blog.work_queue import run_in_threadpool

PATIENCE_SECONDS = 120


def run(program: Path, data: bytes, *arguments: str) -> bytes:
    """What the program writes when it is given `data`; nothing when it fails or takes too long."""
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as answer:
        run_in_threadpool(_fill, given, data)
        command = [sys.executable, "-I", str(program), *arguments]
        process = subprocess.Popen(command, stdin=given, stdout=answer, stderr=subprocess.DEVNULL, env={})  # noqa: S603
        try:
            process.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            return b""
        finally:
            process.kill()
            process.wait()
        return run_in_threadpool(_content, answer) if process.returncode == 0 else b""


def _fill(file: IO[bytes], data: bytes) -> None:
    file.write(data)
    file.seek(0)


def _content(file: IO[bytes]) -> bytes:
    file.seek(0)
    return file.read()
