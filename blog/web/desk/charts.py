"""The shapes of small charts: numbers become the paths and widths of SVG, which templates draw."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

# The height of every chart in its own units; it is stretched to its place.
HEIGHT = 100
_TOPS = (2, 4, 6, 8, 10)
# What is there is seen, however little it is beside the rest.
_LEAST_PERCENT = 0.5


class Area(NamedTuple):
    """A layer of a chart, by name, and its outline."""

    name: str
    path: str


class Bar(NamedTuple):
    """An upright bar: how far from the left and from the top it begins, and how high it is."""

    x: int
    y: float
    height: float


class Chart(NamedTuple):
    """Layers or bars, `width` of them side by side, below `top`, the highest number of the scale."""

    top: int
    width: int
    areas: Sequence[Area] = ()
    bars: Sequence[Bar] = ()


def top_for(most: float) -> int:
    """The least round number that is no less, and even, so that a line can halve the chart."""
    power = 1
    while True:
        for top in _TOPS:
            if top * power >= most:
                return top * power
        power *= 10


def stacked(layers: Sequence[tuple[str, Sequence[float]]]) -> Chart:
    """Layers one on top of the other, in steps, the first at the bottom; all have a number for the same steps."""
    width = len(layers[0][1])
    bottom, areas = [0.0] * width, list[tuple[str, list[float], list[float]]]()
    for name, numbers in layers:
        upper = [low + number for low, number in zip(bottom, numbers, strict=True)]
        areas.append((name, bottom, upper))
        bottom = upper
    top = top_for(max(bottom, default=0))
    drawn = [Area(name, _outline(lower, upper, top)) for name, lower, upper in areas if lower != upper]
    return Chart(top, width, areas=drawn)


def upright(numbers: Sequence[int]) -> Chart:
    """A bar for each number."""
    top = top_for(max(numbers, default=0))
    bars = [Bar(place, round(HEIGHT - _y(number, top), 1), _y(number, top)) for place, number in enumerate(numbers)]
    return Chart(top, len(numbers), bars=[bar for bar in bars if bar.height])


def widths(numbers: Iterable[float]) -> list[float]:
    """How long a lying bar is for each number, in hundredths of the longest."""
    given = list(numbers)
    longest = max(given, default=0)
    return [max(round(100 * number / longest, 1), _LEAST_PERCENT) if number else 0 for number in given]


def _outline(lower: Sequence[float], upper: Sequence[float], top: int) -> str:
    """To the right along the upper edge, and back along the lower one."""
    there = "".join(f"V{round(HEIGHT - _y(number, top), 1):g}H{x + 1}" for x, number in enumerate(upper))
    back = [(x, round(HEIGHT - _y(number, top), 1)) for x, number in enumerate(lower)]
    return f"M0 {HEIGHT}{there}{''.join(f'V{y:g}H{x}' for x, y in reversed(back))}Z"


def _y(number: float, top: int) -> float:
    return round(HEIGHT * number / top, 1)
