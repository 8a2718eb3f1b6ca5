"""What becomes of the links of a page in an archive."""

from __future__ import annotations

import pytest

from blog.archive.layout import Layout
from blog.archive.links import Links, stylesheet_files

LAYOUT = Layout("oslo", {"first": 1, "newest": None})
PUBLIC_URL = "https://live.example.org"
LINKS = Links(LAYOUT, PUBLIC_URL)

REWRITTEN = {
    '<a href="/live/oslo/people">P</a>': '<a href="../../people/index.html">P</a>',
    '<a href="#here">H</a>': '<a href="#here">H</a>',
    '<a href="https://example.org/" rel="nofollow">E</a>': '<a href="https://example.org/" rel="nofollow">E</a>',
    '<a href="//example.org/">E</a>': '<a href="//example.org/">E</a>',
    f'<a href="{PUBLIC_URL}/live/oslo">L</a>': f'<a href="{PUBLIC_URL}/live/oslo">L</a>',
    '<a class="c" href="/desk" rel="nofollow">D</a>': '<span class="c">D</span>',
    '<a href="/live/oslo?topic=trade&amp;key=1" data-filter="key=1">K</a>': "<span>K</span>",
    '<a href="/live/oslo/updates/first#u-first">F</a>': '<a href="../../page/1/index.html#u-first">F</a>',
    '<a href="/live/oslo/updates/first#u-first" data-share="t">S</a>': (
        '<a href="../../updates/first/index.html" data-share="t">S</a>'
    ),
    '<img src="/static/x/icons/dateline.svg">': '<img src="../../static/icons/dateline.svg">',
    '<form action="/live/oslo/search"><input name="q"></form>': "",
    "<p>中文 “quoted” &amp; &lt;b&gt;</p>": "<p>中文 “quoted” &amp; &lt;b&gt;</p>",
}
HEAD = {
    f'<link rel="canonical" href="{PUBLIC_URL}/live/oslo">': f'<link rel="canonical" href="{PUBLIC_URL}/live/oslo">',
    f'<link rel="alternate" href="{PUBLIC_URL}/oembed?url=x">': "",
    '<link rel="alternate" href="/live/oslo/feed.atom">': '<link rel="alternate" href="../../feed.atom">',
    '<link rel="modulepreload" href="/static/x/js/page.js">': "",
    '<meta http-equiv="refresh" content="0; url=/live/oslo?page=1#u-first">': (
        '<meta http-equiv="refresh" content="0; url=../../page/1/index.html#u-first">'
    ),
    '<script type="application/ld+json">{"url": "/live/oslo"}</script>': (
        '<script type="application/ld+json">{"url": "/live/oslo"}</script>'
    ),
}


@pytest.mark.parametrize(("before", "after"), REWRITTEN.items())
def test_what_is_inside_is_relative_and_what_leads_to_nothing_is_no_link(before: str, after: str) -> None:
    page = f"<!DOCTYPE html>\n<html><head><title>T</title></head><body>{before}</body></html>"
    written, _ = LINKS.rewritten(page, "topic/trade/index.html")
    assert written.decode() == page.replace(before, after) + "\n"


@pytest.mark.parametrize(("before", "after"), HEAD.items())
def test_the_head_keeps_what_is_public_and_what_is_inside(before: str, after: str) -> None:
    page = f"<!DOCTYPE html>\n<html><head><title>T</title>{before}</head><body></body></html>"
    written, _ = LINKS.rewritten(page, "topic/trade/index.html")
    assert written.decode() == page.replace(before, after) + "\n"


def test_a_page_says_what_it_leads_to() -> None:
    page = '<a href="/live/oslo/updates/first"></a><a href="/desk"></a><script src="/static/x/js/first.js"></script>'
    _, found = LINKS.rewritten(page, "index.html")
    assert [place.path for place in found] == [
        "updates/first/index.html",
        "page/1/index.html",
        "static/js/first.js",
    ]


def test_what_a_stylesheet_loads_is_found() -> None:
    css = 'src:url("../fonts/a.woff2") format("woff2");src:url(../fonts/b.woff2);cursor:url(data:image/png;base64,x)'
    found = [place.path for place in stylesheet_files(css, "static/css/site.css", LAYOUT)]
    assert found == ["static/fonts/a.woff2", "static/fonts/b.woff2"]
