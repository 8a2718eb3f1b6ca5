"""What is pasted as plain text comes out as it looked; Markdown that is meant still works."""

from __future__ import annotations

import re

import pytest

from blog.text.excerpt import plain
from blog.text.markdown import render


def shown(source: str) -> str:
    """The HTML without directions and without line ends, which mean nothing in it."""
    return re.sub(r' dir="\w+"|\n', "", render(source))


AS_TYPED = (
    "2010. The year of the visit.",
    "3. März: Ankunft",
    "- 5 degrees at noon",
    "1. 5 percent",
    "* Prices without tax",
    "+ 5 percent",
    "# 5",
    "#hashtag",
    "#",
    ">5 percent more",
    "2*3*4 = 24",
    "2**3**4",
    "f**k this, f**k that",
    "bulls*** and c***",
    "a * b * c",
    "snake_case_word and _another",
    "5 < 6 <3 > 4",
    "Q&A, R&D, AT&T, a=1&copy=2",
    "~5 people ~ 6",
    "-5 degrees",
    "−5 degrees",
    "— Oui, dit-il.",
    "U.S.Government file.py 1.5m e.g.this 10.00",
    "~~~",
    "``` not closed",
    "[1]: a footnote",
    "[sic] and [...] and (a)",
    "!important",
    "C:\\Users",
    "1.5 | 2.5",
    "=====",
    "@handle",
    "http://",
)


@pytest.mark.parametrize("line", AS_TYPED)
def test_a_line_of_plain_text_is_shown_as_it_was_typed(line: str) -> None:
    html = shown(f"{line}\n\nAnother paragraph.")
    assert html.startswith("<p>")
    assert html.count("<") == 4, html
    assert plain(html) == f"{line} Another paragraph."


def test_line_ends_stay() -> None:
    assert shown("Dear Sir,\nthe talks\n    go on.\n\n\nYours") == "<p>Dear Sir,<br>the talks<br>go on.</p><p>Yours</p>"
    assert shown("双方重申\n对话") == "<p>双方重申<br>对话</p>"
    assert plain(render("双方重申\n对话，\n合作 and\nmore")) == "双方重申对话，合作 and more"


def test_a_line_under_a_quotation_or_a_list_is_no_part_of_it() -> None:
    assert shown("> We agree.\nThat is what they say.") == (
        "<blockquote><p>We agree.</p></blockquote><p>That is what they say.</p>"
    )
    assert shown("> a\n> b\n>\n> c") == "<blockquote><p>a<br>b</p><p>c</p></blockquote>"
    assert shown("Points:\n- a\n- b\nNo more.") == "<p>Points:</p><ul><li>a</li><li>b</li></ul><p>No more.</p>"
    assert shown(">> a\n> b") == "<blockquote><blockquote><p>a</p></blockquote><p>b</p></blockquote>"


def test_lists_that_are_meant_are_lists() -> None:
    assert shown("- a") == "<ul><li>a</li></ul>"
    assert shown("1. a") == "<ol><li>a</li></ol>"
    assert shown("- a\n- b") == "<ul><li>a</li><li>b</li></ul>"
    assert shown("* a\n\n* b").startswith("<ul><li><p>a</p></li>")
    assert shown("1. a\n2. b") == shown("1. a\n1. b") == "<ol><li>a</li><li>b</li></ol>"
    assert shown("2009. a\n2010. b") == "<p>2009. a<br>2010. b</p>"
    assert shown("30. a\n31. b") == '<ol start="30"><li>a</li><li>b</li></ol>'
    assert shown("- a\n  - b\n- c") == "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>"
    assert shown("- a\n  more\n- b") == "<ul><li>a<br>more</li><li>b</li></ul>"
    assert shown("    - a\n    - b") == "<ul><li>a</li><li>b</li></ul>"


def test_dashes_under_a_text_and_numbers_with_a_bracket_stay_as_they_are() -> None:
    assert shown("A line\n---\nB") == "<p>A line<br>---<br>B</p>"
    assert shown("- a\n---\nB") == "<ul><li>a</li></ul><p>---<br>B</p>"
    assert shown("> a\n> ---\n> b") == "<blockquote><p>a<br>---<br>b</p></blockquote>"
    assert shown("1) a\n2) b") == "<p>1) a<br>2) b</p>"
    assert shown("1. a\n   1) b\n   2) c\n2. d") == "<ol><li>a<br>1) b<br>2) c</li><li>d</li></ol>"


def test_a_table_without_a_head_has_none() -> None:
    rows = "|---|---|\n| 1 | |\n| 2 | b |"
    body = "<tbody><tr><td>1</td><td></td></tr><tr><td>2</td><td>b</td></tr></tbody>"
    assert shown(f"| | |\n{rows}") == f"<table>{body}</table>"
    head = "<thead><tr><th></th><th>a</th></tr></thead>"
    assert shown(f"| | a |\n{rows}") == f"<table>{head}{body}</table>"
    assert shown("| | |\n|---|---|\n\n- a\n- b").endswith("<ul><li>a</li><li>b</li></ul>")


def test_a_list_keeps_the_numbers_that_were_typed() -> None:
    assert shown("1. a\n2. b\n4. c\n5. d") == '<ol><li>a</li><li>b</li><li value="4">c</li><li>d</li></ol>'
    assert shown("2009. a\n2015. b") == "<p>2009. a<br>2015. b</p>"


def test_headings_rules_code_and_tables_that_are_meant_are_that() -> None:
    assert shown("## Positions\nOn trade") == "<h4>Positions</h4><p>On trade</p>"
    assert shown("Title\n\n---\n\nmore") == shown("Title\n\n---\nmore") == "<p>Title</p><hr><p>more</p>"
    assert shown("```\na\n```") == "<pre><code>a</code></pre>"
    assert "<td>1</td>" in shown("| a | b |\n|---|---|\n| 1 | 2 |")
    assert shown("**a** *b* ~~c~~ `d` \\*e\\*") == ("<p><strong>a</strong> <em>b</em> <s>c</s> <code>d</code> *e*</p>")


def test_a_definition_that_a_link_uses_is_not_shown_and_another_is() -> None:
    assert shown("[Source]: https://a.example\n\nThe [source] says") == (
        '<p>The <a href="https://a.example" rel="nofollow noopener">source</a> says</p>'
    )
    assert plain(render("They met.\n\n[Source]: https://a.example")) == "They met. [Source]: https://a.example"


def test_what_is_nested_too_deeply_is_not_lost() -> None:
    for mark in ("> ", ">", "- a\n  "):
        assert "the end" in render(mark * 60 + "the end")
    assert "the end" in render("\n".join("  " * depth + "- the end" for depth in range(40)))


LINK = '<a href="{0}" rel="nofollow noopener">{1}</a>'


@pytest.mark.parametrize(
    ("address", "after"),
    [
        ("https://a.example/b", ". Then"),
        ("https://a.example/b", ", then"),
        ("https://a.example/b", "?!"),
        ("https://a.example/b", "…"),
        ("https://a.example/b", "。他说"),
        ("https://a.example/b", "，他说"),
        ("https://a.example/b", "）他说"),
        ("https://a.example/b", "」と"),
        ("https://a.example/b", "北京"),
        ("https://a.example", "是"),
        ("https://a.example/b", "، ثم"),
        ("https://a.example/b", "؟"),
        ("https://a.example/b", "۔"),
        ("https://a.example/b", "। और"),
        ("https://a.example/b", "” he said"),
        ("https://a.example/b", "» dit-il"),
        ("https://a.example/b", ")"),
        ("https://a.example/b_(c)", ")"),
        ("https://a.example/b", '"'),
        ("https://a.example/b", "**"),
        ("https://a.example/_b_/c__d", ""),
        ("https://a.example/b?c=1;d=%20#e", ";"),
        ("http://localhost:8000/x", " x"),
        ("https://user@a.example/b", "."),
        ("HTTPS://A.EXAMPLE/B", "."),
    ],
)
def test_a_bare_address_becomes_a_link_and_what_stands_after_it_does_not(address: str, after: str) -> None:
    html = shown(f"见{address}{after}")
    assert html.startswith("<p>见<a href=")
    assert f">{address}</a>" in html


@pytest.mark.parametrize(
    ("typed", "href"),
    [
        ("https://例え.jp/路", "https://xn--r8jz45g.jp/%E8%B7%AF"),
        ("https://zh.example.org/wiki/北京", "https://zh.example.org/wiki/%E5%8C%97%E4%BA%AC"),
        ("https://موقع.example/صفحة", "https://xn--4gbrim.example/%D8%B5%D9%81%D8%AD%D8%A9"),
        ("www.mfa.gov.cn/eng", "http://www.mfa.gov.cn/eng"),
        ("press@mfa.gov.cn", "mailto:press@mfa.gov.cn"),
        ("https://a.example/?b=1&copy=2", "https://a.example/?b=1&amp;copy=2"),
    ],
)
def test_an_address_is_shown_as_it_was_typed(typed: str, href: str) -> None:
    shown_address = typed.replace("&", "&amp;")
    assert shown(f"({typed}), they say") == f"<p>({LINK.format(href, shown_address)}), they say</p>"


def test_an_address_in_a_link_or_in_code_is_left_alone() -> None:
    link = LINK.format("https://a.example", "https://b.example")
    assert shown("[https://b.example](https://a.example)") == f"<p>{link}</p>"
    assert shown("`https://b.example`") == "<p><code>https://b.example</code></p>"


def test_a_picture_becomes_a_link_with_its_words() -> None:
    photo = LINK.format("https://www.a.example/b.jpg", "A handshake")
    assert shown("Photo: ![A handshake](https://www.a.example/b.jpg) at noon.") == f"<p>Photo: {photo} at noon.</p>"
    assert ">a.example</a> at noon" in shown("Photo: ![](https://www.a.example/b.jpg) at noon.")
    assert shown("[![A **hand**shake](https://b.example/b.jpg)](https://a.example)") == (
        f"<p>{LINK.format('https://a.example', 'A handshake')}</p>"
    )
    assert ">A handshake</a>" in shown("![A handshake][p]\n\n[p]: https://a.example/b.jpg")
    assert ">a.example</a>" in shown("See [](https://a.example/x) for more.")
