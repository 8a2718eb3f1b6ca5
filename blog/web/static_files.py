"""Serves static files from memory, each under a hash of its own content, so that browsers cache it for ever.

`asset("css/site.css")` gives `/static/<hash>/css/site.css`. A stylesheet in `BUNDLES` concatenates the files that its
order file names; a script in `ENTRIES` is bundled with everything it imports. Both are minified.
"""

from __future__ import annotations

import hashlib
import json
import mimetypes
from collections.abc import Mapping
from copy import copy
from functools import lru_cache
from pathlib import Path

from flask import Blueprint, Flask, Response, abort, current_app

from blog import catalogues, security
from blog.languages import ENGLISH, LANGUAGES
from blog.settings import ROOT
from blog.web.bundler import bundle, minify
from blog.web.content_hashes import HASH_LENGTH, hash_files
from blog.web.encoding import BEST_QUALITY, EncodedBody, negotiated_response

STATIC = ROOT / "static"
BUNDLES = {
    "css/site.css": "css/ORDER", "css/pages.css": "css/PAGES_ORDER", "css/desk.css": "css/DESK_ORDER",
    "css/lightbox.css": "css/LIGHTBOX_ORDER", "css/report.css": "css/REPORT_ORDER",
    "css/embed.css": "css/EMBED_ORDER", "css/share.css": "css/SHARE_ORDER",
}  # fmt: skip
# The modules that pages load, or that other modules import dynamically.
ENTRIES = (
    "js/page.js", "js/renewed.js", "js/reader.js", "js/sharing.js", "js/archive.js", "js/embed/embed.js",
    "js/embed/height.js", "js/desk/desk.js", "js/desk/offline.js", "js/desk-tools.js", "js/lightbox.js", "js/play.js",
    "js/report.js", "js/copying.js", "js/push.js", "js/tab-alerts.js",
)  # fmt: skip
CLASSIC = (
    "js/first.js",
    "js/dates.js",
    "js/embed/first.js",
    "js/embed/host.js",
    "js/desk/worker.js",
    "js/push-worker.js",
)
TYPES = ".d.ts"  # of vendored modules, for the type check alone
SVG = "image/svg+xml"
IMMUTABLE = "public, max-age=31536000, immutable"

bp = Blueprint("static", __name__)

mimetypes.add_type("font/woff2", ".woff2")
mimetypes.add_type("text/javascript", ".js")


class StaticFiles:
    """The files that pages load: `plain` as an archive holds them, `served` with hashes in the addresses they refer to.

    `digest` changes with any of them.
    """

    def __init__(self, folder: Path) -> None:
        files = (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.name.endswith(TYPES))
        paths = {path.relative_to(folder).as_posix(): path for path in files}
        sources = {name: path.read_bytes() for name, path in paths.items()}
        parts = {name for name in sources if name.startswith(("css/", "js/"))}
        unchanged = {name: body for name, body in sources.items() if name not in parts}
        self.plain = unchanged | _bundles(sources) | _messages()
        self._hash()

    def with_more(self, more: Mapping[str, bytes]) -> StaticFiles:
        """These files and others, which are served as they are."""
        both = copy(self)
        both.plain = {**self.plain, **more}
        both._hash()
        return both

    def _hash(self) -> None:
        hashed = hash_files(self.plain)
        self._hashes = {name: file.hash for name, file in hashed.items()}
        self.served = {name: EncodedBody(file.body, _mimetype(name), BEST_QUALITY) for name, file in hashed.items()}
        every = "".join(f"{name}\0{content_hash}\n" for name, content_hash in self._hashes.items())
        self.digest = hashlib.sha256(every.encode()).hexdigest()[:HASH_LENGTH]

    def url(self, name: str) -> str:
        """The address of a file; raises KeyError for a file that does not exist."""
        if name not in self._hashes:
            raise KeyError(f"static/{name} does not exist")
        return f"/static/{self._hashes[name]}/{name}"

    def is_current(self, content_hash: str, name: str) -> bool:
        return self._hashes.get(name) == content_hash


@lru_cache(maxsize=1)
def read() -> StaticFiles:
    """The files of this release, read once: by the parent process if it forks workers, by each process otherwise."""
    return StaticFiles(STATIC)


def init_app(app: Flask, more: Mapping[str, bytes]) -> None:
    """Serves static files, with `more` of the publisher's, and gives templates `asset()`."""
    app.extensions["static_files"] = read().with_more(more) if more else read()
    app.jinja_env.globals["asset"] = lambda name: current_app.extensions["static_files"].url(name)
    app.register_blueprint(bp)


@bp.get("/static/<content_hash>/<path:name>")
def file(content_hash: str, name: str) -> Response:
    """Today's file. Under another hash, which a page of the last release may still name, it must not be cached."""
    files: StaticFiles = current_app.extensions["static_files"]
    if name not in files.served:
        abort(404)
    response = negotiated_response(files.served[name])
    response.headers["Cache-Control"] = IMMUTABLE if files.is_current(content_hash, name) else "no-cache"
    response.headers["Access-Control-Allow-Origin"] = "*"
    if response.mimetype == SVG:
        response.headers["Content-Security-Policy"] = security.OF_DRAWINGS
    return response


def _bundles(sources: Mapping[str, bytes]) -> dict[str, bytes]:
    """The minified stylesheets and scripts that pages load."""
    bundles = _stylesheets(sources) | _scripts(sources)
    minified = minify(*((_mimetype(name), text) for name, text in bundles.items())) if bundles else ()
    return dict(zip(bundles, minified, strict=True))


def _messages() -> dict[str, bytes]:
    """For each language but English a script with the sentences that scripts show, and one for the desk, with more;
    `js/messages.js` reads it."""
    said = {f"{tag}.js": catalogues.for_scripts(tag) for tag in LANGUAGES if tag != ENGLISH}
    said |= {f"desk/{tag}.js": catalogues.for_scripts(tag, with_desk=True) for tag in LANGUAGES if tag != ENGLISH}
    return {f"js/messages/{name}": _assigned(each) for name, each in said.items()}


def _assigned(said: Mapping[str, object]) -> bytes:
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    return f"var datelineMessages={text}\n".encode()


def _stylesheets(sources: Mapping[str, bytes]) -> dict[str, str]:
    return {
        name: "\n".join(sources[f"css/{part}"].decode() for part in sources[order].decode().split())
        for name, order in BUNDLES.items()
        if order in sources
    }


def _scripts(sources: Mapping[str, bytes]) -> dict[str, str]:
    modules = {name: body.decode() for name, body in sources.items() if name.startswith("js/") and name.endswith(".js")}
    entries = [entry for entry in ENTRIES if entry in sources]
    bundles = {entry: bundle(entry, modules, entries) for entry in entries}
    return bundles | {name: sources[name].decode() for name in CLASSIC if name in sources}


def _mimetype(name: str) -> str:
    return mimetypes.guess_type(name)[0] or "application/octet-stream"
