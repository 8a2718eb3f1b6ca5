"""Two editors with the same form open: the later save undoes nothing, and a clash shows both values."""

from __future__ import annotations

import pytest
from flask import Flask

from blog import newsroom
from blog.extensions import db
from blog.models import Visit
from blog.permissions import SYSTEM
from blog.queries import visits
from tests.desk import Desk
from tests.markup import event, one, parse, words
from tests.opened_form import DESK, HTMX, PAGE, Opened
from tests.sample_visit import SampleVisit


@pytest.fixture
def other(app: Flask, talks: SampleVisit) -> Desk:
    """The desk of another editor, who is faster."""
    return Desk.of(app).sign_in(talks.admin_email)


def visit() -> Visit:
    db.session.rollback()
    found = visits.by_slug("talks")
    assert found
    return found


SAVED_APART = [
    ("description", {"title": "Talks in spring"}, {"summary": "A new start."}),
    ("stop-vienna", {"country": "Republic of Austria"}, {"press_access": "Pool only."}),
    ("stop-vienna", {"city": "Wien"}, {"planned_to": "2027-03-05T09:30"}),
    ("delegation-north", {"country": "Norway"}, {"name": "The North"}),
    ("delegation-north", {"capital": "Oslo", "zone": "Europe/Oslo"}, {"country": "Norway"}),
    ("speaker-ada-nord", {"title": "Minister"}, {"name": "Ada Norden"}),
]


@pytest.mark.both_footings
@pytest.mark.parametrize(("form", "faster", "slower"), SAVED_APART)
def test_who_changes_other_fields_undoes_nothing(
    desk: Desk, other: Desk, talks: SampleVisit, form: str, faster: dict[str, str], slower: dict[str, str]
) -> None:
    mine, theirs = Opened(desk, form), Opened(other, form)
    assert theirs.save(**faster).status_code == 303
    assert mine.save(**slower).status_code == 303
    fields = dict(one(parse(desk.get(PAGE)), f"form#{form}").form_values())
    for name, value in (faster | slower).items():
        assert fields[name].strip() == value, name


CLASHES = [
    ("description", "title", "Talks in spring", "Talks in autumn"),
    ("stop-vienna", "city", "Wien", "Graz"),
    ("stop-vienna", "planned_from", "2027-03-04T10:00", "2027-03-04T11:00"),
    ("delegation-north", "name", "The North", "Northland"),
    ("speaker-ada-nord", "title", "Minister", "Envoy"),
    ("topic-trade", "name", "Commerce", "Markets"),
]


@pytest.mark.parametrize(("taken", "headers"), [("theirs", {}), ("theirs", HTMX), ("mine", {}), ("mine", HTMX)])
@pytest.mark.parametrize(("form", "field", "faster", "slower"), CLASHES)
def test_a_clash_shows_both_values_and_one_press_takes_either(
    desk: Desk,
    other: Desk,
    talks: SampleVisit,
    form: str,
    field: str,
    faster: str,
    slower: str,
    taken: str,
    headers: dict[str, str],
) -> None:
    mine, theirs = Opened(desk, form), Opened(other, form)
    assert theirs.save(**{field: faster}).status_code == 303
    before = visit().head
    answer = mine.save(headers, **{field: slower})
    assert answer.status_code == 409, answer.text
    shown = one(parse(answer), f"form#{form}")
    assert "An admin changed this at" in words(one(shown, ".form-errors"))
    saved_now = words(one(shown, f"#{form}-{field}-theirs"))
    assert ("10.00, 4 March 2027" if field.startswith("planned") else faster) in saved_now
    assert f"{form}-{field}-theirs" in one(shown, f"#{form}-{field}").get("aria-describedby")
    assert mine.fields[field] == [slower]
    assert visit().head == before, "nothing is changed yet"
    assert mine.save(headers, take=taken).status_code in (200, 303)
    assert Opened(desk, form).fields[field] == [{"theirs": faster, "mine": slower}[taken]]


@pytest.mark.parametrize("taken", ["mine", "theirs"])
def test_a_new_zone_and_new_times_clash_because_one_moves_the_other(
    desk: Desk, other: Desk, talks: SampleVisit, taken: str
) -> None:
    mine, theirs = Opened(desk, "stop-tokyo"), Opened(other, "stop-tokyo")
    assert theirs.save(zone="Asia/Seoul", city="Seoul").status_code == 303
    assert mine.save(planned_from="2027-03-04T10:00").status_code == 409
    assert (mine.fields["city"], mine.fields["zone"]) == (["Seoul"], ["Asia/Seoul"]), "what only the other has changed"
    assert mine.save(take=taken).status_code == 303
    stop = visit().stops[1]
    assert (stop.city, stop.zone) == ("Seoul", "Asia/Seoul")
    assert (stop.planned_from is not None) is (taken == "mine")


def test_a_form_that_is_refused_for_another_reason_still_knows_what_it_was_loaded_with(
    desk: Desk, other: Desk, talks: SampleVisit
) -> None:
    mine = Opened(desk, "speaker-ada-nord")
    assert Opened(other, "speaker-ada-nord").save(title="Minister").status_code == 303
    assert mine.save(name="").status_code == 422
    assert mine.save(name="Ada Norden").status_code == 303
    fields = Opened(desk, "speaker-ada-nord").fields
    assert (fields["name"], fields["title"]) == (["Ada Norden"], ["Minister"])


def test_the_same_change_twice_and_an_own_change_in_another_window(desk: Desk, other: Desk, talks: SampleVisit) -> None:
    first, second, third = (Opened(desk, "topic-trade") for _ in range(3))
    assert first.save(name="Commerce").status_code == 303
    assert second.save(name="Commerce").status_code == 303
    answer = third.save(name="Markets")
    assert answer.status_code == 409
    assert "You changed this at" in words(one(parse(answer), "#topic-trade .form-errors"))


def test_a_clash_that_is_overtaken_again_is_shown_again(desk: Desk, other: Desk, talks: SampleVisit) -> None:
    mine = Opened(desk, "topic-trade")
    Opened(other, "topic-trade").save(name="Commerce")
    assert mine.save(name="Markets").status_code == 409
    Opened(other, "topic-trade").save(name="Business")
    assert mine.save().status_code == 409
    assert mine.save().status_code == 303
    assert [topic.name for topic in visit().topics] == ["Borders", "Markets"]


def test_an_old_status_does_not_undo_a_newer_one(desk: Desk, other: Desk, talks: SampleVisit) -> None:
    mine, theirs = Opened(desk, "status-form", DESK), Opened(other, "status-form", DESK)
    assert theirs.save(status="paused").status_code == 303
    answer = mine.save(HTMX, status="upcoming")
    assert answer.status_code == 409
    panel = one(parse(answer), "#status-form")
    assert "An admin changed this" in words(one(panel, ".form-errors"))
    assert "Paused" in words(one(panel, ".field-theirs"))
    assert visit().status == "paused"
    assert mine.save(HTMX, take="theirs").status_code == 200
    assert visit().status == "paused"
    Opened(desk, "status-form", DESK).save(status="live")
    mine, theirs = Opened(desk, "status-form", DESK), Opened(other, "status-form", DESK)
    theirs.save(status="paused")
    mine.save(status="upcoming")
    assert mine.save(take="mine").status_code == 303
    assert visit().status == "upcoming"


def test_the_end_of_a_visit_is_asked_about_once(desk: Desk, talks: SampleVisit) -> None:
    form = Opened(desk, "status-form", DESK)
    for headers in ({}, HTMX):
        asked = form.save(headers, status="ended")
        assert asked.status_code == 422
        question = one(parse(asked), "#status-form .form-question")
        assert "End this visit?" in words(question)
        assert visit().status == "live"
    sure = one(question, "button").get("formaction")
    assert desk.post(sure, form.fields | {"status": "ended"}).status_code == 303
    assert visit().status == "ended"


@pytest.mark.parametrize("taken", ["mine", "theirs"])
def test_an_old_state_of_play_and_an_old_banner_wait_for_a_choice(
    desk: Desk, other: Desk, talks: SampleVisit, taken: str
) -> None:
    for form, field, shown in (
        ("stand-form", "state_of_play", "#stand-form .quoted"),
        ("banner-form", "text", "#banner-form .field-theirs"),
    ):
        mine, theirs = Opened(desk, form, DESK), Opened(other, form, DESK)
        assert theirs.save(**{field: "Theirs."}).status_code == 303
        answer = mine.save(HTMX, **{field: "Mine."})
        assert answer.status_code == 409
        assert "Theirs." in words(one(parse(answer), shown))
        assert "An admin changed this" in words(one(parse(answer), ".form-errors"))
        assert mine.fields[field][0].strip() == "Mine."
        assert mine.save(HTMX, take=taken).status_code == 200
        assert Opened(desk, form, DESK).fields[field][0].strip() == {"mine": "Mine.", "theirs": "Theirs."}[taken]


def test_a_banner_that_somebody_has_rewritten_is_not_cleared_by_an_old_page(
    desk: Desk, other: Desk, talks: SampleVisit
) -> None:
    newsroom.banner.set_banner(talks.visit_id, SYSTEM, "The old one.")
    old, clear = Opened(desk, "banner-form", DESK), {"to": f"{DESK}/banner/clear", "clear": "1"}
    Opened(other, "banner-form", DESK).save(text="The new one.")
    answer = old.save(HTMX, **clear)
    assert answer.status_code == 409
    assert "This is the banner now." in words(one(parse(answer), ".form-errors"))
    assert "The new one." in old.fields["text"][0]
    assert old.save(HTMX, **clear).status_code == 200, "having seen it, one may clear it"


def test_an_order_of_stops_is_changed_over_what_was_added_meanwhile_but_not_over_another_order(
    desk: Desk, other: Desk, talks: SampleVisit
) -> None:
    mine = Opened(desk, "order")
    newsroom.itinerary.add_stop(talks.visit_id, SYSTEM, "Oslo", zone="Europe/Oslo")
    answer = mine.save(HTMX, order="tokyo vienna")
    assert answer.status_code == 200
    assert "The new order: Tokyo, Vienna." in event(answer, "message")
    assert [stop.key for stop in visit().stops] == ["tokyo", "vienna", "oslo"]
    late = Opened(desk, "order")
    Opened(other, "order").save(order="oslo tokyo vienna")
    answer = late.save(HTMX, order="tokyo oslo vienna")
    assert answer.status_code == 409
    refusal = one(parse(answer), "#order .form-errors")
    assert "An admin changed this" in words(refusal)
    assert "The order is now: Oslo, Tokyo, Vienna." in words(refusal)
    late.save(HTMX, order=one(refusal, "button").get("value"))
    assert [stop.key for stop in visit().stops] == ["tokyo", "oslo", "vienna"]
