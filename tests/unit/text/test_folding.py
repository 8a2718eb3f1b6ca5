"""Words are found however they were typed, and are not taken for others."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blog.text.folding import fold, pieces


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Tibet", "TIBET"),
        ("São Paulo", "sao paulo"),
        ("Erdoğan", "ERDOGAN"),
        ("Straße", "strasse"),
        ("İstanbul", "istanbul"),
        ("China’s", "china's"),
        ("“one China”", '"one china"'),
        ("2008–2010", "2008-2010"),
        ("ＡＰＥＣ", "apec"),
        ("ｶﾞｲｺｳ", "ガイコウ"),
        ("trans\u00adpacific", "transpacific"),
        ("cafe\u0301", "café"),
        ("외교부", unicodedata.normalize("NFD", "외교부")),
    ],
)
def test_what_means_the_same_folds_to_the_same(written: str, typed: str) -> None:
    assert fold(written) == fold(typed)


@pytest.mark.parametrize(("one", "other"), [("が", "か"), ("パ", "ハ"), ("台湾", "台灣"), ("й", "н")])
def test_what_means_something_else_does_not(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.text())
def test_the_pieces_of_a_text_are_all_of_it(text: str) -> None:
    text = unicodedata.normalize("NFC", text)
    assert "".join(piece for piece, _ in pieces(text)) == text
    if not text.isascii():
        assert "".join(folded for _, folded in pieces(text)) == fold(text)
