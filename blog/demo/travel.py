"""Illustrations of a journey: a motorcade, and an aircraft by day and by night."""

from __future__ import annotations

from blog.demo.drawing import (
    BLUE,
    DUSK,
    GREY,
    HIGH,
    INK,
    NIGHT,
    PAPER,
    RED,
    SKY,
    WIDE,
    Colour,
    Point,
    Sheet,
)

LAMP = "#f3dc9a"


def motorcade() -> bytes:
    """Cars on a broad avenue at dusk."""
    sheet = Sheet(WIDE, HIGH, "#b9c4c9")
    sheet.disc((0.76, 0.3), 0.05, "#e7b98a")
    for left, top, right, colour in (
        (0, 0.3, 0.13, DUSK), (0.11, 0.38, 0.24, "#74879a"), (0.22, 0.24, 0.3, DUSK), (0.29, 0.41, 0.45, "#8396a5"),
        (0.56, 0.4, 0.7, "#8396a5"), (0.68, 0.33, 0.8, "#74879a"), (0.79, 0.22, 0.9, DUSK), (0.88, 0.36, 1, "#74879a"),
    ):  # fmt: skip
        sheet.box((left, top), (right, 0.62), colour)
        for row in range(int((0.58 - top) / 0.045)):
            for window in range(int((right - left) / 0.022) - 1):
                if (row * 3 + window * 5) % 4:
                    x, y = left + 0.012 + window * 0.022, top + 0.025 + row * 0.045
                    sheet.box((x, y), (x + 0.01, y + 0.02), "#d9cfae" if (row + window) % 3 == 0 else "#5a6b7d")
    sheet.box((0, 0.6), (1, 0.66), "#6f7f6c")
    sheet.box((0, 0.66), (1, 1), "#575d66")
    for dash in range(7):
        sheet.shape(_slanted(0.02 + dash * 0.155, 0.82, 0.08), "#d8d5cb")
    for left, size in ((0.66, 0.6), (0.42, 0.8), (0.08, 1.15)):
        _car(sheet, left, 0.68 + size * 0.11, size)
    return sheet.encoded()


def _slanted(left: float, top: float, length: float) -> list[Point]:
    return [(left, top), (left + length, top), (left + length - 0.004, top + 0.012), (left - 0.004, top + 0.012)]


def _car(sheet: Sheet, left: float, bottom: float, size: float) -> None:
    def at(x: float, y: float) -> Point:
        return left + x * size, bottom + y * size

    sheet.disc(at(0.13, 0.012), 0.14 * size, "#3d434b", flat=0.09)
    sheet.shape([at(0.05, -0.07), at(0.09, -0.14), at(0.19, -0.14), at(0.235, -0.07)], INK)
    sheet.shape([at(0.068, -0.075), at(0.097, -0.125), at(0.135, -0.125), at(0.135, -0.075)], "#9fb2c0")
    sheet.shape([at(0.145, -0.075), at(0.145, -0.125), at(0.183, -0.125), at(0.215, -0.075)], "#9fb2c0")
    sheet.box(at(0, -0.078), at(0.27, 0), INK, round_by=0.012 * size)
    for wheel in (0.055, 0.215):
        sheet.disc(at(wheel, 0.002), 0.026 * size, "#14171c")
        sheet.disc(at(wheel, 0.002), 0.013 * size, GREY)
    sheet.box(at(0.258, -0.055), at(0.27, -0.035), LAMP)
    sheet.box(at(0, -0.055), at(0.01, -0.035), RED)
    sheet.line([at(0.245, -0.075), at(0.245, -0.125)], GREY, 0.0025 * size)
    sheet.shape([at(0.245, -0.125), at(0.212, -0.115), at(0.245, -0.1)], "#b23a3a")


def aircraft() -> bytes:
    """A government aircraft on the apron, with its stairs and a carpet."""
    sheet = Sheet(WIDE, HIGH, SKY)
    for x, y, size in ((0.2, 0.16, 0.1), (0.27, 0.18, 0.08), (0.78, 0.12, 0.09), (0.84, 0.14, 0.06)):
        sheet.disc((x, y), size, "#dde5e8", flat=0.3)
    sheet.box((0, 0.64), (1, 0.7), "#8f9d86")
    sheet.box((0, 0.69), (1, 1), "#a9abab")
    sheet.disc((0.52, 0.84), 0.4, "#8d9092", flat=0.06)
    _aircraft(sheet, NIGHT)
    return sheet.encoded()


def landed() -> bytes:
    """The aircraft after dark, with lights in its windows and along the apron."""
    sheet = Sheet(WIDE, HIGH, "#232d3c")
    sheet.box((0, 0.44), (1, 0.66), "#33415a")
    for left, top, right in ((0, 0.5, 0.1), (0.12, 0.55, 0.3), (0.3, 0.46, 0.36), (0.66, 0.53, 0.8), (0.93, 0.49, 1)):
        sheet.box((left, top), (right, 0.66), "#1b2330")
    for lamp in range(26):
        sheet.disc((0.02 + lamp * 0.039, 0.645 - lamp % 3 * 0.012), 0.003, LAMP)
    sheet.box((0, 0.66), (1, 1), "#3c434d")
    sheet.disc((0.5, 0.85), 0.44, "#565d66", flat=0.12)
    sheet.disc((0.52, 0.84), 0.4, "#2d333c", flat=0.05)
    _aircraft(sheet, LAMP)
    return sheet.encoded()


def _aircraft(sheet: Sheet, windows: Colour) -> None:
    sheet.shape([(0.82, 0.48), (0.9, 0.18), (0.965, 0.18), (0.955, 0.5)], BLUE)
    sheet.shape([(0.84, 0.5), (0.99, 0.42), (0.99, 0.45), (0.9, 0.54)], "#cfd6da")
    sheet.box((0.09, 0.43), (0.94, 0.65), PAPER, round_by=0.07)
    sheet.shape([(0.66, 0.43), (0.97, 0.43), (0.975, 0.47), (0.66, 0.65)], PAPER)
    sheet.shape([(0.1, 0.535), (0.965, 0.485), (0.95, 0.51), (0.1, 0.562)], BLUE)
    for window in range(24):
        sheet.box((0.215 + window * 0.026, 0.485), (0.225 + window * 0.026, 0.512), windows, round_by=0.003)
    sheet.shape([(0.1, 0.5), (0.135, 0.465), (0.16, 0.465), (0.155, 0.5)], NIGHT)
    sheet.box((0.185, 0.48), (0.203, 0.58), NIGHT)
    sheet.shape([(0.42, 0.585), (0.6, 0.585), (0.76, 0.76), (0.7, 0.76)], "#cfd6da")
    for engine in (0.475, 0.6):
        sheet.box((engine, 0.64), (engine + 0.09, 0.71), GREY, round_by=0.02)
        sheet.disc((engine + 0.012, 0.675), 0.021, NIGHT, flat=1.1)
    for x, y in ((0.2, 0.66), (0.56, 0.68), (0.6, 0.68)):
        sheet.box((x, y), (x + 0.008, 0.81), INK)
        sheet.disc((x + 0.004, 0.825), 0.017, INK)
    sheet.shape([(0.184, 0.585), (0.206, 0.585), (0.105, 0.87), (0.06, 0.87)], "#e9e6dc")
    for step in range(9):
        y = 0.61 + step * 0.029
        sheet.line([(0.178 - step * 0.0137, y), (0.2 - step * 0.0113, y)], GREY, 0.002)
    sheet.shape([(0.06, 0.87), (0.105, 0.87), (0.09, 1), (-0.02, 1)], RED)
