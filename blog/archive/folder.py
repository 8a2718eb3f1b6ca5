"""The folder of an archive: written beside its place under another name, and put there whole or not at all."""

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
    """A folder in the making. `files` has the digest of each file in it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.files: dict[str, str] = {}

    def put(self, file: str, body: bytes) -> None:
        """Writes a file, `file` being its path inside."""
        self.stream(file, [body])

    def stream(self, file: str, parts: Iterable[bytes]) -> None:
        """The same for what is too large to be in memory at once."""
        path, digest = self._path / file, hashlib.sha256()
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as opened:
            for part in parts:
                digest.update(part)
                opened.write(part)
        self.files[file] = digest.hexdigest()

    def path(self, file: str) -> Path:
        """Where a file is while the folder is in the making."""
        return self._path / file

    def sign(self) -> None:
        """Writes the digests of all files, for `sha256sum -c`."""
        lines = (f"{digest}  {file}\n" for file, digest in sorted(self.files.items()))
        (self._path / SUMS).write_text("".join(lines), encoding="ascii")


@contextmanager
def new_folder(target: Path, *, replace: bool) -> Iterator[Folder]:
    """A folder that is at `target` when the block ends well, and nowhere when it does not.

    Raises Refused when there is something already, unless it is an archive and `replace` is said.
    """
    put_in_place = _way_to(target, replace)
    target.parent.mkdir(parents=True, exist_ok=True)
    making = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        made = making / "new"
        made.mkdir(_FOLDER_MODE)
        folder = Folder(made)
        yield folder
        folder.sign()
        put_in_place(made, making / "old")
    finally:
        shutil.rmtree(making)


def _way_to(target: Path, replace: bool) -> Callable[[Path, Path], None]:
    """How what was made gets to its place; asked before the work, so that a refusal costs nothing."""
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
            _("%(target)s holds an archive already. Name another folder, or replace it with --force.", target=target)
        )

    def take_its_place(made: Path, old: Path) -> None:
        target.rename(old)
        _move(made, target)

    return take_its_place


def _move(made: Path, target: Path) -> None:
    made.rename(target)  # over an empty folder as well
