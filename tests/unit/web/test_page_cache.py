"""Pages that are kept: made once for a state, never shown past it, and each under one name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import pytest
from werkzeug.exceptions import NotFound

from blog.queries import vocabulary
from blog.web.encoding import EncodedBody
from blog.web.page_cache import arguments
from blog.web.page_cache.arguments import Argument, Params, normalized
from blog.web.page_cache.entries import Address, Entry, PageCache, Partition, Rendered, cache_key
from blog.web.page_cache.vocabulary import VisitVocabularies
from blog.wire.heads import Head, HeadCache, Moment
from blog.wire.log import Cursor

LIVE = Address("/live/talks", "talks", arguments=(*arguments.FILTERS, arguments.PAGE))
NOW = Moment(0, 0.0)
WORDS = {"topic": {"iran", "trade"}, "speaker": {"ada"}, "delegation": set[str](), "stop": {"tokyo"}}


def knows(name: str, value: str) -> bool:
    return value in {**WORDS, "kind": {"readout"}, "lang": {"en"}}[name]


class Known:
    """Heads that the test sets itself."""

    def __init__(self) -> None:
        self.cursor: Cursor | None = Cursor("ab", 7)

    def fresh(self, slug: str) -> Head | None:
        return Head(1, self.cursor, 0.0) if self.cursor and slug == "talks" else None


@pytest.fixture
def known() -> Known:
    return Known()


@pytest.fixture
def cache(known: Known, monkeypatch: pytest.MonkeyPatch) -> PageCache:
    words = VisitVocabularies(["en", "zh"])
    monkeypatch.setattr(vocabulary, "of_visit", lambda _: {name: frozenset(found) for name, found in WORDS.items()})
    words.current("talks", cast(Head, known.fresh("talks")))("topic", "iran")
    return PageCache(cast(HeadCache, known), "this release", words)


def entry(state: str = "ab:7", body: str = "words") -> Callable[[], Entry]:
    made = Rendered(body)
    return lambda: Entry(state, 'W/"tag"', EncodedBody(body.encode(), "text/html"), made, "public", NOW)


def never() -> Entry:
    raise AssertionError("it was rendered already")


def remembered(cache: PageCache, address: Address = LIVE, params: Params | None = None, state: str = "ab:7") -> Entry:
    made = cache.get_or_compute(address, params or {}, lambda it: it.state == state, entry(state))
    cache.enable_middleware(address, made, [("ETag", made.etag), ("X-Request-ID", "of one request")], NOW)
    return made


def test_a_page_is_made_once_for_a_state_and_again_for_the_next(cache: PageCache) -> None:
    page = remembered(cache)
    assert cache.get_or_compute(LIVE, {}, lambda it: it.state == "ab:7", never) is page
    assert cache.get_or_compute(LIVE, {}, lambda it: it.state == "ab:8", entry("ab:8", "new")).encoded.body == b"new"
    assert cache.keys() == ["/live/talks"]


def test_a_page_is_answered_while_its_visit_stands_where_it_stood(cache: PageCache) -> None:
    page = remembered(cache)
    assert cache.find_fresh("/live/talks", "") is page
    assert page.headers == [("ETag", page.etag)]


@pytest.mark.parametrize("head", [Cursor("ab", 8), Cursor("cd", 7), None])
def test_no_page_is_answered_once_the_head_has_moved_or_is_not_known(
    known: Known, cache: PageCache, head: Cursor | None
) -> None:
    remembered(cache)
    remembered(cache, params={"topic": "iran"})
    known.cursor = head
    assert cache.find_fresh("/live/talks", "") is None
    assert cache.find_fresh("/live/talks", "topic=iran") is None


def test_what_was_never_asked_for_is_not_answered(cache: PageCache) -> None:
    assert cache.find_fresh("/live/talks", "") is None
    remembered(cache)
    assert cache.find_fresh("/live/talks", "topic=iran") is None
    assert cache.find_fresh("/live/others", "") is None


def test_tags_differ_by_release_address_question_and_state(known: Known, cache: PageCache) -> None:
    other = PageCache(cast(HeadCache, known), "the next release", VisitVocabularies([]))
    tags = {
        cache.etag(LIVE, {}, "ab:7"),
        other.etag(LIVE, {}, "ab:7"),
        cache.etag(LIVE, {}, "ab:8"),
        cache.etag(LIVE, {"topic": "iran"}, "ab:7"),
        cache.etag(Address("/live/talks/embed", "talks"), {}, "ab:7"),
    }
    assert len(tags) == 5
    assert all(tag.startswith('W/"') for tag in tags)


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("", "/live/talks"),
        ("fbclid=abc&utm_source=a%20friend&before=9&q=x&limit=3&theme=dark", "/live/talks"),
        ("topic=iran&fbclid=abc", "/live/talks?topic=iran"),
        ("topic=iran&key=1", "/live/talks?key=1&topic=iran"),
        ("key=1&topic=iran", "/live/talks?key=1&topic=iran"),
        ("topic=iran&topic=trade&topic=", "/live/talks?topic=iran"),
        ("topic=&key=0&kind=&lang=", "/live/talks"),
        ("topic=nonsense", "/live/talks?topic=-"),
        ("topic=%00%ff", "/live/talks?topic=-"),
        ("topic=IRAN&speaker=nobody&kind=rumour&lang=zh", "/live/talks?kind=-&lang=zh&speaker=-&topic=-"),
        ("page=007", "/live/talks?page=7"),
        ("page=2&page=3", "/live/talks?page=2"),
    ],
)
def test_what_means_the_same_has_the_same_name_before_flask_as_well(cache: PageCache, query: str, name: str) -> None:
    _, _, question = name.partition("?")
    params = dict(pair.split("=") for pair in question.split("&") if pair)
    page = remembered(cache, params=params)
    assert cache.find_fresh("/live/talks", query) is page
    assert cache.keys() == [name]


@pytest.mark.parametrize("query", ["page=", "page=0", "page=-1", "page=abc", "page=1.5", "page=" + "9" * 30])
def test_a_page_without_a_number_is_left_to_flask_which_says_so(cache: PageCache, query: str) -> None:
    remembered(cache)
    assert cache.find_fresh("/live/talks", query) is None


@pytest.mark.parametrize(
    ("argument", "values"),
    [
        (arguments.limit(10, 40), {"": "", "10": "", "5": "5", "+05": "5", "0": "1", "9" * 99: "40", "x": ""}),
        (arguments.reported_limit(10, 40), {"": "", "10": "", "007": "7", "0": "0", "-3": "0", "99": "41", "2.5": "-"}),
        (arguments.THEME, {"": "", "auto": "", "dark": "dark", "red": "", "DARK": ""}),
        (arguments.BEFORE, {"": "", "x": "", "007": "7", "9" * 30: "", "-1": ""}),
        (arguments.PAGE_FROM_1, {"1": "", "01": "", "2": "2"}),
        (arguments.SEARCH_QUERY, {"": "", "  Iran\t DEAL ": "iran deal", "iran deal": "iran deal", " \x00 ": ""}),
        (arguments.FILTERS_THAT_EXIST[0], {"iran": "iran", "nonsense": "", "": ""}),
        (arguments.FILTERS_OF_A_FRAME[4], {"readout": "readout", "rumour": ""}),
        (arguments.FILTERS_OR_NOT_FOUND[0], {"iran": "iran", "": ""}),
    ],
)  # fmt: skip
def test_a_value_has_one_spelling(argument: Argument, values: dict[str, str]) -> None:
    for written, meant in values.items():
        assert argument.normalize(written, knows) == meant, written


def test_machines_are_told_of_a_slip() -> None:
    with pytest.raises(NotFound, match="no such topic"):
        normalized([("topic", "irna")], arguments.FILTERS_OR_NOT_FOUND, knows)


def test_no_number_of_questions_pushes_out_the_page_of_which_nothing_was_asked(cache: PageCache) -> None:
    plain = remembered(cache)
    update = Address("/live/talks/updates/a", "talks", Partition.UPDATES)
    one = remembered(cache, update)
    others = ((Partition.PAGES, "/live/talks"), (Partition.POLLS, "/since"), (Partition.PICTURES, "/preview.png"))
    for partition, path in others:
        for number in range(60):
            address = Address(path if partition is Partition.PAGES else f"{path}/{number}", "talks", partition)
            params: dict[str, Any] = {"q": str(number)} if partition is Partition.PAGES else {}
            cache.get_or_compute(address, params, lambda _: True, entry(body="x" * 200_000))
    assert cache.size <= sum(partition.max_bytes for partition in Partition)
    assert cache.find_fresh("/live/talks", "") is plain
    assert cache.find_fresh("/live/talks/updates/a", "") is one


def test_the_budgets_of_all_shares_are_about_thirty_megabytes() -> None:
    assert sum(partition.max_bytes for partition in Partition) < 30_000_000


def test_a_name_says_what_was_asked_and_nothing_else() -> None:
    assert cache_key("/live/talks", {}) == "/live/talks"
    assert cache_key("/live/talks/search", {"q": "a&page=2"}) == "/live/talks/search?q=a%26page%3D2"
