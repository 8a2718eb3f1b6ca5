"""Maps of the journey: all of its way, and the last leg of it."""

from __future__ import annotations

from collections.abc import Callable

from blog.demo.drawing import GREY, HIGH, INK, PAPER, RED, STONE, WIDE, Point, Sheet, arc

WASHINGTON, BEIJING, TOKYO = (0.955, 0.56), (0.325, 0.49), (0.515, 0.555)
LANDS: list[list[Point]] = [
    [
        (0, 0.16), (0.08, 0.1), (0.2, 0.07), (0.36, 0.12), (0.45, 0.1), (0.5, 0.2), (0.47, 0.28), (0.415, 0.33),
        (0.43, 0.42), (0.38, 0.47), (0.375, 0.55), (0.34, 0.62), (0.35, 0.7), (0.3, 0.74), (0.24, 0.7), (0.2, 0.78),
        (0.16, 0.74), (0.17, 0.92), (0.13, 1), (0, 1),
    ],
    [(0.365, 0.44), (0.392, 0.47), (0.4, 0.58), (0.38, 0.6), (0.37, 0.52)],
    [(0.5, 0.36), (0.54, 0.34), (0.545, 0.4), (0.515, 0.43)],
    [(0.515, 0.45), (0.535, 0.5), (0.52, 0.58), (0.47, 0.62), (0.43, 0.63), (0.47, 0.575)],
    [(0.415, 0.64), (0.435, 0.65), (0.425, 0.71), (0.41, 0.69)],
    [
        (0.66, 0.2), (0.74, 0.12), (0.86, 0.08), (1, 0.1), (1, 0.86), (0.96, 0.84), (0.93, 0.72), (0.86, 0.68),
        (0.83, 0.54), (0.79, 0.42), (0.72, 0.36), (0.65, 0.3),
    ],
]  # fmt: skip


def route() -> bytes:
    """From Washington over the north to Beijing, and on to Tokyo."""
    sheet = _sheet()
    sheet.dashes(arc(WASHINGTON, BEIJING, rise=0.36, steps=72), RED, 0.0045)
    sheet.line(arc(BEIJING, TOKYO, rise=0.07), RED, 0.0045)
    for city in (WASHINGTON, BEIJING, TOKYO):
        _city(sheet, city, 1)
    sheet.shape([(0.63, 0.165), (0.655, 0.15), (0.65, 0.175), (0.655, 0.2)], INK)
    return _framed(sheet)


def onward() -> bytes:
    """The last leg, nearer: from Beijing to Tokyo."""

    def near(point: Point) -> Point:
        return (point[0] - 0.21) * 2.2, (point[1] - 0.3) * 2.2

    sheet = _sheet(near)
    way = [near(point) for point in arc(BEIJING, TOKYO, rise=0.07)]
    sheet.dashes([near(point) for point in arc(WASHINGTON, BEIJING, rise=0.36, steps=144)], GREY, 0.005)
    sheet.line(way, RED, 0.009)
    for city in (BEIJING, TOKYO):
        _city(sheet, near(city), 1.8)
    (x, y), (to_x, to_y) = way[26], way[28]
    across = (to_y - y) * 0.6, (to_x - x) * 0.6
    back = [(x - across[0], y + across[1] * 1.5), (x + across[0], y - across[1] * 1.5)]
    sheet.shape([(to_x + (to_x - x) * 0.6, to_y + (to_y - y) * 0.6), *back], RED)
    return _framed(sheet)


def _sheet(place: Callable[[Point], Point] = lambda point: point) -> Sheet:
    """Sea, land and a grid, with the land where `place` puts its points."""
    sheet = Sheet(WIDE, HIGH, "#dfe6e6")
    for land in LANDS:
        sheet.shape([place(point) for point in land], "#efe9da")
    for line in range(1, 6):
        sheet.line([(0, line / 6), (1, line / 6)], "#d3dbdb", 0.0008)
        sheet.line([(line / 6, 0), (line / 6, 1)], "#d3dbdb", 0.0008)
    return sheet


def _city(sheet: Sheet, city: Point, size: float) -> None:
    sheet.disc(city, 0.013 * size, RED)
    sheet.disc(city, 0.006 * size, PAPER)


def _framed(sheet: Sheet) -> bytes:
    sheet.box((0, 0), (1, 0.008), STONE)
    sheet.box((0, 0.992), (1, 1), STONE)
    return sheet.encoded()
