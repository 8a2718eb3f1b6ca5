"""The git-ignored cache folder: downloads by exact version, kept for the next run."""

import fcntl
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CACHE = ROOT / ".cache"


class NotInstalledError(RuntimeError):
    """Something the tests need is missing; the message says what to do. Never a reason to skip a test."""


def kept(name: str, build: Callable[[Path], object]) -> Path:
    """The folder `.cache/<name>`; when it is not there yet, `build` fills it.

    A folder appears under its name only when it is whole, and processes that want the same one at once wait for the
    first of them, so that two test runs never see or spoil each other's half-made copy.
    """
    folder = CACHE / name
    if folder.is_dir():
        return folder
    with _locked(CACHE / f"{name}.lock"):
        if not folder.is_dir():
            unfinished = CACHE / f"{name}.unfinished"
            shutil.rmtree(unfinished, ignore_errors=True)
            unfinished.mkdir()
            build(unfinished)
            unfinished.rename(folder)
    return folder


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Holds an exclusive lock on `path`. The system lets go of it even when the process is killed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
