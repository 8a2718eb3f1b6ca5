"""What was changed between two wordings, for texts with spaces and without."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blog.text import anchors
from blog.text.diff import ADDED, REMOVED, SAME, Run, changed, compare, tokens

TALKS = "The talks lasted three days. Both sides call them candid and in depth."
会谈 = "双方会谈持续三天,气氛坦率。"


def test_a_word_that_was_replaced_is_marked_alone() -> None:
    assert compare(TALKS, TALKS.replace("three", "two")) == (
        (
            Run(SAME, "The talks lasted "),
            Run(REMOVED, "three"),
            Run(ADDED, "two"),
            Run(SAME, " days. Both sides call them candid and in depth."),
        ),
    )


def test_a_character_that_was_replaced_in_chinese_is_marked_alone() -> None:
    assert compare(会谈, 会谈.replace("三", "两")) == (
        (Run(SAME, "双方会谈持续"), Run(REMOVED, "三"), Run(ADDED, "两"), Run(SAME, "天,气氛坦率。")),
    )


def test_a_word_is_never_cut_in_pieces() -> None:
    (runs,) = compare("They agreed on the disarmament of both sides.", "They agreed on the armament of both sides.")
    assert Run(REMOVED, "disarmament") in runs
    assert Run(ADDED, "armament") in runs


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("$6.4 billion, 6,400", ["$", "6.4", " ", "billion", ",", " ", "6,400"]),
        ("café नमस्ते", ["cafe\u0301", " ", "नमस्ते"]),
        ("ก็ดี", ["ก็", "ดี"]),
        ("東京へ", ["東", "京", "へ"]),
        ("서울 회담", ["서울", " ", "회담"]),
        ("a\n\nb", ["a", "\n", "\n", "b"]),
        ("\u0301x", ["\u0301", "x"]),
    ],
)
def test_tokens_are_words_numbers_and_single_characters_where_words_have_no_spaces(text: str, found: list[str]) -> None:
    assert [token.replace("é", "e\u0301") for token in tokens(text)] == found


def test_paragraphs_that_came_and_went_stand_by_themselves() -> None:
    paragraphs = compare(
        "One stays here.\nTwo goes away.\nThree stays too.", "One stays here.\nThree stays too.\nFour."
    )
    assert [[run.op for run in runs] for runs in paragraphs] == [[SAME], [REMOVED], [SAME], [ADDED]]
    assert [runs[0].text for runs in changed(paragraphs)] == ["Two goes away.", "Four."]


def test_an_item_that_came_into_a_list_is_marked_with_its_dot_and_nothing_else_is() -> None:
    old = "• The talks on trade\n• The talks on Iran"
    new = "• The talks on trade\n• The talks on Taiwan\n• The talks on Iran"
    assert changed(compare(old, new)) == ((Run(ADDED, "• The talks on Taiwan"),),)
    assert changed(compare("• 台湾\n• 伊朗", "• 台湾\n• 贸易\n• 伊朗")) == ((Run(ADDED, "• 贸易"),),)


def test_the_same_text_has_no_changes() -> None:
    assert changed(compare(TALKS, TALKS)) == ()
    assert compare("", "") == ()


def test_a_text_that_was_written_anew_is_read_after_the_old_one_and_not_into_it() -> None:
    old, new = "We expect him to see the minister.", "The ministry named four officials on Thursday."
    assert compare(old, new) == ((Run(REMOVED, old),), (Run(ADDED, new),))


def test_markup_in_a_text_stays_text() -> None:
    (runs,) = compare("a <b> c and so on", "a <script> c and so on")
    assert "".join(run.text for run in runs if run.op != REMOVED) == "a <script> c and so on"


@given(st.text(alphabet="ab 三两。\n<&é1", max_size=60), st.text(alphabet="ab 三两。\n<&é1", max_size=60))
def test_either_text_can_be_put_together_again_but_for_empty_lines(before: str, after: str) -> None:
    for text, other in ((before, REMOVED), (after, ADDED)):
        kept = compare(before, after)
        lines = ["".join(run.text for run in runs if run.op in (SAME, other)) for runs in kept]
        assert "".join(lines) == text.replace("\n", "")


def test_many_changes_in_a_long_text_are_each_found() -> None:
    words = [f"word{number} of" for number in range(900)]
    old, new = " ".join(words), " ".join("other" if number % 9 == 4 else word for number, word in enumerate(words))
    (runs,) = compare(old, new)
    assert sum(run.op == ADDED for run in runs) == 100
    assert "".join(run.text for run in runs if run.op != ADDED) == old


def test_what_would_take_too_many_steps_counts_as_rewritten(monkeypatch: pytest.MonkeyPatch) -> None:
    old, new = "a b a b a b a c", "a b b a b b a d"
    assert [run.op for run in compare(old, new)[0]].count(SAME) > 1
    monkeypatch.setattr(anchors, "MAX_PAIRS", 1)
    assert [run.op for run in compare(old + ".", new + ".")[0]].count(SAME) <= 2


LONGEST = 19_900
WORST = {
    "in turn": ("a b " * 4_975, "b a " * 4_975),
    "signs": ("+-" * 9_950, "-+!" * 6_633),
    "shuffled": (" ".join(f"w{n % 700}" for n in range(5_000)), " ".join(f"w{n * 13 % 700}" for n in range(5_000))),
    "backwards": ("".join(map(chr, range(0x4E00, 0x9900))), "".join(map(chr, range(0x98FF, 0x4E00, -1)))),
    "lines": ("\n".join(f"line {n}" for n in range(2_000)), "\n".join(f"line {n * 7 % 2_000}" for n in range(2_000))),
}


@pytest.mark.parametrize("name", WORST)
def test_two_texts_made_to_be_slow_are_compared_in_bounded_steps(name: str) -> None:
    old, new = (text[:LONGEST] for text in WORST[name])
    steps = 0

    def called(_frame: FrameType, event: str, _what: object) -> Callable[..., object]:
        nonlocal steps
        steps += event == "line"
        return called

    sys.settrace(called)
    try:
        compare(old, new)
    finally:
        sys.settrace(None)
    assert steps < 4_000_000
