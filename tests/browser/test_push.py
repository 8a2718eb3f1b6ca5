"""Readers turn notifications of this device on and off at the bell, and the browser shows, replaces and stops them."""

from __future__ import annotations

import json

from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import select

from blog.extensions import db
from blog.models import PushSubscription
from tests.breadth import BREADTH
from tests.browser.conftest import People, expect_live
from tests.browser.site import Visit
from tests.browser.test_accessibility import axe_findings
from tests.browser.watch import Watch
from tests.push_service import Device
from tests.wait import until

# The browser of the tests has no push service and no place to show notifications in: what those would answer is here,
# and everything else is real.
STAND_IN = """
const given = GIVEN;
let permission = 'default';
let subscription = null;
Object.defineProperty(Notification, 'permission', { get: () => permission });
Notification.requestPermission = async () => (permission = 'granted');
PushManager.prototype.getSubscription = async () => subscription;
PushManager.prototype.subscribe = async ({ applicationServerKey }) => {
  window.askedWith = applicationServerKey;
  const unsubscribe = async () => { subscription = null; return true; };
  subscription = { ...given, toJSON: () => given, unsubscribe };
  return subscription;
};
"""
# The same in the worker, where a notification takes the place of another with its tag.
STAND_IN_OF_WORKER = """(given) => {
  self.shown = new Map();
  self.left = 0;
  ServiceWorkerRegistration.prototype.showNotification = async (title, options) => {
    shown.delete(options.tag);
    shown.set(options.tag, { title, ...options });
  };
  const unsubscribe = async () => { left += 1; return true; };
  PushManager.prototype.getSubscription = async () => ({ ...given, unsubscribe });
}"""
# No script can make the event of a click on a notification: this one has what the browser's would have.
CLICK = """async ([tag, action]) => {
  const event = new Event('notificationclick');
  let done;
  const notification = { ...shown.get(tag), close: () => shown.delete(tag) };
  Object.assign(event, { action, notification, waitUntil: (work) => { done = work; } });
  dispatchEvent(event);
  await done;
}"""


def reader_with(people: People, visit: Visit, device: Device | None) -> Page:
    reader: BrowserContext = people.context(service_workers="allow")
    if device:
        reader.add_init_script(STAND_IN.replace("GIVEN", json.dumps(device.subscription())))
    page = reader.new_page()
    page.goto(visit.path)
    expect_live(page)
    return page


def subscribed(visit: Visit) -> list[tuple[bool, bool]]:
    with visit.site.app.app_context():
        wanted = select(PushSubscription.wants_banner, PushSubscription.wants_key)
        rows = db.session.execute(wanted.where(PushSubscription.visit_id == visit.id)).all()
        db.session.remove()
    return [(row[0], row[1]) for row in rows]


class Phone:
    """The worker of a page's notifications, to which the browser itself hands messages, and what it shows."""

    def __init__(self, page: Page, visit: Visit, device: Device) -> None:
        page.wait_for_function("navigator.serviceWorker.ready.then(({ active }) => active?.state === 'activated')")
        self._page, self._site = page, page.url.partition("/live")[0]
        self._session = page.context.new_cdp_session(page)
        found: list[str] = []
        self._session.on(
            "ServiceWorker.workerRegistrationUpdated",
            lambda event: found.extend(one["registrationId"] for one in event["registrations"]),
        )
        self._session.send("ServiceWorker.enable")
        # What the browser has to say arrives while it is asked something.
        until(lambda: page.evaluate("true") and found, "the browser knows no worker")
        self._registration = found[-1]
        (self.worker,) = page.context.service_workers
        self.worker.evaluate(STAND_IN_OF_WORKER, device.subscription())
        self.stop = f"/live/{visit.slug}/push"

    def receive(self, title: str, tag: str = "banner") -> None:
        """Lets a message arrive, and waits until it is shown."""
        actions = [{"action": "stop", "title": "Turn off", "navigate": self._page.url}]
        about = {"body": "Talks", "tag": tag, "navigate": self._page.url, "actions": actions}
        data = json.dumps({"web_push": 8030, "notification": {"title": title, **about, "data": {"stop": self.stop}}})
        sent = {"origin": self._site, "registrationId": self._registration, "data": data}
        self._session.send("ServiceWorker.deliverPushMessage", sent)
        until(lambda: title in self.shown(), f"it does not show: {title}")

    def shown(self) -> list[str]:
        titles: list[str] = self.worker.evaluate("[...shown.values()].map(({ title }) => title)")
        return titles

    def click(self, tag: str, action: str = "") -> None:
        self.worker.evaluate(CLICK, [f"{self.stop} {tag}", action])


def kept(page: Page) -> list[str]:
    """The addresses at which this browser has asked for notifications, as the worker finds them."""
    found: list[str] = page.evaluate(
        "caches.open('dateline-push').then((kept) => kept.keys())"
        ".then((keys) => keys.map(({ url }) => new URL(url).pathname))"
    )
    return found


def test_a_reader_turns_notifications_on_and_off_at_the_bell(people: People, visit: Visit) -> None:
    page = reader_with(people, visit, Device("phone", "fcm.googleapis.com"))
    bell, dialog = page.locator("#alerts"), page.get_by_role("dialog", name="Notifications")
    expect(bell).to_have_attribute("aria-haspopup", "dialog")
    bell.focus()
    page.keyboard.press("Enter")
    expect(dialog.get_by_label("Breaking news")).to_be_focused()
    assert axe_findings(page) == []
    page.keyboard.press("Space")
    expect(dialog.get_by_role("status")).to_have_text("This device will be told.")
    assert subscribed(visit) == [(True, False)]
    assert page.evaluate("askedWith") == page.request.get(f"{visit.path}/push").text()
    dialog.get_by_label("Key events").check()
    expect(dialog.get_by_role("status")).to_have_text("This device will be told.")
    expect(dialog.get_by_role("button", name="Turn off")).to_be_visible()
    assert axe_findings(page) == []
    assert subscribed(visit) == [(True, True)]
    assert page.context.cookies() == []

    page.keyboard.press("Escape")
    expect(bell).to_be_focused()
    expect(bell).to_contain_text("Notifications are on")
    bell.click()
    dialog.get_by_role("button", name="Turn off").click()
    expect(dialog.get_by_role("status")).to_have_text("Notifications are off.")
    expect(dialog.get_by_label("Breaking news")).not_to_be_checked()
    assert subscribed(visit) == []
    assert kept(page) == []


def test_a_banner_is_one_notification_that_its_next_words_replace_and_one_step_turns_it_off(
    people: People, visit: Visit
) -> None:
    device = Device("phone", "fcm.googleapis.com")
    page = reader_with(people, visit, device)
    page.locator("#alerts").click()
    page.get_by_label("Breaking news").check()
    expect(page.get_by_text("This device will be told.")).to_be_visible()
    phone = Phone(page, visit, device)
    assert kept(page) == [phone.stop]
    phone.receive("Breaking: One")
    phone.receive("Key event: Another", tag="abc")
    phone.receive("Breaking: Two")
    phone.receive("Withdrawn: It was wrong.")
    assert sorted(phone.shown()) == ["Key event: Another", "Withdrawn: It was wrong."]
    phone.click("abc", "stop")
    assert phone.shown() == ["Withdrawn: It was wrong."]
    assert subscribed(visit) == []
    assert kept(page) == []
    assert phone.worker.evaluate("left") == 1


def test_what_stands_in_the_way_is_told_apart(people: People, visit: Visit, watch: Watch) -> None:
    page = reader_with(people, visit, Device("phone", "fcm.googleapis.com"))
    page.locator("#alerts").click()
    dialog = page.get_by_role("dialog", name="Notifications")
    for name, sentence in (
        ("AbortError", "service of your browser did not accept"),
        ("NotAllowedError", "did not allow"),
    ):
        page.evaluate(
            "(name) => { PushManager.prototype.subscribe = () => Promise.reject(new DOMException('no', name)); }", name
        )
        dialog.get_by_label("Breaking news").click()
        expect(dialog.get_by_role("status")).to_contain_text(sentence)
        expect(dialog.get_by_label("Breaking news")).not_to_be_checked()
    watch.expect("net::ERR_FAILED", "answered 500", "status of 500")
    page.route("**/push", lambda route: route.fulfill(status=500, body="<p>Down</p>", content_type="text/html"))
    dialog.get_by_label("Breaking news").click()
    expect(dialog.get_by_role("status")).to_contain_text("This site has a problem.")
    page.unroute("**/push")
    page.route("**/push", lambda route: route.abort())
    dialog.get_by_label("Breaking news").click()
    expect(dialog.get_by_role("status")).to_contain_text("This site could not be reached.")
    page.evaluate("Object.defineProperty(navigator, 'onLine', { get: () => false })")
    dialog.get_by_label("Breaking news").click()
    expect(dialog.get_by_role("status")).to_contain_text("This device has no connection.")


@BREADTH
def test_a_browser_that_blocks_notifications_or_is_an_iphone_is_told_what_to_do(people: People, visit: Visit) -> None:
    page = reader_with(people, visit, None)
    page.locator("#alerts").click()
    expect(page.get_by_text("Your browser blocks notifications of this site.")).to_be_visible()
    expect(page.get_by_label("Breaking news")).to_be_hidden()
    iphone = people.context(
        user_agent="Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X)", service_workers="allow"
    )
    iphone.add_init_script("delete window.PushManager; delete window.Notification;")
    page = iphone.new_page()
    page.goto(visit.path)
    expect_live(page)
    page.locator("#alerts").click()
    expect(page.get_by_text("“Add to Home Screen”")).to_be_visible()
    assert axe_findings(page) == []
