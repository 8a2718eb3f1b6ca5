"""The pages around the live page: the whole itinerary, and the people with what they said."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from flask.testing import FlaskClient

from blog import newsroom
from blog.newsroom.transaction import as_of
from blog.permissions import SYSTEM
from tests.markup import Element, one, parse, words
from tests.sample_visit import SampleVisit

NOON = datetime(2027, 3, 4, 12, tzinfo=UTC)


def strip(client: FlaskClient) -> str:
    return words(one(parse(client.get("/live/talks")), "#itinerary"))


def leg(client: FlaskClient, key: str) -> Element:
    return one(parse(client.get("/live/talks/itinerary")), f"article#stop-{key}")


def test_the_strip_says_where_they_are_whose_clock_counts_and_what_comes_next(
    client: FlaskClient, talks: SampleVisit
) -> None:
    by = talks.visit_id, SYSTEM
    newsroom.itinerary.change_stop(*by, "tokyo", "Tokyo", zone="Asia/Tokyo", planned_from=NOON)
    page = parse(client.get("/live/talks"))
    assert one(page, ".stop[aria-current=step]").get("data-stop") == "vienna"
    assert one(page, ".stop-clock").get("data-clock") == "Europe/Vienna"
    assert "Next: Tokyo, 21.00 Tokyo, 4 March 2027" in strip(client)
    assert page.cssselect('#itinerary a[href="/live/talks/itinerary"]')
    newsroom.itinerary.leave(*by, "vienna")
    assert one(parse(client.get("/live/talks")), ".stop-clock").get("data-clock") == "Asia/Tokyo", "on the way"
    with as_of(NOON):
        newsroom.itinerary.arrive(*by, "tokyo")
    assert "UTC+9" in strip(client)
    assert "Next" not in strip(client)


def test_a_stay_over_the_new_year_says_both_years(client: FlaskClient, talks: SampleVisit) -> None:
    plan = {"planned_from": NOON.replace(month=12), "planned_to": NOON.replace(year=2028)}
    newsroom.itinerary.change_stop(talks.visit_id, SYSTEM, "tokyo", "Tokyo", zone="Asia/Tokyo", **plan)  # type: ignore[arg-type]
    assert "4 December 2027 – 4 March 2028" in strip(client)
    newsroom.itinerary.change_stop(talks.visit_id, SYSTEM, "tokyo", "Tokyo", zone="Asia/Tokyo", planned_from=NOON)
    assert "Tokyo 4 March 2027" in strip(client)


def test_the_key_events_say_the_year_once_and_where_it_is_another(client: FlaskClient, talks: SampleVisit) -> None:
    for year, month in ((2026, 11), (2026, 12), (2027, 1), (2027, 2)):
        with as_of(NOON.replace(year=year, month=month)):
            talks.publish("A turn.", key=True, stop="vienna")
    said = [words(time) for time in parse(client.get("/live/talks")).cssselect(".key-time")]
    days = ["4 February 2027", "4 January", "4 December 2026", "4 November"]
    assert said == [f"13.00 Vienna, {day}" for day in days]


def test_planned_and_actual_times_stand_together_with_the_difference_in_words(
    client: FlaskClient, talks: SampleVisit
) -> None:
    by = talks.visit_id, SYSTEM
    plan = {"planned_from": NOON, "planned_to": NOON + timedelta(days=1)}
    newsroom.itinerary.change_stop(*by, "tokyo", "Tokyo", zone="Asia/Tokyo", press_access="Pool only.", **plan)  # type: ignore[arg-type]
    assert "Planned for 21.00 Tokyo, 4 March" in words(leg(client, "tokyo"))
    with as_of(NOON + timedelta(days=3)):
        newsroom.itinerary.arrive(*by, "tokyo", NOON + timedelta(minutes=70))
        newsroom.itinerary.leave(*by, "tokyo", NOON + timedelta(hours=23, minutes=55))
    said = words(leg(client, "tokyo"))
    said = said.replace("20271", "2027 1")
    assert "22.10 Tokyo, 4 March 2027 1 hour 10 minutes later than planned: 21.00 Tokyo, 4 March 2027" in said
    assert "as planned" in said, "five minutes are no difference"
    assert "Pool only." in said
    assert "8 hours ahead of Vienna" in said


def test_the_itinerary_counts_what_was_filed_and_still_stands(client: FlaskClient, talks: SampleVisit) -> None:
    talks.publish("One.", stop="tokyo")
    withdrawn = talks.publish("Two.", stop="tokyo")
    talks.publish("Elsewhere.", stop="vienna")
    assert "2 updates filed from Tokyo" in words(leg(client, "tokyo"))
    talks.withdraw(withdrawn)
    assert "1 update filed from Tokyo" in words(leg(client, "tokyo"))


def test_a_visit_without_stops_or_people_says_so(client: FlaskClient) -> None:
    newsroom.visits.open_visit("bare", title="Bare", by_id=SYSTEM)
    assert "No stops announced yet" in client.get("/live/bare/itinerary").text
    assert "No sides announced yet" in client.get("/live/bare/people").text
    for page in ("itinerary", "people"):
        assert client.get(f"/live/nowhere/{page}").status_code == 404


def test_people_are_shown_with_their_titles_of_then_and_now_and_the_newest_of_what_they_said(
    client: FlaskClient, talks: SampleVisit
) -> None:
    said = [talks.publish(f"Statement {n}.", kind="statement", speaker="ada-nord") for n in range(1, 3)]
    newsroom.people.change_speaker(talks.visit_id, SYSTEM, "ada-nord", title="Minister")
    said += [talks.publish(f"Statement {n}.", kind="statement", speaker="ada-nord") for n in range(3, 6)]
    page = parse(client.get("/live/talks/people"))
    ada = one(page, "article[aria-labelledby=person-ada-nord]")
    assert "Minister" in words(one(ada, ".person-title"))
    assert "previously quoted as Spokesperson" in words(one(ada, ".person-title"))
    links = [link.get("href").rpartition("/")[2] for link in ada.cssselect(".saying a")]
    assert [link.partition("#")[0] for link in links] == said[:1:-1], "the newest three"
    more = one(ada, ".person-all a")
    assert words(more) == "All 5 updates with Ada Nord"
    assert more.get("href") == "/live/talks?speaker=ada-nord"
    assert "Not quoted here yet" in words(one(page, "article[aria-labelledby=person-sam-sud]"))
    assert parse(client.get("/live/talks")).cssselect('#sides a[href="/live/talks/people"]')


def test_what_was_withdrawn_is_nobodys_word_any_more(client: FlaskClient, talks: SampleVisit) -> None:
    public_id = talks.publish("A secret.", kind="statement", speaker="ada-nord")
    assert "secret" in client.get("/live/talks/people").text
    talks.withdraw(public_id)
    assert "secret" not in client.get("/live/talks/people").text
    assert "Not quoted here yet" in client.get("/live/talks/people").text
