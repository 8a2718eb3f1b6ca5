"""Embargoes in the queue: what lies under each, who set it, and that nobody is offered what is not theirs to do."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from flask import Flask

from blog import newsroom
from blog.models import State
from blog.models.visit import now
from blog.newsroom.posts import Post
from tests.desk import Desk
from tests.markup import Element, one, parse, words
from tests.sample_visit import SampleVisit

VISIT = "/desk/visits/talks"
TOKYO = {"city": "Tokyo", "zone": "Asia/Tokyo"}


def queue(desk: Desk) -> Element:
    return one(parse(desk.get(VISIT)), "#queue")


def hold(talks: SampleVisit, by: int, embargo_id: str, text: str) -> str:
    return newsroom.drafts.save(talks.visit_id, by, Post(text), state=State.HELD, embargo=embargo_id)


def tomorrow() -> datetime:
    return now() + timedelta(days=1)


def test_the_queue_groups_what_is_held_by_its_embargo_soonest_first(desk: Desk, talks: SampleVisit) -> None:
    by = talks.visit_id, talks.editor_id
    until_released = newsroom.embargoes.set_embargo(*by, "When he speaks")
    timed = newsroom.embargoes.set_embargo(*by, "At noon", until=tomorrow(), **TOKYO)
    ids = [hold(talks, talks.editor_id, timed, text) for text in ("One.", "Two.")]
    newsroom.banner.hold_banner(*by, timed, "He has spoken")
    shown = queue(desk)
    assert words(one(shown, "#queue-held")) == "Under embargo 3"
    assert words(one(shown, "#queue-count")) == "3"
    assert [each.get("data-embargo") for each in shown.cssselect("[data-embargo]")] == [timed, until_released]
    first, second = shown.cssselect("[data-embargo]")
    assert [each.get("data-waiting") for each in first.cssselect("[data-waiting][data-state=held]")] == ids
    assert "He has spoken" in words(one(first, "[data-held-banner]"))
    assert "Tokyo" in words(first.cssselect(".waiting-state")[0])
    assert one(first, ".time-left").get("data-due")
    assert "Set by you" in words(first)
    assert "until an editor releases it" in words(second)
    assert "Nothing lies under it." in words(second)
    dialogs = [one(each, "form[id^=e-release]").get("data-confirm") for each in (first, second)]
    assert dialogs == ["early-dialog", "release-dialog"]


def test_reporters_see_what_is_theirs_and_nothing_that_is_not_theirs_to_do(app: Flask, talks: SampleVisit) -> None:
    rita = Desk.of(app).sign_in(talks.reporter_email)
    embargo_id = newsroom.embargoes.set_embargo(talks.visit_id, talks.editor_id, "When he speaks")
    hold(talks, talks.editor_id, embargo_id, "An editor's words.")
    newsroom.banner.hold_banner(talks.visit_id, talks.editor_id, embargo_id, "He has spoken")
    assert not queue(rita).cssselect("[data-embargo]")
    hold(talks, talks.reporter_id, embargo_id, "Rita's words.")
    shown = queue(rita)
    assert words(one(shown, "#queue-held")) == "Under embargo 1"
    assert "Rita's words." in words(shown)
    for hidden in ("An editor's words.", "He has spoken", "Release", "Change terms"):
        assert hidden not in words(shown)
    options = [option.get("value") for option in one(parse(rita.get(VISIT)), "#new-embargo").cssselect("option")]
    assert options == ["", embargo_id, "new"]


@pytest.mark.parametrize("is_refused", [True, False])
def test_an_embargo_that_could_not_be_released_says_so(desk: Desk, talks: SampleVisit, is_refused: bool) -> None:
    by = talks.visit_id, talks.editor_id
    embargo_id = newsroom.embargoes.set_embargo(*by, "At noon", until=tomorrow(), **TOKYO)
    hold(talks, talks.editor_id, embargo_id, "One.")
    if is_refused:
        newsroom.visits.set_status(*by, "ended")
        with newsroom.transaction.as_of(tomorrow() + timedelta(hours=1)):
            newsroom.schedule.run_due()
    shown = queue(desk)
    assert ("could not be released" in words(shown)) is is_refused
    assert bool(shown.cssselect(".time-left")) is not is_refused
