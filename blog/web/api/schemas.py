"""What is given of a visit, field by field: the API's own description and its JSON are both made from this."""

from __future__ import annotations

from flask import url_for
from marshmallow import Schema, fields

from blog.models import Banner as BannerRow
from blog.models import Level, Status, Verb
from blog.models import Visit as VisitRow
from blog.text.excerpt import lines
from blog.web.api import given
from blog.web.api.given import Given


class Problem(Schema):
    type = fields.String(required=True, metadata={"description": "Leads to what this kind of problem means."})
    title = fields.String(required=True, metadata={"description": "The kind of problem."})
    status = fields.Integer(required=True, metadata={"description": "As the status of the answer."})
    detail = fields.String(required=True, metadata={"description": "What happened here, and what to do."})
    errors = fields.Dict(
        keys=fields.String(), values=fields.String(), metadata={"description": "A sentence for each argument."}
    )


class Topic(Given):
    slug = given.text("For the argument `topic`.")
    name = given.text("As readers see it.")


class Side(Given):
    key = given.text("For the argument `delegation`.")
    name = given.text("The whole name.")
    short_name = given.text("As it stands where there is little room.")
    country = given.text("Its country.")


class Speaker(Given):
    key = given.text("For the argument `speaker`.")
    name = given.text("The name.")
    title = given.text("The present title.")


class Delegation(Side):
    capital = given.text("The city whose clocks its readers go by.")
    zone = given.text("The IANA time zone of that city.")
    speakers = given.many(Speaker, "Who speaks for it.")


class Place(Given):
    key = given.text("Names the stop within its visit.")
    city = given.text("The city.")
    country = given.text("Its country.")
    zone = given.text("Its IANA time zone, by which the update's times are shown.")


class Stop(Place):
    phase = given.one_of(("past", "now", "ahead"), "By what has happened, not by what was planned.")
    planned_from = given.moment("The planned arrival.")
    planned_to = given.moment("The planned departure.")
    arrived_at = given.moment("The arrival.")
    left_at = given.moment("The departure.")
    press_access = given.text("Who of the press may come near.")


class StateOfPlay(Given):
    """Where things stand, for readers who come late."""

    html = given.text("As sanitised HTML.", attribute="state_of_play_html")
    text = given.text("The same as plain text.")
    updated_at = given.moment("When it was written.", attribute="state_of_play_at")

    def of_text(self, row: VisitRow) -> str:
        return lines(row.state_of_play_html)


class Banner(Given):
    """The breaking-news strip."""

    text = given.text("Plain text.")
    level = given.one_of(Level, "How urgent.")
    update = given.text("The id of the update that it leads to.", allow_none=True)
    set_at = given.moment("Since when it has had this wording.")
    expires_at = given.moment("When it will go by itself.")

    def of_update(self, row: BannerRow) -> str | None:
        return row.target.public_id if row.target else None


class Listed(Given):
    """A visit as the list of all visits has it."""

    slug = given.text("Names the visit in addresses.")
    url = given.address("The page for readers.")
    api_url = given.address("The visit as a whole, here.")
    title = given.text("Plain text.")
    summary = given.text("What it is about, in a sentence or two.")
    status = given.one_of(Status, "How it stands.")
    status_at = given.moment("Since when.")
    live_from = given.moment("When it goes live by itself.")
    lang = given.text("The language of the visit, as a tag.")
    cursor = given.text("How far its log has come.")
    updates = given.number("How many were published, what was withdrawn since then included.")
    stops = given.many(Stop, "The itinerary, in order.")

    def of_url(self, row: VisitRow) -> str:
        return url_for("reader.visit", slug=row.slug, _external=True)

    def of_api_url(self, row: VisitRow) -> str:
        return url_for("api.get_visit", slug=row.slug, _external=True)

    def of_updates(self, row: VisitRow) -> int:
        return row.published


class Visits(Given):
    visits = given.many(Listed, "Live ones first.")


class Visit(Listed):
    """A visit as a whole."""

    updates_url = given.address("Its updates, here.")
    events_url = given.address("Its log, here.")
    notice = given.text("What readers should know about the coverage itself.")
    state_of_play = given.part(StateOfPlay, "Where things stand, if somebody has summed it up.", allow_none=True)
    banner = given.part(Banner, "The breaking-news strip, if there is one.", allow_none=True)
    pinned = given.text("The id of the pinned update.", allow_none=True)
    delegations = given.many(Delegation, "The sides, with their speakers.")
    topics = given.many(Topic, "What the talks keep returning to.")

    def of_updates_url(self, row: VisitRow) -> str:
        return url_for("api.list_updates", slug=row.slug, _external=True)

    def of_events_url(self, row: VisitRow) -> str:
        return url_for("api.list_events", slug=row.slug, _external=True)

    def of_state_of_play(self, row: VisitRow) -> VisitRow | None:
        return row if row.state_of_play_html else None


class Event(Given):
    """One row of the log. It says that something changed, never in which words."""

    seq = given.number("Counts from 1 without a gap, in the order of the commits.")
    verb = given.one_of(Verb, "What happened.")
    subject = given.text("The id of the update, or the key of the stop, delegation, speaker or topic; or empty.")
    at = given.moment("When.")


class Events(Given):
    cursor = given.text("The position of the last event here: ask for what comes after it.")
    events = given.many(Event, "In order.")
    next = given.address("Where it goes on; null at the end of the log.", allow_none=True)
