"""Reads what was measured from the tables of docs/benchmarks.md: the one place where the figures are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import dropwhile, takewhile

from blog.settings import ROOT

MEASURED = ROOT / "docs" / "benchmarks.md"
Row = Mapping[str, str]


def row(title: str, **wanted: str) -> Row:
    """The one row of a table with these cells. A column's name is given with `_` for spaces."""
    names = {name.replace("_", " "): text for name, text in wanted.items()}
    found = [each for each in _tables()[title] if all(each[name] == text for name, text in names.items())]
    assert len(found) == 1, f"{title}, {wanted}: {len(found)} rows"
    return found[0]


def number(text: str) -> float:
    """`10,018` or `1.30 ×`."""
    return float(text.replace(",", "").removesuffix("×").strip())


@cache
def _tables() -> Mapping[str, list[Row]]:
    return {title: list(_rows(lines)) for title, lines in _parts(MEASURED.read_text(encoding="utf-8"))}


def _parts(text: str) -> Iterator[tuple[str, list[str]]]:
    for part in text.split("\n### ")[1:]:
        title, *lines = part.splitlines()
        yield title, list(takewhile(_is_row, dropwhile(lambda line: not _is_row(line), lines)))


def _is_row(line: str) -> bool:
    return line.startswith("|")


def _rows(lines: Sequence[str]) -> Iterator[Row]:
    columns, _rule, *rows = ([cell.strip() for cell in line.strip("|").split("|")] for line in lines)
    for cells in rows:
        yield dict(zip(columns, cells, strict=True))
