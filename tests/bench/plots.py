"""Plots as SVG, readable in light and in dark: `lines` over a linear or logarithmic axis, and `bars` beside names."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

Point = tuple[float, float]

WIDTH, HEIGHT = 790, 400
LEFT, RIGHT, TOP, BOTTOM = 70, 230, 56, 52
ROW, BAR = 12, 10
TICKS = 6
# A name at the end of a line is at least so far below the one above it.
LABEL_HEIGHT = 15
LIGHT = ("#0067a5", "#b34700", "#00735c", "#9c3d78", "#6b5d00", "#555555", "#5b3fd0")
DARK = ("#5ab4f0", "#ff9a5c", "#3ccfa6", "#eb9cc8", "#dccb4a", "#bdbdbd", "#b8a5ff")
DASHES = ("none", "7 3", "2 3", "9 3 2 3", "4 4", "1 4", "12 3")


@dataclass(frozen=True)
class Axis:
    """What an axis shows, with its unit: `readers`, `last ms`. A logarithmic one has no place for 0."""

    name: str
    is_log: bool = False

    def ticks(self, values: Sequence[float]) -> list[float]:
        """Round numbers around all values, the first below and the last above them."""
        if self.is_log:
            low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
            return [10.0**power for power in range(low, max(high, low + 1) + 1)]
        top = max(*values, 0.0) or 1.0
        rough = top / TICKS
        unit = 10.0 ** math.floor(math.log10(rough))
        step = next(unit * factor for factor in (1, 2, 2.5, 5, 10) if unit * factor >= rough * 0.999)
        return [step * number for number in range(math.ceil(round(top / step, 6)) + 1)]

    def share(self, value: float, ticks: Sequence[float]) -> float:
        """Where a value stands between the first tick (0) and the last (1)."""
        first, last, here = (math.log10(each) if self.is_log else each for each in (ticks[0], ticks[-1], value))
        return (here - first) / (last - first)


def lines(title: str, x: Axis, y: Axis, series: Mapping[str, Sequence[Point]]) -> str:
    """A line for each series, with its name at the end. Every line has points, in ascending order of x."""
    points = [point for each in series.values() for point in each]
    across, up = x.ticks([point[0] for point in points]), y.ticks([point[1] for point in points])

    def placed(point: Point) -> Point:
        wide, high = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM
        return LEFT + x.share(point[0], across) * wide, HEIGHT - BOTTOM - y.share(point[1], up) * high

    parts = [_text(LEFT, TOP - 12, y.name), _text(WIDTH - RIGHT, HEIGHT - 12, x.name, "end")]
    for tick in up:
        _, at = placed((across[0], tick))
        parts += [_rule(LEFT, at, WIDTH - RIGHT, at), _text(LEFT - 8, at + 4, _number(tick), "end")]
    for tick in across:
        at, _ = placed((tick, up[0]))
        parts += [_rule(at, TOP, at, HEIGHT - BOTTOM), _text(at, HEIGHT - BOTTOM + 18, _number(tick), "middle")]
    ends: dict[str, float] = {}
    for number, (name, each) in enumerate(series.items()):
        spots = [placed(point) for point in each]
        drawn = " ".join(f"{left:.1f},{top:.1f}" for left, top in spots)
        parts.append(f'<polyline class="s{number % len(LIGHT)}" points="{drawn}"/>')
        parts += [f'<circle class="f{number % len(LIGHT)}" cx="{a:.1f}" cy="{b:.1f}" r="3"/>' for a, b in spots]
        ends[name] = spots[-1][1]
    for name, at in _apart(ends):
        kind = f"f{list(series).index(name) % len(LIGHT)}"
        parts.append(_text(WIDTH - RIGHT + 10, at + 4, name, kind=kind))
    return _svg(title, HEIGHT, parts)


def bars(title: str, x: Axis, names: Sequence[str], rows: Mapping[str, Sequence[float]]) -> str:
    """For each row its name and a bar for each of `names`, with the value behind it."""
    left, each = 230, ROW * len(names) + 10
    height = TOP + each * len(rows) + BOTTOM
    ticks = x.ticks([value for values in rows.values() for value in values])

    def placed(value: float) -> float:
        return left + x.share(value, ticks) * (WIDTH - left - 60)

    parts = [_text(WIDTH - 60, height - 12, x.name, "end")]
    for tick in ticks:
        parts.append(_rule(placed(tick), TOP, placed(tick), height - BOTTOM))
        parts.append(_text(placed(tick), height - BOTTOM + 18, _number(tick), "middle"))
    for number, name in enumerate(names):
        parts.append(_text(left + 110 * number, TOP - 12, f"■ {name}", kind=f"f{number % len(LIGHT)}"))
    for row, (label, values) in enumerate(rows.items()):
        top = TOP + each * row + 5
        parts.append(_text(left - 10, top + ROW * len(names) / 2 + 4, label, "end"))
        for number, value in enumerate(values):
            at, wide = top + ROW * number, placed(value) - left
            box = f'x="{left}" y="{at:.1f}" width="{wide:.1f}" height="{BAR}"'
            parts.append(f'<rect class="f{number % len(LIGHT)}" {box}/>')
            parts.append(_text(left + wide + 5, at + BAR - 1, _number(value), kind="small"))
    return _svg(title, height, parts)


def _svg(title: str, height: float, parts: Sequence[str]) -> str:
    """The document. It has a background of its own, because a page may be dark where the reader's system is light."""
    said = escape(title)
    begin = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        f'role="img" aria-label="{said}">'
    )
    back = '<rect class="back" width="100%" height="100%"/>'
    heading = f'<text class="title" x="16" y="24">{said}</text>'
    return "\n".join([begin, f"<title>{said}</title>", _style(), back, heading, *parts, "</svg>\n"])


def _style() -> str:
    def colours(ink: str, back: str, rule: str, series: Sequence[str]) -> str:
        own = "".join(f"--s{number}:{colour};" for number, colour in enumerate(series))
        return f"svg{{--ink:{ink};--back:{back};--rule:{rule};{own}}}"

    drawn = [
        f".s{number}{{fill:none;stroke:var(--s{number});stroke-width:2;stroke-dasharray:{dash}}}"
        f".f{number}{{fill:var(--s{number})}}"
        for number, dash in enumerate(DASHES)
    ]
    return (
        f"<style>{colours('#1b1b1b', '#ffffff', '#d9d9d9', LIGHT)}"
        f"@media (prefers-color-scheme:dark){{{colours('#ececec', '#16181b', '#3b3f45', DARK)}}}"
        "text{fill:var(--ink);font:13px system-ui,sans-serif}.title{font-weight:600;font-size:15px}"
        ".small{font-size:10px}.back{fill:var(--back)}"
        f"line{{stroke:var(--rule)}}{''.join(drawn)}</style>"
    )


def _text(x: float, y: float, words: str, anchor: str = "start", *, kind: str = "") -> str:
    named = f' class="{kind}"' if kind else ""
    return f'<text{named} x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'


def _rule(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 or value == int(value) else f"{value:.3g}"


def _apart(ends: Mapping[str, float]) -> Iterator[tuple[str, float]]:
    """Names in order of their height, none on top of another, and the last of them inside the plot."""
    ordered = sorted(ends, key=lambda name: ends[name])
    heights = [ends[name] for name in ordered]
    for above, below in pairwise(range(len(heights))):
        heights[below] = max(heights[below], heights[above] + LABEL_HEIGHT)
    over = max(0.0, heights[-1] - (HEIGHT - BOTTOM)) if heights else 0.0
    yield from ((name, height - over) for name, height in zip(ordered, heights, strict=True))
