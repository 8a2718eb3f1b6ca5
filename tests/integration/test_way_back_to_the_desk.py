"""After a change the desk leads back to where the form stood, or to where the update that was changed stands."""

from __future__ import annotations

import pytest

from blog import newsroom
from blog.newsroom.posts import Post
from tests.desk import Desk
from tests.markup import one, parse, words
from tests.sample_visit import SampleVisit

DESK = "/desk/visits/talks"
SEARCH = f"{DESK}/search"
MANY = 45


@pytest.fixture
def many(talks: SampleVisit) -> list[str]:
    """More updates than three pages hold, the oldest first."""
    return [talks.publish(f"Update {number} of the talks.") for number in range(MANY)]


def test_a_tool_that_was_used_leads_back_to_where_it_stood(desk: Desk, many: list[str]) -> None:
    for address in (f"{SEARCH}?q=update&page=3", f"{DESK}?page=1"):
        page = parse(desk.get(address))
        public_id = many[2]
        form = one(page, f'.tools[data-for="{public_id}"] form[action$="/pin"]')
        back = one(form, "[name=back]").get("value")
        assert back == address
        for tool in ("pin", "unpin", "key", "unkey"):
            answer = desk.post(f"{DESK}/updates/{public_id}/{tool}", {"back": back})
            assert (answer.status_code, answer.location) == (303, f"{address}#u-{public_id}"), tool
        assert "Removed from key events" in words(one(parse(desk.get(address)), "#said"))
    refused = desk.post(f"{DESK}/updates/{many[2]}/withdraw", {"back": address, "note": ""})
    assert one(parse(refused), "[name=back]").get("value") == address
    for elsewhere in ("https://example.org/?x=1", "//example.org?x", "/live/talks?x", f"{SEARCH}@example.org?x", "?x"):
        answer = desk.post(f"{DESK}/updates/{many[2]}/pin", {"back": elsewhere})
        assert answer.location == f"{DESK}?page=1#u-{many[2]}", elsewhere


def test_whoever_changed_an_update_is_led_to_where_it_stands(desk: Desk, talks: SampleVisit, many: list[str]) -> None:
    change = {"body": "Changed.", "version": "1", "change": "update"}
    for public_id, page in ((many[2], "?page=1"), (many[-1], "")):
        answer = desk.post(f"{DESK}/updates/{public_id}", change)
        assert answer.location == f"{DESK}{page}#u-{public_id}"
        shown = parse(desk.get(answer.location.partition("#")[0]))
        assert "Changed." in words(one(shown, f"#updates > #u-{public_id}"))
    draft = newsroom.drafts.save(talks.visit_id, talks.editor_id, Post("A draft."))
    answer = desk.post(f"{DESK}/updates/{draft}", {"body": "Changed.", "version": "1", "action": "draft"})
    assert answer.location == f"{DESK}#w-{draft}"
    assert "Changed." in words(one(parse(desk.get(DESK)), f"#queue #w-{draft}"))


def test_an_edit_that_was_found_leads_back_to_the_search(desk: Desk, talks: SampleVisit, many: list[str]) -> None:
    search = f"{SEARCH}?q=update+2"
    page = parse(desk.get(search))
    link = one(page, f'.tools[data-for="{many[2]}"] > a.tool').get("href")
    form = one(parse(desk.get(link)), "form#editor")
    assert one(form, "a.button-quiet").get("href") == search
    fields = {name: value for name, value in form.form_values() if name != "csrf_token"}
    wrong = parse(desk.post(form.get("action"), fields | {"change": "correction", "note": ""}))
    assert one(wrong, "#editor [name=back]").get("value") == search
    answer = desk.post(form.get("action"), fields | {"body": "Update 2, put right.", "change": "update"})
    assert answer.location == f"{search}#u-{many[2]}"
    again = parse(desk.get(search))
    assert "put right" in words(one(again, f"#u-{many[2]}"))
    assert one(again, ".found-ways a").get("href") == f"{DESK}#updates"
    elsewhere = one(parse(desk.get(f"{DESK}/updates/{many[2]}?back=https://example.org/?x")), "form#editor")
    assert one(elsewhere, "a.button-quiet").get("href") == DESK
    assert not elsewhere.cssselect("[name=back]")


def test_an_older_page_says_so_and_leads_to_the_newest(desk: Desk, many: list[str]) -> None:
    older = one(parse(desk.get(f"{DESK}?page=1")), ".stream-column > .older-page")
    assert words(older) == "These are older updates. Back to the newest"
    assert one(older, "a").get("href") == f"{DESK}#updates"
    assert not parse(desk.get(DESK)).cssselect(".older-page")
