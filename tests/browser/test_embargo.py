"""What goes out later, at the desk: countdowns, and embargoes that are set, seen by colleagues and released."""

from __future__ import annotations

import re
from datetime import timedelta

from playwright.sync_api import expect

from blog import newsroom
from blog.models import State
from blog.models.visit import now
from blog.newsroom.posts import Post
from tests.browser.conftest import People, expect_live
from tests.browser.site import Visit
from tests.browser.test_desk_together import expect_desk_live

# What a countdown says that ends after so many seconds; the first has ticked by then. Motion is reduced: no seconds.
SOON = "in less than a minute"
WAITS = {SOON: 64, "in (2 h 59 min|3 h)": 3 * 3_600 - 30, "in 2 days": 2 * 86_400 + 3_600}


def test_a_countdown_runs_by_the_clock_of_the_server(people: People, visit: Visit) -> None:
    by, moment = (visit.id, visit.site.editor_id), now()
    waits = {words: moment + timedelta(seconds=wait) for words, wait in WAITS.items()}
    ids = {
        words: visit.site.act(newsroom.drafts.save, *by, Post(words), state=State.SCHEDULED, due_at=due)
        for words, due in waits.items()
    }
    page = people.editor(visit.desk_path)
    expect_desk_live(page)
    page.clock.install(time=now() + timedelta(hours=5))  # this device is wrong
    page.reload()
    expect_live(page)
    expect_desk_live(page)
    for words, public_id in ids.items():
        expect(page.locator(f"#w-{public_id} .countdown")).to_have_text(re.compile(f"^({words})$"))
    expect(page.locator(f"#w-{ids[SOON]} .countdown")).to_have_role("timer")
