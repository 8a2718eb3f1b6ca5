"""Words are found however they were typed, and are not taken for others."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blog.text.folding import fold, mapped


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
        (
            "Đà Nẵng, Łódź, Tromsø, ısı, Þór, Æsir, œuvre, ŋ, ħ",
            "Da Nang, Lodz, Tromso, isi, Thor, AEsir, oeuvre, ng, h",
        ),
        ("Azərbaycan", "Azerbaycan"),
        ("cease-fire", "ceasefire"),
        ("Sino–US", "SinoUS"),
        ("the U.S.-led talks in the U.K.", "the US-led talks in the UK"),
        ("J.F.K. and С.Ш.А.", "JFK and США"),
        ("10,000 and 10 000 and 10.000 and 10\u202f000", "10000 and 10000 and 10000 and 10000"),
        ("1,234,567", "1234567"),
        ("China’s “one” `two` «three» 'four'", "Chinas one two three four"),
        ("« Oui »", " Oui "),
        ("Sana‘a, Sanaʿa, об’єднання", "Sanaa, Sanaa, обєднання"),
        ("ёлка, ре́чь", "елка, речь"),
        ("شَهِدَ مُحَمَّدٌ", "شهد محمد"),
        ("مـــوسكو", "موسكو"),
        ("إيران أحمد آسيا ٱلله", "ايران احمد اسيا الله"),
        ("مصطفى علی", "مصطفي علي"),
        ("کابل مدرسة", "كابل مدرسه"),
        ("مؤتمر رئيس", "موتمر رييس"),
        ("١٢٬٣٤٥, ۱۲۳, १२३", "12345, 123, 123"),
        ("שָׁלוֹם עַל־יִשְׂרָאֵל", "שלום עלישראל"),
        ("ארה״ב ג׳", "ארהב ג"),
        ("Ἀθῆναι", "αθηναι"),
        ("臺灣、裡、衞生、羣眾、看著", "台湾、里、卫生、群众、看着"),
        ("讀「上海公報」、『全文』", "读《上海公报》、全文"),
        ("迈克·蓬佩奥, マイク・ポンペオ", "邁克‧蓬佩奧, マイクポンペオ"),
        ("می‌خواهد و ﺍﻟﺴﻼﻡ", "ميخواهد و السلام"),
    ],
)
def test_what_means_the_same_folds_to_the_same(written: str, typed: str) -> None:
    assert fold(written) == fold(typed)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("が", "か"),
        ("パ", "ハ"),
        ("国", "邦"),
        ("発", "发"),
        ("й", "и"),
        ("ї", "і"),
        ("3.5", "35"),
        ("2010 100", "2010100"),
        ("e. g", "eg"),
        ("-x", "x"),
    ],
)
def test_what_means_something_else_does_not(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.text(alphabet=st.characters() | st.sampled_from("a.,-' 01é")))
def test_each_character_of_a_folded_text_is_known_by_where_it_stands(text: str) -> None:
    text = unicodedata.normalize("NFC", text)
    folded, where = mapped(text)
    assert folded == fold(text)
    assert len(where) == len(folded)
    assert where == sorted(where)
    assert all(0 <= start < end <= len(text) for start, end in where)
