"""The front page: every visit as it is now, with its banner, and with when it began by the clocks of that place."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from lxml.html import tostring

from blog import newsroom
from blog.models import Rights
from blog.newsroom.transaction import as_of, now
from blog.permissions import SYSTEM
from tests.markup import Element, one, parse, words
from tests.sample_visit import SampleVisit
from tests.shown_files import add_document, add_picture

# 16.00 and 20.00 in Vienna; 03.00 and 07.00 of the next day in Tokyo.
BEGAN, ENDED = datetime(2026, 3, 4, 15, tzinfo=UTC), datetime(2026, 3, 4, 22, tzinfo=UTC)


def entry(client: FlaskClient) -> Element:
    return one(parse(client.get("/")), '.entry[aria-labelledby="visit-talks"]')


def test_the_beginning_and_the_end_go_by_the_clocks_of_where_they_were_then(
    client: FlaskClient, talks: SampleVisit
) -> None:
    by = talks.visit_id, SYSTEM
    newsroom.visits.set_status(*by, "paused")
    newsroom.itinerary.arrive(*by, "vienna", datetime(2026, 3, 4, 9, tzinfo=UTC))
    with as_of(BEGAN):
        newsroom.visits.set_status(*by, "live")
    newsroom.itinerary.leave(*by, "vienna", datetime(2026, 3, 4, 18, tzinfo=UTC))
    newsroom.itinerary.arrive(*by, "tokyo", datetime(2026, 3, 5, 3, tzinfo=UTC))
    assert words(one(entry(client), ".entry-since")) == "since 16.00 Vienna, 4 March 2026"
    with as_of(ENDED):
        newsroom.visits.set_status(*by, "ended")
    assert words(one(entry(client), ".entry-since")) == "on Thursday 5 March 2026", "on the way to Tokyo"
    assert "ended at 07.00 Tokyo, 5 March 2026" in words(one(parse(client.get("/live/talks")), "#visit-state"))


def test_coverage_that_began_before_they_arrived_goes_by_the_clocks_of_where_they_went(
    client: FlaskClient, talks: SampleVisit
) -> None:
    by = talks.visit_id, SYSTEM
    newsroom.visits.set_status(*by, "paused")
    newsroom.itinerary.arrive(*by, "vienna", datetime(2026, 3, 4, 18, tzinfo=UTC))
    with as_of(BEGAN):
        newsroom.visits.set_status(*by, "live")
    newsroom.itinerary.arrive(*by, "tokyo")
    assert words(one(entry(client), ".entry-since")) == "since 16.00 Vienna, 4 March 2026"


@pytest.mark.parametrize("level", ["breaking", "alert", "note"])
def test_the_banner_of_a_visit_is_on_it_and_goes_with_it(client: FlaskClient, talks: SampleVisit, level: str) -> None:
    by = talks.visit_id, talks.editor_id
    assert not entry(client).cssselect(".entry-banner")
    newsroom.banner.set_banner(*by, "They have met.", level=level)
    banner = one(entry(client), ".entry-banner")
    assert banner.get("data-level") == level
    assert one(banner, "a").get("href") == "/live/talks"
    update = talks.publish("They met at noon.", stop="tokyo")
    newsroom.banner.set_banner(*by, "They met at noon.", level=level, update=update)
    assert one(entry(client), ".entry-banner a").get("href") == f"/live/talks/updates/{update}"
    assert words(one(entry(client), ".entry-banner .city")) == "Tokyo"
    talks.withdraw(update)
    found = entry(client).cssselect(".entry-banner a")
    assert [link.get("href") for link in found] in ([], ["/live/talks"]), "what was withdrawn is led to by nothing"
    newsroom.banner.clear_banner(*by)
    assert not entry(client).cssselect(".entry-banner")


def test_the_page_can_be_kept_by_anyone_until_anything_of_it_changes(client: FlaskClient, talks: SampleVisit) -> None:
    def asked() -> tuple[str, str]:
        answer = client.get("/")
        assert "Set-Cookie" not in answer.headers
        assert "public" in answer.headers["Cache-Control"]
        return answer.headers["ETag"], tostring(one(parse(answer), "main"), encoding="unicode")

    by = talks.visit_id, SYSTEM
    before, tags, contents = asked(), set(), set()
    assert client.get("/", headers={"If-None-Match": before[0]}).status_code == 304
    for change in (
        lambda: newsroom.visits.set_status(*by, "paused"),
        lambda: newsroom.banner.set_banner(*by, "They have met."),
        lambda: newsroom.visits.describe(*by, title="Other talks", summary="Of others."),
        lambda: newsroom.visits.open_visit("more", title="More talks", by_id=SYSTEM),
    ):
        change()
        tag, content = asked()
        tags.add(tag)
        contents.add(content)
    assert len(tags | {before[0]}) == len(contents | {before[1]}) == 5
    newsroom.people.add_topic(*by, "Borders, land and sea")
    assert asked()[1] in contents, "what is not on it changes no word of it"
    talks.publish("The newest update is on it.")
    assert asked()[1] not in contents


def test_the_newest_update_is_on_it_until_it_is_withdrawn(client: FlaskClient, talks: SampleVisit) -> None:
    first = talks.publish("They met.", headline="They have met", stop="tokyo")
    newest = one(entry(client), ".entry-newest")
    assert "Tokyo" in words(newest)
    assert words(newest).endswith("They have met")
    assert one(newest, "a").get("href") == f"/live/talks/updates/{first}"
    talks.withdraw(first)
    assert "They have met" not in client.get("/").text


def test_a_live_visit_leads_and_among_them_one_with_breaking_news(client: FlaskClient, talks: SampleVisit) -> None:
    def titles(part: str = "") -> list[str]:
        return [words(title) for title in parse(client.get("/")).cssselect(f"{part} .entry-title")]

    others = {
        status: newsroom.visits.open_visit(status, title=f"A visit, {status}", by_id=SYSTEM)
        for status in ("live", "ended", "upcoming", "held")
    }
    for status, visit_id in others.items():
        newsroom.visits.set_status(visit_id, SYSTEM, status)
    newsroom.banner.set_banner(others["held"], SYSTEM, "Nobody may know.", level="breaking")
    title = titles(".entry-lead")[0]
    behind = talks.visit_id if title == "A visit, live" else others["live"]
    newsroom.banner.set_banner(behind, SYSTEM, "They have met.", level="breaking")
    assert titles(".entry-lead") != [title]
    assert titles(".front-live") == [title]
    assert titles(".front-upcoming") == ["A visit, upcoming"]
    assert titles(".front-ended") == ["A visit, ended"]
    assert "Nobody may know" not in client.get("/").text
    assert "A visit, held" not in titles()


def test_the_first_visit_says_where_things_stand_and_the_next_stop(client: FlaskClient, talks: SampleVisit) -> None:
    by = talks.visit_id, SYSTEM
    newsroom.visits.sum_up(*by, "- They **talk**.")
    newsroom.itinerary.add_stop(*by, "Oslo", zone="Europe/Oslo", planned_from=ENDED)
    lead = one(parse(client.get("/")), ".entry-lead")
    assert words(one(lead, ".entry-stand")) == "Where things stand They talk."
    assert "Oslo, 4 March" in words(one(lead, ".entry-stops"))


@pytest.mark.both_footings
def test_the_first_visit_leads_with_its_newest_picture_until_that_is_gone(
    client: FlaskClient, talks: SampleVisit
) -> None:
    def pictures() -> list[str]:
        return [image.get("alt") for image in parse(client.get("/")).cssselect(".entry-lead .entry-picture img")]

    today = add_picture(talks, "For today", rights_until=now() + timedelta(hours=1))
    own = add_picture(talks, "For our own pages", rights=Rights.OWN, caption="The hall.", credit="A. Nord")
    talks.publish("The first.", media=[add_picture(talks, "The oldest")])
    shown = talks.publish("The second.", media=[own, add_picture(talks, "Another")])
    withdrawn = talks.publish("The third.", media=[add_document(talks), today])
    talks.publish("Nothing to see.", media=[add_picture(talks, "", is_decorative=True)])
    assert pictures() == ["For today"]
    with as_of(now() + timedelta(hours=2)):
        newsroom.schedule.run_due()
    assert pictures() == ["For our own pages"]
    figure = one(parse(client.get("/")), ".entry-picture")
    assert words(one(figure, "figcaption")) == "The hall. A. Nord"
    assert one(figure, "a").get("href") == f"/live/talks/updates/{shown}"
    image = one(figure, "img")
    assert (image.get("width"), image.get("height")) == ("960", "640"), "its place is there before it is"
    assert client.get(image.get("src")).status_code == 200
    talks.withdraw(withdrawn)
    talks.withdraw(shown)
    assert pictures() == ["The oldest"]
