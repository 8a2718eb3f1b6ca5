"""Static files: read once, compressed once, and served under the name of the release so that they keep for ever.

`asset("css/site.css")` gives `/static/<release>/css/site.css`. The release is a digest of everything in `static/`, and
a part of the path, so that one module may import another by a relative address. A stylesheet named in an `ORDER` file
is a bundle: the files listed there, one after the other.
"""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import brotli
from flask import Blueprint, Flask, Response, abort, current_app, request
from werkzeug.http import parse_accept_header

from blog.settings import ROOT

STATIC = ROOT / "static"
BUNDLES = {"css/site.css": "css/ORDER", "css/desk.css": "css/DESK_ORDER", "css/embed.css": "css/EMBED_ORDER"}
COMPRESSIBLE = ("text/", "application/json", "application/manifest", "image/svg")
FOR_EVER = "public, max-age=31536000, immutable"
NOT_LONG = "public, max-age=60"

_IMPORT = re.compile(r"""(?:\bfrom|^import)\s+['"]\./([\w-]+\.js)['"]""", re.MULTILINE)

bp = Blueprint("static", __name__)

mimetypes.add_type("font/woff2", ".woff2")
mimetypes.add_type("text/javascript", ".js")


@dataclass(frozen=True)
class Encoded:
    """One body in the three forms that browsers take it."""

    body: bytes
    mimetype: str

    @cached_property
    def brotli(self) -> bytes:
        return bytes(brotli.compress(self.body, quality=9))

    @cached_property
    def gzip(self) -> bytes:
        return gzip.compress(self.body, mtime=0)

    def as_(self, encoding: str) -> bytes:
        """The body in an encoding; what is not worth compressing stays as it is."""
        if not encoding or not self.worth_compressing:
            return self.body
        return self.brotli if encoding == "br" else self.gzip

    @property
    def worth_compressing(self) -> bool:
        return len(self.body) > 500 and self.mimetype.startswith(COMPRESSIBLE)


class Assets:
    """All static files, in memory."""

    def __init__(self, folder: Path) -> None:
        files = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}
        bodies = {name: path.read_bytes() for name, path in files.items()}
        for bundle, order in BUNDLES.items():
            if order in bodies:
                bodies[bundle] = b"\n".join(bodies[f"css/{name}"] for name in bodies[order].decode().split())
        digest = hashlib.sha256()
        for name, body in bodies.items():
            digest.update(name.encode() + b"\0" + hashlib.sha256(body).digest())
        self.release = digest.hexdigest()[:12]
        self.files = {name: Encoded(body, _mimetype(name)) for name, body in bodies.items()}
        self._imports = {name: _imported(name, body) for name, body in bodies.items() if name.endswith(".js")}

    def url(self, name: str) -> str:
        """The address of a file; KeyError names one that does not exist."""
        if name not in self.files:
            raise KeyError(f"static/{name} does not exist")
        return f"/static/{self.release}/{name}"

    def modules(self, entry: str) -> list[str]:
        """The addresses of all that a module imports, near ones first, so that a page can ask for them at once."""
        found = [entry]
        for name in found:
            found += [other for other in self._imports[name] if other not in found]
        return [self.url(name) for name in found[1:]]


def init_app(app: Flask) -> None:
    """Reads the files and gives templates `asset()`. In development they are read again for every page."""
    app.extensions["assets"] = Assets(STATIC)
    app.jinja_env.globals["asset"] = lambda name: current_app.extensions["assets"].url(name)
    app.jinja_env.globals["modules"] = lambda entry: current_app.extensions["assets"].modules(entry)
    app.register_blueprint(bp)


@bp.get("/static/<release>/<path:name>")
def file(release: str, name: str) -> Response:
    assets: Assets = current_app.extensions["assets"]
    found = assets.files.get(name)
    if found is None:
        abort(404)
    answer = encoded(found)
    # A page of the last release may still ask for its files: they get today's, but may not keep them.
    answer.headers["Cache-Control"] = FOR_EVER if release == assets.release else NOT_LONG
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer


def encoded(body: Encoded) -> Response:
    """The body as this browser takes it best."""
    encoding = chosen_encoding(request.headers.get("Accept-Encoding", ""))
    answer = Response(body.as_(encoding), mimetype=body.mimetype)
    if body.worth_compressing:
        answer.headers["Vary"] = "Accept-Encoding"
        if encoding:
            answer.headers["Content-Encoding"] = encoding
    return answer


@lru_cache(maxsize=512)
def chosen_encoding(accept: str) -> str:
    """`br`, `gzip` or nothing, for an Accept-Encoding header."""
    accepted = parse_accept_header(accept)
    return "br" if accepted["br"] else "gzip" if accepted["gzip"] else ""


def _imported(name: str, body: bytes) -> list[str]:
    """The modules of the same folder that a module imports by name."""
    folder = name.rpartition("/")[0]
    return [f"{folder}/{other}" for other in _IMPORT.findall(body.decode())]


def _mimetype(name: str) -> str:
    return mimetypes.guess_type(name)[0] or "application/octet-stream"
