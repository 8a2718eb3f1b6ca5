"""What browsers load to install the desk: its service worker and its manifest. Both are the same for everybody."""

from __future__ import annotations

import json
import re

from flask import Response, current_app, make_response, render_template, request, url_for
from flask_login import current_user

from blog import security
from blog.extensions import csrf
from blog.translation import _
from blog.web.desk import bp
from blog.web.publisher import publisher
from blog.web.static_files import StaticFiles

_STATIC = re.compile(r'"(/static/[^"]+)"')
_WORKER = "js/desk/worker.js"
_ICONS = {"icons/dateline-192.png": "192x192", "icons/dateline-512.png": "512x512", "icons/dateline.svg": "any"}
_PAPER = "#fcfcf9"


@bp.get("/worker.js")
def worker() -> Response:
    """The service worker, preceded by what belongs to this release: the page that it opens without a connection."""
    files: StaticFiles = current_app.extensions["static_files"]
    page = render_template("desk/offline.html", current_user=None)
    headers = {**security.headers(ancestors="'none'", over_tls=False), **security.of_the_desk()}
    desk = {
        "release": files.digest,
        "page": page,
        "headers": {**headers, "Content-Type": "text/html; charset=utf-8"},
        "files": sorted(set(_STATIC.findall(page))),
    }
    script = f"self.desk={json.dumps(desk)};\n{files.plain[_WORKER].decode()}"
    return Response(script, mimetype="text/javascript", headers={"Service-Worker-Allowed": "/desk"})


@bp.get("/manifest.webmanifest")
def manifest() -> Response:
    """What a browser needs to install the desk as an app, and to let other apps share texts with it."""
    files: StaticFiles = current_app.extensions["static_files"]
    start = url_for("desk.visits")
    described = {
        "id": start,
        "name": _("%(site)s desk", site=publisher().name),
        "short_name": publisher().name,
        "start_url": start,
        "scope": start,
        "display": "standalone",
        "background_color": _PAPER,
        "theme_color": _PAPER,
        "icons": [
            {"src": files.url(name), "sizes": sizes, "type": files.served[name].mimetype}
            for name, sizes in _ICONS.items()
        ],
        "share_target": {
            "action": url_for("desk.share"),
            "method": "POST",
            "enctype": "multipart/form-data",
            "params": {"title": "title", "text": "text", "url": "url"},
        },
    }
    return Response(json.dumps(described), mimetype="application/manifest+json")


@bp.post("/share")
def share() -> Response:
    """Refuses what the service worker of an installed desk takes on the device, and gives the words back to copy.

    It changes nothing, so it needs no CSRF token, which other apps do not have.
    """
    parts = (request.form.get(name, "").strip() for name in ("title", "text", "url"))
    shared = "\n\n".join(dict.fromkeys(part for part in parts if part))
    shown = render_template("desk/shared.html", shared=shared, signed_in=current_user.is_authenticated)
    return make_response(shown, 403)


csrf.exempt(share)
