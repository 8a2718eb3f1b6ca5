"""The pages shown in iframes on other sites, and the script that inserts them."""

from __future__ import annotations

import json
import re
from functools import lru_cache

from flask import Response, current_app, render_template, url_for

from blog import languages, translation
from blog.models import Update
from blog.queries import coverage, lines, visits
from blog.queries.stream import PAGE_SIZE
from blog.translation import N_
from blog.web.embed import bp
from blog.web.encoding import BEST_QUALITY, EncodedBody, negotiated_response
from blog.web.lookups import filter_of, update_or_404, visit_or_404
from blog.web.page_cache.arguments import FILTERS_OF_A_FRAME, THEME, THEMES, Params, limit
from blog.web.page_cache.decorators import cached_for_visit
from blog.web.page_parts import PageParts

# Few enough for a block on another site's page; a link below leads to the rest.
USUAL_UPDATES, MOST_UPDATES = 10, 2 * PAGE_SIZE
HOST_SCRIPT_SECONDS = 300
# The placeholders in the script for the address of this site, and for its sentences in other languages.
ANYONES_ADDRESS = b"https://live.example.org"
_PLACE_OF_WORDS = re.compile(rb"""(['"`])\{"words":\[\]\}\1""")
_SENTENCES = (N_("Live updates"), N_("Read it at %(site)s"))


@bp.get("/live/<slug>/embed")
@cached_for_visit(arguments=(*FILTERS_OF_A_FRAME, THEME, limit(USUAL_UPDATES, MOST_UPDATES)))
def visit(slug: str, params: Params) -> str:
    filters, most = filter_of(params), int(params.get("limit", USUAL_UPDATES))
    visit = visit_or_404(slug, is_whole=bool(filters))
    updates = lines.newest(visit.id, filters, most)
    parts = PageParts(visit, updates, adds=not filters and most == USUAL_UPDATES, is_framed=True)
    return render_template(
        "embed/page.html",
        visit=visit,
        updated=coverage.updated(visit.id),
        banner=visits.banner_of(visit.id),
        updates=updates,
        articles=parts.articles,
        filters=filters,
        limit=most,
        theme=theme(params),
        canonical=url_for("reader.visit", slug=visit.slug, _external=True),
    )


@bp.get("/live/<slug>/updates/<public_id>/embed")
@cached_for_visit(arguments=(THEME,))
def update(slug: str, public_id: str, params: Params) -> str:
    visit = visit_or_404(slug)
    one: Update = update_or_404(visit, public_id)
    canonical = url_for("reader.update", slug=visit.slug, public_id=public_id, _external=True)
    articles = PageParts(visit, [lines.of(one)], is_framed=True, known=[one]).articles
    inputs = {"articles": articles, "theme": theme(params), "canonical": canonical}
    return render_template("embed/update.html", visit=visit, update=one, **inputs)


@bp.get("/embed.js")
def script() -> Response:
    body = current_app.extensions["static_files"].plain["js/embed/host.js"]
    answer = negotiated_response(_host_script(body, current_app.config["PUBLIC_URL"]))
    answer.headers["Cache-Control"] = f"public, max-age={HOST_SCRIPT_SECONDS}"
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer


def theme(params: Params) -> str:
    """The requested colour scheme, by default that of the reader's device."""
    return params.get("theme", THEMES[0])


@lru_cache(maxsize=4)
def _host_script(body: bytes, public_url: str) -> EncodedBody:
    """The script with this site's address in it, so that it works from another site's bundle too."""
    assert ANYONES_ADDRESS in body
    said, found = _PLACE_OF_WORDS.subn(lambda _: json.dumps(json.dumps(_words())).encode(), body)
    assert found == 1
    return EncodedBody(said.replace(ANYONES_ADDRESS, public_url.encode()), "text/javascript", BEST_QUALITY)


def _words() -> dict[str, list[str]]:
    """The sentences of the script in each language that it does not speak by itself."""
    said = {}
    for tag in languages.spoken()[1:]:
        with translation.speaking(tag):
            said[tag] = [translation.gettext(sentence) for sentence in _SENTENCES]
    return said
