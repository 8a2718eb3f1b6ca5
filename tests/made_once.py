"""What costs seconds and is the same for all processes of a run: the first that asks makes it, the others wait."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from fcntl import LOCK_EX, flock
from pathlib import Path

import pytest


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """A folder of this name that `make` has filled, for all processes of this run to read."""
    folder = common_folder(factory) / name
    being_made = folder.with_suffix(".new")
    with folder.with_suffix(".lock").open("w") as lock:
        flock(lock, LOCK_EX)
        if not folder.exists():
            shutil.rmtree(being_made, ignore_errors=True)  # of a process that failed
            being_made.mkdir()
            make(being_made)
            being_made.rename(folder)
    return folder


def common_folder(factory: pytest.TempPathFactory) -> Path:
    """The temporary folder of the run; each process that is dealt tests has one of its own in it."""
    own = factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
