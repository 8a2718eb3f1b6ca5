"""What search engines may read, and where: robots.txt, a sitemap for each visit, and one for the news of two days.

They are told of the pages that they should show: the live page and what lies around it, the archive, and key updates.
Pages of other updates show the same words as the archive around them. What was withdrawn is in none.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from flask import abort, render_template, url_for

from blog.models import Visit
from blog.models.visit import now
from blog.queries import sitemap, stream, visits
from blog.text.xml import legal
from blog.web.lookups import visit_or_404
from blog.web.page_cache.decorators import cached, cached_for_visit
from blog.web.syndication import bp

# Google reads no older news in a news sitemap.
NEWS_AGE = timedelta(days=2)
XML = "text/xml"
# An address, and when it changed last, if that is known.
Address = tuple[str, datetime | None]
AROUND = ("itinerary", "people", "readouts", "corrections")


@bp.get("/robots.txt")
@cached(mimetype="text/plain")
def robots() -> str:
    return render_template("sitemap/robots.txt")


@bp.get("/sitemap.xml")
@cached(state=visits.state, mimetype=XML)
def index() -> str:
    """The sitemap of sitemaps (sitemaps.org, protocol 0.9)."""
    found = sitemap.visits()
    parts = [(visit, number, at) for visit, at in found for number in range(1, sitemap.parts(visit) + 1)]
    return render_template("sitemap/index.xml", parts=parts)


@bp.get("/sitemap-site.xml")
@cached(mimetype=XML)
def site() -> str:
    """The pages that belong to no visit."""
    return _urls([(url_for(f"reader.{name}", _external=True), None) for name in ("front", "standing")])


def _news_state() -> str:
    """By the hour as well, because what grows old leaves the news although nothing happens."""
    return f"{now():%Y-%m-%dT%H} {visits.state()}"


@bp.get("/sitemap-news.xml")
@cached(state=_news_state, mimetype=XML)
def news() -> str:
    """What was published in the last two days, for Google News and those who read the same format."""
    return legal(render_template("sitemap/news.xml", updates=sitemap.news(now() - NEWS_AGE)))


@bp.get("/live/<slug>/sitemap-<int:part>.xml")
@cached_for_visit(mimetype=XML)
def visit(slug: str, part: int) -> str:
    visit = visit_or_404(slug)
    if not 1 <= part <= sitemap.parts(visit):
        abort(404, "This visit has no such sitemap.")

    def here(endpoint: str, **values: Any) -> str:
        return url_for(f"reader.{endpoint}", slug=visit.slug, _external=True, **values)

    found: list[Address] = []
    if part == 1:
        found.append((here("visit"), sitemap.changed_at(visit)))
        found += [(here(name), None) for name in AROUND]
    found += [(here("visit", page=number), None) for number in _archive(visit, part)]
    found += [(here("update", public_id=one.public_id), one.at) for one in sitemap.key_updates(visit.id, part)]
    return _urls(found)


def _archive(visit: Visit, part: int) -> range:
    """The pages of the archive in a part. The front, which is the newest full page and what comes after it, is none."""
    in_part = sitemap.NUMBERS_IN_A_PART // stream.PAGE_SIZE
    fronts = max(1, visit.published // stream.PAGE_SIZE)
    return range((part - 1) * in_part + 1, min(part * in_part + 1, fronts))


def _urls(found: Sequence[Address]) -> str:
    return render_template("sitemap/urls.xml", urls=found)
