"""A reporter takes a private address from the page of the account, and a mail to it appears at the open desk."""

from __future__ import annotations

from collections.abc import Iterator
from email.message import EmailMessage

import pytest
from playwright.sync_api import Browser, expect

from blog import newsroom
from tests.browser import desk as at_desk
from tests.browser import layout_checks
from tests.browser.conftest import DESK, PATIENCE_MS
from tests.browser.site import Site
from tests.browser.test_people_of_the_desk import looks
from tests.browser.watch import Watch
from tests.media_files import picture
from tests.sample_visit import PASSWORD
from tests.servers.imap import Folder, imap_server

EMAIL = "nora@example.org"


@pytest.fixture
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Folder]:
    with imap_server(tmp_path_factory.mktemp("imap")) as server, server.folder() as folder:
        yield folder


@pytest.fixture
def site(tmp_path_factory: pytest.TempPathFactory, folder: Folder) -> Iterator[Site]:
    """A server of its own, which reads the mailbox by itself."""
    site = Site(tmp_path_factory.mktemp("site"), INBOX_URL=folder.url)
    site.start()
    try:
        site.prepare()
        yield site
    finally:
        site.stop()


def test_a_mail_to_the_address_on_the_page_appears_at_the_open_desk(
    browser: Browser, site: Site, folder: Folder
) -> None:
    visit, watch = site.new_visit(), Watch(site.url)
    site.act(newsroom.reporters.add, EMAIL, name="Nora Reporter", role="reporter", password=PASSWORD)
    context = watch.over(browser.new_context(base_url=site.url, viewport=DESK, reduced_motion="reduce"))
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    page.goto("/desk/sign-in?next=/desk/account")
    at_desk.sign_in(page, EMAIL)
    address = page.get_by_label("Your address for mail")
    before = address.input_value()
    assert looks(page) == []
    page.get_by_role("button", name="Make a new address").press("Enter")
    expect(page.locator("#said")).to_contain_text("The one before is no longer read.")
    expect(address).not_to_have_value(before)
    after = address.input_value()

    layout_checks.resize(page, DESK)
    page.goto(f"/desk/visits/{visit.slug}")
    expect(page.locator("#queue-count")).to_have_text("0")
    folder.deliver(_mail(before, "To the old address"), _mail(after, "They have met"))
    row = page.locator("#queue [data-state=draft]")
    expect(row).to_contain_text("They have met")
    expect(row).to_contain_text("by mail")
    row.get_by_role("link", name="They have met").click()
    expect(page.locator(".edit-facts")).to_contain_text("Nora <nora@elsewhere.example>")
    assert looks(page) == []
    page.goto("/desk/account#mail")
    expect(page.locator("#mail").get_by_role("link", name="They have met")).to_be_visible()
    assert looks(page) == []
    context.close()
    assert not watch.complaints, "\n".join(watch.complaints)


def _mail(to: str, subject: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "Nora <nora@elsewhere.example>", to, subject
    mail["Message-ID"] = f"<{len(subject)}@elsewhere.example>"
    mail.set_content("At the palace, for an hour.")
    mail.add_attachment(picture(), "image", "jpeg", filename="palace.jpg")
    return mail
