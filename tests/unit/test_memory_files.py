"""Where a run keeps its temporary files: in memory, unless somebody chose another place or there is no room."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

from tests import memory_files
from tests.memory_files import keep_in_memory


@pytest.fixture(autouse=True)
def _same_place_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", tempfile.gettempdir())


@pytest.fixture(autouse=True)
def _much_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory_files, "ROOM_BYTES", 1)


def test_files_lie_in_memory_where_there_is_room(tmp_path: Path) -> None:
    environ: dict[str, str] = {}
    keep_in_memory(environ, tmp_path)
    assert (environ, tempfile.tempdir) == ({"TMPDIR": str(tmp_path)}, None)


@pytest.mark.parametrize("lack", ["room", "folder", "programs", "choice"])
def test_otherwise_they_lie_where_they_would(lack: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    environ = {"TMPDIR": "/elsewhere"} if lack == "choice" else {}
    before, place = dict(environ), tempfile.tempdir
    if lack == "room":
        monkeypatch.setattr(memory_files, "ROOM_BYTES", 1 << 60)
    if lack == "programs":
        there = os.statvfs_result((4096, 4096, 1 << 30, 1 << 30, 1 << 30, 9, 9, 9, os.ST_NOEXEC, 255))
        monkeypatch.setattr(os, "statvfs", lambda _: there)
    keep_in_memory(environ, tmp_path / "none" if lack == "folder" else tmp_path)
    assert (environ, tempfile.tempdir) == (before, place)
