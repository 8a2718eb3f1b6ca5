"""Runs the checks in every engine that is installed: `python -m tests.engines [engine or words of checks …]`."""

from __future__ import annotations

import os
import platform
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from time import monotonic

from tests.engines import connection, desk, embedding, reading  # noqa: F401 — the checks register themselves
from tests.engines.chromium import Chromium
from tests.engines.firefox import Firefox
from tests.engines.stage import CHECKS, WORDPRESS, Check, Stage, the_sites
from tests.engines.tab import Engine
from tests.engines.webkit import WebKit
from tests.servers.download_cache import NotInstalledError

ENGINES = (Chromium, Firefox, WebKit)
PASSED, FAILED, MISSING = "passed", "FAILED", "–"


def main(words: Sequence[str]) -> int:
    """The status to end with: 1 when a check failed in any engine, or no engine was there."""
    wanted = [word.lower() for word in words]
    engines = [engine for engine in ENGINES if engine.name.lower() in wanted] or ENGINES
    words = [word for word in wanted if word not in {engine.name.lower() for engine in ENGINES}]
    checks = [check for check in CHECKS if all(word in check.__name__ for word in words)]
    results: dict[str, dict[str, str]] = {}
    versions: dict[str, str] = {}
    for engine in engines:
        try:
            with engine().running() as running:
                versions[engine.name] = running.version
                print(f"\n{engine.name} {running.version}", flush=True)
                results[engine.name] = run(running, checks)
        except NotInstalledError as error:
            versions[engine.name] = f"missing, {error}: {engine.install}"
    show(checks, results, versions)
    return int(not results or any(result != PASSED for ran in results.values() for result in ran.values()))


def run(engine: Engine, checks: Sequence[Check]) -> dict[str, str]:
    """Each check with a browser and a visit of its own."""
    results: dict[str, str] = {}
    with tempfile.TemporaryDirectory(prefix="dateline-engines-") as folder, the_sites(Path(folder)) as (site, host):
        for check in checks:
            began, complaint = monotonic(), ""
            try:
                with engine.person() as browser:
                    check(Stage(browser, site, host, site.new_visit(updates=3)))
            except Exception as error:  # noqa: BLE001 — whatever it is, the other checks go on
                complaint = f"\n      {type(error).__name__}: {str(error)[:600]}"
            results[check.__name__] = FAILED if complaint else PASSED
            print(
                f"  {results[check.__name__]}  {monotonic() - began:4.1f} s  {_sentence(check)}{complaint}", flush=True
            )
    return results


def show(checks: Sequence[Check], results: dict[str, dict[str, str]], versions: dict[str, str]) -> None:
    """The table, and what it was made with."""
    print(f"\n{platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    real = "Debian's" if WORDPRESS.exists() else "a stand-in; `apt-get install wordpress` for the real one"
    print(f"WordPress's script: {real}")
    for name, version in versions.items():
        print(f"{name}: {version}")
    print(f"\n{'':76}" + "".join(f"{name:>10}" for name in versions))
    for check in checks:
        row = "".join(f"{results.get(name, {}).get(check.__name__, MISSING):>10}" for name in versions)
        print(f"{_sentence(check)[:75]:76}{row}")
    for name, ran in results.items():
        print(f"{name}: {sum(result == PASSED for result in ran.values())} of {len(checks)} passed")


def _sentence(check: Check) -> str:
    return check.__name__.replace("_", " ")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
