"""What may stand in an address."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blog.text.slugs import MAX_CHARACTERS, fresh, is_slug, slugify


@pytest.mark.parametrize("slug", ["a", "beijing-2010", "2010", "a-b-c", "x" * MAX_CHARACTERS])
def test_a_slug_is_small_letters_digits_and_single_hyphens(slug: str) -> None:
    assert is_slug(slug)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-a",
        "a-",
        "a--b",
        "A",
        "a b",
        "a_b",
        "a/b",
        "..",
        "é",
        "北京",
        "a\n",
        "\x00",
        "a.b",
        "x" * (MAX_CHARACTERS + 1),
    ],
)
def test_anything_else_is_not_a_slug(text: str) -> None:
    assert not is_slug(text)


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Qin Gang", "qin-gang"),
        ("São Tomé & Príncipe", "sao-tome-principe"),
        ("  --North Korea!--  ", "north-korea"),
        ("China’s U.S. policy", "chinas-u-s-policy"),
        ("Straße 7", "strasse-7"),
        ("北京", "beijing"),
        ("美中貿易 2010", "meizhongmaoyi-2010"),
        ("외교부", "oegyobu"),
        ("Переговоры", "peregovory"),
        ("العربية", "lrbyh"),
        ("שלום", "slvm"),
        ("……", "item"),
        ("", "item"),
    ],
)
def test_a_name_becomes_a_slug(name: str, slug: str) -> None:
    assert slugify(name) == slug


def test_characters_that_japanese_reads_otherwise_are_left_out_of_its_slugs() -> None:
    assert slugify("東京サミット 2010", "ja") == "samitto-2010"
    assert slugify("東京", "ja-JP") == "item"
    assert slugify("東京", "zh-Hant") == "dongjing"


@given(st.text(max_size=200))
def test_whatever_the_name_its_slug_can_stand_in_an_address(name: str) -> None:
    assert is_slug(slugify(name))


def test_a_slug_that_is_taken_gets_the_first_number_that_is_not() -> None:
    assert fresh("tokyo", set()) == "tokyo"
    assert fresh("tokyo", {"tokyo", "tokyo-2"}) == "tokyo-3"
    assert is_slug(fresh("x" * MAX_CHARACTERS, {"x" * MAX_CHARACTERS}))
