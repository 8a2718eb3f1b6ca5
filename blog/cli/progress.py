"""Shows the progress of a long command, with rate and time left, on a terminal only; exits cleanly on Ctrl+C."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

INTERRUPTED = 130
# However long the work is, the bar is drawn about so often.
DRAWN_TIMES = 1000
CLEAR_LINE = "\r\033[K"


class Progress:
    """Counts the steps that are done, and shows them where there is a bar."""

    def __init__(self) -> None:
        self.bar: ProgressBar[object] | None = None
        self.done = 0
        self._began, self._what = monotonic(), ""

    def __call__(self, steps: int = 1, *, of: int = 0, what: str = "") -> None:
        """So many more steps are done, `of` so many if that has changed. `what` is shown behind the rate."""
        self.done, self._what = self.done + steps, what
        if self.bar is not None:
            if of:
                self.bar.length, self.bar.update_min_steps = of, _seldom(of)
            self.bar.update(steps, self.done)

    def clear(self) -> None:
        """Makes room for other output; the next step draws the bar again, below it."""
        if self.bar is not None:
            click.echo(CLEAR_LINE, nl=False, err=True)

    def state(self, _item: object) -> str:
        """The rate so far, and what is being done."""
        a_second = self.done / max(monotonic() - self._began, 0.001)
        rate = f"{a_second:,.0f}/s" if a_second >= 1 else f"{a_second * 60:.1f}/min"
        return f"{rate}  {self._what}".rstrip()


@contextmanager
def progress(label: str, length: int) -> Iterator[Progress]:
    """A bar on standard error. The block calls what it gets with the number of steps it has just done."""
    steps = Progress()
    if not length or not sys.stderr.isatty():
        yield steps
        return
    with click.progressbar(
        length=length, label=label, file=sys.stderr, item_show_func=steps.state, update_min_steps=_seldom(length)
    ) as bar:
        steps.bar = bar
        yield steps
        bar.update_min_steps = 1
        bar.update(0)  # draws the steps since the bar was drawn last


def _seldom(length: int) -> int:
    """After so many steps the bar is drawn again."""
    return max(1, length // DRAWN_TIMES)


@contextmanager
def exits_on_signals() -> Iterator[None]:
    """Turns SIGTERM and SIGHUP into SystemExit, so that `finally` blocks remove what is half done."""

    def end(number: int, _frame: object) -> None:
        raise SystemExit(128 + number)

    heeded = [each for each in (signal.SIGTERM, signal.SIGHUP) if signal.getsignal(each) is not signal.SIG_IGN]  # nohup
    before = {number: signal.signal(number, end) for number in heeded}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def interruptible(sentence: str) -> Iterator[None]:
    """At Ctrl+C, says what there is now, and ends the command with status 130. Of several blocks the innermost does.

    SIGTERM and SIGHUP end it as well.
    """
    with exits_on_signals():
        try:
            yield
        except KeyboardInterrupt:
            click.echo(sentence, err=True)
            raise SystemExit(INTERRUPTED) from None
