"""Where an address lies in an archive, and how one file names another."""

from __future__ import annotations

import pytest

from blog.archive.layout import ArchivedFile, Layout, relative_link

LAYOUT = Layout("oslo", {"first": 1, "newest": None})

KEPT = {
    "/": ("index.html", "/live/oslo"),
    "/live/oslo": ("index.html", "/live/oslo"),
    "/live/oslo?page=2": ("page/2/index.html", "/live/oslo?page=2"),
    "/live/oslo?topic=trade": ("topic/trade/index.html", "/live/oslo?topic=trade"),
    "/live/oslo?topic=trade&page=2": ("topic/trade/page/2/index.html", "/live/oslo?page=2&topic=trade"),
    "/live/oslo?page=2&topic=trade": ("topic/trade/page/2/index.html", "/live/oslo?page=2&topic=trade"),
    "/live/oslo?key=1": ("key/index.html", "/live/oslo?key=1"),
    "/live/oslo?lang=zh-Hans": ("lang/zh-Hans/index.html", "/live/oslo?lang=zh-Hans"),
    "/live/oslo/readouts?topic=trade": ("readouts/topic/trade/index.html", "/live/oslo/readouts?topic=trade"),
    "/live/oslo/updates/first": ("updates/first/index.html", "/live/oslo/updates/first"),
    "/live/oslo/updates/first/history?before=21": (
        "updates/first/history/before/21/index.html",
        "/live/oslo/updates/first/history?before=21",
    ),
    "/live/oslo/feed.atom": ("feed.atom", "/live/oslo/feed.atom"),
    "/standing#disputed": ("standing/index.html", "/standing"),
    "/static/of-last-week/css/site.css": ("static/css/site.css", "/static/css/site.css"),
}


@pytest.mark.parametrize(("address", "place"), KEPT.items())
def test_an_address_has_a_file_of_its_own(address: str, place: tuple[str, str]) -> None:
    assert LAYOUT.of(address) == ArchivedFile(*place)


@pytest.mark.parametrize(
    "address",
    [
        "/live/oslo?topic=trade&key=1",
        "/live/oslo?topic=../../etc",
        "/live/oslo?topic=",
        "/live/oslo?utm_source=a",
        "/live/oslo/search",
        "/live/oslo/search?q=trade",
        "/live/oslo/itinerary?page=2",
        "/live/oslo/since/abc:1",
        "/live/oslo/embed",
        "/live/oslo-2",
        "/live/other",
        "/desk",
        "/standing?page=1",
        "https://example.org/live/oslo",
        "//example.org/static/a/b",
        "",
    ],
)
def test_what_needs_a_server_or_is_not_of_this_visit_has_no_place(address: str) -> None:
    assert LAYOUT.of(address) is None


def test_an_update_is_found_on_the_page_on_which_it_stands() -> None:
    assert LAYOUT.of_update("/live/oslo/updates/first#u-first") == (LAYOUT.of("/live/oslo?page=1"), "u-first")
    assert LAYOUT.of_update("/live/oslo/updates/newest") == (LAYOUT.of("/live/oslo"), "u-newest")
    assert LAYOUT.of_update("/live/oslo/updates/unknown") is None
    assert LAYOUT.of_update("/live/oslo/updates/first/history") is None


def test_a_file_names_another_by_the_way_to_it() -> None:
    front, topic = ArchivedFile("index.html", ""), ArchivedFile("topic/trade/index.html", "")
    assert relative_link(front, "", "topic/trade/index.html") == "../../index.html"
    assert relative_link(topic, "a", "index.html") == "topic/trade/index.html#a"
    assert relative_link(topic, "a", "topic/trade/index.html") == "#a"
    assert relative_link(topic, "", "topic/trade/index.html") == "index.html"
