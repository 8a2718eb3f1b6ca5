"""A visit with many speakers and topics, and the comboboxes of its composer."""

from __future__ import annotations

from playwright.sync_api import Locator, Page
from sqlalchemy import select

from blog import newsroom
from blog.extensions import db
from blog.models import Delegation, Speaker
from blog.permissions import SYSTEM
from tests.browser.site import Site, Visit


def crowded_visit(site: Site) -> Visit:
    """A visit with two sides, some two hundred speakers, twelve topics; one speaker has made a statement."""
    visit = site.new_visit(updates=1)
    by = visit.id, SYSTEM
    south = site.act(newsroom.people.add_delegation, *by, "People's Republic of the South", short_name="South")
    for name, title in (
        ("Zoë Müller", "Chief of protocol"),
        ("王毅", "外交部长"),
        ("علی لاریجانی", "رئیس"),
        ("Hillary Rodham", "Secretary"),
    ):
        site.act(newsroom.people.add_speaker, *by, name, title=title, delegation=south)
    site.act(_add_delegates, visit.id, south)
    for topic in (
        "Borders",
        "Climate",
        "Energy",
        "Fisheries",
        "Health",
        "Iran",
        "Migration",
        "Tibet",
        "Visas",
        "Water",
    ):
        site.act(newsroom.people.add_topic, *by, topic)
    visit.publish("A first word.", kind="statement", standing="official", speaker="zoe-muller", topics=["energy"])
    return visit


def _add_delegates(visit_id: int, delegation: str) -> None:
    """As so many calls of `add_speaker` would, of which each takes its time."""
    side = db.session.scalars(select(Delegation).filter_by(visit_id=visit_id, key=delegation)).one()
    for number in range(200):
        about = {"key": f"delegate-{number}", "name": f"Delegate {number}", "title": "Member"}
        db.session.add(Speaker(visit_id=visit_id, delegation_id=side.id, **about))
    db.session.commit()


def field(page: Page) -> Locator:
    """The field to type in, which a script puts in the place of the list."""
    return page.get_by_role("combobox", name="Speaker or side").and_(page.locator("input"))


def chosen(page: Page) -> Locator:
    """The field that is sent."""
    return page.locator(".composer [name=speaker]")


def option(page: Page, name: str = "") -> Locator:
    """A choice in the open list."""
    return page.locator(".combobox-list:visible [role=option]").filter(has_text=name)


def covered(page: Page) -> list[str]:
    """The first choices of the open list that lie under something else."""
    return option(page).evaluate_all("""options => options.slice(0, 3).filter(option => {
      const { left, top, width, height } = option.getBoundingClientRect();
      return !option.contains(document.elementFromPoint(left + width / 2, top + height / 2));
    }).map(option => option.textContent)""")


def open_fields(page: Page) -> None:
    """Everything that the composer folds away."""
    page.evaluate("document.querySelectorAll('.composer details').forEach(fold => { fold.open = true })")
