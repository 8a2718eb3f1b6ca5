"""Tables in Markdown, aligned so that they also read well in a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from math import isnan

EMPTY = ""
# Called with each row as soon as it is there.
listeners: list[Callable[[str], None]] = []


class Ratio(float):
    """A figure over that of a peer, or of a smaller load, in the same run."""


@dataclass
class Table:
    """Rows of text and numbers. A column whose cells are all numbers is set to the right."""

    title: str
    columns: Sequence[str]
    rows: list[Sequence[object]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, *cells: object) -> None:
        assert len(cells) == len(self.columns), f"{self.title}: {cells}"
        self.rows.append(cells)
        for told in listeners:  # a run takes its time
            told(" · ".join(_shown(cell) for cell in cells))

    def text(self) -> str:
        shown = [[_shown(cell) for cell in row] for row in self.rows]
        right = [all(_is_number(row[at]) for row in self.rows) for at in range(len(self.columns))]
        widths = [max(len(row[at]) for row in (list(self.columns), *shown)) for at in range(len(self.columns))]
        rule = [("-" * (width - 1) + ":") if flush else "-" * width for width, flush in zip(widths, right, strict=True)]
        lines = [_line(cells, widths, right) for cells in (list(self.columns), rule, *shown)]
        notes = [f"\n{note}" for note in self.notes]
        return "\n".join([f"### {self.title}\n", *lines, *notes]) + "\n"


def ms(nanoseconds: float) -> float:
    """Nanoseconds as milliseconds."""
    return nanoseconds / 1e6


def ratio(value: float, of: float) -> Ratio | str:
    return Ratio(value / of) if of else EMPTY


def _line(cells: Sequence[str], widths: Sequence[int], right: Iterable[bool]) -> str:
    padded = [
        cell.rjust(width) if flush else cell.ljust(width)
        for cell, width, flush in zip(cells, widths, right, strict=True)
    ]
    return f"| {' | '.join(padded)} |"


def _shown(cell: object) -> str:
    if isinstance(cell, Ratio):
        return EMPTY if isnan(cell) else f"{cell:.2f} ×"
    if isinstance(cell, float):
        if isnan(cell):
            return EMPTY
        return f"{cell:,.0f}" if abs(cell) >= 100 else f"{cell:,.1f}" if abs(cell) >= 10 else f"{cell:,.2f}"
    return f"{cell:,}" if isinstance(cell, int) else str(cell)


def _is_number(cell: object) -> bool:
    return isinstance(cell, int | float) or cell == EMPTY or str(cell).endswith((" ×", " %"))
