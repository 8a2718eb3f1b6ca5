"""Chromium for tests: `$CHROMIUM`, one on the PATH, Playwright's own, or the npm package @sparticuz/chromium."""

import os
import platform
import shutil
import signal
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, partial
from io import BytesIO
from pathlib import Path
from typing import IO

import brotli
from playwright.sync_api import Browser, Playwright

from tests.servers.download_cache import NotInstalledError, kept
from tests.servers.node import npm_archive

PACKAGE, VERSION = "@sparticuz/chromium", "153.0.0"
NAMES_ON_PATH = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
ARGUMENTS = (
    *("--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--font-render-hinting=none"),
)
# Playwright's download is tried before the package's. Where it cannot be reached, the tests must not wait for it.
CONNECT_MILLISECONDS = "5000"
DOWNLOAD_SECONDS = 240
CHUNK_BYTES = 1 << 20
ASK_PLAYWRIGHT = (
    "from playwright.sync_api import sync_playwright as p\nwith p() as w: print(w.chromium.executable_path)"
)
# The machine's own fonts when it has any, and always the ones that came with the browser.
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir prefix="relative">fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
"""


@dataclass(frozen=True)
class Chromium:
    """A browser that starts. `env` is what it needs on top of the environment; `args` go before any others."""

    executable: Path
    env: dict[str, str]
    args: tuple[str, ...]

    def launch(self, playwright: Playwright, *more_args: str) -> Browser:
        env: dict[str, str | float | bool] = {**os.environ, **self.env}
        return playwright.chromium.launch(executable_path=self.executable, env=env, args=[*self.args, *more_args])


@cache
def find_chromium() -> Chromium:
    """The first one that starts. The first call on a machine may fetch 70 MB; later ones take what was kept."""
    named = os.environ.get("CHROMIUM")
    if named:
        return _checked(Path(named), "correct CHROMIUM, or unset it to have a browser fetched")
    for name in NAMES_ON_PATH:
        found = shutil.which(name)
        if found and not _complaint(Path(found), {}):
            return _chromium(Path(found), {})
    fetched = kept(f"chromium-{VERSION}", _fetch)
    return _checked(fetched / (fetched / "executable").read_text(), "install Chromium, or set CHROMIUM to its path")


def _chromium(executable: Path, env: dict[str, str]) -> Chromium:
    # Chromium's sandbox refuses to work for root.
    return Chromium(executable, env, (*ARGUMENTS, *(["--no-sandbox"] if os.geteuid() == 0 else [])))


def _checked(executable: Path, advice: str) -> Chromium:
    env = _env(executable.parent)
    complaint = _complaint(executable, env)
    if complaint:
        raise NotInstalledError(f"{executable} does not start ({complaint}): {advice}.")
    return _chromium(executable, env)


def _env(folder: Path) -> dict[str, str]:
    """What the unpacked package in `folder` needs: its own libraries and fonts. Nothing for any other browser."""
    fonts = folder / "fonts.conf"
    if not fonts.exists():
        return {}
    libraries = [str(folder / "lib"), os.environ.get("LD_LIBRARY_PATH", "")]
    return {"LD_LIBRARY_PATH": ":".join(filter(None, libraries)), "FONTCONFIG_FILE": str(fonts)}


def _complaint(executable: Path, env: dict[str, str]) -> str:
    """Why it does not start, a missing system library for example; "" when it does."""
    try:
        done = subprocess.run(
            [executable, "--version"], env={**os.environ, **env}, capture_output=True, text=True, timeout=30
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    return "" if done.returncode == 0 else done.stderr.strip() or f"status {done.returncode}"


def _fetch(folder: Path) -> None:
    """Leaves a browser in `folder`, and its path from there in the file `executable`."""
    executable = _installed_by_playwright(folder / "playwright") or _unpacked_package(folder / "package")
    (folder / "executable").write_text(str(executable.relative_to(folder)))


def _installed_by_playwright(folder: Path) -> Path | None:
    """None when the download cannot be reached, or when the machine lacks a library that the browser needs."""
    env = {**os.environ, "PLAYWRIGHT_BROWSERS_PATH": str(folder)}
    env["PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT"] = CONNECT_MILLISECONDS
    install = [sys.executable, "-m", "playwright", "install", "--no-shell", "chromium"]
    if not _succeeds(install, env):
        return None
    printed = subprocess.check_output([sys.executable, "-c", ASK_PLAYWRIGHT], env=env, text=True, timeout=60)
    executable = Path(printed.strip())
    return None if _complaint(executable, {}) else executable


def _succeeds(command: list[str], env: dict[str, str]) -> bool:
    """Whether it ended well and in time. One that takes longer is ended, with the downloads that it started."""
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, env=env, stdin=quiet, stdout=quiet, stderr=quiet, process_group=0)
    try:
        return process.wait(DOWNLOAD_SECONDS) == 0
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return False


def _unpacked_package(folder: Path) -> Path:
    if (platform.system(), platform.machine()) != ("Linux", "x86_64"):
        raise NotInstalledError("No Chromium: install it, or set CHROMIUM to the path of one.")
    folder.mkdir()
    archive = npm_archive(PACKAGE, VERSION, folder)
    executable = folder / "chromium"
    with tarfile.open(archive) as package:
        _unpack(package, "al2023.tar.br", folder)
        with executable.open("wb") as out:
            out.writelines(_decompressed(package, "chromium.br"))
        _unpack(package, "fonts.tar.br", folder)
    archive.unlink()
    executable.chmod(0o755)
    (folder / "fonts.conf").write_text(FONTS)
    return executable


def _unpack(package: tarfile.TarFile, name: str, folder: Path) -> None:
    with tarfile.open(fileobj=BytesIO(b"".join(_decompressed(package, name)))) as archive:
        for member in filter(tarfile.TarInfo.isfile, archive):
            target = folder / member.name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(_content(archive, member.name).read())


def _decompressed(package: tarfile.TarFile, name: str) -> Iterator[bytes]:
    decompressor = brotli.Decompressor()
    for chunk in iter(partial(_content(package, f"package/bin/{name}").read, CHUNK_BYTES), b""):
        yield decompressor.process(chunk)


def _content(archive: tarfile.TarFile, name: str) -> IO[bytes]:
    file = archive.extractfile(name)
    assert file is not None, f"{name} is not a file"
    return file
