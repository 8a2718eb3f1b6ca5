"""Writes a folder atomically: under a temporary name beside its target, then renamed into place."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from blog.newsroom.errors import Refused
from blog.translation import _

SUMS = "SHA256SUMS"
_FOLDER_MODE = 0o755


class Folder:
    """A folder being written. `files` maps each file to its digest."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.files: dict[str, str] = {}

    def put(self, file: str, body: bytes) -> None:
        """Writes a file at a path inside the folder."""
        self.stream(file, [body])

    def stream(self, file: str, parts: Iterable[bytes]) -> None:
        """Writes a file in parts, so that memory never holds all of it."""
        path, digest = self._path / file, hashlib.sha256()
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as opened:
            for part in parts:
                digest.update(part)
                opened.write(part)
        self.files[file] = digest.hexdigest()

    def path(self, file: str) -> Path:
        """The temporary path of a file."""
        return self._path / file

    def sign(self) -> None:
        """Writes the digests of all files, for `sha256sum -c`."""
        lines = (f"{digest}  {file}\n" for file, digest in sorted(self.files.items()))
        (self._path / SUMS).write_text("".join(lines), encoding="ascii")


@contextmanager
def new_folder(target: Path, *, replace: bool) -> Iterator[Folder]:
    """A folder that is moved to `target` if the block succeeds and deleted if it fails.

    Raises Refused if the target exists, unless it is empty, or an archive that may be replaced.
    """
    move_into_place = _mover_to(target, replace)
    target.parent.mkdir(parents=True, exist_ok=True)
    making = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        made = making / "new"
        made.mkdir(_FOLDER_MODE)
        folder = Folder(made)
        yield folder
        folder.sign()
        move_into_place(made, making / "old")
    finally:
        shutil.rmtree(making)


def _mover_to(target: Path, replace: bool) -> Callable[[Path, Path], None]:
    """The function that moves the new folder into place. Called before the work, so that a refusal costs nothing."""
    if not target.exists():
        return lambda made, _old: _move(made, target)
    if not target.is_dir():
        raise Refused(_("%(target)s is a file. Name a folder that does not exist yet.", target=target))
    if not any(target.iterdir()):
        return lambda made, _old: _move(made, target)
    if not (target / SUMS).is_file():
        raise Refused(
            _("%(target)s is not empty, and not an archive. Name a folder that does not exist yet.", target=target)
        )
    if not replace:
        raise Refused(
            _(
                "%(target)s already contains an archive. Choose another folder, or replace it with --force.",
                target=target,
            )
        )

    def replace_it(made: Path, old: Path) -> None:
        try:
            target.rename(old)
            _move(made, target)
        except BaseException:
            if old.exists() and not target.exists():
                old.rename(target)
            raise

    return replace_it


def _move(made: Path, target: Path) -> None:
    made.rename(target)  # also replaces an empty folder
