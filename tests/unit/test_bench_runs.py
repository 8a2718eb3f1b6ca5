"""Runs of the benchmarks: as JSON, compared by ratios with the kept run, and drawn for docs/benchmarks.md."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from blog.settings import ROOT
from tests.bench import compare, drawn, runs
from tests.bench.plots import Axis, bars, lines
from tests.bench.table import EMPTY, Table, ratio

SVG = "{http://www.w3.org/2000/svg}"
DOCS = ROOT / "docs"


def made_up(*, last: float = 1.04, rate: float = 1.6, growth: float = 1.1) -> runs.Measured:
    """A run with a ratio of each kind: to a peer by time, to one by rate, and to a smaller load in a row of its own."""
    peers = Table("Peers", ("Dateline against, 10,000 readers", "last reader"))
    peers.add("nchan (nginx 1.22.1)", ratio(last, 1))
    page = Table("Page", ("request", "answer", "Dateline a second", "ratio"))
    page.add("page, br", "200", 5266.04321, ratio(rate, 1))
    visits = Table("Visits", ("database", "updates", "post ms"))
    visits.add("SQLite", 100, 15.1)
    visits.add("SQLite", 100_000, 16.6)
    visits.add(EMPTY, EMPTY, ratio(growth, 1))
    return runs.Measured("a machine", False, [runs.as_json(each) for each in (peers, page, visits)])


def test_rows_and_ratios_are_kept_by_names_that_no_version_changes(tmp_path: Path) -> None:
    file = tmp_path / "kept" / "run.json"
    runs.write(file, "fanout", made_up())
    runs.write(file, "page", made_up(last=2))
    kept = runs.read(file)
    assert list(kept) == ["fanout", "page"]
    assert kept["fanout"] == made_up()
    assert kept["fanout"].lines == 5
    assert kept["fanout"].ratios == {
        "Peers: nchan: last reader": 1.04,
        "Page: page, br, 200: ratio": 1.6,
        "Visits: SQLite, 100000: post ms": 1.1,
    }
    rows = [row for table in kept["fanout"].tables for row in table["rows"]]
    assert rows[0] == {"request": "page, br", "answer": "200", "Dateline a second": 5266.043}
    assert rows[2] == {"database": "SQLite", "updates": 100_000, "post ms": 16.6}
    assert len(rows) == 3


@pytest.mark.parametrize(
    ("now", "named"),
    [
        (made_up(last=1.14, rate=1.46, growth=1.2), []),
        (made_up(last=0.5, rate=3.0, growth=0.9), []),
        (made_up(last=1.15), ["worse: Peers: nchan: last reader: 1.15 ×, was 1.04 ×"]),
        (made_up(rate=1.45), ["worse: Page: page, br, 200: ratio: 1.45 ×, was 1.60 ×"]),
        (made_up(growth=1.22), ["worse: Visits: SQLite, 100000: post ms: 1.22 ×, was 1.10 ×"]),
        (replace(made_up(), tables=made_up().tables[1:]), ["not measured: Peers: nchan: last reader"]),
        (replace(made_up(), quick=True), ["a run with small numbers cannot be compared with one with large ones"]),
    ],
)
def test_what_is_worse_by_more_than_a_tenth_is_named(
    now: runs.Measured, named: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run, kept = tmp_path / "run.json", tmp_path / "kept.json"
    runs.write(run, "fanout", now)
    for name in ("fanout", "storm"):  # one that did not run is not missed
        runs.write(kept, name, made_up())
    if named:
        with pytest.raises(SystemExit) as ended:
            compare.main(str(run), str(kept))
        assert ended.value.code == 1
        assert capsys.readouterr().out.splitlines() == [f"fanout: {each}" for each in named]
    else:
        compare.main(str(run), str(kept))
        assert capsys.readouterr().out.startswith("3 ratios compared")


def test_the_plots_are_those_of_the_kept_run_and_the_page_shows_them() -> None:
    kept = drawn.plots(runs.read(runs.KEPT))
    assert {path.name: path.read_text() for path in runs.KEPT.with_suffix("").iterdir()} == kept
    shown = re.findall(r"!\[[^\]]+\]\(benchmarks/([\w-]+\.svg)\)", (DOCS / "benchmarks.md").read_text())
    assert set(shown) == kept.keys()


def test_a_line_has_a_point_for_each_value_and_names_apart() -> None:
    series = {"ours": [(100.0, 10.0), (100_000.0, 11.0)], "theirs & more": [(100.0, 10.1), (100_000.0, 11.1)]}
    svg = lines("Growth", Axis("updates", is_log=True), Axis("ms"), series)
    root = ElementTree.fromstring(svg)
    assert len(root.findall(f"{SVG}circle")) == 4
    texts = {text.text: float(text.get("y", "")) for text in root.iter(f"{SVG}text")}
    assert {"Growth", "updates", "ms", "100", "1,000", "100,000", *series} <= texts.keys()
    assert abs(texts["ours"] - texts["theirs & more"]) >= 14
    assert "@media (prefers-color-scheme:dark)" in svg


def test_a_bar_is_as_long_as_its_value() -> None:
    root = ElementTree.fromstring(
        bars("Crowd", Axis("ms"), ("median", "worst"), {"nothing": (20, 40), "all": (80, 80)})
    )
    long = [float(each.get("width", "")) for each in root.findall(f"{SVG}rect") if each.get("class") != "back"]
    assert long == [pytest.approx(long[2] / 4, abs=0.2), pytest.approx(long[2] / 2, abs=0.2), long[2], long[2]]
    assert long[2] > 100
