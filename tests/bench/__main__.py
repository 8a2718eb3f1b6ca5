"""Measures the product beside its peers: `make bench`, or `python -m tests.bench [NAME …] [--quick]`.

  fanout     from the reporter's POST to the last of 1,000, 5,000 and 10,000 readers, beside nchan, node ws,
             uWebSockets, flask-sock, Flask-SocketIO and a bare send loop in C
  desks      the same while twenty desks are open, and while none is
  storm      10,000 readers come back at once, each with its cursor
  languages  readers in three languages, and as many in one
  slow       1 % of the readers never read
  memory     the worker's memory for each reader
  most       as many readers as one process may hold here, and a line from there to 30,000
  page       the live page, requests a second, beside a bare Flask view of the same bytes
  growth     a page, a post and a catch-up in visits of 100 to 100,000 updates
  crowd      strangers ask for cold pages, or sign in all at once; what readers and a newcomer notice
  guesses    wrong passwords for fifty accounts from thousands of addresses; what readers notice
  pushes     10,000 browsers are notified of a key event; what readers notice
  uploads    pictures of 12 megapixels arrive, then every hostile file; what readers notice
  locked     another process holds the lock of the database for ten seconds
  workers    two worker processes with Redis and PostgreSQL against one
  writers    posts a second that one process takes, by how many reporters post at once
  changes    what one change asks of PostgreSQL in each process, and of Redis
  scale      a million readers, played by a model from the figures in docs/benchmarks.md; measures nothing

Without names, all of them. `--quick` takes small numbers, to see that everything works: its times say little.
`--json FILE` also writes the rows of each benchmark that is done into FILE, beside those that are in it already, and
draws the plots of docs/benchmarks.md from it into the folder of that name: `--json docs/benchmarks.json` renews them.
Nothing else should run on the machine. The server is held to one core, the load to another. Everything listens on
loopback, has its own folder and ends with the run. Peers, and the programs in C (a compiler is needed), are fetched
and built into `.cache/bench/`. Tables are Markdown, for docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import importlib
import signal
import subprocess
import sys
import time
from pathlib import Path

from blog.cli.progress import Progress, interruptible, progress
from tests.bench import drawn, machine, runs
from tests.bench.table import listeners
from tests.servers.download_cache import NotInstalledError

NAMES = (
    *("fanout", "desks", "storm", "languages", "slow", "memory", "most", "page", "growth"),
    *("crowd", "guesses", "pushes", "uploads", "locked", "workers", "writers", "changes", "scale"),
)
# For a benchmark that is not in docs/benchmarks.json.
UNKNOWN_ROWS = 10
# How much of a row stands behind the bar.
SHOWN = 60


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(NAMES))
    parser.add_argument("--quick", action="store_true", help="small numbers")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the rows to FILE, and draw them")
    chosen = parser.parse_args()
    if unknown := set(chosen.names) - set(NAMES):
        parser.error(f"no benchmark {', '.join(sorted(unknown))}; there are {', '.join(NAMES)}")
    files = machine.allow_many_files()
    machine.stay_beside_the_load()
    pinned = "one core each for server and load" if machine.can_pin() else "nothing pinned to a core"
    print(f"{machine.description()}\n{pinned}; {files:,} open files; load average {machine.load_average()} before\n")
    names = chosen.names or NAMES
    kept = runs.read(runs.KEPT)
    expected = {name: kept[name].lines if name in kept else UNKNOWN_ROWS for name in names}
    failed = []
    with interruptible(_stopped(chosen.json)), progress("Measuring", sum(expected.values())) as steps:
        for name in names:
            until = steps.done + expected[name]
            if not measure(name, quick=chosen.quick, file=chosen.json, steps=steps):
                failed.append(name)
            steps(until - steps.done)
    if failed:
        sys.exit(f"failed: {', '.join(failed)}")


def measure(name: str, *, quick: bool, file: Path | None, steps: Progress) -> bool:
    """Runs one benchmark and prints its tables as they are done. One that fails says so and lets the others run."""
    begin, done = time.monotonic(), []
    listeners[:] = [lambda row: steps(what=f"{name}: {row}"[:SHOWN])]
    _print(steps, f"## {name}\n")
    try:
        for table in importlib.import_module(f"tests.bench.{name}").run(quick):
            _print(steps, table.text())
            done.append(runs.as_json(table))
    except (RuntimeError, OSError, subprocess.SubprocessError) as error:
        _print(steps, f"{name} failed: {error}\n")
        return False
    if file:
        runs.write(file, name, runs.Measured(machine.description(), quick, done))
        drawn.draw(file)
    _print(steps, f"({time.monotonic() - begin:.0f} s; load average {machine.load_average()})\n")
    return True


def _print(steps: Progress, text: str) -> None:
    steps.clear()
    print(text, flush=True)


def _stopped(file: Path | None) -> str:
    return f"Stopped. What is done stands above{f' and in {file}' if file else ''}."


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that servers are stopped on the way out
    try:
        main()
    except NotInstalledError as error:
        sys.exit(str(error))
