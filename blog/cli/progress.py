"""Bars with rate and time left for commands that take long: on a terminal, and nothing in a pipe."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

import click


@contextmanager
def progress(label: str, length: int) -> Iterator[Callable[[int], None]]:
    """A bar on standard error; the block calls what it gets with the number of steps done."""
    if not sys.stderr.isatty():
        yield lambda _steps: None
        return
    began, done = monotonic(), 0

    def rate(_item: object) -> str:
        seconds = monotonic() - began
        return f"{done / seconds:,.0f}/s" if seconds > 0 else ""

    with click.progressbar(length=length, label=label, file=sys.stderr, item_show_func=rate) as bar:

        def advance(steps: int) -> None:
            nonlocal done
            done += steps
            bar.update(steps, done)

        yield advance
