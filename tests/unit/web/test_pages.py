"""Pages kept in memory: rendered once for a state, and never shown past it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import cast

import pytest

from blog.settings import ROOT
from blog.web.pages import ARGUMENTS, Page, Pages, address_of
from blog.wire.heads import Head, Heads
from blog.wire.log import Cursor

HTML = "text/html"


class Known:
    """Heads that the test sets itself."""

    def __init__(self) -> None:
        self.cursor: Cursor | None = None

    def fresh(self, slug: str) -> Head | None:
        return Head(1, self.cursor, 0.0) if self.cursor and slug == "talks" else None


@pytest.fixture
def known() -> Known:
    return Known()


@pytest.fixture
def pages(known: Known) -> Pages:
    return Pages(cast(Heads, known), "this release")


def words(text: str) -> Callable[[], str]:
    return lambda: text


def never() -> str:
    raise AssertionError("it was rendered already")


def remembered(pages: Pages, state: str) -> Page:
    page = pages.get("/live/talks?", "talks", state, words("words"), HTML)
    pages.remember("/live/talks?", page, [("ETag", page.etag), ("X-Request-ID", "of one request")])
    return page


def test_a_page_is_rendered_once_for_a_state(pages: Pages) -> None:
    page = pages.get("/?", "", "one", words("words"), HTML)
    assert page.encoded.body == b"words"
    assert pages.get("/?", "", "one", never, HTML) is page


def test_a_page_of_the_state_before_is_not_shown(pages: Pages) -> None:
    before = pages.get("/?", "", "before", words("old"), HTML)
    after = pages.get("/?", "", "after", words("new"), HTML)
    assert after.encoded.body == b"new"
    assert before.etag != after.etag


def test_addresses_do_not_share_a_page(pages: Pages) -> None:
    pages.get("/a?", "", "s", words("a"), HTML)
    assert pages.get("/b?", "", "s", words("b"), HTML).encoded.body == b"b"


def test_another_release_has_another_tag_for_the_same_state(known: Known, pages: Pages) -> None:
    next_release = Pages(cast(Heads, known), "the next release")
    tags = {made.get("/?", "", "s", words("w"), HTML).etag for made in (pages, next_release)}
    assert len(tags) == 2


def test_no_number_of_questions_pushes_out_the_page_of_which_nothing_was_asked(known: Known, pages: Pages) -> None:
    known.cursor = Cursor("ab", 7)
    page = remembered(pages, "ab:7")
    for n in range(300):
        address = f"/live/talks/search?q={n}"
        pages.remember(address, pages.get(address, "talks", "ab:7", words("words"), HTML), [])
    assert pages.fresh("/live/talks?") is page
    assert pages.get("/live/talks?", "talks", "ab:7", never, HTML) is page


@pytest.mark.parametrize(
    ("question", "kept_by"),
    [
        ("", "/live/talks?"),
        ("fbclid=abc&utm_source=a%20friend", "/live/talks?"),
        ("topic=iran&fbclid=abc", "/live/talks?topic=iran"),
        ("topic=iran&key=1", "/live/talks?key=1&topic=iran"),
        ("key=1&topic=iran", "/live/talks?key=1&topic=iran"),
        ("topic=iran&topic=", "/live/talks?topic=iran&topic="),
        ("page=", "/live/talks?page="),
        ("q=%E5%8F%B0%E6%B9%BE", "/live/talks?q=%E5%8F%B0%E6%B9%BE"),
        ("q=a+b", "/live/talks?q=a+b"),
        ("q=a%20b", "/live/talks?q=a+b"),
        ("q=%26page%3D2", "/live/talks?q=%26page%3D2"),
    ],
)
def test_a_page_is_kept_by_what_it_looks_at(question: str, kept_by: str) -> None:
    assert address_of("/live/talks", question) == kept_by


def test_what_the_views_for_readers_look_at_is_known_to_the_memory() -> None:
    asked = re.compile(r"""\bargs(?:\.get\(|\[)"(\w+)"|"(\w+)" in request\.args""")
    views = [path for room in ("reader", "embed") for path in (ROOT / "blog" / "web" / room).rglob("*.py")]
    looked_at = {
        name
        for path in [*views, ROOT / "blog" / "web" / "load.py"]
        for found in asked.findall(path.read_text("utf-8"))
        for name in found
        if name
    }
    assert looked_at >= {"topic", "page", "q", "limit"}, "the views are not read as they are written"
    assert looked_at <= ARGUMENTS


def test_a_page_is_answered_from_memory_while_its_visit_stands_where_it_stood(known: Known, pages: Pages) -> None:
    known.cursor = Cursor("ab", 7)
    page = remembered(pages, "ab:7")
    assert pages.fresh("/live/talks?") is page
    assert page.headers == [("ETag", page.etag)]


@pytest.mark.parametrize("head", [Cursor("ab", 8), Cursor("cd", 7), None])
def test_no_page_is_answered_once_the_head_has_moved_or_is_not_known(
    known: Known, pages: Pages, head: Cursor | None
) -> None:
    remembered(pages, "ab:7")
    known.cursor = head
    assert pages.fresh("/live/talks?") is None


def test_an_address_that_was_never_asked_for_is_not_in_memory(pages: Pages) -> None:
    assert pages.fresh("/live/none?") is None
