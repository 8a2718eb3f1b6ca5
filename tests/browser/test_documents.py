"""Documents at the desk: chosen and dropped, said where they were taken from, and kept for readers."""

from __future__ import annotations

from playwright.sync_api import Route, expect

from tests.browser import desk as at_desk
from tests.browser.conftest import People, expect_live
from tests.browser.pictures import choose_document, document, expect_there, hand_over, rows, source
from tests.browser.site import Visit
from tests.browser.test_pictures_offline import IS_KEPT
from tests.browser.watch import Watch
from tests.wait import until

ADDRESS = "https://ministry.example/communique.pdf"


def test_documents_are_added_described_refused_and_published(people: People, visit: Visit, watch: Watch) -> None:
    watch.expect("answered 422", "status of 422")
    desk = people.editor(visit.desk_path)
    expect_live(desk)
    reader = people.live_reader(visit.path)
    held: list[Route] = []
    desk.route(f"**{visit.desk_path}/media", lambda route: held.append(route), times=1)
    choose_document(desk)
    expect(rows(desk).get_by_role("progressbar")).to_be_visible()
    source(desk).fill("ministry.example")
    expect(source(desk)).to_be_focused()
    until(lambda: len(held) == 1)
    held.pop().continue_()
    expect_there(desk, 1)
    expect(source(desk)).to_be_focused()
    expect(source(desk)).to_have_value("ministry.example")
    expect(rows(desk)).to_contain_text("communique.pdf PDF, ")
    hand_over(desk.locator("#composer"), "drop", document("remarks.txt"))
    expect_there(desk, 2)
    expect(rows(desk).nth(1)).to_contain_text("remarks.txt Text file, 15 Bytes")
    expect(rows(desk).get_by_label("What it shows")).to_have_count(0)
    rows(desk).first.get_by_label("When").fill("2010-03-04T16:20")
    at_desk.write(desk, "They published a communiqué.")

    until(lambda: desk.evaluate(IS_KEPT, ["They published", "ministry.example", "2010-03-04T16:20"]))
    desk.reload()
    expect_live(desk)
    expect_there(desk, 2)
    expect(source(desk)).to_have_value("ministry.example")
    expect(rows(desk).first.get_by_label("When")).to_have_value("2010-03-04T16:20")

    at_desk.publish_button(desk).click()
    expect(desk.locator("#composer")).to_contain_text("Give the full address of a page")
    expect(source(desk)).to_be_focused()
    expect(source(desk)).to_have_attribute("aria-invalid", "true")
    expect(source(desk)).to_have_value("ministry.example")
    source(desk).fill(ADDRESS)
    at_desk.publish_button(desk).click()
    expect(desk.locator("#said")).to_contain_text("Published")
    expect(rows(desk)).to_have_count(0)
    newest = reader.locator("#updates > [data-update]").first
    expect(newest.locator(".document-link")).to_have_text(["communique.pdf", "remarks.txt"])
    expect(newest.get_by_role("link", name="Original")).to_have_attribute("href", ADDRESS)
    at_desk.open_edit(desk, newest.get_attribute("data-update") or "")
    expect_there(desk, 2)
    expect(source(desk)).to_have_value(ADDRESS)
