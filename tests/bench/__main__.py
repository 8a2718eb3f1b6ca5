"""Measures the product beside its peers: `make bench`, or `python -m tests.bench [NAME …] [--quick]`.

  fanout   from the reporter's POST to the last of 1,000, 5,000 and 10,000 readers, beside nchan, node ws,
           flask-sock, Flask-SocketIO and a bare send loop in C
  desks    the same while twenty desks are open, and while none is
  storm    10,000 readers come back at once, each with its cursor
  tongues  readers in three languages, and as many in one
  slow     1 % of the readers never read
  memory   the worker's memory for each reader
  page     the live page, requests a second, beside a bare Flask view of the same bytes
  growth   a page, a post and a catch-up in visits of 100 to 100,000 updates
  crowd    strangers ask for cold pages, or sign in all at once; what readers and a newcomer notice
  guesses  wrong passwords for fifty accounts from thousands of addresses; what readers notice
  pushes   10,000 browsers are notified of a key event; what readers notice
  uploads  pictures of 12 megapixels arrive, then every hostile file; what readers notice
  locked   another process holds the lock of the database for ten seconds
  workers  two worker processes with Redis and PostgreSQL against one

Without names, all of them. `--quick` takes small numbers, to see that everything works: its times say little.
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

from tests.bench import machine
from tests.servers.download_cache import NotInstalledError

NAMES = (
    *("fanout", "desks", "storm", "tongues", "slow", "memory", "page", "growth"),
    *("crowd", "guesses", "pushes", "uploads", "locked", "workers"),
)


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(NAMES))
    parser.add_argument("--quick", action="store_true", help="small numbers")
    chosen = parser.parse_args()
    if unknown := set(chosen.names) - set(NAMES):
        parser.error(f"no benchmark {', '.join(sorted(unknown))}; there are {', '.join(NAMES)}")
    files = machine.allow_many_files()
    machine.stay_beside_the_load()
    pinned = "one core each for server and load" if machine.can_pin() else "nothing pinned to a core"
    print(f"{machine.description()}\n{pinned}; {files:,} open files; load average {machine.load_average()} before\n")
    failed = [name for name in chosen.names or NAMES if not measure(name, quick=chosen.quick)]
    if failed:
        sys.exit(f"failed: {', '.join(failed)}")


def measure(name: str, *, quick: bool) -> bool:
    """Runs one benchmark and prints its tables as they are done. One that fails says so and lets the others run."""
    begin = time.monotonic()
    print(f"## {name}\n", flush=True)
    try:
        for table in importlib.import_module(f"tests.bench.{name}").run(quick):
            print(table.text(), flush=True)
    except (RuntimeError, OSError, subprocess.SubprocessError) as error:
        print(f"{name} failed: {error}\n", flush=True)
        return False
    print(f"({time.monotonic() - begin:.0f} s; load average {machine.load_average()})\n", flush=True)
    return True


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that servers are stopped on the way out
    try:
        main()
    except NotInstalledError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit(130)
