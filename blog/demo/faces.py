"""Portraits for the demonstration: flat busts, which are signs for two people and no likenesses."""

from __future__ import annotations

from blog.demo.drawing import DUSK, GREY, NIGHT, PAPER, SAND, SKY, Colour, Sheet

WIDE, HIGH = 600, 750
SKIN, SHADE, LENS, WHITE = "#dcb592", "#c99c78", "#e6cbb0", "#ffffff"


def american() -> bytes:
    """Grey hair, a dark suit, a blue tie, before a grey wall."""
    sheet = _bust(SKY, NIGHT, "#3d5f8f", GREY)
    _spectacles(sheet, NIGHT)
    return sheet.encoded()


def chinese() -> bytes:
    """Dark hair, a grey suit, a red tie, before a sand-coloured wall."""
    sheet = _bust(SAND, DUSK, "#9c3a33", "#2a2c30")
    _spectacles(sheet, "#4a4038")
    return sheet.encoded()


def _bust(wall: Colour, suit: Colour, tie: Colour, hair: Colour) -> Sheet:
    sheet = Sheet(WIDE, HIGH, wall)
    sheet.disc((0.5, 1.04), 0.5, suit, flat=0.8)  # shoulders
    sheet.shape([(0.39, 0.66), (0.61, 0.66), (0.6, 0.76), (0.5, 1.0), (0.4, 0.76)], PAPER)  # shirt
    sheet.shape([(0.47, 0.775), (0.53, 0.775), (0.55, 1.0), (0.45, 1.0)], tie)
    sheet.box((0.425, 0.52), (0.575, 0.72), SHADE, round_by=0.07)  # neck
    sheet.shape([(0.395, 0.655), (0.5, 0.775), (0.43, 0.81), (0.375, 0.69)], WHITE)  # collar
    sheet.shape([(0.605, 0.655), (0.5, 0.775), (0.57, 0.81), (0.625, 0.69)], WHITE)
    sheet.disc((0.5, 0.335), 0.2, hair, flat=1.1)
    sheet.disc((0.305, 0.42), 0.028, SHADE, flat=1.6)  # ears
    sheet.disc((0.695, 0.42), 0.028, SHADE, flat=1.6)
    sheet.disc((0.5, 0.405), 0.186, SKIN, flat=1.22)
    sheet.disc((0.46, 0.262), 0.17, hair, flat=0.52)
    return sheet


def _spectacles(sheet: Sheet, colour: Colour) -> None:
    for left in (0.365, 0.535):
        sheet.box((left, 0.395), (left + 0.1, 0.448), colour, round_by=0.02)
        sheet.box((left + 0.01, 0.403), (left + 0.09, 0.44), LENS, round_by=0.015)
    sheet.line([(0.465, 0.413), (0.535, 0.413)], colour, 0.01)
