"""What an XML document may hold, by the judgement of a parser that is not ours."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from markupsafe import escape

from blog.text.xml import legal


@given(st.text(st.characters(codec="utf-8")))
def test_any_text_can_be_read_again(text: str) -> None:
    document = f'<a b="{escape(legal(text))}">{escape(legal(text))}</a>'.encode()
    kept = legal(text).replace("\r\n", "\n").replace("\r", "\n")
    assert (etree.fromstring(document).text or "") == kept


@pytest.mark.parametrize("character", ["\x00", "\x08", "\x0b", "\x1f", "\ud800", "\ufffe", "\uffff"])
def test_what_no_document_may_hold_is_taken_out(character: str) -> None:
    assert legal(f"be{character}fore") == "before"


@pytest.mark.parametrize("text", ["\t\n", "é", "会谈", "مرحبا", "👩‍👩‍👧", "]]>", "\x85\u2028"])
def test_everything_else_stays(text: str) -> None:
    assert legal(text) == text
