"""The numbers of a visit in a browser: a frame says on which site it is, and the desk sees who reads where."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page, expect

from blog import newsroom
from tests.browser import desk as at_desk
from tests.browser import layout_checks
from tests.browser.conftest import People, expect_live
from tests.browser.host import NAME, Host
from tests.browser.numbers_pages import count_readers
from tests.browser.site import Visit
from tests.browser.test_accessibility import axe_findings
from tests.sample_visit import PASSWORD

PHONE = {"width": 360, "height": 740}


def test_the_desk_sees_who_reads_where(people: People, visit: Visit, host: Host) -> None:
    count_readers(visit, 10)
    framed = people.context().new_page()
    sockets: list[str] = []
    framed.on("websocket", lambda socket: sockets.append(socket.url))
    framed.goto(host.show(visit.site.url, visit.slug, both=False))
    expect_live(framed.frame_locator("iframe"))
    asked = parse_qs(urlsplit(sockets[-1]).query)
    assert (asked["from"], asked["site"]) == (["frame"], [NAME])

    page = people.editor(visit.desk_path)
    at_desk.account(page).click()
    page.locator(".account-sheet").get_by_role("link", name="Numbers").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Numbers")
    reading = page.locator(".figure-first dd")
    expect(reading).to_have_text("1")
    people.live_reader(visit.path)
    expect(reading).to_have_text("2")  # the page asks again by itself
    expect(page.locator("#numbers-now")).to_contain_text("paper.example")
    expect(page.get_by_role("img", name="Updates by hour")).to_be_visible()
    for summary in page.get_by_text("As a table").all():
        summary.click()
    expect(page.get_by_role("table")).to_have_count(4)
    looks_right(page)

    email = f"laila@{visit.slug}.example"
    account_id = visit.site.act(newsroom.reporters.add, email, name="Laila", role="editor", password=PASSWORD)
    visit.site.act(newsroom.own_account.set_language, account_id, "ar")
    mirrored = people.reader("/desk/sign-in")
    at_desk.sign_in(mirrored, email)
    mirrored.goto(f"{visit.desk_path}/numbers")
    expect(mirrored.locator("html")).to_have_attribute("dir", "rtl")
    looks_right(mirrored)


def looks_right(page: Page) -> None:
    assert axe_findings(page) == []
    layout_checks.resize(page, PHONE)
    assert axe_findings(page) == []
    assert layout_checks.findings(page) == []
