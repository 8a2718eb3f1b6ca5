"""The C programs beside this module, compiled on the spot and kept in `.cache/bench/`."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from functools import cache
from pathlib import Path

from tests.servers.download_cache import NotInstalledError, kept

SOURCES = Path(__file__).parent / "native"
PROGRAMS = {
    "load": ("load.c", "crowd.c", "reader.c", "crowd.h", "reader.h"),
    "floor": ("floor.c",),
    "requests": ("requests.c",),
}


@cache
def compiled(name: str) -> Path:
    """The program; compiled again when its source has changed."""
    sources = [SOURCES / source for source in PROGRAMS[name]]
    digest = hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()[:12]
    return kept(f"bench/{name}-{digest}", lambda folder: _compile(sources, folder / name)) / name


def _compile(sources: list[Path], target: Path) -> None:
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if compiler is None:
        raise NotInstalledError("The load generator is a C program: install a C compiler (Debian: gcc libc6-dev).")
    files = [str(source) for source in sources if source.suffix == ".c"]
    subprocess.run([compiler, "-O2", "-o", str(target), *files], check=True)
