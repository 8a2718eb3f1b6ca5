"""A hostile site costs little: no time, no memory, no word that turns a page around."""

from __future__ import annotations

import gzip
import tracemalloc
from http.server import BaseHTTPRequestHandler
from threading import Event, Thread

import pytest

from blog.fetching import FetchFailed, Found, client, read_card
from blog.fetching.found import EXCERPT_CHARACTERS, TITLE_CHARACTERS
from tests.elsewhere import Elsewhere
from tests.wait import until

URL = "http://site.example/"


def card(elsewhere: Elsewhere, url: str = URL, seconds: float = 30.0) -> Found:
    return read_card(elsewhere.fetcher(seconds=seconds), url)


def test_an_endless_page_is_read_to_its_bound(elsewhere: Elsewhere) -> None:
    sent = []

    def flow(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/html")
        handler.end_headers()
        handler.wfile.write(b"<title>Endless</title>")
        while True:
            handler.wfile.write(64 * 1024 * b" ")
            sent.append(64 * 1024)

    elsewhere.pages["/"] = flow
    assert card(elsewhere).title == "Endless"
    assert sum(sent) < 64 * client.MAX_BYTES, "the buffers between may hold some of it"


@pytest.mark.parametrize("drips", ["head", "body"])
def test_a_page_that_drips_is_given_up_at_the_deadline(elsewhere: Elsewhere, drips: str) -> None:
    closed = Event()

    def drip(handler: BaseHTTPRequestHandler) -> None:
        if drips == "body":
            handler.send_response(200)
            handler.send_header("Content-Type", "text/html")
            handler.end_headers()
        while not closed.wait(0.05):
            handler.wfile.write(b"x")
            handler.wfile.flush()

    elsewhere.pages["/"] = drip
    with pytest.raises(FetchFailed, match="too long") as failed:
        card(elsewhere, seconds=0.5)
    closed.set()
    assert not failed.value.is_final


def test_a_packed_page_is_unpacked_to_its_bound(elsewhere: Elsewhere) -> None:
    bomb = gzip.compress(b"<title>Packed</title>" + 200 * client.MAX_BYTES * b" ")
    assert len(bomb) < client.MAX_BYTES, "it is no bomb"
    elsewhere.page("/", bomb, Content_Encoding="gzip")
    fetcher = elsewhere.fetcher()
    tracemalloc.start()
    try:
        assert len(fetcher.get(URL, client.PAGES, fetcher.deadline()).body) == client.MAX_BYTES
        assert tracemalloc.get_traced_memory()[1] < 8 * client.MAX_BYTES, "one piece was unpacked whole"
    finally:
        tracemalloc.stop()
    assert card(elsewhere).title == "Packed"


def test_redirects_end(elsewhere: Elsewhere) -> None:
    elsewhere.redirect("/", URL)
    with pytest.raises(FetchFailed, match="redirects too often"):
        card(elsewhere)
    assert len(elsewhere.asked) == client.MAX_REDIRECTS + 1


@pytest.mark.parametrize("content_type", ["image/png", "application/pdf", "application/octet-stream", "text/plain"])
def test_only_pages_are_read(elsewhere: Elsewhere, content_type: str) -> None:
    elsewhere.page("/", "<title>No page</title>", content_type)
    with pytest.raises(FetchFailed, match="is no page"):
        card(elsewhere)


@pytest.mark.parametrize(
    ("sent", "header", "declared"),
    [
        ("utf-8", "utf-8", ""),
        ("utf-8", "no-such-charset", ""),
        ("utf-8", "", "utf-16"),
        ("utf-8", "", "hex"),
        ("utf-8", "punycode", "idna"),
        ("utf-8", "", ""),
        ("gbk", "", "gb2312"),
        ("gb18030", "gb18030", "utf-8"),
        ("big5", "big5", ""),
        ("shift_jis", "", "Shift_JIS"),
        ("utf-16", "", ""),
    ],
)
def test_every_charset_that_pages_use_is_read(elsewhere: Elsewhere, sent: str, header: str, declared: str) -> None:
    page = (f'<meta charset="{declared}">' if declared else "") + "<title>北京 12</title>"
    elsewhere.page("/", page.encode(sent), f"text/html; charset={header}" if header else "text/html")
    assert card(elsewhere).title == "北京 12"


def test_a_wrong_charset_harms_nothing_but_its_own_words(elsewhere: Elsewhere) -> None:
    elsewhere.page("/", b"<title>Gen\xe8ve \x81\xff</title>", "text/html; charset=utf-8")
    assert card(elsewhere).title.startswith("Gen")


def test_long_and_hostile_words_are_cut_and_cleaned(elsewhere: Elsewhere) -> None:
    elsewhere.page(
        "/",
        "<title>Over \u202etxt.exe\u2066 <b>&lt;script&gt;alert(1)&lt;/script&gt;</b>\x00\x07 &#8238;x</title>"
        f'<meta name="description" content="{400 * "👩‍👩‍👧‍👦"}">'
        '<meta property="og:site_name" content="\u200b\u2060"><meta name="author" content="A\n\n  B">',
    )
    found = card(elsewhere)
    assert found.title == "Over txt.exe <b><script>alert(1)</script></b> x"
    assert len(found.excerpt) <= EXCERPT_CHARACTERS
    assert found.excerpt.removesuffix("…").replace("👩‍👩‍👧‍👦", "") == "", "a family was cut in two"
    assert found.author == "A B"


def test_a_title_of_five_megabytes_is_cut(elsewhere: Elsewhere) -> None:
    elsewhere.page("/", f"<title>{5 * 1024 * 1024 * 'a'}</title>")
    assert len(card(elsewhere).title) <= TITLE_CHARACTERS


@pytest.mark.parametrize(
    "page",
    [
        "",
        "<!-- nothing -->",
        "<title> </title>",
        50_000 * "<div>" + "<title></title>",
        '<script type="application/ld+json">' + 20_000 * "[" + "</script>",
        '<script type="application/ld+json">{"@type": ["Article"], "author": [[[]]], "headline": 7}</script>',
        '<link type="application/json+oembed" href="http://[::1">',
    ],
)
def test_a_page_that_says_nothing_gets_no_card(elsewhere: Elsewhere, page: str) -> None:
    elsewhere.page("/", page)
    with pytest.raises(FetchFailed):
        card(elsewhere)


def test_half_a_character_in_linked_data_reaches_no_database(elsewhere: Elsewhere) -> None:
    said = '{"@type": "NewsArticle", "headline": "Half \\ud83d a face", "author": {"name": "\\udc00Jo"}}'
    elsewhere.page("/", f'<script type="application/ld+json">{said}</script>')
    found = card(elsewhere)
    assert (found.title, found.author) == ("Half a face", "Jo")


def test_a_host_gets_one_request_at_a_time(elsewhere: Elsewhere) -> None:
    go_on, inside = Event(), []

    def wait(handler: BaseHTTPRequestHandler) -> None:
        inside.append(len(inside))
        go_on.wait(60)
        handler.send_error(503)

    elsewhere.pages["/"] = wait
    fetcher = elsewhere.fetcher()

    def attempt() -> None:
        with pytest.raises(FetchFailed):
            read_card(fetcher, URL)

    threads = [Thread(target=attempt) for _ in range(3)]
    for thread in threads:
        thread.start()
    until(lambda: inside, "nobody came in")
    assert len(elsewhere.connected) == 1
    go_on.set()
    for thread in threads:
        thread.join()
    assert len(elsewhere.connected) == 3
    assert elsewhere.agents == {"Dateline (+https://live.example)"}
