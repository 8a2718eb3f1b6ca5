"""The pictures for others' pages: what they say, that it fits, and that no letter in them is a box."""

from __future__ import annotations

import math
import re
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from blog.settings import ROOT
from blog.web.syndication.preview import drawing
from blog.web.syndication.preview.cards import Card, Leg
from blog.web.syndication.preview.lettering import SANS, SERIF, cut, face, fitted, legible, parts
from blog.web.syndication.preview.signs import sign

SANE = st.text(st.characters(categories=("L", "M", "N", "P", "S", "Z")), max_size=300)
LARGE = face(SERIF, 600, 60)


def test_both_families_are_found_in_the_style_sheet_with_three_files_each() -> None:
    assert {family: len(parts(family)) for family in (SERIF, SANS)} == {SERIF: 3, SANS: 3}
    assert all(part.varies for part in parts(SERIF))


def test_each_letter_that_we_claim_to_have_is_drawn_and_is_no_box() -> None:
    for family in (SERIF, SANS):
        font = face(family, 500, 40)
        box = bytes(font._fonts[0][1].getmask("\uffff"))
        letters = [chr(code) for part in parts(family) for code in part.letters]
        assert len(letters) > 250
        assert not [letter for letter in letters if bytes(font._of(letter).getmask(letter)) == box]


@pytest.mark.parametrize(
    ("given", "drawn"),
    [
        ("Steinberg: “two days” — and more…", "Steinberg: “two days” — and more…"),
        ("Łódź, Hồ Chí Minh, Ḥamad, Erdoğan, Lǚ", "Łódź, Ho Chí Minh, Hamad, Erdoğan, Lǚ"),
        ("Sino\u2011American", "Sino-American"),
        ("Talks begin 🎉 \u200fnow\n\nat last", "Talks begin now at last"),
        ("会談は二日間だった", ""),
        ("Qin Gang 秦刚 speaks", ""),
        ("Переговоры", ""),
        ("", ""),
    ],
)
def test_what_our_letters_cannot_write_is_left_out_or_not_written_at_all(given: str, drawn: str) -> None:
    assert legible(given) == drawn


@given(SANE)
def test_whatever_is_written_is_in_both_families(text: str) -> None:
    for family in (SERIF, SANS):
        assert not set(map(ord, legible(text))) - set().union(*(part.letters for part in parts(family)))


@given(SANE, st.integers(1, 5))
def test_lines_never_leave_the_picture(text: str, most: int) -> None:
    lines = cut(legible(text), LARGE, 600, most)
    assert len(lines) <= most
    assert all(LARGE.length(line) <= 600 for line in lines)


def test_a_text_that_fits_loses_nothing_and_fills_its_lines_evenly() -> None:
    text = "Two governments describe the same talks in different words"
    lines = fitted(text, LARGE, 1000, 3)
    assert lines
    assert " ".join(lines) == text
    assert min(map(LARGE.length, lines)) > max(map(LARGE.length, lines)) / 2


def test_a_text_that_is_too_long_ends_in_an_ellipsis_after_a_whole_word() -> None:
    lines = cut("They agreed, and agreed again, " * 9, LARGE, 600, 3)
    assert len(lines) == 3
    assert re.search(r"\b(They|agreed|and|again)…$", lines[-1])


@pytest.mark.parametrize(
    "card",
    [
        Card("Short"),
        Card("A headline that never ends, " * 9, kicker="16.20 Vienna", standing="disputed", foot="Talks", tint=2),
        Card("W" * 200, lead="w" * 200, status="live", legs=tuple(Leg("M" * 60, "1–2 May", "now") for _ in range(4))),
        Card("Ended", status="ended", legs=(Leg("Vienna", "", "past"),)),
    ],
    ids=["short", "long", "wide", "ended"],
)
def test_every_card_becomes_a_picture_with_nothing_at_its_edges(card: Card) -> None:
    picture = Image.open(BytesIO(drawing.draw(card)))
    assert (picture.format, picture.size) == ("PNG", (1200, 630))
    assert picture.text["Description"] == card.said  # type: ignore[attr-defined]
    plain = picture.convert("RGB")
    paper = plain.getpixel((2, 2))
    strips = [(0, 0, 60, 630), (1140, 0, 1200, 630), (0, 0, 1200, 40), (0, 604, 1200, 630)]
    assert all(plain.crop(strip).getcolors() == [(_area(strip), paper)] for strip in strips)


def test_other_words_make_another_tag_and_another_picture() -> None:
    cards = [Card("They met"), Card("They met", standing="official"), Card("They met", status="live")]
    assert len({card.tag for card in cards}) == len({drawing.draw(card) for card in cards}) == len(cards)


def test_every_standing_has_its_own_sign() -> None:
    assert len({bytes(sign(standing, 34).tobytes()) for standing in drawing.STANDINGS}) == 5


def test_the_colours_are_those_of_the_light_scheme() -> None:
    tokens = (ROOT / "static" / "css" / "tokens.css").read_text(encoding="utf-8")

    def token(name: str) -> str:
        found = re.search(rf"--{name}: light-dark\(oklch\(([\d.]+)% ([\d.]+) ([\d.]+)\)", tokens)
        assert found, name
        lightness, chroma, hue = map(float, found.groups())
        return _srgb(lightness / 100, chroma, hue)

    assert (token("paper"), token("ink"), token("ink-quiet")) == (drawing.PAPER, drawing.INK, drawing.QUIET)
    assert (token("hairline"), token("edge"), token("live")) == (drawing.HAIRLINE, drawing.RULE, drawing.LIVE)
    assert [*drawing.TINTS[1:]] == [token(f"tint-{number}") for number in range(1, 5)]
    assert {name: colour for name, colour in drawing.STANDINGS.items() if name != "reported"} == {
        name: token(name) for name in ("official", "confirmed", "unverified", "disputed")
    }


def _area(box: tuple[int, int, int, int]) -> int:
    return (box[2] - box[0]) * (box[3] - box[1])


def _srgb(lightness: float, chroma: float, hue: float) -> str:
    """OKLCH as CSS Color 4 defines it, in hexadecimal sRGB."""
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3  # noqa: E741
    m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
    linear = (
        4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
        -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
        -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
    )
    encoded = (1.055 * max(x, 0) ** (1 / 2.4) - 0.055 if x > 0.0031308 else 12.92 * max(x, 0) for x in linear)
    return "#" + "".join(f"{round(255 * min(x, 1)):02x}" for x in encoded)
