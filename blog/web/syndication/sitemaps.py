"""robots.txt, a sitemap for each visit, and a news sitemap of the last two days.

They list the live page and its companion pages, the older pages, and key updates. The pages of other updates would
duplicate the older pages. Withdrawn updates are not listed.
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
from blog.translation import _
from blog.web.lookups import visit_or_404
from blog.web.page_cache.decorators import cached, cached_for_visit
from blog.web.syndication import bp

# Google ignores older items of a news sitemap.
NEWS_AGE = timedelta(days=2)
XML = "text/xml"
# An address with its last change, where known.
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
    """Pages that do not belong to a visit."""
    return _urls([(url_for(f"reader.{name}", _external=True), None) for name in ("front", "standing")])


def _news_state() -> str:
    """Includes the hour, because items leave the news sitemap as they age."""
    return f"{now():%Y-%m-%dT%H} {visits.state()}"


@bp.get("/sitemap-news.xml")
@cached(state=_news_state, mimetype=XML)
def news() -> str:
    """The updates of the last two days, in the format of Google News."""
    return legal(render_template("sitemap/news.xml", updates=sitemap.news(now() - NEWS_AGE)))


@bp.get("/live/<slug>/sitemap-<int:part>.xml")
@cached_for_visit(mimetype=XML)
def visit(slug: str, part: int) -> str:
    visit = visit_or_404(slug)
    if not 1 <= part <= sitemap.parts(visit):
        abort(404, _("This visit has no such sitemap."))

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
    """The numbers of the older pages in a part; the newest full page is shown on the front page, and is not one."""
    in_part = sitemap.NUMBERS_IN_A_PART // stream.PAGE_SIZE
    fronts = max(1, visit.published // stream.PAGE_SIZE)
    return range((part - 1) * in_part + 1, min(part * in_part + 1, fronts))


def _urls(found: Sequence[Address]) -> str:
    return render_template("sitemap/urls.xml", urls=found)
