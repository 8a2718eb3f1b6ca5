"""Runs as JSON: the rows of each benchmark with the machine, and its ratios to the peers of the same run by name."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from math import isnan
from pathlib import Path
from typing import Any

from tests.bench.table import EMPTY, Ratio, Table
from tests.servers.download_cache import ROOT

# What docs/benchmarks.md shows.
KEPT = ROOT / "docs" / "benchmarks.json"
_VERSION = re.compile(r" \(.*\)$")


@dataclass(frozen=True)
class Measured:
    """A benchmark as it was measured. The names of the columns have their units."""

    machine: str
    quick: bool
    tables: Sequence[Mapping[str, Any]]

    @property
    def lines(self) -> int:
        return sum(table["lines"] for table in self.tables)

    @property
    def ratios(self) -> dict[str, float]:
        """All ratios, by table, row and column."""
        return {name: value for table in self.tables for name, value in table["ratios"].items()}


def read(file: Path) -> dict[str, Measured]:
    """The benchmarks in a file, by name; none if there is no file."""
    found = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    return {name: Measured(**benchmark) for name, benchmark in found.items()}


def write(file: Path, name: str, measured: Measured) -> None:
    """Puts a benchmark into the file, where the others stay."""
    file.parent.mkdir(parents=True, exist_ok=True)
    benchmarks = read(file) | {name: measured}
    content = {each: asdict(benchmark) for each, benchmark in benchmarks.items()}
    file.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def as_json(table: Table) -> dict[str, Any]:
    """The rows with figures of their own; and the ratios, also those in rows that consist of them."""
    rows, ratios, label = [], dict[str, float](), ""
    for row in table.rows:
        label = _label(row) or label
        cells = dict(zip(table.columns, row, strict=True))
        named = {f"{table.title}: {label}: {_unversioned(name)}": cell for name, cell in cells.items()}
        ratios |= {name: round(cell, 3) for name, cell in named.items() if isinstance(cell, Ratio) and not isnan(cell)}
        own = {name: _plain(cell) for name, cell in cells.items() if not isinstance(cell, Ratio)}
        if any(isinstance(cell, int | float) for cell in own.values()):
            rows.append(own)
    return {"title": table.title, "lines": len(table.rows), "rows": rows, "ratios": ratios}


def _label(row: Sequence[object]) -> str:
    """What a row is about: its first cells, without versions. Empty for one that only has ratios to the row above."""
    cells = [cell for cell in row[:2] if isinstance(cell, str | int) and cell != EMPTY]
    return ", ".join(_unversioned(str(cell)) for cell in cells)


def _unversioned(name: str) -> str:
    return _VERSION.sub("", name)


def _plain(cell: object) -> object:
    if isinstance(cell, float):
        return None if isnan(cell) else round(cell, 3)
    return None if cell == EMPTY else cell
