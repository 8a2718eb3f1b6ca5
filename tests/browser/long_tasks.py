"""How long a slow phone is busy while two updates a second arrive: `python -m tests.browser.long_tasks`.

The browser runs at a quarter of the machine's speed. Durations are wall time, so run it where nothing else runs; the
processor's own time of each task stands beside it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from blog import newsroom
from blog.newsroom.posts import Post
from blog.queries import visits
from tests.browser.conftest import expect_live
from tests.browser.lighthouse import PHONE
from tests.browser.site import DEMO, Site
from tests.browser.test_reading_place import LONG
from tests.servers.chromium import find_chromium

SLOWER = 4
ARRIVALS, PAUSE = 30, 500
# A task from this length on is listed (ms); so is each interaction.
LISTED = 50
NOTE_INTERACTIONS = """
window.interactions = [];
new PerformanceObserver((list) => {
  for (const { name, duration, interactionId } of list.getEntries()) {
    if (interactionId) window.interactions.push([name, duration]);
  }
}).observe({ type: 'event', durationThreshold: 16, buffered: true });
"""
CATEGORIES = "toplevel,devtools.timeline,disabled-by-default-devtools.timeline,__metadata"
# What a task spent its time with, by the names of Chromium's trace.
PARTS = {
    "FunctionCall": "script",
    "EvaluateScript": "script",
    "RunMicrotasks": "script",
    "UpdateLayoutTree": "styles",
    "Layout": "layout",
    "ParseHTML": "parsing",
    "Paint": "paint",
    "PrePaint": "paint",
}

Event = dict[str, Any]


def main() -> None:
    with TemporaryDirectory(prefix="dateline-tasks-") as folder:
        site = Site(Path(folder))
        site.start()
        try:
            site.prepare()
            site.load_demo()
            with sync_playwright() as playwright, find_chromium().launch(playwright) as browser:
                for name, place, act in STORIES:
                    print_story(name, *watched(browser, site, place, act))
        finally:
            site.stop()
            site.close()


def at_the_top(page: Page) -> None:
    page.evaluate("scrollTo(0, 0)")


def in_the_middle(page: Page) -> None:
    page.locator("#updates > [data-update]").nth(6).evaluate("one => one.scrollIntoView()")


def nothing(_page: Page, _number: int) -> None:
    """A reader who only reads."""


def take_arrivals(page: Page, number: int) -> None:
    """Takes what waits behind the button, five updates at a time."""
    if number % 5 == 0:
        page.locator("#arrivals").click()
        in_the_middle(page)


def open_menus(page: Page, number: int) -> None:
    """Opens and closes the filters."""
    if number % 3 == 0:
        page.locator("#filters summary").first.click()


STORIES: tuple[tuple[str, Callable[[Page], None], Callable[[Page, int], None]], ...] = (
    ("at the top", at_the_top, nothing),
    ("reading in the middle", in_the_middle, nothing),
    ("taking what arrived", in_the_middle, take_arrivals),
    ("opening the filters", at_the_top, open_menus),
)


def watched(
    browser: Browser, site: Site, place: Callable[[Page], None], act: Callable[[Page, int], None]
) -> tuple[list[Event], list[tuple[str, float]]]:
    """The events of the page's main thread while updates arrive, and each interaction with its ms until the paint."""
    visit_id = site.act(visits.id_of, DEMO)
    with browser.new_context(base_url=site.url, **PHONE) as context:
        context.add_init_script(NOTE_INTERACTIONS)
        page = context.new_page()
        page.goto(f"/live/{DEMO}")
        expect_live(page)
        place(page)
        context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        events = traced(browser.new_browser_cdp_session(), lambda: arrive(page, site, visit_id, act))
        interactions = page.evaluate("window.interactions")
    return events, interactions


def arrive(page: Page, site: Site, visit_id: int, act: Callable[[Page, int], None]) -> None:
    for number in range(1, ARRIVALS + 1):
        site.act(newsroom.updates.publish, visit_id, site.editor_id, Post(f"Arrival {number}. {LONG}", stop="tokyo"))
        page.wait_for_timeout(PAUSE)
        act(page, number)


def traced(session: CDPSession, act: Callable[[], None]) -> list[Event]:
    """The events of the busiest main thread of a page during `act`, in the order of time."""
    events: list[Event] = []
    session.on("Tracing.dataCollected", lambda message: events.extend(message["value"]))
    done: list[bool] = []
    session.on("Tracing.tracingComplete", lambda _message: done.append(True))
    session.send("Tracing.start", {"categories": CATEGORIES, "transferMode": "ReportEvents"})
    act()
    session.send("Tracing.end")
    while not done:
        session.send("Browser.getVersion")
    mains = {
        (event["pid"], event["tid"])
        for event in events
        if event["name"] == "thread_name" and event["args"]["name"] == "CrRendererMain"
    }
    busy = Counter((event["pid"], event["tid"]) for event in events if (event["pid"], event["tid"]) in mains)
    busiest = busy.most_common(1)[0][0]
    return sorted(
        (event for event in events if (event["pid"], event["tid"]) == busiest and "dur" in event),
        key=lambda event: event["ts"],
    )


def print_story(name: str, events: list[Event], interactions: list[tuple[str, float]]) -> None:
    tasks = sorted((event for event in events if event["name"] == "RunTask"), key=lambda task: -task["dur"])
    print(f"\n{name}: {len(tasks)} tasks, longest {tasks[0]['dur'] / 1000:.0f} ms", end="")
    worst = max((duration for _, duration in interactions), default=0)
    print(f"; {len(interactions)} events of clicks and keys, at most {worst:.0f} ms until painted")
    for task in tasks[:6]:
        if task["dur"] >= 1000 * LISTED:
            print(
                f"  {task['dur'] / 1000:5.0f} ms, {task.get('tdur', 0) / 1000:5.0f} of processor: {parts(task, events)}"
            )


def parts(task: Event, events: list[Event]) -> str:
    """What a task consisted of, in ms, the longest first."""
    inside = [
        event for event in events if event["name"] in PARTS and task["ts"] <= event["ts"] < task["ts"] + task["dur"]
    ]
    spent: Counter[str] = Counter()
    until = 0
    for event in inside:
        # Of events within each other the outermost counts, but styles and layout that a script asked for count as such.
        if event["ts"] >= until:
            spent[PARTS[event["name"]]] += event["dur"]
            until = event["ts"] + event["dur"]
        elif PARTS[event["name"]] in ("styles", "layout", "parsing"):
            spent[PARTS[event["name"]]] += event["dur"]
            spent["script"] -= event["dur"]
    return ", ".join(f"{part} {spent[part] / 1000:.0f}" for part, _ in spent.most_common())


if __name__ == "__main__":
    main()
