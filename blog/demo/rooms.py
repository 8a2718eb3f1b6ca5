"""Illustrations of rooms: a hall of state, a lectern, a table with two delegations, a desk with two papers."""

from __future__ import annotations

from blog.demo.drawing import (
    BLUE,
    DARK_WOOD,
    GOLD,
    HIGH,
    INK,
    PAPER,
    RED,
    SAND,
    STONE,
    WIDE,
    WOOD,
    Point,
    Sheet,
)


def hall() -> bytes:
    """A hall of state with two flags before a painted screen."""
    sheet = Sheet(WIDE, HIGH, "#d9c7a4")
    sheet.box((0, 0), (1, 0.12), "#8c6a45")
    for column in (0.03, 0.2, 0.76, 0.93):
        sheet.box((column, 0.12), (column + 0.045, 0.78), RED)
        sheet.box((column - 0.008, 0.12), (column + 0.053, 0.16), GOLD)
        sheet.box((column - 0.008, 0.745), (column + 0.053, 0.78), "#7f241f")
    sheet.box((0.28, 0.17), (0.72, 0.74), GOLD)
    sheet.box((0.29, 0.185), (0.71, 0.725), "#e9e2cf")
    for foot, peak, colour in ((0.33, 0.44, "#9fb0a8"), (0.42, 0.36, "#7d948f"), (0.55, 0.47, "#8fa49d")):
        sheet.shape([(foot - 0.04, 0.725), (foot + 0.06, peak), (foot + 0.16, 0.725)], colour)
    sheet.disc((0.63, 0.28), 0.03, "#d2624f")
    sheet.box((0, 0.78), (1, 1), "#a9443a")
    sheet.shape([(0.3, 0.78), (0.7, 0.78), (0.86, 1), (0.14, 1)], "#c15a4b")
    _flag_of_china(sheet, 0.37)
    _flag_of_america(sheet, 0.55)
    return sheet.encoded()


def _flag_of_china(sheet: Sheet, left: float) -> None:
    _pole(sheet, left)
    sheet.shape([(left, 0.25), (left + 0.13, 0.27), (left + 0.12, 0.53), (left, 0.5)], "#c8312b")
    sheet.star((left + 0.03, 0.315), 0.018, "#f2c84b")
    for number, (x, y) in enumerate(((0.06, 0.29), (0.07, 0.32), (0.07, 0.35), (0.06, 0.38))):
        sheet.star((left + x, y), 0.006, "#f2c84b", turned=20 * number)


def _flag_of_america(sheet: Sheet, left: float) -> None:
    _pole(sheet, left)
    for stripe in range(13):
        above, below = 0.25 + stripe * 0.0192, 0.25 + (stripe + 1) * 0.0192
        edge = [(left, above), (left + 0.13, above + 0.02), (left + 0.13, below + 0.02), (left, below)]
        sheet.shape(edge, "#f3efe6" if stripe % 2 else "#b23a3a")
    sheet.shape([(left, 0.25), (left + 0.058, 0.259), (left + 0.058, 0.393), (left, 0.384)], BLUE)
    for row in range(4):
        for column in range(5):
            sheet.disc((left + 0.008 + column * 0.0105, 0.272 + row * 0.03 + column * 0.0015), 0.0022, PAPER)


def _pole(sheet: Sheet, left: float) -> None:
    sheet.box((left - 0.005, 0.22), (left, 0.86), DARK_WOOD)
    sheet.disc((left - 0.0025, 0.215), 0.009, GOLD)
    sheet.disc((left - 0.0025, 0.87), 0.028, DARK_WOOD, flat=0.3)


def lectern() -> bytes:
    """A lectern with microphones before a blue curtain; nobody stands behind it yet."""
    sheet = Sheet(1120, 1400, BLUE)
    for fold in range(14):
        sheet.box((fold / 14, 0), (fold / 14 + 0.03, 0.83), "#3b5480" if fold % 2 else "#283c5f")
    sheet.box((0, 0.83), (1, 1), "#8d6a4a")
    sheet.box((0, 0.83), (1, 0.84), "#6e4f34")
    sheet.disc((0.5, 0.93), 0.3, "#7a5a3d", flat=0.16)
    sheet.shape([(0.33, 0.5), (0.67, 0.5), (0.63, 0.92), (0.37, 0.92)], WOOD)
    sheet.shape([(0.27, 0.44), (0.73, 0.44), (0.69, 0.51), (0.31, 0.51)], DARK_WOOD)
    sheet.shape([(0.35, 0.53), (0.65, 0.53), (0.62, 0.89), (0.38, 0.89)], "#aa7a4f")
    sheet.disc((0.5, 0.69), 0.075, GOLD)
    sheet.disc((0.5, 0.69), 0.065, "#aa7a4f")
    sheet.star((0.5, 0.692), 0.045, GOLD)
    for x, lean in ((0.42, -0.03), (0.5, 0.0), (0.58, 0.03)):
        sheet.line([(x, 0.45), (x + lean, 0.36)], INK, 0.008)
        sheet.disc((x + lean, 0.345), 0.022, INK, flat=1.25)
    sheet.shape([(0.44, 0.455), (0.57, 0.445), (0.58, 0.475), (0.45, 0.485)], PAPER)
    return sheet.encoded()


def table() -> bytes:
    """Two delegations at a long table, seen from its end."""
    sheet = Sheet(WIDE, HIGH, SAND)
    sheet.box((0, 0), (1, 0.34), "#cdbf9f")
    for pane in range(5):
        left = 0.06 + pane * 0.185
        sheet.box((left, 0.05), (left + 0.14, 0.29), "#e8ecea")
        sheet.box((left + 0.067, 0.05), (left + 0.073, 0.29), "#b5a783")
    sheet.box((0, 0.34), (1, 1), "#b7a27c")
    for row, size in enumerate((0.55, 0.68, 0.84, 1.04)):
        y = 0.4 + row * 0.105
        _person(sheet, (0.395 - row * 0.075, y), size, "#3b4350")
        _person(sheet, (0.605 + row * 0.075, y), size, "#4d4148")
    sheet.shape([(0.43, 0.42), (0.57, 0.42), (0.86, 1), (0.14, 1)], DARK_WOOD)
    sheet.shape([(0.44, 0.42), (0.56, 0.42), (0.82, 1), (0.18, 1)], "#85603f")
    sheet.shape([(0.488, 0.42), (0.512, 0.42), (0.57, 1), (0.43, 1)], "#5d7a63")
    for row in range(4):
        y, out = 0.5 + row * 0.12, 0.035 + row * 0.045
        for side in (-1, 1):
            x = 0.5 + side * (out + 0.035)
            paper = 0.012 + row * 0.006
            sheet.shape(
                [
                    (x - paper, y),
                    (x + paper, y),
                    (x + paper * 1.25, y + paper * 1.5),
                    (x - paper * 1.25, y + paper * 1.5),
                ],
                PAPER,
            )
    return sheet.encoded()


def papers() -> bytes:
    """Two accounts of one meeting side by side on a desk, each with its seal, and passages marked in both."""
    sheet = Sheet(WIDE, HIGH, DARK_WOOD)
    for grain in range(9):
        sheet.box((0, 0.07 + grain * 0.11), (1, 0.074 + grain * 0.11), "#654327")
    lengths = (0.24, 0.25, 0.2, 0.25, 0.23, 0.17, 0.25, 0.22, 0.24, 0.12)
    for left, seal, mark, marked in ((0.13, RED, "#f0d9d2", (2, 6)), (0.54, BLUE, "#d3dcea", (3, 6))):
        sheet.box((left + 0.012, 0.095), (left + 0.342, 0.935), "#4f341f")
        sheet.box((left, 0.08), (left + 0.33, 0.92), PAPER)
        sheet.disc((left + 0.165, 0.19), 0.042, seal)
        sheet.disc((left + 0.165, 0.19), 0.036, PAPER)
        sheet.star((left + 0.165, 0.192), 0.028, seal)
        sheet.box((left + 0.09, 0.29), (left + 0.24, 0.31), INK)
        for row, length in enumerate(lengths):
            y = 0.38 + row * 0.048
            if row in marked:
                sheet.box((left + 0.032, y - 0.015), (left + 0.05 + length, y + 0.027), mark)
            sheet.box((left + 0.04, y), (left + 0.04 + length, y + 0.012), STONE)
    sheet.shape([(0.468, 0.26), (0.48, 0.255), (0.535, 0.74), (0.523, 0.745)], INK)
    sheet.shape([(0.523, 0.745), (0.535, 0.74), (0.534, 0.79)], GOLD)
    sheet.shape([(0.468, 0.26), (0.48, 0.255), (0.4855, 0.304), (0.4735, 0.309)], GOLD)
    return sheet.encoded()


def _person(sheet: Sheet, head: Point, size: float, coat: str) -> None:
    x, y = head
    sheet.box((x - 0.042 * size, y + 0.045 * size), (x + 0.042 * size, y + 0.24 * size), coat, round_by=0.02 * size)
    sheet.shape(
        [(x - 0.012 * size, y + 0.045 * size), (x + 0.012 * size, y + 0.045 * size), (x, y + 0.12 * size)], PAPER
    )
    sheet.disc((x, y), 0.026 * size, "#d6b08d")
    sheet.disc((x, y - 0.014 * size), 0.026 * size, "#2d2a2b", flat=0.62)
