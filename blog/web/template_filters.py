"""The filters and functions of templates: local times, icons, trusted markup, excerpts, permissions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import Any

import regex
from flask import Flask, current_app, url_for
from markupsafe import Markup

from blog import work_queue
from blog.archive.context import archived
from blog.models import Embargo, Kind, Level, LinkCard, Standing, Status, Stop, Visit
from blog.models.visit import now
from blog.permissions import PERMISSIONS
from blog.queries.filters import unknown_choices
from blog.text import clock, lone_addresses, markdown, names, numbers, user_agents, zones
from blog.text.excerpt import ends_as_sentence, excerpt, plain, shortened
from blog.text.parsing.direction import direction
from blog.web import content_digest, template_loader

# Emphasis with at least one Chinese, Japanese or Korean character in it.
_DOTTED = regex.compile(r"<em>(?=(?:[^<]|<(?!/em>)){0,200}?[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}])")
_TAG, _BEGINNING = re.compile(r"<[^>]*>?"), 2_000
_ICON = re.compile(r"icons/(desk/)?([\w-]+)\.svg")
# The first tag of every icon; `.icon` in the stylesheet has the same attributes, which `<use>` inherits.
_SVG_TAG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="1.5"'
    ' stroke-linecap="round" stroke-linejoin="round">'
)


def init_app(app: Flask) -> None:
    """Registers them with Jinja."""
    app.jinja_env.filters.update(
        clock=clock.clock, day=clock.day, date=clock.date, fullday=clock.full_day, iso=clock.iso, typed=clock.typed
    )
    app.jinja_env.filters.update(digest=content_digest.digest, grouped=numbers.grouped, size=numbers.size)
    app.jinja_env.filters.update(lasting=numbers.lasting, device=user_agents.in_words)
    app.jinja_env.globals.update(offset=zones.offset, beside=zones.beside)
    app.jinja_env.globals.update(than_planned=zones.than_planned, is_punctual=zones.is_punctual, span=zones.span)
    app.jinja_env.globals.update(trusted=trusted, icon=icon, icons=icons, offset_now=offset_now, local=local)
    app.jinja_env.globals.update(excerpt=excerpt, plain=plain, shortened=shortened, ends_as_sentence=ends_as_sentence)
    app.jinja_env.globals.update(way=way, days=clock.days, enumerated=enumerated)
    app.jinja_env.globals.update(address_of=address_of, visit_address=visit_address)
    app.jinja_env.globals.update(unknown_choices=unknown_choices, is_this_year=is_this_year)
    app.jinja_env.globals.update(beside_cards=beside_cards, cards_to_follow=cards_to_follow)
    app.jinja_env.globals.update(PERMISSIONS)  # as in Python: `may_edit(current_user, update)`
    app.jinja_env.filters.update(in_slices=work_queue.in_slices)
    app.jinja_env.globals.update(kinds=list(Kind), standings=list(Standing), levels=list(Level), statuses=list(Status))
    app.context_processor(lambda: {"archived": archived()})
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True


def address_of(visit: Visit, public_id: str, *, anchored: bool = True, whole: bool = False) -> str:
    """The address of an update on readers' pages; of a held visit, which has none, its place at the desk.

    `anchored` names the update a second time, for browsers; `whole` is with the host, for paper.
    """
    anchor = f"u-{public_id}"
    if visit.status is Status.HELD:
        return url_for("desk.visit", slug=visit.slug, _anchor=anchor, _external=whole)
    named = {"slug": visit.slug, "public_id": public_id}
    return url_for("reader.update", **named, _anchor=anchor if anchored else None, _external=whole)


def visit_address(visit: Visit, **chosen: Any) -> str:
    """The address of the live page with these filters; of a held visit, that of its rehearsal."""
    endpoint = "desk.rehearsal" if visit.status is Status.HELD else "reader.visit"
    return url_for(endpoint, slug=visit.slug, **chosen)


def macro(template: str, name: str, *inputs: object) -> str:
    """The output of a template's macro as plain text, for feeds and other formats that need the same words."""
    rendered: Markup = getattr(current_app.jinja_env.get_template(template).module, name)(*inputs)
    return rendered.unescape().strip()


def trusted(html: str) -> Markup:
    """Marks HTML as safe. Use it only for the output of `text.markdown`.

    Styles cannot tell Latin words in a Chinese text from Chinese ones, which alone have dots for emphasis.
    """
    told_apart = _DOTTED.sub('<em class="dotted">', html) if "<em>" in html else html
    return Markup(told_apart)  # noqa: S704 — sanitised when it was published


def beside_cards(html: str, cards: Iterable[LinkCard]) -> str:
    """The HTML of a text without the addresses that its cards show."""
    return lone_addresses.left_out(html, (card.url for card in cards))


def cards_to_follow(source: str, cards: Iterable[LinkCard]) -> list[str]:
    """The addresses in a Markdown text that get a card once it is public; none where links are not fetched."""
    known = {card.url for card in cards}
    is_fetched = "card_worker" in current_app.extensions
    return [url for url in markdown.addresses_of_cards(source) if url not in known] if is_fetched else []


def way(html: str) -> str:
    """The `dir` of an element whose blocks have `dir` too: browsers ignore those when they resolve `auto`."""
    return "rtl" if direction(_TAG.sub("", html[:_BEGINNING])) == "rtl" else "auto"


def local(moment: datetime, place: Stop | Embargo | str | None) -> datetime:
    """A time in the zone of a stop or in an IANA zone; in UTC without either."""
    return clock.at(moment, place.zone if isinstance(place, Stop | Embargo) else place or "UTC")


def is_this_year(moment: datetime, place: Stop | Embargo | str | None) -> bool:
    """Whether a moment lies in the present year of a place."""
    return local(moment, place).year == local(now(), place).year


def offset_now(zone: str) -> str:
    """The current UTC offset of an IANA zone, for a clock that `ticking.js` updates."""
    return zones.offset(now(), zone)


def enumerated(those: Iterable[str]) -> Markup:
    """Names as a sentence lists them, each in the direction of its own letters."""
    apart = [Markup("<bdi>{}</bdi>").format(name) for name in those]
    return Markup(names.listed(apart))  # noqa: S704 — the names are escaped


@cache
def icon(name: str) -> Markup:
    """A reference to an icon of `templates/icons`, whose drawing is in the page's `icons()` and not in every fragment.

    Raises KeyError for an unknown name.
    """
    if not {f"icons/{name}.svg", f"icons/desk/{name}.svg"} & template_loader.read().keys():
        raise KeyError(f"templates/icons/{name}.svg does not exist")
    return Markup('<svg class="icon" width="16" height="16" aria-hidden="true"><use href="#i-{}"/></svg>').format(name)


@cache
def icons(*, of_desk: bool = False) -> Markup:
    """The drawings of all icons, hidden, once in a page; those in `icons/desk` on the desk's pages alone."""
    found = ((_ICON.fullmatch(name), source) for name, source in template_loader.read().items())
    drawn = "".join(_symbol(name[2], source) for name, source in found if name and (of_desk or not name[1]))
    return Markup(f"<div hidden><svg>{drawn}</svg></div>")  # noqa: S704 — our own files


def _symbol(name: str, source: str) -> str:
    """An icon's file as a symbol to refer to."""
    drawing = source.strip().removeprefix(_SVG_TAG).removesuffix("</svg>")
    return f'<symbol id="i-{name}" viewBox="0 0 16 16">{drawing}</symbol>'
