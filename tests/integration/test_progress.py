"""The bar of a long command: on a terminal with rate and end, in a pipe nothing, and no traceback after Ctrl+C."""

from __future__ import annotations

import os
import pty
import subprocess
import sys

from blog.settings import ROOT

WORK = """
import click, os, signal
from blog.cli.progress import progress

# What runs in the background of a shell ignores it, and so do its children.
signal.signal(signal.SIGINT, signal.default_int_handler)

@click.command()
def work():
    with progress("Copying", 4) as advance:
        for number in range(4):
            advance(1)
            if number == {stops}:
                os.kill(os.getpid(), signal.SIGINT)
    click.echo("done")

work()
"""


def run(*, stops: int = -1, terminal: bool = True) -> tuple[int, str, str]:
    """The status, what stood on standard output, and what on standard error."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-c", WORK.format(stops=stops)]
    stderr = theirs if terminal else subprocess.PIPE
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=stderr, text=True, timeout=120)
    os.close(theirs)
    told = done.stderr or ""
    if terminal:
        told = os.read(ours, 100_000).decode()
    os.close(ours)
    return done.returncode, done.stdout, told


def test_a_terminal_sees_a_bar_and_a_pipe_nothing() -> None:
    status, out, told = run()
    assert (status, out) == (0, "done\n")
    assert "Copying" in told
    assert "100%" in told
    assert "/s" in told
    assert run(terminal=False) == (0, "done\n", "")


def test_an_interrupted_command_ends_in_one_line() -> None:
    status, out, told = run(stops=1)
    assert (status, out) == (1, "")
    assert "Traceback" not in told
    assert told.strip().endswith("Aborted!")
