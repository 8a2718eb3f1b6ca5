"""Whole numbers that people and programs send."""

from __future__ import annotations

import pytest

from blog.text.numbers import whole_number


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("7", 7), ("007", 7), ("999999999", 999_999_999)])
def test_up_to_nine_digits_are_a_number(text: str, number: int) -> None:
    assert whole_number(text) == number


@pytest.mark.parametrize("text", ["", " 7", "-7", "+7", "7.0", "1_0", "1e3", "x", "٧", "²", "1234567890"])
def test_anything_else_is_none(text: str) -> None:
    assert whole_number(text) is None
