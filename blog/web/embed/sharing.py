"""The page where a web editor chooses the options of an embedded feed, previews it and copies the embed code."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Any

from flask import current_app, render_template, url_for

from blog.models import Update, Visit
from blog.queries.filters import Filter
from blog.translation import _, carried
from blog.web.embed import bp
from blog.web.embed.frame import MOST_UPDATES, USUAL_UPDATES, theme
from blog.web.lookups import filter_of, published_or_404, visit_or_404
from blog.web.page_cache.arguments import FILTERS_THAT_EXIST, THEME, UNKNOWN, Params, reported_limit
from blog.web.page_cache.decorators import cached_for_visit

PLAIN_FRAME_PX = 600


@dataclass(frozen=True)
class Offer:
    """The embed codes of a feed. `options` holds the query arguments that differ from the defaults."""

    slug: str
    title: str
    options: dict[str, Any]
    public_id: str = ""

    @property
    def frame(self) -> str:
        """The path of the frame. Like all addresses, it carries the language that was chosen."""
        if self.public_id:
            return url_for("embed.update", slug=self.slug, public_id=self.public_id, **self.options)
        return url_for("embed.visit", slug=self.slug, **self.options)

    @property
    def link(self) -> str:
        """The address for readers."""
        if self.public_id:
            return url_for("reader.update", slug=self.slug, public_id=self.public_id, _external=True)
        filters = {name: value for name, value in self.options.items() if name not in ("theme", "limit")}
        return url_for("reader.visit", slug=self.slug, **filters, _external=True)

    @property
    def line(self) -> str:
        """The script element that shows the feed where it stands."""
        return f'<script async src="{_script()}" data-visit="{self.slug}"{self._data}></script>'

    @property
    def marked(self) -> str:
        """The same for systems that strip attributes from scripts; shows a link until the feed has loaded."""
        link = f'<a href="{escape(self.link)}">{escape(self.title)}</a>'
        place = f'<div data-dateline-embed="{self.slug}"{self._data}>{link}</div>'
        return f'{place}\n<script async src="{_script()}"></script>'

    @property
    def plain(self) -> str:
        """A plain iframe of fixed height, which scrolls inside."""
        address = escape(current_app.config["PUBLIC_URL"] + self.frame)
        size = f'width="100%" height="{PLAIN_FRAME_PX}" frameborder="0"'
        return f'<iframe src="{address}" title="{escape(self.title)}" {size} loading="lazy"></iframe>'

    @property
    def _data(self) -> str:
        params = {"update": self.public_id, **self.options, "ui": carried.get()}
        return "".join(f' data-{name}="{escape(value)}"' for name, value in params.items() if value)


@bp.get("/live/<slug>/share")
@cached_for_visit(arguments=(*FILTERS_THAT_EXIST, THEME, reported_limit(USUAL_UPDATES, MOST_UPDATES)))
def share(slug: str, params: Params) -> str:
    visit, filters = visit_or_404(slug), filter_of(params)
    most, said = _limit(params.get("limit", str(USUAL_UPDATES)))
    options = filters.args | _colours(params) | ({"limit": str(most)} if most != USUAL_UPDATES else {})
    feeds = {
        name: url_for(f"feeds.{endpoint}", slug=visit.slug, **filters.args, _external=True)
        for name, endpoint in (("Atom", "atom"), ("RSS", "rss"), ("JSON Feed", "json"))
    }
    inputs = {"filters": filters, "limit": most, "limit_said": said, "feeds": feeds}
    return _page(visit, Offer(visit.slug, visit.title, options), params, **inputs)


@bp.get("/live/<slug>/updates/<public_id>/share")
@cached_for_visit(arguments=(THEME,))
def share_update(slug: str, public_id: str, params: Params) -> str:
    visit = visit_or_404(slug)
    update: Update = published_or_404(visit, public_id)
    offer = Offer(visit.slug, update.headline or visit.title, _colours(params), public_id)
    inputs = {"filters": Filter(), "limit": USUAL_UPDATES, "limit_said": "", "feeds": {}}
    return _page(visit, offer, params, update=update, **inputs)


def _page(visit: Visit, offer: Offer, params: Params, **inputs: object) -> str:
    allowed = current_app.config["SETTINGS"].embed_ancestors.split()
    return render_template(
        "share/page.html",
        visit=visit,
        offer=offer,
        theme=theme(params),
        usual=USUAL_UPDATES,
        most=MOST_UPDATES,
        allowed=None if "*" in allowed else [site for site in allowed if not site.startswith("'")],
        **inputs,
    )


def _limit(value: str) -> tuple[int, str]:
    """The number of updates to show, and an error when it is not the one that was requested."""
    if value == UNKNOWN:
        return USUAL_UPDATES, _("Enter a whole number; showing %(number)s.", number=USUAL_UPDATES)
    if (number := int(value)) > MOST_UPDATES:
        return MOST_UPDATES, _("The maximum is %(number)s.", number=MOST_UPDATES)
    return (number, "") if number else (1, _("The minimum is 1."))


def _colours(params: Params) -> dict[str, str]:
    return {"theme": params["theme"]} if "theme" in params else {}


def _script() -> str:
    return url_for("embed.script", _external=True)
