"""However many signs a text is made of, reading it is a bounded number of steps, and loses none of it."""

from __future__ import annotations

import sys
from types import FrameType

import pytest

from blog.text.excerpt import plain
from blog.text.markdown import MAX_HTML_CHARACTERS, MAX_LINES, MAX_SPECIAL_CHARACTERS, read, render
from tests.breadth import one_in

LONGEST = 20_000
# Calls of functions. An ordinary long text needs a fifth of it.
MOST_STEPS = 1_500_000

REPEATED = (
    *("[", "]", "![", "*", "_", "`", "~", "~~", "<", ">", "&", "|", "\\", "#", "-", "+", "(", '"', "@", ":", "\n"),
    *("> ", "- ", "1. ", "[](", "[a](", "![a](", "*a **b ", "_a __b ", "**a*", "a**b", "`a``b", "[a]: b\n", "[a]\n"),
    *("[[", "[]", "][", "[a][", "\n> ", "> - ", "- > ", "*[", "[*", "<!--", "<a", "&amp;", "- a\n", "1. a\n", "a\n"),
    *(
        "- a\n\n",
        "2010. a\n\n",
        "> a\n\n",
        "``` a\n",
        "```\n",
        "## a\n",
        "|-|\n",
        "a|",
        "中**",
        "**「",
        "」**",
        "\u3000",
    ),
    *("http://a ", "http://a", "://", "a://", "<http://a", "www.", "www.a.b ", "a@b.c ", "a@", "https://a.b/((("),
)
MADE = {
    "signs just below the limit": "![" * (MAX_SPECIAL_CHARACTERS - 1),
    "stars and brackets just below it": "[*" * (MAX_SPECIAL_CHARACTERS // 2 - 1),
    "brackets, then letters": "[" * (MAX_SPECIAL_CHARACTERS - 1) + "a" * (LONGEST - MAX_SPECIAL_CHARACTERS),
    "stars, then letters": "*a " * (MAX_SPECIAL_CHARACTERS - 1) + "a" * (LONGEST - 3 * MAX_SPECIAL_CHARACTERS),
    "lines just below the limit": "- a\n" * (MAX_LINES - 1),
    "quotations in quotations": "".join("> " * depth + "a\n" for depth in range(140)),
    "lists in lists": "".join("  " * depth + "- a\n" for depth in range(138)),
    "a staircase": "".join(" " * depth + "- a\n" for depth in range(190)),
    "a table of many columns": "|a" * 500 + "|\n" + "|-" * 500 + "|\n" + "a|\n" * 400,
    "a table of empty cells": "|a" * 100 + "|\n" + "|-" * 100 + "|\n" + "a|\n" * 2000,
    "definitions": "".join(f"[{n}]: a\n" for n in range(700)) + "".join(f"[{n}]" for n in range(700)),
    "one definition used often": "[a]: " + "b" * 15_000 + "\n\n" + "[a]" * 1_400,
    "a shorter one used often": "[a]: " + "b" * 590 + "\n\n" + "[a]" * 1_400,
    "an address that never ends": "http://a.b/" + "[a" * 1_400 + "(b" * 5_000,
    "ordinary": "The **talks** [go on](https://example.org/a), they say.\n\n" * 320,
}


def steps(source: str) -> int:
    """How many functions are called to read a text."""
    count = 0

    def called(_frame: FrameType, event: str, _what: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(called)
    try:
        read(source)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("sign", one_in(3, REPEATED, always=("[", "*", "![", "**「")), ids=[*map(repr, REPEATED)])
def test_a_sign_repeated_as_often_as_can_be_is_read_in_bounded_steps(sign: str) -> None:
    assert steps(sign * (LONGEST // len(sign))) < MOST_STEPS


@pytest.mark.parametrize("name", MADE)
def test_a_text_made_to_be_slow_is_read_in_bounded_steps_and_size(name: str) -> None:
    source = MADE[name][:LONGEST]
    assert steps(source) < MOST_STEPS
    assert len(render(source)) <= MAX_HTML_CHARACTERS


@pytest.mark.parametrize("sign", ["[", "*", "_", "`", "<", "|", "~", "&", "[a](b) ", "**a** "])
def test_a_text_of_too_many_signs_is_shown_as_it_was_typed(sign: str) -> None:
    source = f"First {sign * MAX_SPECIAL_CHARACTERS}\nsecond\n\n\nthird"
    assert plain(render(source)) == " ".join(source.split())
    assert render(source).count("<p") == 2
    assert render(source).count("<br>") == 1
    assert not read(source).is_blank


def test_a_text_of_too_many_signs_and_no_word_is_blank() -> None:
    assert read("[" * LONGEST).is_blank
    assert read("\n\n---" * 4_000).is_blank
