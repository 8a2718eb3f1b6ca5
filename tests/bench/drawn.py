"""The plots of docs/benchmarks.md, drawn from a run that was written as JSON into a folder beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from tests.bench.plots import Axis, Point, bars, lines
from tests.bench.runs import Measured, read

Rows = list[dict[str, Any]]


def plots(benchmarks: Mapping[str, Measured]) -> dict[str, str]:
    """The SVG of each plot, by the name of its file."""
    found: dict[str, str] = {}
    for name, draw in DRAWN.items():
        if name in benchmarks:
            found |= draw({table["title"]: table["rows"] for table in benchmarks[name].tables})
    return found


def draw(file: Path) -> None:
    """Draws what is in the file, into the folder of its name."""
    folder = file.with_suffix("")
    folder.mkdir(parents=True, exist_ok=True)
    for name, svg in plots(read(file)).items():
        (folder / name).write_text(svg, encoding="utf-8")


def _fanout(tables: Mapping[str, Rows]) -> dict[str, str]:
    found: dict[str, str] = {}
    for title, name in (("do not compress", "plain"), ("offer to compress", "compressing")):
        rows = next(rows for table, rows in tables.items() if table.endswith(title))
        series: dict[str, list[Point]] = {}
        for row in rows:
            if row["last ms"] is not None:
                series.setdefault(row["server"].partition(" (")[0], []).append((row["readers"], row["last ms"]))
        heading = f"From the POST to the last reader, readers that {title}"
        found[f"fanout-{name}.svg"] = lines(heading, Axis("readers"), Axis("last reader, ms"), series)
    return found


def _growth(tables: Mapping[str, Rows]) -> dict[str, str]:
    [rows] = tables.values()
    series: dict[str, list[Point]] = {}
    for row in rows:
        for column in ("post ms", "page after a change ms", "since ms"):
            name = f"{column.removesuffix(' ms')}, {row['database']}"
            series.setdefault(name, []).append((row["updates"], row[column]))
    heading = "Visits that grow"
    return {
        "growth.svg": lines(heading, Axis("updates in the visit", is_log=True), Axis("best of several, ms"), series)
    }


def _crowd(tables: Mapping[str, Rows]) -> dict[str, str]:
    rows = [row for rows in tables.values() for row in rows]
    pushes = {row["strangers ask for"]: (row["push ms, median"], row["push ms, worst"]) for row in rows}
    heading = "From the POST to the last of 200 readers, while strangers ask for pages or sign in"
    return {"crowd.svg": bars(heading, Axis("push, ms"), ("median", "worst"), pushes)}


DRAWN: Mapping[str, Callable[[Mapping[str, Rows]], dict[str, str]]] = {
    "fanout": _fanout,
    "growth": _growth,
    "crowd": _crowd,
}
