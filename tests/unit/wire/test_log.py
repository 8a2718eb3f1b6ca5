"""Cursors as they stand in addresses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blog.wire.log import Cursor, parse


@given(st.from_regex(r"[0-9a-z]{1,16}", fullmatch=True), st.integers(min_value=0, max_value=10**12 - 1))
def test_a_cursor_is_read_as_it_was_written(epoch: str, seq: int) -> None:
    assert parse(str(Cursor(epoch, seq))) == Cursor(epoch, seq)


@pytest.mark.parametrize(
    "text",
    [
        *("", ":", "a:", ":1", "1", "a:b", "A:1", "a:-1", "a:+1", "a:1.0", "a: 1", " a:1", "a:1 ", "a:1\n", "a:1:1"),
        *("a:²", "a:٣", "a:" + "9" * 13, "a" * 17 + ":1", "a\x00:1", "../x:1"),
    ],
)
def test_what_is_not_a_cursor_is_none(text: str) -> None:
    assert parse(text) is None


@given(st.text(max_size=40))
def test_no_text_breaks_the_reading(text: str) -> None:
    found = parse(text)
    assert found is None or str(found).split(":")[0] == text.split(":")[0]
