"""A text is cut between what a reader takes for its characters."""

from __future__ import annotations

import unicodedata

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from blog.text.excerpt import excerpt, shortened
from blog.text.graphemes import cut, floor, without_last
from blog.text.markdown import render
from blog.text.search import parse, passage

WHOLE = {
    "a family": "👩‍👩‍👧‍👦",
    "a flag": "🇨🇳",
    "a flag of tags": "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
    "a skin tone": "👍🏽",
    "a keycap": "1️⃣",
    "a letter with marks": "e\u0301\u0323",
    "Devanagari": "क्षि",
    "Tamil": "நி",
    "Thai": "กำ",
    "Hangul jamo": "\u1112\u1161\u11ab",
    "Arabic with marks": "مَّ",
    "Hebrew with marks": "שָׁ",
    "a variant": "葛\U000e0100",
    "a line end": "\r\n",
}


def clusters(text: str) -> list[str]:
    return regex.findall(r"\X", text)


@pytest.mark.parametrize("name", WHOLE)
def test_a_cluster_is_whole_or_not_there(name: str) -> None:
    cluster = WHOLE[name]
    for before in ("", "x", "字"):
        text = before + cluster * 3 + "z"
        for most in range(1, len(text)):
            parts = clusters(cut(text, most))
            assert parts == clusters(text)[: len(parts)] or most < len(cluster)
        assert without_last(before + cluster) == before


@pytest.mark.parametrize("name", [name for name in WHOLE if name != "a line end"])
def test_excerpts_titles_and_passages_end_between_clusters(name: str) -> None:
    text = "字" + WHOLE[name] * 120
    known = clusters(text)
    for most in range(40, 60):
        for short in (shortened(text, most), excerpt(render(text), most)):
            assert len(short) <= most
            assert clusters(short[:-1]) == known[: len(clusters(short[:-1]))]
    shown = "".join(part for part, _ in passage("前" + text + "会谈" + text, parse("会谈").terms)).strip("… ")
    assert set(clusters(shown)) <= {*clusters(unicodedata.normalize("NFC", text)), "前", "会", "谈"}


@given(st.text(max_size=60), st.integers(min_value=0, max_value=70))
def test_the_place_of_a_cut_is_the_last_end_of_a_cluster(text: str, at: int) -> None:
    ends = {0, *(match.end() for match in regex.finditer(r"\X", text))}
    assert floor(text, at) == max(end for end in ends if end <= at)
    assert text.startswith(cut(text, at))


def test_a_pile_of_marks_is_cut_somewhere() -> None:
    pile = "Z" + "\u0335\u0322" * 300
    assert len(shortened(pile, 100)) == 100
    assert cut(pile, 50) == pile[:50]
