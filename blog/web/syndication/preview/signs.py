"""Draws the icons of the standings: the same strokes as in `templates/icons`, on the same 16-pixel grid."""

from __future__ import annotations

from functools import cache

from PIL import Image
from PIL.ImageDraw import Draw, ImageDraw

GRID = 16
_FINE = 4  # supersampling: Pillow does not antialias lines
_STROKE = 1.1

Points = list[tuple[float, float]]
_LINES: dict[str, list[Points]] = {
    "official": [
        [(2.5, 6), (8, 2.5), (13.5, 6), (2.5, 6)],
        [(4, 6), (4, 11.5)],
        [(8, 6), (8, 11.5)],
        [(12, 6), (12, 11.5)],
        [(2.5, 13.5), (13.5, 13.5)],
    ],
    "confirmed": [[(5.5, 8.2), (7.3, 10), (10.6, 6.2)]],
    "reported": [[(5.5, 8), (10.5, 8)]],
    "unverified": [[(8, 10.9), (8, 11.5)]],
    "disputed": [
        [(2, 5.5), (11.5, 5.5)],
        [(9, 2.8), (11.7, 5.5), (9, 8.2)],
        [(14, 10.5), (4.5, 10.5)],
        [(7, 7.8), (4.3, 10.5), (7, 13.2)],
    ],
}
_ROUND = (2.25, 2.25, 13.75, 13.75)
_DASHES, _DASH_DEGREES = 8, 24
# The question mark: the circle of its bow, and its stem.
_BOW, _STEM = (6.4, 4.9, 9.6, 8.1), [(8.5, 8), (8, 8.5), (8, 9.2)]


@cache
def sign(standing: str, size: int) -> Image.Image:
    """A mask of the icon, `size` pixels wide."""
    unit = size * _FINE / GRID
    mask = Image.new("L", (size * _FINE, size * _FINE))
    draw, width = Draw(mask), round(_STROKE * unit)
    for points in _LINES[standing]:
        draw.line([(x * unit, y * unit) for x, y in points], 255, width, joint="curve")
    if standing in ("confirmed", "reported"):
        draw.ellipse([at * unit for at in _ROUND], outline=255, width=width)
    elif standing == "unverified":
        _question(draw, unit, width)
    return mask.resize((size, size), Image.Resampling.LANCZOS)


def _question(draw: ImageDraw, unit: float, width: int) -> None:
    for number in range(_DASHES):
        start = number * 360 / _DASHES
        draw.arc([at * unit for at in _ROUND], start, start + _DASH_DEGREES, 255, width)
    draw.arc([at * unit for at in _BOW], 170, 430, 255, width)
    draw.line([(x * unit, y * unit) for x, y in _STEM], 255, width, joint="curve")
