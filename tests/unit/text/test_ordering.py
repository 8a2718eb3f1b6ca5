"""Names stand where readers of the language look for them."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blog.text.ordering import place


@pytest.mark.parametrize(
    ("lang", "names"),
    [
        ("en", ["2 plus 2", "Ada", "Álvaro", "apple", "Łukasz", "Ob", "O’Brien", "Østby", "Zoe", "Яков", "北京"]),
        ("en", ["Li Na", "Li-Na B", "Liang"]),
        ("es", ["nube", "nzima", "ñandú", "oro"]),
        ("sv", ["Zorn", "Åberg", "Ärlig", "Öst"]),
        ("uk", ["Ганна", "Ґео", "Дніпро", "Ірина", "Йосип", "Kyiv"]),
        ("ru", ["Ёлкин", "Жуков", "Яков", "Adams"]),
        ("ar", ["أحمد", "إيران", "باريس", "صين", "هنا", "ياسر", "Paris"]),
        ("fa", ["آلمان", "ایران", "پاریس", "تهران", "چین", "ژاپن", "کابل", "گیلان", "لندن", "وین", "هند", "یزد"]),
        ("he", ["אביב", "בֵּרלין", "גליל", "London"]),
        ("ko", ["가나", "나주", "외교부", "하노이", "Seoul", "北京"]),
        ("ja", ["APEC", "あさひ", "アメリカ", "カナダ", "ガーナ", "ソウル", "北京"]),
        ("zh", ["安全", "北京", "朝鲜", "经贸", "人权", "台湾", "西藏", "APEC"]),
        ("zh-Hant", ["一中", "人權", "北京", "臺灣", "貿易", "APEC"]),
    ],
)
def test_names_are_in_the_order_of_the_language(lang: str, names: list[str]) -> None:
    shuffled = random.Random(7).sample(names, len(names))
    assert sorted(shuffled, key=lambda name: place(name, lang)) == names


def test_the_same_names_stand_otherwise_in_another_language() -> None:
    names = ["北京", "安全", "Zagreb"]
    assert sorted(names, key=lambda name: place(name, "zh")) == ["安全", "北京", "Zagreb"]
    assert sorted(names, key=lambda name: place(name, "en"))[0] == "Zagreb"


@given(st.lists(st.text(max_size=8), max_size=8), st.sampled_from(["en", "zh", "zh-Hant", "ja", "fa", "x-y"]))
def test_every_name_has_one_place(names: list[str], lang: str) -> None:
    shuffled = random.Random(3).sample(names, len(names))
    assert sorted(shuffled, key=lambda name: place(name, lang)) == sorted(names, key=lambda name: place(name, lang))
