"""oEmbed 1.0 (oembed.com): embed code for a link to a visit or an update.

It is an iframe without a script, because consumers such as WordPress let nothing else through.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from html import escape
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from xml.etree import ElementTree

from flask import Response, current_app, request, url_for
from werkzeug.exceptions import HTTPException, NotFound

from blog.models import Visit
from blog.text.names import listed
from blog.text.numbers import whole_number
from blog.text.xml import legal
from blog.translation import _
from blog.web.embed.frame import MOST_UPDATES, USUAL_UPDATES
from blog.web.lookups import published_or_404, visit_or_404
from blog.web.page_cache.arguments import FILTERS_OR_NOT_FOUND, THEME, Argument, Params, limit, normalized
from blog.web.page_cache.decorators import VisitRequest
from blog.web.page_cache.entries import Address, Partition, Rendered
from blog.web.page_cache.responses import respond
from blog.web.publisher import publisher
from blog.web.syndication import bp, entries
from blog.web.syndication.preview import pictures

FORMATS = {"json": "application/json", "xml": "text/xml"}
# The size of an iframe unless the consumer asks for less, in pixels.
WIDTH, VISIT_HEIGHT, UPDATE_HEIGHT = 640, 720, 400
CACHE_SECONDS = 60
OF_A_VISIT, OF_AN_UPDATE = ("reader.visit", "embed.visit"), ("reader.update", "embed.update")
SHARING = ("embed.share", "embed.share_update")
# The query arguments of a link that apply to the frame as well.
CHOICES = (*FILTERS_OR_NOT_FOUND, THEME, limit(USUAL_UPDATES, MOST_UPDATES))
# Larger than anything offered: the same as no bound.
BOUNDS, NO_BOUND = ("maxwidth", "maxheight"), 1201
ARGUMENTS = tuple(Argument(name, lambda value, _: value) for name in ("url", "format", *BOUNDS))

Answer = dict[str, Any]


@dataclass(frozen=True)
class Target:
    """What a link points to: a visit or one of its updates, with the filters in the link."""

    slug: str
    public_id: str
    chosen: Mapping[str, str]


@bp.get("/oembed")
def oembed() -> Response:
    url, wanted = request.args.get("url", ""), request.args.get("format", "json").lower()
    if not url:
        return _refused(400, _("Give the address of a page: /oembed?url=…"))
    if wanted not in FORMATS:
        return _refused(501, _("The formats are json and xml."))
    target = _target(url)
    if target is None:
        return _refused(404, _("There is no visit or update at this address."))
    try:
        return _kept(target, wanted)
    except NotFound as error:
        return _refused(404, str(error.description))


oembed.arguments = ARGUMENTS  # type: ignore[attr-defined]


def _kept(target: Target, form: str) -> Response:
    """Answers are cached by what the link points to, not by its spelling."""
    visit = VisitRequest.of(target.slug, target.public_id or None)
    chosen = normalized(target.chosen.items(), CHOICES, visit.knows)
    bounds = {name: str(most) for name in BOUNDS if (most := _most(name)) < NO_BOUND}
    params = {"slug": target.slug, "update": target.public_id, "format": form, **chosen, **bounds}
    address = Address("/oembed", target.slug, Partition.QUERIES, ARGUMENTS, is_exact=True)

    def make(_: Params) -> Rendered:
        answer = _of(replace(target, chosen=chosen))
        return Rendered(_written(answer, form), {"Access-Control-Allow-Origin": "*"})

    return respond(visit.page(address, make, FORMATS[form]), params)


def _target(url: str) -> Target | None:
    """Resolves a link of this site, whose host is that of PUBLIC_URL or of this request; None for others."""
    try:
        parts = urlsplit(url.strip())
        ours = urlsplit(current_app.config["PUBLIC_URL"]).netloc, request.host
        if parts.scheme not in ("http", "https") or parts.netloc.lower() not in ours:
            return None
        endpoint, values = current_app.url_map.bind("").match(parts.path.rstrip("/"), "GET")
    except (ValueError, HTTPException):
        return None
    params = dict(parse_qsl(parts.query))
    if endpoint in OF_AN_UPDATE:
        return Target(values["slug"], values["public_id"], {})
    if endpoint in OF_A_VISIT:
        return Target(values["slug"], "", params)
    if endpoint in SHARING:
        public_id = values.get("public_id") or params.get("update", "")
        return Target(values["slug"], public_id, {} if public_id else params)
    return None


def _of(target: Target) -> Answer:
    visit = visit_or_404(target.slug)
    return _of_update(visit, target.public_id) if target.public_id else _of_visit(visit, target.chosen)


def _of_visit(visit: Visit, chosen: Mapping[str, str]) -> Answer:
    frame = url_for("embed.visit", slug=visit.slug, _external=True, **chosen)
    return _rich(visit.title, publisher().name, frame, VISIT_HEIGHT, pictures.of(visit))


def _of_update(visit: Visit, public_id: str) -> Answer:
    update = published_or_404(visit, public_id)
    frame = url_for("embed.update", slug=visit.slug, public_id=public_id, _external=True)
    entry = entries.entry(visit, update)
    author = listed(entry.authors) or publisher().name
    return _rich(
        entry.title,
        author,
        frame,
        UPDATE_HEIGHT,
        pictures.of(visit, update, most_wide=_most("maxwidth"), most_high=_most("maxheight")),
    )


def _rich(title: str, author: str, frame: str, height: int, picture: pictures.Picture) -> Answer:
    home = url_for("reader.front", _external=True)
    width, height = min(WIDTH, _most("maxwidth")), min(height, _most("maxheight"))
    answer: Answer = {
        "type": "rich",
        "version": "1.0",
        "title": title,
        "author_name": author,
        "author_url": home,
        "provider_name": publisher().name,
        "provider_url": home,
        "cache_age": CACHE_SECONDS,
        "html": f'<iframe src="{escape(frame)}" width="{width}" height="{height}" title="{escape(title)}"'
        ' frameborder="0" loading="lazy" style="border: 0; max-width: 100%"></iframe>',
        "width": width,
        "height": height,
    }
    if picture.width <= _most("maxwidth") and picture.height <= _most("maxheight"):  # pictures come in one size
        size = {"thumbnail_width": picture.width, "thumbnail_height": picture.height}
        answer |= {"thumbnail_url": picture.address, **size}
    return answer


def _most(name: str) -> int:
    """The requested maximum in pixels; NO_BOUND when it is missing or not a number."""
    return min(whole_number(request.args.get(name, "")) or NO_BOUND, NO_BOUND)


def _written(answer: Answer, wanted: str) -> str:
    if wanted == "json":
        return json.dumps(answer, ensure_ascii=False)
    root = ElementTree.Element("oembed")
    for name, value in answer.items():
        ElementTree.SubElement(root, name).text = legal(str(value))
    return '<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n' + ElementTree.tostring(root, encoding="unicode")


def _refused(status: int, sentence: str) -> Response:
    headers = {"Access-Control-Allow-Origin": "*", "Cache-Control": "no-store"}
    return Response(f"{sentence}\n", status, headers, "text/plain")
