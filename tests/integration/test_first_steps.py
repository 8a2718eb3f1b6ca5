"""Where a newcomer finds the set-up: in the head of the desk, and in a visit that still lacks something."""

from __future__ import annotations

from flask import Flask

from blog import newsroom
from blog.permissions import SYSTEM
from tests.desk import Desk
from tests.markup import one, parse, words
from tests.sample_visit import SampleVisit

DESK = "/desk/visits/talks"


def test_the_head_of_the_desk_leads_whoever_may_to_the_set_up(app: Flask, desk: Desk, talks: SampleVisit) -> None:
    for address in (DESK, f"{DESK}/search", f"{DESK}/set-up"):
        links = parse(desk.get(address)).cssselect("header nav a")
        assert ("Set up", f"{DESK}/set-up") in [(words(link), link.get("href")) for link in links], address
    reporter = Desk.of(app).sign_in(talks.reporter_email)
    assert "/set-up" not in reporter.get(DESK).text


def test_an_empty_visit_says_what_to_set_up_first(app: Flask, talks: SampleVisit) -> None:
    newsroom.visits.open_visit("tour", title="A tour", by_id=SYSTEM)
    tour, desk = "/desk/visits/tour", Desk.of(app).sign_in(talks.admin_email)
    first = one(parse(desk.get(tour)), ".set-up-first")
    assert words(first) == "Set up first: the itinerary, sides and speakers, topics."
    assert [link.get("href") for link in first.cssselect("a")] == [
        f"{tour}/set-up#{part}" for part in ("stops", "sides", "topics")
    ]
    assert words(one(parse(desk.get(DESK)), ".set-up-first[hidden]")) == "", "nothing is missing here"


def test_an_open_desk_learns_what_is_set_up_and_needs_no_more_words_about_it(app: Flask, talks: SampleVisit) -> None:
    visit_id = newsroom.visits.open_visit("tour", title="A tour", by_id=SYSTEM)
    tour, desk = "/desk/visits/tour", Desk.of(app).sign_in(talks.admin_email)
    cursor = one(parse(desk.get(tour)), "#desk-wire").get("data-cursor")

    def first(selector: str = "#set-up-first:not([hidden])") -> str:
        answer = desk.get(f"{tour}/since/{cursor}")
        return words(one(parse(f"<div>{answer.json['content']}</div>"), selector))  # type: ignore[index]

    newsroom.itinerary.add_stop(visit_id, SYSTEM, "Tokyo", zone="Asia/Tokyo")
    newsroom.people.add_topic(visit_id, SYSTEM, "Trade")
    assert first() == "Set up first: sides and speakers."
    newsroom.people.add_delegation(visit_id, SYSTEM, "North")
    assert first("#set-up-first[hidden]") == ""
