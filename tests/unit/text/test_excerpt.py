"""Short plain text out of HTML."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blog.text.excerpt import ends_as_sentence, excerpt, plain, shortened
from blog.text.markdown import render


def test_words_of_different_blocks_do_not_run_together() -> None:
    assert plain("<p>One</p><p>two</p><ul><li>three</li><li>four</li></ul>five<br>six") == "One two three four five six"


def test_chinese_sentences_have_no_space_between_them_but_words_of_different_blocks_do() -> None:
    assert plain("<p>会谈“坦率。”</p><p>美方说。</p><p>“正轨。”</p><ul><li>北京</li><li>东京</li></ul>") == (
        "会谈“坦率。”美方说。“正轨。”北京 东京"
    )


def test_entities_become_characters_once() -> None:
    assert plain("<p>Q&amp;A: 1 &lt; 2, &amp;amp;</p>") == "Q&A: 1 < 2, &amp;"


def test_markup_leaves_no_trace_and_a_script_not_even_its_words() -> None:
    assert plain("<p>a <strong>b</strong></p><script>alert(1)</script>") == "a b"


def test_short_text_is_left_as_it_is() -> None:
    assert excerpt("<p>Short.</p>", 6) == "Short."


def test_long_text_is_cut_between_words_without_a_hanging_comma() -> None:
    assert excerpt("<p>The talks, it was said, go on tomorrow</p>", 25) == "The talks, it was said…"


def test_text_without_spaces_is_cut_between_characters() -> None:
    assert excerpt("北京重申对话是解决问题的唯一途径", 8) == "北京重申对话是…"


@pytest.mark.parametrize(
    ("words", "most", "cut"),
    [
        ("双方重申，对话是唯一途径", 6, "双方重申…"),
        ("发表了《上海公报》全文", 6, "发表了《上…"),
        ("发表了《上海公报》全文", 5, "发表了…"),
        ("발표했다. 회담은 내일 계속된다", 13, "발표했다. 회담은…"),
        ("قال الوزير، إن المحادثات مستمرة", 13, "قال الوزير…"),
        ("می‌خواهد که گفت‌وگو ادامه یابد", 14, "می‌خواهد که…"),
        ("葛\U000e0100葛\U000e0100葛\U000e0100", 4, "葛\U000e0100…"),
        ("👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧", 12, "👨‍👩‍👧👨‍👩‍👧…"),
        ("🇨🇳🇺🇸🇯🇵🇰🇷", 6, "🇨🇳🇺🇸…"),
    ],
)
def test_no_script_is_cut_within_a_character_nor_after_a_sign_that_opens(words: str, most: int, cut: str) -> None:
    assert shortened(words, most) == cut


@pytest.mark.parametrize("words", ["Growth <3 % expected", "Signed <by both>: a & b", "<script>", "Q&amp;A"])
def test_a_sign_in_plain_text_that_looks_like_markup_is_none(words: str) -> None:
    assert shortened(words) == words


def test_plain_text_is_put_on_one_line_and_cut_as_the_words_of_html_are() -> None:
    assert shortened(" Growth <3 %,\n it was said, from tomorrow ", 27) == "Growth <3 %, it was said…"


@given(st.text(max_size=300), st.integers(min_value=2, max_value=80))
def test_an_excerpt_is_one_line_and_never_longer_than_asked(text: str, most: int) -> None:
    short = excerpt(render(text), most)
    assert len(short) <= most
    assert "\n" not in short
    assert short == short.strip()


@pytest.mark.parametrize("markup", ["", "<p></p>", "<p> \n </p>"])
def test_nothing_is_an_empty_excerpt(markup: str) -> None:
    assert excerpt(markup) == ""


def test_an_address_alone_on_a_line_is_left_out_unless_there_is_nothing_else() -> None:
    def of(source: str) -> str:
        return excerpt(render(source))

    address = "https://ministry.example/a?b=1&c=2"
    assert of(f"They have arrived.\n\n{address}") == "They have arrived."
    assert of(f"{address}\nThey have arrived.\nwww.ministry.example") == "They have arrived."
    assert of(address) == address
    assert of(f"Read {address} in full.") == f"Read {address} in full."
    assert of(f"They have arrived.\n\n[The text]({address})") == "They have arrived. The text"


def test_a_sentence_may_end_in_closing_marks() -> None:
    western = ("He left.", "“He left.”", "„Er ging!“", "»Er ging.«", "« Il part ! »", "(He left?)")
    others = ("「行った。」", "他走了。”", "غادر؟")
    assert [text for text in western + others if not ends_as_sentence(text)] == []
    assert [text for text in ("Beijing", "The “summit”", "(left)", "2010. Beijing", "") if ends_as_sentence(text)] == []
