"""The publisher's logo: what is taken, and what is refused with a sentence."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from blog.publisher import logo

PLAIN = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 40">{}</svg>'


def png(width: int, height: int) -> bytes:
    file = BytesIO()
    Image.new("RGBA", (width, height), "navy").save(file, "PNG")
    return file.getvalue()


def saved(folder: Path, body: bytes | str) -> str:
    path = folder / "logo"
    path.write_bytes(body.encode() if isinstance(body, str) else body)
    return str(path)


def test_a_png_is_taken_with_its_size(tmp_path: Path) -> None:
    found = logo.read(saved(tmp_path, png(300, 100)))
    assert (found.name, found.width, found.height) == ("publisher/logo.png", 300, 100)
    assert (found.is_square, found.is_drawing, found.knows_dark) == (False, False, False)


@pytest.mark.parametrize(
    ("body", "size"),
    [
        (PLAIN.format("<path d='M0 0'/>"), (120, 40)),
        ('<svg xmlns="http://www.w3.org/2000/svg" width="90px" height="90"/>', (90, 90)),
        ('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 0.5"/>', (1000, 500)),
        (PLAIN.format('<style>path{fill:url(#a)}</style><use href="#b"/>'), (120, 40)),
        ('<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "svg11.dtd">' + PLAIN.format(""), (120, 40)),
        ("<!-- made by hand -->" + PLAIN.format('<image href="data:image/png;base64,AAAA"/>'), (120, 40)),
    ],
)
def test_a_plain_svg_is_taken_with_its_proportions(tmp_path: Path, body: str, size: tuple[int, int]) -> None:
    found = logo.read(saved(tmp_path, body))
    assert (found.name, found.width, found.height) == ("publisher/logo.svg", *size)


def test_an_svg_with_colours_of_its_own_for_the_dark_needs_no_light_ground(tmp_path: Path) -> None:
    style = "<style>@media (prefers-color-scheme: dark) { path { fill: white } }</style>"
    assert logo.read(saved(tmp_path, PLAIN.format(style))).knows_dark


@pytest.mark.parametrize(
    ("body", "named"),
    [
        (PLAIN.format("<script>alert(1)</script>"), "<script>"),
        (PLAIN.format("<g onload='alert(1)'/>"), "onload"),
        (PLAIN.format("<foreignObject/>"), "<foreignObject>"),
        (PLAIN.format("<a href='javascript:alert(1)'/>"), "javascript:"),
        (PLAIN.format("<image href='https://elsewhere.example/a.png'/>"), "elsewhere.example"),
        (PLAIN.format("<image href='data:image/svg+xml,x'/>"), "data:image/svg+xml"),
        (PLAIN.format("<style>@import 'https://elsewhere.example/a.css'</style>"), "style"),
        (PLAIN.format("<path style='fill: url(https://elsewhere.example/a)'/>"), "elsewhere.example"),
        ('<!DOCTYPE svg [<!ENTITY a "b">]>' + PLAIN.format("&a;"), "entities"),
        ('<?xml-stylesheet href="a.css"?>' + PLAIN.format(""), "instruction"),
        ('<svg xmlns="http://www.w3.org/2000/svg"/>', "viewBox"),
        ("<html><body/></html>", "neither an SVG nor a PNG"),
        ("not a picture", "neither an SVG nor a PNG"),
        (b"", "neither an SVG nor a PNG"),
        (b"GIF89a", "neither an SVG nor a PNG"),
        (png(30, 10)[:40], "damaged PNG"),
        (png(5000, 10), "4096 pixels"),
        (b"x" * (256 * 1024 + 1), "256 KiB"),
    ],
)
def test_whatever_runs_loads_or_is_no_picture_is_refused_with_a_sentence(
    tmp_path: Path, body: bytes | str, named: str
) -> None:
    with pytest.raises(ValueError, match="SITE_LOGO names") as caught:
        logo.read(saved(tmp_path, body))
    assert named in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="cannot be read: No such file"):
        logo.read(str(tmp_path / "nowhere.svg"))
