"""The breaking-news banner: set, rewritten in place, cleared, and gone when its time is over."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask.testing import FlaskClient

from blog import newsroom
from blog.models.visit import now
from blog.newsroom.posts import Post
from blog.newsroom.transaction import as_of
from blog.permissions import SYSTEM
from blog.queries import visits
from tests.desk import Desk
from tests.markup import Element, one, parse, words
from tests.opened_form import DESK, HTMX, Opened
from tests.sample_visit import SampleVisit

BANNER = "/desk/visits/talks/banner"


def typed(moment: datetime) -> str:
    """As the form holds it, by the clocks of Vienna, where the visitors are."""
    return f"{moment.astimezone(ZoneInfo('Europe/Vienna')):%Y-%m-%dT%H:%M:%S}"


def banner(client: FlaskClient) -> Element:
    return one(parse(client.get("/live/talks")), "#banner")


def test_a_banner_is_set_rewritten_and_cleared_in_one_place(
    desk: Desk, client: FlaskClient, talks: SampleVisit
) -> None:
    assert banner(client).get("role") is None
    assert words(banner(client)) == ""
    for text, level in (("Talks have begun.", "note"), ("An agreement is reached.", "breaking"), ("Signed.", "alert")):
        assert desk.post(BANNER, {"text": text, "level": level}).status_code == 303
        shown = banner(client)
        assert shown.get("role") == "alert"
        assert shown.get("data-level") == level
        assert text in words(shown)
    assert desk.post(f"{BANNER}/clear").status_code == 303
    assert banner(client).get("role") is None
    assert words(banner(client)) == ""


def test_a_banner_may_lead_to_an_update(desk: Desk, client: FlaskClient, talks: SampleVisit) -> None:
    public_id = talks.publish("The text of the agreement.")
    desk.post(BANNER, {"text": "An agreement.", "level": "breaking", "update": public_id})
    assert one(banner(client), "a").get("href") == f"/live/talks/updates/{public_id}"
    talks.withdraw(public_id)
    assert not banner(client).cssselect("a"), "it does not lead to what was withdrawn"
    assert "An agreement." in words(banner(client))


def test_a_banner_leads_to_nothing_that_readers_cannot_see(desk: Desk, client: FlaskClient, talks: SampleVisit) -> None:
    newsroom.visits.open_visit("other", title="Other talks", by_id=SYSTEM)
    draft = newsroom.drafts.save(talks.visit_id, talks.editor_id, Post("Embargoed."))
    withdrawn = talks.publish()
    talks.withdraw(withdrawn)
    for target in (draft, withdrawn, "none"):
        answer = desk.post(BANNER, {"text": "My words.", "update": target})
        assert answer.status_code == 422, target
        assert "My words." in answer.text
        assert "a published update" in answer.text
    assert banner(client).get("role") is None


def test_a_banner_of_280_characters_is_taken_and_one_more_is_not(
    desk: Desk, client: FlaskClient, talks: SampleVisit
) -> None:
    assert desk.post(BANNER, {"text": "b" * 280}).status_code == 303
    answer = desk.post(BANNER, {"text": "b" * 281})
    assert answer.status_code == 422
    assert "maximum 280" in answer.text
    assert "b" * 281 in answer.text
    assert "b" * 280 in words(banner(client))


def test_a_banner_that_cannot_be_taken_says_why_beside_the_field(
    desk: Desk, client: FlaskClient, talks: SampleVisit
) -> None:
    for form, sentence in (
        ({"text": " "}, "Write a text"),
        ({"text": "Words.", "level": "loud"}, "breaking, alert, note"),
        ({"text": "Words.", "expires_at": "2010-03-04T16:20"}, "a time in the future"),
        ({"text": "Words.", "expires_at": "tomorrow"}, "Write the time as"),
        ({"text": "Words.", "expires_at": "9999-12-31T23:59-10:00"}, "Write the time as"),
        ({"text": "Words.", "expires_at": "2026-02-30T10:00"}, "Write the time as"),
    ):
        for headers in ({}, {"HX-Request": "true"}):
            answer = desk.post(BANNER, form, headers=headers)
            assert answer.status_code == 422, form
            assert sentence in words(one(parse(answer), "#banner-form .field-error")), form
    assert banner(client).get("role") is None


def test_a_banner_whose_time_is_over_is_gone_for_everyone(desk: Desk, client: FlaskClient, talks: SampleVisit) -> None:
    later = now() + timedelta(hours=1)
    desk.post(BANNER, {"text": "For an hour.", "expires_at": typed(later)})
    assert banner(client).get("data-expires") == f"{later:%Y-%m-%dT%H:%M:%SZ}"
    cursor = one(parse(client.get("/live/talks")), "#wire").get("data-cursor")
    assert newsroom.schedule.run_due() == 0
    assert "For an hour." in words(banner(client))
    with as_of(later):
        assert newsroom.schedule.run_due() == 1
        assert newsroom.schedule.run_due() == 0
    assert banner(client).get("role") is None
    told = client.get(f"/live/talks/since/{cursor}").json
    assert told is not None
    assert 'hx-target="#banner"' in told["content"]
    assert "For an hour." not in told["content"]


def test_the_form_names_the_place_by_whose_clocks_the_banner_goes_away(desk: Desk, talks: SampleVisit) -> None:
    desk.post(BANNER, {"text": "Until the evening.", "expires_at": "2126-07-01T20:15"})
    form = one(parse(desk.get("/desk/visits/talks")), "#banner-form")
    assert one(form, "[name=expires_at]").get("value") == "2126-07-01T20:15"
    assert "Vienna time, optional" in words(one(form, "label[for=banner-expires_at]"))
    newsroom.itinerary.leave(talks.visit_id, SYSTEM, "vienna")
    newsroom.itinerary.arrive(talks.visit_id, SYSTEM, "tokyo")
    form = one(parse(desk.get("/desk/visits/talks")), "#banner-form")
    assert one(form, "[name=expires_at]").get("value") == "2126-07-02T03:15", "the same moment by other clocks"
    assert "Tokyo time, optional" in words(one(form, "label[for=banner-expires_at]"))


def test_a_banner_that_was_rewritten_does_not_lapse_at_the_old_time(
    desk: Desk, client: FlaskClient, talks: SampleVisit
) -> None:
    later = now() + timedelta(hours=1)
    desk.post(BANNER, {"text": "For an hour.", "expires_at": typed(later)})
    desk.post(BANNER, {"text": "For good."})
    with as_of(later + timedelta(hours=1)):
        assert newsroom.schedule.run_due() == 0
    assert "For good." in words(banner(client))


def test_a_banner_that_was_given_more_time_meanwhile_does_not_lapse(
    desk: Desk, client: FlaskClient, talks: SampleVisit
) -> None:
    later = now() + timedelta(hours=1)
    desk.post(BANNER, {"text": "For an hour.", "expires_at": typed(later)})
    newsroom.banner.expire(talks.visit_id, SYSTEM)
    assert "For an hour." in words(banner(client))


def test_clearing_what_is_not_there_changes_nothing(desk: Desk, client: FlaskClient, talks: SampleVisit) -> None:
    cursor = one(parse(client.get("/live/talks")), "#wire").get("data-cursor")
    assert desk.post(f"{BANNER}/clear").status_code == 303
    assert client.get(f"/live/talks/since/{cursor}").status_code == 204


def test_the_banners_of_two_visits_are_two(desk: Desk, client: FlaskClient, talks: SampleVisit) -> None:
    newsroom.visits.open_visit("other", title="Other talks", by_id=SYSTEM)
    desk.post(BANNER, {"text": "Here only."})
    assert "Here only." not in client.get("/live/other").text
    assert "Here only." in client.get(f"/live/talks/updates/{talks.publish()}").text


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_banner_that_was_cleared_is_set_again_by_one_press(
    desk: Desk, talks: SampleVisit, headers: dict[str, str]
) -> None:
    public_id = talks.publish("The text.")
    fields = {"text": "Signed.", "level": "alert", "update": public_id, "expires_at": "2126-07-01T20:15"}
    desk.post(BANNER, fields)
    cleared = Opened(desk, "banner-form", DESK).save(headers, to=f"{BANNER}/clear")
    page = parse(cleared if headers else desk.get(DESK))
    again = one(page, "#banner-again form")
    assert "Cleared: Signed." in words(again)
    desk.post(again.get("action"), dict(again.form_values()), headers=headers)
    restored = visits.banner_of(talks.visit_id)
    assert restored
    assert (restored.text, restored.level, restored.expires_at is not None) == ("Signed.", "alert", True)
    assert restored.update
    assert restored.update.public_id == public_id
    assert not parse(desk.get(DESK)).cssselect("#banner-again form")
