"""The publisher's colour: its two shades can be read on every ground, and red stays for breaking news."""

from __future__ import annotations

import re

import pytest

from blog.publisher import accent
from blog.settings import ROOT

TOKENS = (ROOT / "static" / "css" / "tokens.css").read_text()
LCH = r"oklch\((?P<{0}_l>[\d.]+)% (?P<{0}_c>[\d.]+) (?P<{0}_h>[\d.]+)\)"
GROUND = re.compile(rf"--(?:paper|wash|\w+-wash): light-dark\({LCH.format('light')}, {LCH.format('dark')}\)")
COLOURS = ["#0a5cad", "#000", "#fff", "#FFD700", "#808080", "#e3120b", "#0f0", "#7fffd4", "#4b0082", "#fdf6e3"]


def grounds(scheme: str) -> list[accent.Triple]:
    found = list(GROUND.finditer(TOKENS))
    assert len(found) == 4
    lch = [(float(each[f"{scheme}_l"]) / 100, float(each[f"{scheme}_c"]), float(each[f"{scheme}_h"])) for each in found]
    return [accent.displayed(each) for each in lch]


def rgb(colour: str) -> accent.Triple:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


@pytest.mark.parametrize("colour", COLOURS)
def test_both_shades_can_be_read_on_every_ground_of_their_scheme(colour: str) -> None:
    found = accent.of(colour)
    for scheme, shade in (("light", found.light), ("dark", found.dark)):
        for ground in grounds(scheme):
            assert accent.contrast(rgb(shade), ground) >= 4.45, (scheme, shade, ground)
        assert accent.contrast(rgb(shade), grounds(scheme)[0]) >= 4.5


def test_contrast_is_that_of_wcag() -> None:
    assert accent.contrast((0, 0, 0), (1, 1, 1)) == pytest.approx(21)
    assert accent.contrast(rgb("#777777"), (1, 1, 1)) == pytest.approx(4.48, abs=0.01)


def test_a_colour_that_can_be_read_is_kept_as_it_is() -> None:
    assert (accent.of("#0A5CAD").light, accent.of("#ffd700").dark) == ("#0a5cad", "#ffd700")


@pytest.mark.parametrize("colour", ["#c50516", "#e3120b", "#990f3d", "#f00"])
def test_an_accent_near_the_red_of_breaking_news_is_not_for_links(colour: str) -> None:
    found = accent.of(colour)
    assert not found.is_for_links
    assert "--link" not in found.css
    assert "--accent:light-dark(#" in found.css


@pytest.mark.parametrize("colour", ["#0a5cad", "#8b4513", "#004d40", "#777", "#2b1b1b"])
def test_any_other_is(colour: str) -> None:
    assert "--link:light-dark(#" in accent.of(colour).css


@pytest.mark.parametrize("text", ["blue", "#12", "#12345g", "0a5cad", "#0a5cad;}", "rgb(0,0,0)"])
def test_whatever_is_no_such_colour_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="SITE_ACCENT must be a colour such as #0a5cad"):
        accent.of(text)
