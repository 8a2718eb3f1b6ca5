"""Hashes static files by their content as served, which includes the hashes of the files they refer to.

Fonts and icons come first, then the stylesheets that load them, then scripts. So a change gives a new address to the
changed file and to the files that refer to it, and to no other.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass

HASH_LENGTH = 12
# `url(../fonts/serif.woff2)` in a stylesheet, `import('./editor.js')` in a script; both relative to the file.
_REFERENCES = {
    ".css": re.compile(rb"""(?P<before>url\(["']?)(?P<path>\.\./[^"')#?]+)"""),
    ".js": re.compile(rb"""(?P<before>\bimport\(["'`])(?P<path>\.\.?/[\w./-]+\.js)"""),
}


@dataclass(frozen=True)
class HashedFile:
    """A file as served: `body` refers to other files by addresses that contain their hashes."""

    hash: str
    body: bytes


def hash_files(bodies: Mapping[str, bytes]) -> dict[str, HashedFile]:
    """Every file by name; ValueError for a reference to a missing file, or from a file to itself through others."""
    return _Hasher(bodies).hash_all()


class _Hasher:
    """Hashes files depth first: a file after all the files that it refers to."""

    def __init__(self, bodies: Mapping[str, bytes]) -> None:
        self._bodies = bodies
        self._hashed: dict[str, HashedFile] = {}
        self._in_progress: list[str] = []

    def hash_all(self) -> dict[str, HashedFile]:
        return {name: self._hash(name) for name in self._bodies}

    def _hash(self, name: str) -> HashedFile:
        if name in self._in_progress:
            raise ValueError(f"{' → '.join([*self._in_progress, name])}: a file cannot refer to itself")
        if name not in self._hashed:
            self._in_progress.append(name)
            body = self._with_hashed_references(name)
            self._hashed[name] = HashedFile(hashlib.sha256(body).hexdigest()[:HASH_LENGTH], body)
            self._in_progress.pop()
        return self._hashed[name]

    def _with_hashed_references(self, name: str) -> bytes:
        folder, extension = posixpath.dirname(name), posixpath.splitext(name)[1]

        def hashed(found: re.Match[bytes]) -> bytes:
            target = posixpath.normpath(posixpath.join(folder, found["path"].decode()))
            if target not in self._bodies:
                raise ValueError(f"{name} refers to {target}, which does not exist")
            return found["before"] + f"{_to_root(folder)}{self._hash(target).hash}/{target}".encode()

        pattern = _REFERENCES.get(extension)
        return pattern.sub(hashed, self._bodies[name]) if pattern else self._bodies[name]


def _to_root(folder: str) -> str:
    """From `<hash>/<folder>/` up to the folder that holds all the hashes."""
    return "../" * (len(folder.split("/")) + 1 if folder else 1)
