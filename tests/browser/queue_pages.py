"""States of a desk with several people, which only `make shots` takes: a full queue, claims, returns, edits, a log."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, expect

from blog import newsroom
from blog.models import State
from blog.models.visit import now
from blog.newsroom.holding import Terms
from blog.newsroom.posts import Post
from blog.permissions import SYSTEM
from blog.queries import accounts
from tests.browser import desk as at_desk
from tests.browser.layout_checks import resize
from tests.browser.pages import DEMO_DESK, Kind, Places
from tests.browser.site import SECOND_EDITOR, Site, Visit
from tests.sample_visit import PASSWORD

RUTH, RITA = "ruth.ellery@example.org", "rita.reed@example.org"
NOTE = "Who says so? Name the source, and say which of the two halls it was."
PHONE = {"width": 360, "height": 740}


def _account(site: Site, email: str, name: str) -> int:
    found = site.act(accounts.by_email, email)
    return found.id if found else site.act(newsroom.reporters.add, email, name=name, role="reporter", password=PASSWORD)


def _fill(page: Page, places: Places) -> Visit:
    """A visit of its own, in whose queue every group has something; the page is on its desk."""
    site = places.empty.site
    visit = site.new_visit(updates=3)
    rita, ruth = _account(site, RITA, "Rita Reed"), _account(site, RUTH, "Ruth Ellery")
    soon = datetime.now(ZoneInfo("Asia/Tokyo")).replace(second=0, microsecond=0) + timedelta(hours=2)

    def save(by: int, headline: str, **terms: object) -> str:
        text = Post(
            "The Foreign Ministry said that both sides had settled the order.", headline=headline, stop="vienna"
        )
        return str(site.act(newsroom.drafts.save, visit.id, by, text, **terms))

    handed_in = save(rita, "Beijing names the first stop", state=State.SUBMITTED)
    site.act(newsroom.claims.claim, visit.id, site.editor_id, handed_in)
    save(rita, "The delegations leave the hall by different doors", state=State.SUBMITTED)
    returned = save(ruth, "The envoy speaks before noon", state=State.SUBMITTED)
    site.act(newsroom.handins.return_, visit.id, site.editor_id, returned, NOTE)
    save(ruth, "Second day: what is on the table", state=State.SCHEDULED, due_at=now() + timedelta(minutes=4))
    terms = Terms("When the ministers speak", soon, "Tokyo", "Asia/Tokyo")
    save(ruth, "A joint plan for trade", state=State.HELD, embargo=terms)
    save(ruth, "Who sits where")
    page.goto(visit.desk_path)
    expect(page.locator("#desk-wire")).to_have_attribute("data-state", "live")
    return visit


def _show_queue(page: Page) -> None:
    if (queue := page.locator(".view-link[data-shows=queue]")).is_visible():
        queue.click()
    expect(page.locator("#queue .waiting-list").first).to_be_visible()


def _full(page: Page, places: Places) -> None:
    _fill(page, places)
    resize(page, PHONE)
    _show_queue(page)


def _claim(page: Page, places: Places) -> None:
    _full(page, places)
    row = page.locator("#queue [data-state=submitted]", has_text="different doors")
    row.get_by_role("button", name="Claim").click()
    expect(row).to_contain_text("Claimed by you")
    expect(row.locator(".waiting-text .quoted")).to_be_visible()
    row.evaluate("row => row.scrollIntoView({block: 'center', behavior: 'instant'})")


def _return(page: Page, places: Places) -> None:
    _full(page, places)
    row = page.locator("#queue [data-state=submitted]", has_text="different doors")
    row.get_by_role("button", name="Return it with a note").click()
    page.locator("#return-dialog").get_by_label("Note to the author").fill(NOTE)


def _edit_returned(page: Page, places: Places) -> None:
    _full(page, places)
    page.locator("#queue [data-state=returned] a").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Edit")


def _colleague(page: Page, address: str) -> None:
    """Opens an address as somebody else, and stays there until the picture's browser closes."""
    assert page.context.browser
    other = page.context.browser.new_context(base_url=page.url).new_page()
    other.goto(address)
    at_desk.sign_in(other, SECOND_EDITOR)
    other.goto(address)
    expect(other.locator("#desk-wire")).to_have_attribute("data-state", "live")


def _edit_handed_in(page: Page, places: Places) -> None:
    """With the form that returns it."""
    _full(page, places)
    page.locator("#queue [data-state=submitted]", has_text="different doors").get_by_role("link").first.click()
    page.locator("#return-note").fill(NOTE)
    page.locator("#return-form").evaluate("form => form.scrollIntoView({block: 'center', behavior: 'instant'})")


def _read_reports(page: Page, places: Places) -> None:
    """A reader's note, with an address to answer, on a wide page and on a phone."""
    visit = places.empty.site.new_visit(updates=2)
    report = newsroom.reports.report
    visit.site.act(report, visit.id, visit.ids[-1], "It was the second hall, not the first.", email="mei@example.org")
    page.goto(visit.desk_path)
    expect(page.locator("#notes-list .note-from")).to_be_attached()
    resize(page, PHONE)
    _show_notes(page)


def _show_notes(page: Page) -> None:
    page.locator(".view-link[data-shows=queue]").click()
    page.locator("#notes").evaluate("notes => notes.scrollIntoView({block: 'start', behavior: 'instant'})")


def _as_a_reporter(page: Page, places: Places) -> None:
    visit = _fill(page, places)
    page.context.clear_cookies()
    page.goto("/desk/sign-in")
    at_desk.sign_in(page, RITA)
    page.goto(visit.desk_path)
    expect(page.locator("#desk-wire")).to_have_attribute("data-state", "live")


def _somebody_edits(page: Page, places: Places) -> None:
    visit = _fill(page, places)
    _colleague(page, f"{visit.desk_path}/updates/{visit.ids[-1]}")
    handed_in = page.locator("#queue [data-state=submitted]").first.get_attribute("data-waiting")
    _colleague(page, f"{visit.desk_path}/updates/{handed_in}")
    edited = page.locator(f'#updates > [data-update="{visit.ids[-1]}"]')
    expect(edited).to_have_attribute("data-edited-by", "Second Editor")


def _somebody_edits_on_a_phone(page: Page, places: Places) -> None:
    _somebody_edits(page, places)
    resize(page, PHONE)
    _show_queue(page)


def _both_edit(page: Page, places: Places) -> None:
    visit = _fill(page, places)
    _colleague(page, f"{visit.desk_path}/updates/{visit.ids[-1]}")
    page.goto(f"{visit.desk_path}/updates/{visit.ids[-1]}")
    expect(page.locator("#also-editing")).to_contain_text("Second Editor")


def _hold_the_visit(page: Page, places: Places) -> None:
    site = places.empty.site
    visit = site.new_visit(updates=1)
    site.act(newsroom.visits.set_status, visit.id, SYSTEM, "held")
    page.goto(visit.desk_path)
    expect(page.locator("#visit-state")).to_have_text("Only the desk can see this visit.")
    expect(page.locator("#desk-wire")).to_have_attribute("data-state", "live")


def _read_the_log(page: Page, places: Places) -> None:
    visit = _fill(page, places)
    page.goto(f"{visit.desk_path}/log")
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def _kind(name: str, act: object, address: str = "/desk") -> Kind:
    return Kind(name, lambda places: address, signed_in=True, act=act, on_a_phone=name.endswith("phone"))  # type: ignore[arg-type]


QUEUE_KINDS = (
    _kind("desk-queue", _full),
    _kind("desk-claimed", _claim),
    _kind("desk-return", _return),
    _kind("edit-returned", _edit_returned),
    _kind("edit-handed-in", _edit_handed_in),
    _kind("desk-reports", _read_reports),
    _kind("desk-reporter", _as_a_reporter),
    _kind("desk-editing", _somebody_edits),
    _kind("desk-editing-phone", _somebody_edits_on_a_phone),
    _kind("edit-editing", _both_edit),
    _kind("desk-held-visit", _hold_the_visit),
    _kind("desk-log", _read_the_log),
    Kind(
        "set-up-phone",
        lambda places: f"{DEMO_DESK}/set-up",
        signed_in=True,
        on_a_phone=True,
        act=lambda page, _: resize(page, PHONE),
    ),
)
