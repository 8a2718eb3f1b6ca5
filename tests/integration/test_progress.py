"""The bar of a long command: on a terminal with rate and end, in a pipe nothing; and its last sentence after Ctrl+C."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
from contextlib import suppress
from io import StringIO
from pathlib import Path

import pytest

from blog.cli.progress import DRAWN_TIMES, progress
from blog.settings import ROOT
from tests import terminal
from tests.terminal import FLASK, environment

WORK = """
import click, os, signal
from blog.cli.progress import interruptible, progress

# What runs in the background of a shell ignores it, and so do its children.
signal.signal(signal.SIGINT, signal.default_int_handler)

@click.command()
def work():
    with interruptible("Stopped. Half is there."), progress("Copying", 4) as steps:
        for number in range(4):
            steps()
            if number == {stops}:
                os.kill(os.getpid(), signal.SIGINT)
    click.echo("done")

work()
"""


class Screen(StringIO):
    """A terminal."""

    def isatty(self) -> bool:
        return True


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


def test_a_long_bar_is_drawn_seldom_and_up_to_its_end_and_none_for_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", screen := Screen())
    with progress("Copying", 1) as steps:
        for _ in range(50_070):
            steps(of=50_070)
    assert screen.getvalue().count("Copying") < 1.1 * DRAWN_TIMES
    assert "100%" in screen.getvalue()
    screen.truncate(0)
    with progress("Copying", 0):
        pass
    assert screen.getvalue() == ""


def test_an_interrupted_command_ends_with_what_it_leaves() -> None:
    status, out, told = run(stops=1)
    assert (status, out) == (130, "")
    assert "Traceback" not in told
    assert told.splitlines()[-1] == "Stopped. Half is there."


def test_the_demonstration_stopped_on_a_terminal_is_sound_as_far_as_it_came(tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    env = environment(tmp_path)
    loading = subprocess.Popen(
        [*FLASK, "demo", "load"],
        cwd=ROOT,
        env=env,
        stdout=subprocess.DEVNULL,
        stderr=theirs,
        preexec_fn=_heeds_interrupts,
    )
    os.close(theirs)
    told = ""
    while "%" not in told.partition("Loading")[2].replace("0%", "", 1):
        told += os.read(ours, 1000).decode()
    loading.send_signal(signal.SIGINT)
    assert loading.wait(60) == 130
    with suppress(OSError):  # the end of a terminal
        while more := os.read(ours, 1000).decode():
            told += more
    os.close(ours)
    assert "Traceback" not in told
    assert told.splitlines()[-1] == "Stopped. The demonstration is there in part; flask demo play starts it over."
    checked = terminal.run(tmp_path, *FLASK, "log", "check")
    assert (checked.returncode, checked.stderr) == (0, "")
    assert "no gaps" in checked.stdout


def _heeds_interrupts() -> None:
    """What runs in the background of a shell ignores them, and so would its children."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
