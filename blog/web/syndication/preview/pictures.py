"""The endpoints of link preview pictures, cached by the text on them.

Social networks cache a picture by its address for days. So the address in a page ends in a digest of the drawn text and
changes with it. An old address shows the present state too: for a withdrawn update, the picture of its visit.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, current_app, url_for

from blog.archive.context import archived
from blog.cache import Cache
from blog.models import Update, Visit
from blog.translation import carried
from blog.web.lookups import update_or_404, visit_or_404
from blog.web.media_addresses import file_address
from blog.web.page_cache.decorators import cached, cached_for_visit
from blog.web.page_cache.entries import Partition
from blog.web.syndication.enclosures import leaving
from blog.web.syndication.preview import bp, cards, drawing
from blog.web.syndication.preview.cards import Card

BUDGET_BYTES = 1_500_000
PNG = "image/png"
WIDTH, HEIGHT = drawing.WIDTH, drawing.HEIGHT
# Of a photograph: what social networks show, and no more.
MOST_PIXELS = 1440


@dataclass(frozen=True)
class Picture:
    """A picture as a page links to it; `said` is its alt text."""

    address: str
    said: str
    width: int = WIDTH
    height: int = HEIGHT


def init_app(app: Flask) -> None:
    """Creates the cache of pictures, and gives templates `preview(visit, update)`."""
    app.extensions["pictures"] = Cache[Card, bytes]("pictures", BUDGET_BYTES, len)
    app.jinja_env.globals["preview"] = of


def of(
    visit: Visit | None = None,
    update: Update | None = None,
    *,
    most_wide: int = MOST_PIXELS,
    most_high: int = MOST_PIXELS,
) -> Picture:
    """The picture of an update, of a visit, or of the whole site.

    An update's own picture in its largest size that fits; if it has none that may leave the house, a drawn one.
    """
    if visit is None:
        return _named(cards.of_site(), "preview.site")
    if update is None or not update.is_public:
        return _named(cards.of_visit(visit), "preview.visit", slug=visit.slug)
    if own := _own(visit, update, most_wide, most_high):
        return own
    card = cards.of_update(visit, update)
    return _named(card, "preview.update", slug=visit.slug, public_id=update.public_id)


def _own(visit: Visit, update: Update, most_wide: int, most_high: int) -> Picture | None:
    """A photograph in its widest size that fits. One without a description would be a preview without words."""
    for file in leaving(update):
        fitting = [width for width in file.sizes if width <= most_wide and file.height_of(width) <= most_high]
        if file.is_picture and file.alt and fitting:
            width = fitting[-1]
            address = file_address(visit, update, file, f"{width}.jpg", external=True)
            return Picture(address, file.alt, width, file.height_of(width))
    return None


@bp.get("/preview.png")
@cached(mimetype=PNG)
def site() -> bytes:
    return _drawn(cards.of_site())


@bp.get("/live/<slug>/preview.png")
@cached_for_visit(mimetype=PNG, partition=Partition.PICTURES)
def visit(slug: str) -> bytes:
    card = cards.of_visit(visit_or_404(slug))
    return _drawn(cards.at_rest(card) if archived() else card)


@bp.get("/live/<slug>/updates/<public_id>/preview.png")
@cached_for_visit(mimetype=PNG, partition=Partition.PICTURES)
def update(slug: str, public_id: str) -> bytes:
    visit = visit_or_404(slug)
    return _drawn(cards.of_update(visit, update_or_404(visit, public_id)))


def _named(card: Card, endpoint: str, **values: str) -> Picture:
    return Picture(url_for(endpoint, **values, v=card.tag, ui=carried.get() or None, _external=True), card.said)


def _drawn(card: Card) -> bytes:
    kept: Cache[Card, bytes] = current_app.extensions["pictures"]
    return kept.get_or_compute(card, lambda: drawing.draw(card))
