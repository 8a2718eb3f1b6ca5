"""A reporter finds tools at their own updates, whoever published them and wherever they were written, at no others."""

from __future__ import annotations

from playwright.sync_api import expect

from blog import newsroom
from blog.newsroom.posts import Post
from tests.browser import desk as at_desk
from tests.browser.conftest import People, expect_live
from tests.browser.layout_checks import resize
from tests.browser.site import Site
from tests.sample_visit import PASSWORD

EMAIL = "rita@example.org"
PHONE = {"width": 360, "height": 740}
# How far each update begins below the end of the one before.
GAPS = """() => Array.from(document.querySelectorAll('#updates > .update'), (each) => each.getBoundingClientRect())
  .map(({ top }, at, all) => at && top - (all[at - 1].top + all[at - 1].height)).slice(1)"""


def test_tools_come_to_own_updates_that_arrive_from_elsewhere_and_to_no_others(people: People, site: Site) -> None:
    rita = site.act(newsroom.reporters.add, EMAIL, name="Rita", role="reporter", password=PASSWORD)
    visit = site.new_visit(updates=3)
    own = site.act(newsroom.updates.publish, visit.id, rita, Post("Rita was here.", stop="vienna"))
    page = people.reader("/desk/sign-in")
    at_desk.sign_in(page, EMAIL)
    page.goto(visit.desk_path)
    expect_live(page)
    expect(at_desk.tools(page, own).get_by_role("link", name="Edit")).to_be_visible()
    assert set(page.evaluate(GAPS)) == {0}, "where there are no tools, nothing moves up in their place"

    with page.expect_response("**/tools?*"):
        theirs = visit.publish("The editor is here.")
        late = site.act(newsroom.updates.publish, visit.id, rita, Post("Rita's phone is here.", stop="vienna"))
        page.evaluate("document.activeElement.blur()")
    expect(at_desk.tools(page, late).get_by_role("link", name="Edit")).to_be_visible()
    expect(at_desk.tools(page, theirs).get_by_role("link", name="Edit")).to_have_count(0)
    expect(at_desk.tools(page, visit.ids[0]).get_by_role("link", name="Edit")).to_have_count(0)
    assert set(page.evaluate(GAPS)) == {0}

    resize(page, PHONE)
    head, text = (page.locator(part).bounding_box() for part in (".masthead", ".desk-compose"))
    assert head
    assert text
    assert text["y"] == head["y"] + head["height"], "what a reporter cannot do takes no room above the text"

    page.goto(visit.path)
    expect(page.locator(f"#u-{late}").get_by_role("link", name="Edit")).to_be_visible()
    expect(page.locator(".update-edit")).to_have_count(2)
