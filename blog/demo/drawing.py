"""A sheet to draw flat illustrations on, in shares of its size, with smooth edges."""

from __future__ import annotations

import math
from collections.abc import Sequence
from io import BytesIO

from PIL import Image, ImageDraw

Colour = str
Point = tuple[float, float]

WIDE, HIGH = 1600, 1066
SMOOTHING = 2
QUALITY = 80

PAPER, INK, GREY, STONE, SAND = "#f4f0e6", "#23272f", "#8b929c", "#c9c5b9", "#e2dccb"
NIGHT, DUSK, SKY, BLUE = "#2f3b4c", "#64778c", "#c3d0d8", "#31486f"
RED, GOLD, WOOD, DARK_WOOD = "#a8322b", "#d8a93a", "#9b6c43", "#6e4a2e"


class Sheet:
    """Its points are `(x, y)` from (0, 0), the upper left corner, to (1, 1); lengths are shares of its width."""

    def __init__(self, width: int, height: int, background: Colour) -> None:
        self._size = width, height
        self._image = Image.new("RGB", (width * SMOOTHING, height * SMOOTHING), background)
        self._draw = ImageDraw.Draw(self._image)

    def box(self, start: Point, end: Point, colour: Colour, *, round_by: float = 0) -> None:
        """A rectangle, with corners of this radius."""
        radius = round_by * self._image.width
        self._draw.rounded_rectangle([self._at(start), self._at(end)], radius, fill=colour)

    def shape(self, points: Sequence[Point], colour: Colour) -> None:
        """A filled polygon."""
        self._draw.polygon([self._at(point) for point in points], fill=colour)

    def disc(self, centre: Point, radius: float, colour: Colour, *, flat: float = 1) -> None:
        """A filled circle, or an ellipse whose height is `flat` times its width."""
        (x, y), across = self._at(centre), radius * self._image.width
        self._draw.ellipse([x - across, y - across * flat, x + across, y + across * flat], fill=colour)

    def line(self, points: Sequence[Point], colour: Colour, width: float) -> None:
        """A line through these points."""
        self._draw.line(
            [self._at(point) for point in points], fill=colour, width=round(width * self._image.width), joint="curve"
        )

    def dashes(self, points: Sequence[Point], colour: Colour, width: float, *, every: int = 2) -> None:
        """A dashed line through many points that lie close together."""
        for start in range(0, len(points) - 1, 2 * every):
            self.line(points[start : start + every + 1], colour, width)

    def star(self, centre: Point, radius: float, colour: Colour, *, turned: float = 0) -> None:
        """A star with five points; `turned` in degrees."""
        x, y = centre
        ratio = self._image.width / self._image.height
        turns = [math.radians(36 * corner - 90 + turned) for corner in range(10)]
        corners = zip([radius, radius * 0.4] * 5, turns, strict=True)
        self.shape([(x + far * math.cos(turn), y + far * math.sin(turn) * ratio) for far, turn in corners], colour)

    def encoded(self) -> bytes:
        """The drawing as a WebP file."""
        made = BytesIO()
        self._image.resize(self._size, Image.Resampling.LANCZOS).save(made, "WEBP", quality=QUALITY, method=6)
        return made.getvalue()

    def _at(self, point: Point) -> tuple[float, float]:
        return point[0] * self._image.width, point[1] * self._image.height


def arc(start: Point, end: Point, *, rise: float, steps: int = 48) -> list[Point]:
    """Points on the way from one point to another that rises by a share of the height in the middle."""
    along = [step / steps for step in range(steps + 1)]
    return [
        (start[0] + (end[0] - start[0]) * t, start[1] + (end[1] - start[1]) * t - rise * 4 * t * (1 - t)) for t in along
    ]
