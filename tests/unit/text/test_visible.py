"""What a reader would see nothing of is no text."""

from __future__ import annotations

import pytest

from blog.text.markdown import read
from blog.text.visible import is_blank

INVISIBLE = (
    *" \t\n\u00a0\u3000\u1680",
    *"\u3164\u115f\u1160\uffa0\u2800",  # letters and a symbol that look like blanks
    *"\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202e\u2060\u2061\u2064\u2066\u2069\ufeff",
    *"\ufe0e\ufe0f\U000e0100\U000e0020\U000e0041\U000e007f\u17b4\u17b5\ufff9\ufffc",
    *"\u0301\u05b8\u064b\u0940\u20e3",
    *".…—–-_*#>!?,;:|~`'\"()[]<+=，。、「」،؟।·•\u0640",
)
SEEN = (*"a7éßЖ北あ한عאक७¼²№✓♥→€©", "🕊️", "🇨🇳", "👍🏽", "1️⃣", "\U0001fae8")

NO_WORDS = (
    "[Source]: https://example.org",
    "[Source]: <https://example.org> 'A title'",
    "---",
    "***\n\n___",
    "> ",
    ">\n>",
    "#",
    "## ",
    "-",
    "- \n- ",
    "1. \n2. ",
    "[](https://example.org)",
    "![](https://example.org/a.jpg)",
    "[ ](https://example.org) ![\u3164](https://example.org/a.jpg)",
    "[![](https://example.org/a.jpg)](https://example.org)",
    "| | |\n|---|---|\n| | |",
    "```\n```",
    "```\n \n```",
    "&nbsp;",
    "&#12644;&ZeroWidthSpace;&shy;",
    "**&nbsp;**",
    "> ---",
    "\\*",
    "` `",
    "…",
)


@pytest.mark.parametrize("character", INVISIBLE, ids=ascii)
def test_a_character_that_shows_nothing_is_no_text(character: str) -> None:
    assert is_blank(character)
    assert is_blank(f"{character} {character}")
    assert read(character * 3).is_blank


@pytest.mark.parametrize("sign", SEEN, ids=ascii)
def test_a_letter_a_digit_a_symbol_and_an_emoji_are_text(sign: str) -> None:
    assert not is_blank(sign)
    assert not read(f"\u200b{sign}\u00a0").is_blank


@pytest.mark.parametrize("source", NO_WORDS)
def test_markup_without_a_word_is_no_text(source: str) -> None:
    assert read(source).is_blank
    assert not read(f"{source}\n\nA word.").is_blank


@pytest.mark.parametrize(
    "source",
    ["[Xinhua](https://example.org)", "![A handshake](https://example.org/a.jpg)", "https://example.org", "`code`",
     "- a\n- b", "| a |\n|---|", "```\nx\n```", "2010.", "<b>", "&eacute;", "**🕊️**"],
)  # fmt: skip
def test_words_in_any_place_are_text(source: str) -> None:
    assert not read(source).is_blank
