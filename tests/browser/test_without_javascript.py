"""A browser without JavaScript: everything can be read, and everything at the desk can be done by forms."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect

from tests.breadth import BREADTH
from tests.browser import desk as at_desk
from tests.browser.conftest import People
from tests.browser.site import Site
from tests.browser.watch import Watch

WITHOUT: dict[str, Any] = {"java_script_enabled": False}
UNPROCESSABLE = ("answered 422", "status of 422")


def test_a_reader_without_javascript_reads_pages_to_older_updates_and_opens_one(people: People, site: Site) -> None:
    visit = site.new_visit(updates=45)
    page = people.reader("/", **WITHOUT)
    page.locator(f"a[href='{visit.path}']").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Talks in Vienna")
    expect(page.locator("#updates > [data-update]").first).to_contain_text("Update 45 of the talks.")
    expect(page.locator(".wire-none")).to_be_visible()

    page.get_by_role("link", name="Earlier updates").click()
    expect(page.locator("#updates > [data-update]").first).to_contain_text("Update 20 of the talks.")
    page.locator("#updates > [data-update]").first.get_by_role("link", name="Share").click()
    expect(page.locator("#updates > [aria-current]")).to_contain_text("Update 20 of the talks.")
    expect(page.locator(f"#u-{visit.ids[19]}")).to_be_in_viewport()
    page.get_by_role("link", name="Go to the newest").click()
    expect(page.locator("#updates > [data-update]").first).to_contain_text("Update 45 of the talks.")


@BREADTH
def test_a_reader_without_javascript_combines_choices_and_takes_them_off(people: People, site: Site) -> None:
    visit = site.new_visit(updates=2)
    both = visit.publish("On trade, and a turning point.", topics=["trade"], speaker="ada-nord", key=True)
    visit.publish("On trade.", topics=["trade"])
    page = people.reader(visit.path, **WITHOUT)
    filters, articles = page.locator("#filters"), page.locator("#updates > [data-update]")
    filters.get_by_role("link", name="Trade").click()
    expect(articles).to_have_count(2)
    filters.locator("summary").click()
    filters.get_by_role("link", name="Ada Nord").click()
    expect(articles).to_have_count(1)
    filters.get_by_role("link", name="Key events").click()
    expect(articles).to_have_attribute("data-update", both)
    expect(page.locator(".chosen-list li")).to_have_count(3)
    page.locator(".chosen-list").get_by_role("link", name="Ada Nord").click()
    expect(page.locator(".chosen-list li")).to_have_count(2)
    filters.locator("summary").click()
    filters.get_by_role("link", name="Statement").click()
    expect(page.locator("#updates .empty")).to_contain_text("No updates match yet.")
    page.locator(".chosen").get_by_role("link", name="Show all").click()
    expect(articles).to_have_count(4)


def test_a_reporter_without_javascript_signs_in_publishes_corrects_withdraws_and_sets_the_banner(
    people: People, site: Site, watch: Watch
) -> None:
    visit = site.new_visit()
    reader = people.live_reader(visit.path)
    desk = people.reader(visit.desk_path, **WITHOUT)
    at_desk.sign_in(desk)

    watch.expect(*UNPROCESSABLE)
    at_desk.publish(desk, "They met.", headline="Too long. " * 21)
    expect(desk.get_by_role("alert").filter(has_text="Your text is kept")).to_be_visible()
    expect(at_desk.body_field(desk)).to_have_value("They met.")

    at_desk.publish(desk, "They met at nine.", headline="The sides meet")
    expect(desk.locator("#updates")).to_contain_text("They met at nine.")
    expect(reader.locator("#updates")).to_contain_text("They met at nine.")
    public_id = first_id(desk)

    at_desk.open_edit(desk, public_id)
    at_desk.write(desk, "They met at ten.")
    at_desk.publish_change(desk, "A correction", note="They met at ten, not at nine.")
    expect(reader.locator("#updates")).to_contain_text("They met at ten, not at nine.")

    at_desk.set_banner(desk, "Talks begin in Vienna")
    expect(desk.locator("#banner")).to_contain_text("Talks begin in Vienna")
    expect(reader.locator("#banner")).to_contain_text("Talks begin in Vienna")
    at_desk.clear_banner(desk)
    expect(desk.locator("#banner")).to_have_text("")
    expect(reader.locator("#banner")).to_have_text("")

    at_desk.use_tool(desk, public_id, "Withdraw")
    expect(desk.get_by_role("heading", name="Withdraw this update")).to_be_visible()
    desk.get_by_label("Reason, shown to readers").fill("Nobody met.")
    desk.get_by_role("button", name="Withdraw it").click()
    expect(desk.locator("#updates")).to_contain_text("Nobody met.")
    expect(reader.locator("#updates")).to_contain_text("Nobody met.")
    expect(reader.locator("#updates")).not_to_contain_text("They met at ten.")


def first_id(page: Page) -> str:
    return page.locator("#updates > [data-update]").first.get_attribute("data-update") or ""
