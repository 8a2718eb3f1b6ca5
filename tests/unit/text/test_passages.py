"""Texts are cut into passages, which are found again after an edit."""

from __future__ import annotations

import pytest

from blog.text import markdown
from blog.text.passages import MOST, MOST_REWORDED, aligned, cut, own_words, suggested, topics_of_words, words_of


def own(text: str, *others: str) -> list[str]:
    return [part for part, is_own in own_words(text, set().union(*map(words_of, others))) if is_own]


def test_paragraphs_items_and_rows_are_passages_and_headings_are_none() -> None:
    text = "## Talks\n\nThey met\nin Vienna.\n\n- One\n  - Inner\n- Two\n\n> Quoted\n\n| a | b |\n|---|---|\n| c | d |"
    assert cut(markdown.render(text)) == ("They met in Vienna.", "One", "Inner", "Two", "Quoted", "a · b", "c · d")


def test_a_line_break_is_no_space_in_chinese_and_an_address_alone_is_no_passage() -> None:
    assert cut("<p>双方<br>会谈</p><p>https://example.org/a</p>") == ("双方会谈",)


def test_a_text_of_thousands_of_lines_has_a_bounded_number_of_passages_and_loses_no_word() -> None:
    found = cut("".join(f"<p>w{number}</p>" for number in range(1_000)))
    assert len(found) == MOST
    assert " ".join(found).split() == [f"w{number}" for number in range(1_000)]


@pytest.mark.parametrize(
    ("before", "after", "kept"),
    [
        (("a", "b"), ("a", "b"), [0, 1]),
        (("a", "b"), ("new words here", "a", "b"), [None, 0, 1]),
        (("a", "b", "c"), ("c", "a"), [2, 0]),
        (("They agreed on trade and steel", "x"), ("x", "They agreed on trade and on steel"), [1, 0]),
        (("They agreed on trade",), ("Nothing like it",), [None]),
        ((), ("a",), [None]),
        (("a", "a"), ("a", "a", "a"), [0, 1, None]),
    ],
)
def test_passages_are_found_again_after_an_edit(before: tuple[str, ...], after: tuple[str, ...], kept: list) -> None:
    assert aligned(before, after) == kept


def test_a_text_that_is_rewritten_as_a_whole_has_new_passages() -> None:
    before = [f"Passage {number} of the talks" for number in range(MOST_REWORDED + 1)]
    assert aligned(before[:-1], [f"{text} again" for text in before[:-1]]) == list(range(MOST_REWORDED))
    assert aligned(before, [f"{text} again" for text in before]) == [None] * len(before)


def test_words_that_no_other_side_uses_are_marked_without_those_of_grammar() -> None:
    assert own("A candid exchange of views, after 15 hours", "An exchange of views") == ["candid", "15 hours"]
    assert own("Zölle und Märkte", "zolle UND markte") == []


def test_neighbouring_words_are_one_mark_and_the_parts_are_the_text() -> None:
    parts = own_words("respect its core interests now", words_of("respect its views"))
    assert [part for part, is_own in parts if is_own] == ["core interests"]
    assert "".join(part for part, _ in parts) == "respect its core interests now"


def test_a_topic_is_suggested_by_its_name_and_by_earlier_words() -> None:
    names = {"taiwan": "Taiwan", "trade": "Trade"}
    earlier = [("Tariffs on steel and access to markets", ["trade"]), ("Arms sales and the strait", ["taiwan"])]
    known = topics_of_words(earlier)
    assert suggested("On Taiwan nothing was agreed.", {}, names) == {"taiwan"}
    assert suggested("Steel tariffs hold back markets.", known, names) == {"trade"}
    assert suggested("Steel was not mentioned.", known, names) == set()
