"""A visit, the summary of where things stand, its banner, and its log."""

from __future__ import annotations

from typing import Any

from blog.models import PUBLIC_STATUSES, Level, Verb
from blog.models import Visit as VisitRow
from blog.models.limits import BANNER_CHARACTERS, STATE_OF_PLAY_CHARACTERS, SUMMARY_CHARACTERS, TITLE_CHARACTERS
from blog.schemas.base import Answer, Fields, Record
from blog.schemas.fields import (
    Language,
    Moment,
    Number,
    Plan,
    PublicId,
    Slug,
    Text,
    Word,
    address,
    many,
    part,
)
from blog.schemas.itinerary import Stop
from blog.schemas.people import Delegation, Topic
from blog.text import markdown
from blog.text.excerpt import lines
from blog.translation import N_

# Older renderers had no bound: their HTML may be longer than any text makes today.
HTML_CHARACTERS = 2 * markdown.MAX_HTML_CHARACTERS


class StateOfPlay(Answer):
    """Where things stand, for readers who come late."""

    html = Text(N_("Sanitised HTML."), attribute="state_of_play_html")
    text = Text(N_("The same as plain text."))
    updated_at = Moment(N_("When it was written."), attribute="state_of_play_at", allow_none=True)

    def of_text(self, visit: VisitRow) -> str:
        return lines(visit.state_of_play_html)


class _Banner(Fields):
    """The breaking-news strip."""

    text = Text(N_("Plain text."), BANNER_CHARACTERS, empty=False)
    level = Word(Level, N_("How urgent it is."))
    set_at = Moment(N_("When it got its current text."))
    expires_at = Plan(N_("When it disappears by itself."), allow_none=True)
    seq = Number()


class Banner(_Banner, Answer):
    """The breaking-news strip."""

    update = PublicId(N_("The id of the update it leads to."), attribute="target", of="public_id", allow_none=True)

    class Meta(Fields.Meta):
        fields = ("text", "level", "update", "set_at", "expires_at")


class ArchivedBanner(_Banner, Record):
    update = PublicId(of="public_id", allow_none=True)

    class Meta(Fields.Meta):
        fields = ("text", "level", "update", "set_at", "expires_at", "seq")


class _Event(Fields):
    seq = Number(N_("Counts from 1 without gaps, in commit order."))
    verb = Word(Verb, N_("What happened."))
    subject = Text(N_("The id of the update, or the key of the stop, delegation, speaker or topic; or empty."), 80)
    at = Moment(N_("When it happened."))


class Event(_Event, Answer):
    """One row of the log. It says that something changed, but not how it reads now."""


class ArchivedEvent(_Event, Record):
    pass


class _Visit(Fields):
    slug = Slug(N_("The visit's name in addresses."))
    title = Text(N_("Plain text."), TITLE_CHARACTERS, empty=False)
    summary = Text(N_("What the visit is about, in a sentence or two."), SUMMARY_CHARACTERS)
    notice = Text(N_("What readers should know about the coverage itself."), SUMMARY_CHARACTERS)
    status = Word(PUBLIC_STATUSES, N_("Whether coverage is upcoming, live, paused or ended."))
    status_at = Moment(N_("Since when."), allow_none=True)
    live_from = Plan(N_("When it goes live by itself."), allow_none=True)
    lang = Language(N_("The language of the visit, as a tag."))


class Listed(_Visit, Answer):
    """A visit in the list of all visits. The addresses are the API's to fill in."""

    url = address(N_("The page for readers."))
    api_url = address(N_("The whole visit in this API."))
    cursor = Text(N_("The position of its newest event."))
    updates = Number(N_("How many updates were published, including those withdrawn since."), attribute="published")
    stops = many(Stop, N_("The itinerary, in order."))

    class Meta(Fields.Meta):
        fields: tuple[str, ...] = (
            *("slug", "url", "api_url", "title", "summary", "status", "status_at", "live_from", "lang"),
            *("cursor", "updates", "stops"),
        )


class Whole(Listed):
    """A whole visit. The banner and the pinned update are not attributes of the row: the API adds them."""

    updates_url = address(N_("Its updates in this API."))
    events_url = address(N_("Its log in this API."))
    state_of_play = part(StateOfPlay, N_("Where things stand, if somebody has written that down."), allow_none=True)
    banner = part(Banner, N_("The breaking-news strip, if there is one."), allow_none=True)
    pinned = PublicId(N_("The id of the pinned update."), allow_none=True)
    delegations = many(Delegation, N_("The delegations, with their speakers."))
    topics = many(Topic, N_("The topics of the talks."))

    class Meta(Fields.Meta):
        fields = (
            *Listed.Meta.fields,
            *("updates_url", "events_url", "notice", "state_of_play", "banner", "pinned", "delegations", "topics"),
        )

    def of_state_of_play(self, visit: VisitRow) -> VisitRow | None:
        return visit if visit.state_of_play_html else None


class ArchivedVisit(_Visit, Record):
    """`address` is where the site has the visit."""

    address = Text(dump_only=True)
    opened_at = Moment(attribute="created_at")
    state_of_play = Text(most=STATE_OF_PLAY_CHARACTERS)
    state_of_play_html = Text(most=HTML_CHARACTERS)
    state_of_play_at = Moment(allow_none=True)
    epoch = Text(dump_only=True)

    class Meta(Fields.Meta):
        fields = (
            *("slug", "address", "title", "summary", "notice", "lang", "status", "status_at", "live_from", "opened_at"),
            *("state_of_play", "state_of_play_html", "state_of_play_at", "epoch"),
        )

    def __init__(self, *, address: str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._address = address

    def of_address(self, _visit: VisitRow) -> str:
        return self._address
