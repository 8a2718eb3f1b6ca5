"""A reader's line is taken apart as its writer meant it, and what was looked for is shown where it stands."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from blog.text.search import (
    MAX_QUERY_CHARACTERS,
    MAX_QUERY_TERMS,
    PASSAGE_CHARACTERS,
    Pieces,
    marked,
    parse,
    passage,
    searchable,
)


def words(pieces: Pieces) -> str:
    return "".join(part for part, _ in pieces)


def hits(pieces: Pieces) -> list[str]:
    return [part for part, hit in pieces if hit]


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("", ()),
        ("Iran", ("iran",)),
        ("  Iran  Tibet, Iran ", ("iran", "tibet")),
        ('"human rights" Iran', ("human rights", "iran")),
        ("“human  rights”", ("human rights",)),
        ('"not closed', ("not closed",)),
        ("北京、东京。", ("北京", "东京")),
        ("台灣，意見：　全文", ("台湾", "意见", "全文")),
        ("《公报》 蓬佩奥·", ("公报", "蓬佩奥")),
        ("إيران، الصين؟", ("ايران", "الصين")),
        ('ארה"ב ארה״ב "ארה״ב וסין"', ("ארהב", "ארהב וסין")),
        ("美", ("美",)),
        ("plan B", ("plan", "b")),
        ("100,000", ("100000",)),
        ("“U.S.” cease-fire, China’s", ("us", "ceasefire", "chinas")),
        ("dit 'oui'", ("dit", "oui")),
        ("%_\\ NEAR(a b) words:x -y", ("%_\\", "near(a", "b", "words:x", "-y")),
        ("x\x00yz", ("x", "yz")),
    ],
)
def test_words_and_phrases_are_told_apart(typed: str, terms: tuple[str, ...]) -> None:
    query = parse(typed)
    assert (query.terms, query.problem) == (terms, "")


@pytest.mark.parametrize("typed", ["a", "a b", '"', '""', "...", "- ."])
def test_one_letter_is_too_little_and_says_so(typed: str) -> None:
    query = parse(typed)
    assert query.terms == ()
    assert "Too short" in query.problem
    assert not query.is_too_long


def test_a_line_past_the_limit_is_kept_and_says_by_how_much() -> None:
    query = parse("x" * (MAX_QUERY_CHARACTERS + 3))
    assert query.is_too_long
    assert query.problem.startswith("3 characters too long")
    assert query.typed == "x" * (MAX_QUERY_CHARACTERS + 3)
    assert f"(maximum {MAX_QUERY_TERMS})" in parse(" ".join(f"w{n}" for n in range(MAX_QUERY_TERMS + 1))).problem


def test_what_is_searched_is_folded_and_keeps_texts_apart() -> None:
    assert searchable("A Headline", "R&D in São Paulo", "", "Xinhua") == "a headline\nr&d in sao paulo\nxinhua"


def test_what_was_looked_for_is_set_apart_as_it_is_written() -> None:
    pieces = marked("São Paulo, <b> and “China’s” envoy", parse("sao china's").terms)
    assert words(pieces) == "São Paulo, <b> and “China’s” envoy"
    assert hits(pieces) == ["São", "China’s"]


@pytest.mark.parametrize(
    ("written", "typed", "found"),
    [
        ("The U.S. cease-fire", "us ceasefire", ["U.S", "cease-fire"]),
        ("Some 10,000 “came”", "10000 came", ["10,000", "came"]),
        ("قالَ مُحَمَّد إِنَّ", "محمد", ["مُحَمَّد"]),
        ("אמר שָׁלוֹם להם", "שלום", ["שָׁלוֹם"]),
        ("In Łódź and Tromsø", "lodz tromso", ["Łódź", "Tromsø"]),
        ("會見「臺灣」代表", "台湾代表", ["臺灣」代表"]),
        ("می‌خواهد", "میخواهد", ["می‌خواهد"]),
        ("Straßen in Đà Nẵng", "strassen nang", ["Straßen", "Nẵng"]),
    ],
)
def test_what_was_found_in_another_form_is_marked_as_it_stands(written: str, typed: str, found: list[str]) -> None:
    pieces = marked(written, parse(typed).terms)
    assert hits(pieces) == found
    assert words(pieces) == written


def test_terms_that_overlap_are_one_mark() -> None:
    assert hits(marked("Tianjin", parse("tian anjin").terms)) == ["Tianjin"]


def test_a_passage_shows_what_was_found_with_what_is_around_it() -> None:
    text = "Before that nothing. " * 50 + "Then they spoke about Taiwan at length. " + "After that nothing. " * 50
    pieces = passage(text, parse("taiwan").terms)
    shown = words(pieces)
    assert hits(pieces) == ["Taiwan"]
    assert "spoke about Taiwan at length" in shown
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert len(shown) <= PASSAGE_CHARACTERS + 4


def test_a_passage_is_taken_where_most_was_found() -> None:
    text = "Taiwan alone. " + "Nothing here. " * 60 + "Taiwan and Tibet and Iran. " + "Nothing here. " * 60
    assert hits(passage(text, parse("taiwan tibet iran").terms)) == ["Taiwan", "Tibet", "Iran"]


def test_a_short_text_is_shown_whole_and_one_without_a_hit_from_its_beginning() -> None:
    assert passage("They met.", ("met",)) == [("They ", False), ("met", True), (".", False)]
    assert words(passage("word " * 200, ("speaker",))).startswith("word word")


def test_chinese_is_cut_between_characters() -> None:
    pieces = passage("双方就此交换了意见。" * 60 + "台湾问题" + "双方就此交换了意见。" * 60, parse("台湾").terms)
    assert hits(pieces) == ["台湾"]
    assert len(words(pieces)) <= PASSAGE_CHARACTERS + 4


@given(st.text(max_size=400), st.text(max_size=20))
@example("\U00011de0", "a")
def test_every_query_and_every_text_can_be_shown(text: str, typed: str) -> None:
    terms = parse(typed).terms
    shown = words(passage(text, terms))
    assert len(shown) <= PASSAGE_CHARACTERS + 4
    for part in hits(marked(text, terms)):
        assert part
