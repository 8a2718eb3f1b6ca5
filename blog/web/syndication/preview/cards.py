"""The text on a link preview picture: the current one, in letters that our fonts have."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass, replace
from typing import Any

from flask import current_app

from blog.languages import ENGLISH, LANGUAGES
from blog.models import EditKind, Status, Stop, Update, Visit
from blog.publisher import PRODUCT
from blog.text import clock
from blog.text.excerpt import shortened
from blog.translation import _, language, speaking
from blog.web.pool_reports import pool_line
from blog.web.publisher import publisher
from blog.web.syndication.preview.lettering import legible

LONGEST_HEADLINE, LONGEST_LEAD = 240, 200
STOPS_SHOWN = 4
BOLD, PLAIN = 600, 400


@dataclass(frozen=True)
class Leg:
    """A stop on the line at the foot; `phase` is `ahead`, `now` or `past`."""

    city: str
    days: str
    phase: str


@dataclass(frozen=True)
class Card:
    """The text of one picture. `tint` is the colour of the side, 1 to 4, or 0 without one.

    `weight` is that of the headline: lighter when it is an excerpt of the text. `accent` is a colour, or empty.
    """

    headline: str
    weight: int = BOLD
    kicker: str = ""
    lead: str = ""
    status: str = ""
    status_word: str = ""
    standing: str = ""
    standing_word: str = ""
    source: str = ""
    foot: str = ""
    tint: int = 0
    legs: tuple[Leg, ...] = ()
    site: str = PRODUCT
    accent: str = ""

    @property
    def said(self) -> str:
        """All text in one line, the picture's alt text."""
        legs = _(", ").join(f"{leg.city} {leg.days}".strip() for leg in self.legs)
        parts = (self.headline, self.lead, self.kicker, legs, self.standing_word, self.source, self.foot)
        return " · ".join(part.rstrip(".") for part in parts if part)

    @property
    def tag(self) -> str:
        """A digest of the text, which makes the picture's address change with it."""
        return hashlib.sha256(repr(astuple(self)).encode()).hexdigest()[:10]


@contextmanager
def _in_our_letters() -> Iterator[None]:
    """Speaks English while the block runs where our fonts cannot write the language of the request."""
    spoken = language.get()
    with speaking(spoken if legible(LANGUAGES[spoken].name) else ENGLISH):
        yield


@_in_our_letters()
def of_site() -> Card:
    """The site as a whole."""
    return _signed(Card(_headline_of_site(), lead=_("What was said, where, by whom, and how certain it is.")))


@_in_our_letters()
def of_visit(visit: Visit) -> Card:
    """The visit: title, status and stops."""
    headline = _first_of(visit.title, _coverage(visit))
    lead = legible(shortened(visit.summary, LONGEST_LEAD)) if headline == legible(visit.title) else ""
    legs = tuple(_leg(stop) for stop in visit.stops[:STOPS_SHOWN] if legible(stop.city))
    return _signed(_for(visit, Card(headline, lead=lead, legs=legs)))


def at_rest(card: Card) -> Card:
    """The same for an archive, in which nothing is live."""
    legs = tuple(replace(leg, phase="past") if leg.phase == "now" else leg for leg in card.legs)
    return replace(card, status=card.status if card.status == Status.ENDED else "", legs=legs)


@_in_our_letters()
def of_update(visit: Visit, update: Update) -> Card:
    """An update in its present state, or its visit when the update was withdrawn."""
    if not update.is_public or update.published_at is None:
        return of_visit(visit)
    kind, city = str(_labels().kinds[update.kind]), legible(_city(update.stop))
    kind = _("%(kind)s from %(city)s", kind=kind, city=city) if city else kind
    words = update.title(LONGEST_HEADLINE)
    side, voice = update.delegation, update.spoken_by
    name = legible(voice or (side.short_name if side else ""))
    title = legible(update.title_of_day)
    card = Card(
        _first_of(words, kind),
        weight=BOLD if update.headline else PLAIN,
        kicker=_kicker(update),
        standing=update.standing,
        standing_word=str(_labels().standings[update.standing]),
        source=" · ".join(filter(None, [_(", ").join(filter(None, [name, title])), legible(pool_line(update))])),
        foot=legible(visit.title),
        tint=side.tint if side and update.kind in ("statement", "readout") else 0,
    )
    return _signed(_for(visit, card))


def _labels() -> Any:
    """The labels that pages show, in the language that is spoken."""
    return current_app.jinja_env.get_template("layout/_words.html").module


def _for(visit: Visit, card: Card) -> Card:
    return replace(card, status=visit.status, status_word=str(_labels().statuses[visit.status]))


def _signed(card: Card) -> Card:
    """The card with the name of the publisher, unless our fonts lack its letters, and with the accent."""
    accent = publisher().accent
    return replace(card, site=legible(publisher().name), accent=accent.light if accent else "")


def _kicker(update: Update) -> str:
    """When and where, and whether it was corrected."""
    assert update.published_at
    local = clock.at(update.published_at, update.stop.zone if update.stop else "UTC")
    city = legible(_city(update.stop)) or _("local time")
    corrected = any(notice.change is EditKind.CORRECTION for notice in update.notices)
    when = f"{clock.clock(local)} {city}, {clock.date(local)}"
    return when + " · " + _("corrected") if corrected else when


def _leg(stop: Stop) -> Leg:
    days = [clock.at(moment, stop.zone) for moment in (stop.begins_at, stop.ends_at) if moment]
    if len(days) == 2 and days[0].date() == days[1].date():
        days.pop()
    words = "".join(clock.days(days[0], days[1], with_year=False)) if len(days) == 2 else "".join(map(clock.day, days))
    return Leg(legible(stop.city), words, stop.phase)


def _coverage(visit: Visit) -> str:
    city = legible(_city(visit.here))
    return _("Live coverage from %(city)s", city=city) if city else _headline_of_site()


def _headline_of_site() -> str:
    return _("Live coverage of diplomatic visits")


def _city(stop: Stop | None) -> str:
    return stop.city if stop else "UTC"


def _first_of(*texts: str) -> str:
    """The first that can be drawn."""
    return next((drawn for text in texts if (drawn := legible(text))), _headline_of_site())
