"""A word without a break, such as a pasted address, makes no page wider than its window, wherever it was typed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from blog import newsroom
from blog.models.visit import now
from blog.permissions import SYSTEM
from tests.breadth import BREADTH, is_whole
from tests.browser.conftest import People
from tests.browser.layout_checks import SIDEWAYS, resize
from tests.browser.site import Site, Visit

WORD = "W" * 200
# The narrowest shows most of what is too wide; the last, what is so beside the margin.
WIDTHS, MORE_WIDTHS = (320, 1440), (360, 768)
at_widths = pytest.mark.parametrize(
    "at", [WIDTHS, pytest.param(MORE_WIDTHS, marks=BREADTH)], ids=["the outer widths", "those between"]
)
READERS = (
    *("", "?speaker=long", "/itinerary", "/people", "/readouts", "/corrections", f"/search?q={WORD[:150]}", "/share"),
    *("/embed", "/updates/{key}", "/updates/{key}/history", "/updates/{gone}"),
)
# Their templates are those of the pages above.
MORE_READERS = (
    *("?page=1", "?topic=long", "?delegation=long", "?stop=long", "?lang=zh", "/readouts?topic=long"),
    *("/embed?topic=long", "/updates/{key}/share", "/updates/{key}/embed"),
)
DESK = ("", "/set-up", "/updates/{key}", "/updates/{key}/withdraw")


@pytest.fixture(scope="module")
def long(site: Site) -> Iterator[Visit]:
    """A visit in which every field has such a word, and nothing else."""
    visit = site.new_visit()
    by, key = (visit.id, SYSTEM), {"key": "long"}
    later = {"planned_from": now(), "planned_to": now()}
    named = {"short_name": WORD, "country": WORD, "capital": WORD, "zone": "Asia/Tokyo"}
    act = site.act
    act(newsroom.visits.describe, *by, title=WORD, summary=WORD, notice=WORD)
    act(newsroom.visits.sum_up, *by, f"{WORD}\n\n- {WORD}")
    act(newsroom.itinerary.add_stop, *by, WORD, zone="Asia/Tokyo", country=WORD, press_access=WORD, **key, **later)
    act(newsroom.itinerary.arrive, *by, "long")
    act(newsroom.people.add_delegation, *by, WORD, **named, **key)
    act(newsroom.people.add_speaker, *by, WORD, title=WORD, delegation="long", **key)
    act(newsroom.people.add_topic, *by, WORD, slug="long")
    body = f"{WORD}\n\n> {WORD}\n\n- {WORD}\n\n[{WORD}](https://example.org/{WORD})\n\n`{WORD}`\n\n**{WORD}**"
    fields = {"headline": WORD, "stop": "long", "topics": ["long"], "source": WORD, "key": True}
    fields |= {"source_url": f"https://example.org/{WORD}", "issued_at": "2020-03-04T16:20"}
    for kind in ("report", "statement", "readout", "analysis", "logistics", "summary", "correction"):
        visit.ids.append(visit.publish(body, **fields, kind=kind, speaker="long"))
    visit.ids.append(visit.publish(body, **fields, kind="readout", delegation="long"))
    visit.ids.append(visit.publish(body, stop="long", source=WORD, lang="zh"))
    visit.edit(visit.ids[0], WORD, **fields, reason="correction", note=WORD, standing="disputed")
    visit.withdraw(visit.publish(WORD), WORD)
    visit.ids.append(visit.publish(WORD, **fields))
    visit.withdraw(visit.ids[-1], WORD)
    visit.pin(visit.ids[1])
    visit.set_banner(WORD, update=visit.ids[0])
    yield visit
    act(newsroom.visits.set_status, *by, "ended")


def filled(address: str, visit: Visit) -> str:
    return address.format(key=visit.ids[0], gone=visit.ids[-1])


def widths(page: Page, address: str, at: tuple[int, ...]) -> list[str]:
    """What is too wide at these widths, with all that can be opened open."""
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    found = []
    for width in at:
        resize(page, {"width": width, "height": 740})
        found += [f"{address[:60]} at {width}: {line}" for line in page.evaluate(SIDEWAYS)]
    return found


@at_widths
def test_no_page_for_readers_is_wider_than_its_window(people: People, long: Visit, at: tuple[int, ...]) -> None:
    page, wrong = people.reader("/"), []
    for address in ("/", *(long.path + part for part in (*READERS, *(MORE_READERS if is_whole() else ())))):
        page.goto(filled(address, long))
        wrong += widths(page, address, at)
    assert not wrong, "\n".join(wrong)


@at_widths
def test_no_page_of_the_desk_is_wider_than_its_window(people: People, long: Visit, at: tuple[int, ...]) -> None:
    page, wrong = people.editor("/desk"), []
    for address in ("/desk", *(long.desk_path + part for part in DESK)):
        page.goto(filled(address, long))
        wrong += widths(page, address, at)
    assert not wrong, "\n".join(wrong)
