"""Static files: read once, compressed once, and served under the name of the release so that they keep for ever.

`asset("css/site.css")` gives `/static/<release>/css/site.css`. The release is a digest of everything in `static/`, and
a part of the path. A stylesheet named in an `ORDER` file is a bundle: the files listed there, one after the other. An
entry module goes out with all that it imports. Both are served without what only people need (`bundle.py`).
"""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from threading import Lock

import brotli
from flask import Blueprint, Flask, Response, abort, current_app, request
from werkzeug.http import parse_accept_header

from blog import cold_lane
from blog.settings import ROOT
from blog.web.bundler import bundled, slim

STATIC = ROOT / "static"
BUNDLES = {
    "css/site.css": "css/ORDER", "css/desk.css": "css/DESK_ORDER",
    "css/embed.css": "css/EMBED_ORDER", "css/share.css": "css/SHARE_ORDER",
}  # fmt: skip
# What pages load by itself; of the other modules each lies in one of these.
ENTRIES = ("js/page.js", "js/reader.js", "js/desk.js", "js/embed.js", "js/height.js", "js/sharing.js", "js/archive.js")
CLASSIC = ("js/first.js", "js/embed-host.js")
COMPRESSIBLE = (
    "text/", "application/json", "application/manifest", "image/svg",
    "application/atom", "application/rss", "application/feed",
)  # fmt: skip
# Of brotli: for what is made while a reader waits, and for what is made once.
QUICK, THOROUGH = 9, 11
GZIP_LEVEL = 6
# What takes longer to compress than another thread takes to begin.
LONG_BYTES = 8_000
FOR_EVER = "public, max-age=31536000, immutable"
NOT_LONG = "public, max-age=60"

bp = Blueprint("static", __name__)

mimetypes.add_type("font/woff2", ".woff2")
mimetypes.add_type("text/javascript", ".js")


class Encoded:
    """One body in the three forms that browsers take it; the compressed ones are made when they are asked for first."""

    def __init__(self, body: bytes, mimetype: str, quality: int = QUICK) -> None:
        self.body, self.mimetype = body, mimetype
        self._quality = quality
        self._forms: dict[str, bytes] = {}
        self._lock = Lock()

    @property
    def size(self) -> int:
        """The bytes of all its forms, at most."""
        return len(self.body) * 3 // 2 if self.worth_compressing else len(self.body)

    @property
    def worth_compressing(self) -> bool:
        return len(self.body) > 500 and self.mimetype.startswith(COMPRESSIBLE)

    def as_(self, encoding: str) -> bytes:
        """The body in an encoding; what is not worth compressing stays as it is."""
        if not encoding or not self.worth_compressing:
            return self.body
        return self._forms.get(encoding) or self._made(encoding)

    def _made(self, encoding: str) -> bytes:
        """Compresses once, whoever else asks meanwhile; off the event loop where that is worth the way."""
        with self._lock:
            if encoding not in self._forms:
                compress = self._brotli if encoding == "br" else self._gzip
                far = len(self.body) > LONG_BYTES
                self._forms[encoding] = cold_lane.run_in_threadpool(compress) if far else compress()
            return self._forms[encoding]

    def _brotli(self) -> bytes:
        return bytes(brotli.compress(self.body, quality=self._quality))

    def _gzip(self) -> bytes:
        return gzip.compress(self.body, GZIP_LEVEL, mtime=0)


class Assets:
    """All static files, in memory."""

    def __init__(self, folder: Path) -> None:
        files = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}
        bodies = {name: path.read_bytes() for name, path in files.items()}
        bodies |= _made(bodies)
        digest = hashlib.sha256()
        for name, body in bodies.items():
            digest.update(name.encode() + b"\0" + hashlib.sha256(body).digest())
        self.release = digest.hexdigest()[:12]
        self.files = {name: Encoded(body, _mimetype(name), THOROUGH) for name, body in bodies.items()}

    def url(self, name: str) -> str:
        """The address of a file; KeyError names one that does not exist."""
        if name not in self.files:
            raise KeyError(f"static/{name} does not exist")
        return f"/static/{self.release}/{name}"


@lru_cache(maxsize=1)
def read() -> Assets:
    """The files of this release: read once by a process, or by its parent before it was forked."""
    return Assets(STATIC)


def init_app(app: Flask) -> None:
    """Gives templates `asset()`."""
    app.extensions["assets"] = read()
    app.jinja_env.globals["asset"] = lambda name: current_app.extensions["assets"].url(name)
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


def _made(bodies: Mapping[str, bytes]) -> dict[str, bytes]:
    """What pages load of the stylesheets and scripts, each of them whole."""
    whole = _stylesheets(bodies) | _scripts(bodies)
    slimmed = slim(*((_mimetype(name), text) for name, text in whole.items())) if whole else ()
    return dict(zip(whole, slimmed, strict=True))


def _stylesheets(bodies: Mapping[str, bytes]) -> dict[str, str]:
    """The bundles, of the files that their orders name."""
    return {
        bundle: "\n".join(bodies[f"css/{name}"].decode() for name in bodies[order].decode().split())
        for bundle, order in BUNDLES.items()
        if order in bodies
    }


def _scripts(bodies: Mapping[str, bytes]) -> dict[str, str]:
    """The entry modules with what they import, and the scripts that are no modules."""
    sources = {name.removeprefix("js/"): body.decode() for name, body in bodies.items() if name.endswith(".js")}
    whole = {entry: bundled(entry.removeprefix("js/"), sources) for entry in ENTRIES if entry in bodies}
    return whole | {name: bodies[name].decode() for name in CLASSIC if name in bodies}


def _mimetype(name: str) -> str:
    return mimetypes.guess_type(name)[0] or "application/octet-stream"
