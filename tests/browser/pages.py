"""Every kind of page that people see, by name: where it is and how one gets there, with JavaScript or without."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import ColumnElement, select

from blog.extensions import db
from blog.models import EditKind, Revision, State, Update
from blog.models.visit import now
from tests.browser import desk as at_desk
from tests.browser import set_up as at_set_up
from tests.browser.layout_checks import resize
from tests.browser.site import ADMIN, DEMO, Site, Visit

DEMO_DESK = f"/desk/visits/{DEMO}"
IN_A_WEEK = timedelta(days=7)
REFUSED = ("answered (400|401|404|409|422)", "status of (400|401|404|409|422)")


@dataclass(frozen=True)
class Places:
    """What addresses depend on: updates of the demonstration, and visits with many updates, one and none."""

    corrected: str
    firmer: str
    sourced: str
    withdrawn: str
    long: Visit
    short: Visit
    empty: Visit
    upcoming: Visit
    paused: Visit
    ended: Visit

    @classmethod
    def find(cls, site: Site) -> Places:
        """Looks them up, or makes them."""
        return cls(
            corrected=_newest(site.app, Update.revisions.any(change=EditKind.CORRECTION)),
            firmer=_newest(site.app, Update.revisions.any(Revision.standing_before != "")),
            sourced=_newest(site.app, Update.source_url != ""),
            withdrawn=_newest(site.app, Update.state == State.WITHDRAWN),
            long=site.new_visit(updates=45),
            short=site.new_visit(updates=1),
            empty=site.new_visit(),
            upcoming=site.new_visit(status="upcoming", live_from=now() + IN_A_WEEK),
            paused=site.new_visit(updates=1, status="paused", live_from=now() + IN_A_WEEK),
            ended=site.new_visit(updates=3, stand="- The talks **ended**.\n- Nothing was signed.", status="ended"),
        )


Act = Callable[[Page, Places], None]


@dataclass(frozen=True)
class Kind:
    """A kind of page. `act` leads on from the address, with JavaScript where it is `scripted`, or `on_a_phone`."""

    name: str
    address: Callable[[Places], str]
    signed_in: bool = False
    act: Act | None = None
    scripted: bool = False
    on_a_phone: bool = False


def _fail_to_sign_in(page: Page, places: Places) -> None:
    page.get_by_label("Email").fill("nobody@example.org")
    page.get_by_label("Password").fill("not the password")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("You are not signed in")


def _be_refused(page: Page, places: Places) -> None:
    page.locator("#composer").evaluate("form => { form.noValidate = true; }")
    at_desk.publish(page, "A text.", headline="Too long. " * 21)
    expect(page.get_by_role("alert").filter(has_text="Your text is kept")).to_be_visible()


def _be_signed_out(page: Page, places: Places) -> None:
    page.context.clear_cookies()
    send = "form => { form.elements.text.value = 'Written in a session that is over'; form.submit(); }"
    page.locator("#banner-form").evaluate(send)  # past the page's own script
    expect(page.get_by_role("heading", name="Your text is kept")).to_be_visible()


def _be_slower(page: Page, places: Places) -> None:
    visit = places.long
    version = visit.version(visit.ids[0])
    visit.edit(visit.ids[0], f"The wording of the one who was faster, after version {version}.", version=version)
    at_desk.write(page, "The wording of the one who was slower.", headline="A headline")
    at_desk.publish_change(page)
    expect(page.get_by_role("heading", name="Someone else was faster")).to_be_visible()


def _open_the_menu(page: Page, places: Places) -> None:
    resize(page, {"width": 360, "height": 780})
    page.get_by_label("Menu", exact=True).click()
    expect(page.get_by_role("link", name="Visits")).to_be_visible()


def _come_as_an_admin(page: Page, places: Places) -> None:
    page.context.clear_cookies()
    page.reload()
    at_desk.sign_in(page, ADMIN)
    expect(page.get_by_role("heading", name="Remove this update permanently", exact=True)).to_be_visible()


def _ask_to_remove(page: Page, places: Places) -> None:
    _come_as_an_admin(page, places)
    page.get_by_label("Reason, shown to readers").fill("A court has ordered it.")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Remove this update permanently?")).to_be_visible()


def _open_the_choices(page: Page, places: Places) -> None:
    page.locator("#filters summary").click()
    expect(page.locator(".filter-panel")).to_be_visible()


def _let_updates_wait(page: Page, places: Places) -> None:
    page.evaluate("getSelection().selectAllChildren(document.querySelector('#visit-title'))")
    places.long.publish("It comes while the reader is busy.")
    expect(page.locator("#arrivals")).to_be_visible()


def _hide_updates(page: Page, places: Places) -> None:
    places.long.publish("The filter hides it.")
    expect(page.locator("#filtered-out")).to_contain_text("hidden by this filter")


def _come_back(page: Page, places: Places) -> None:
    """As if the reader had left yesterday, three updates ago."""
    page.evaluate(
        """() => {
          const { slug, cursor } = document.getElementById('wire').dataset;
          const number = Number(document.querySelector('#updates > [data-update]').dataset.number) - 3;
          const seen = { epoch: cursor.split(':')[0], number, at: Date.now() - 86_400_000 };
          addEventListener('pagehide', () => localStorage.setItem(`dateline:seen:${slug}?`, JSON.stringify(seen)));
        }"""
    )
    page.reload()
    expect(page.locator("#updates > .since")).to_be_visible()


def _set_the_status(page: Page, places: Places) -> None:
    at_desk.open_panel(page, "status")
    page.get_by_role("button", name="Set the status").click()
    expect(page.locator("#said")).to_contain_text("The visit is now live")


KINDS = (
    Kind("front", lambda places: "/"),
    Kind("live", lambda places: f"/live/{DEMO}"),
    Kind("banner-off", lambda places: places.short.path),
    Kind("menu", lambda places: places.short.path, act=_open_the_menu),
    Kind("filtered", lambda places: f"/live/{DEMO}?topic=taiwan&key=1"),
    Kind("filter-choices", lambda places: f"/live/{DEMO}?delegation=cn", act=_open_the_choices),
    Kind("filter-empty", lambda places: f"/live/{DEMO}?topic=taiwan&kind=logistics"),
    Kind("filter-hides", lambda places: f"{places.long.path}?key=1", act=_hide_updates, scripted=True),
    Kind("arrivals", lambda places: places.long.path, act=_let_updates_wait, scripted=True),
    Kind("since", lambda places: f"/live/{DEMO}", act=_come_back, scripted=True),
    Kind("archive", lambda places: f"{places.long.path}?page=1"),
    Kind("empty", lambda places: places.empty.path),
    Kind("update", lambda places: f"/live/{DEMO}/updates/{places.corrected}"),
    Kind("withdrawn", lambda places: f"/live/{DEMO}/updates/{places.withdrawn}"),
    Kind("report", lambda places: f"/live/{DEMO}/updates/{places.corrected}/report"),
    Kind("history", lambda places: f"/live/{DEMO}/updates/{places.corrected}/history"),
    Kind("upcoming", lambda places: places.upcoming.path),
    Kind("paused", lambda places: places.paused.path),
    Kind("ended", lambda places: places.ended.path),
    Kind("itinerary", lambda places: f"/live/{DEMO}/itinerary"),
    Kind("people", lambda places: f"/live/{DEMO}/people"),
    Kind("history-standing", lambda places: f"/live/{DEMO}/updates/{places.firmer}/history"),
    Kind("history-gone", lambda places: f"/live/{DEMO}/updates/{places.withdrawn}/history"),
    Kind("standing", lambda places: "/standing"),
    Kind("corrections", lambda places: f"/live/{DEMO}/corrections"),
    Kind("corrections-empty", lambda places: f"{places.empty.path}/corrections"),
    Kind("readouts", lambda places: f"/live/{DEMO}/readouts"),
    Kind("readouts-topic", lambda places: f"/live/{DEMO}/readouts?topic=trade"),
    Kind("readouts-empty", lambda places: f"{places.empty.path}/readouts"),
    Kind("search", lambda places: f"/live/{DEMO}/search?q=Taiwan+China"),
    Kind("search-nothing", lambda places: f"/live/{DEMO}/search?q=Taiwan+Atlantis&kind=readout"),
    Kind("search-refused", lambda places: f"/live/{DEMO}/search?q=a"),
    Kind("embed", lambda places: f"/live/{DEMO}/embed"),
    Kind("embed-filtered", lambda places: f"/live/{DEMO}/embed?topic=taiwan&key=1&limit=3"),
    Kind("embed-update", lambda places: f"/live/{DEMO}/updates/{places.corrected}/embed"),
    Kind("embed-withdrawn", lambda places: f"/live/{DEMO}/updates/{places.withdrawn}/embed"),
    Kind("embed-upcoming", lambda places: places.upcoming.embed_path),
    Kind("embed-paused", lambda places: places.paused.embed_path),
    Kind("embed-ended", lambda places: places.ended.embed_path),
    Kind("share", lambda places: f"/live/{DEMO}/share?topic=taiwan&theme=dark"),
    Kind("share-update", lambda places: f"/live/{DEMO}/updates/{places.corrected}/share"),
    Kind("share-empty", lambda places: f"{places.empty.path}/share"),
    Kind("embed-missing", lambda places: "/live/nowhere/embed"),
    Kind("api", lambda places: "/api/v1/"),
    Kind("missing", lambda places: "/live/nowhere"),
    Kind("sign-in", lambda places: "/desk/sign-in"),
    Kind("sign-in-failed", lambda places: "/desk/sign-in", act=_fail_to_sign_in),
    Kind("desk-visits", lambda places: "/desk", signed_in=True),
    Kind("desk-visit", lambda places: DEMO_DESK, signed_in=True),
    Kind("desk-older", lambda places: f"{places.long.desk_path}?page=1", signed_in=True),
    Kind("desk-search", lambda places: f"{DEMO_DESK}/search?q=Taiwan", signed_in=True),
    Kind("desk-found", lambda places: places.long.desk_path, True, lambda page, _: at_desk.find(page, "talks"), True),
    Kind("desk-tools", lambda p: p.short.desk_path, True, lambda page, p: at_desk.open_menu(page, p.short.ids[0])),
    Kind("set-up", lambda places: f"{DEMO_DESK}/set-up", signed_in=True),
    Kind("portrait", lambda places: f"{DEMO_DESK}/set-up/speakers/steinberg/portrait", signed_in=True),
    Kind("new-visit", lambda places: "/desk/visits/new", signed_in=True),
    Kind("refused", lambda places: places.empty.desk_path, signed_in=True, act=_be_refused),
    Kind("audit", lambda places: f"{places.short.desk_path}/audit", signed_in=True),
    Kind("edit", lambda places: f"{DEMO_DESK}/updates/{places.corrected}", signed_in=True),
    Kind("edit-source", lambda places: f"{DEMO_DESK}/updates/{places.sourced}", signed_in=True),
    Kind("conflict", lambda places: f"{places.long.desk_path}/updates/{places.long.ids[0]}", True, _be_slower),
    Kind("withdraw", lambda places: f"{DEMO_DESK}/updates/{places.corrected}/withdraw", signed_in=True),
    Kind("set-up-done", lambda places: f"{places.short.desk_path}/set-up", signed_in=True, act=at_set_up.add_a_topic),
    Kind("set-up-refused", lambda places: f"{places.short.desk_path}/set-up", True, at_set_up.remove_in_vain),
    Kind("set-up-clash", lambda places: f"{places.short.desk_path}/set-up", True, at_set_up.be_slower),
    Kind("desk-said", lambda places: places.short.desk_path, signed_in=True, act=_set_the_status, scripted=True),
    Kind("withdraw-dialog", lambda p: p.short.desk_path, True, lambda page, _: at_desk.ask_to_withdraw(page)),
    # The last ones, because the page's browser is signed out after the first, and as somebody else after the others.
    Kind("kept", lambda places: places.empty.desk_path, signed_in=True, act=_be_signed_out),
    Kind("purge", lambda places: f"{DEMO_DESK}/updates/{places.corrected}/purge", act=_come_as_an_admin),
    Kind("purge-sure", lambda places: f"{DEMO_DESK}/updates/{places.corrected}/purge", act=_ask_to_remove),
)
NAMES = [kind.name for kind in KINDS]
# Each of their parts is on a page of another kind as well.
VARIANTS = frozenset(
    {"banner-off", "filtered", "filter-empty", "filter-hides", "empty", "paused", "history-standing", "history-gone"}
    | {"corrections-empty", "readouts-topic", "readouts-empty", "search-nothing", "search-refused", "embed-filtered"}
    | {"embed-update", "embed-withdrawn", "embed-upcoming", "embed-paused", "embed-ended", "embed-missing"}
    | {"share-update", "share-empty", "sign-in", "archive", "desk-older", "desk-search", "edit-source", "withdraw"}
    | {"set-up-done", "set-up-refused", "set-up-clash", "desk-said", "purge", "desk-found", "desk-tools"}
    | {"ended", "since", "sign-in-failed"}
)


def _newest(app: Flask, condition: ColumnElement[bool]) -> str:
    """The id of the demonstration's newest update that fulfils a condition: tests before have visits of their own."""
    with app.app_context():
        of_demo = Update.visit.has(slug=DEMO)
        wanted = select(Update.public_id).where(of_demo, condition).order_by(Update.published_at.desc())
        found = db.session.scalars(wanted).first()
        assert found, "the demonstration has no such update"
        return found
