"""The model of many processes gives what was measured of one and of two, and the document shows what it gives now."""

from __future__ import annotations

import re
from dataclasses import replace
from random import Random

import pytest

from blog.settings import ROOT
from tests.bench.scale import BY_READERS, PLOT, drawn, run
from tests.bench.simulation.costs import on_postgres
from tests.bench.simulation.play import play
from tests.bench.simulation.scene import Assumed, Backoff, Scene
from tests.bench.simulation.validation import SHARE, compare

SMALL = Scene(on_postgres(), 4, Assumed(readers_each=1_000))


def test_the_model_fits_what_was_measured() -> None:
    compared = list(compare())
    assert len(compared) > 15
    assert [each for each in compared if abs(each.off) > SHARE] == []


def test_pages_come_back_by_their_own_rules() -> None:
    """`static/js/socket.js` says them; the model reads them there."""
    rules, chance = Backoff.of_pages(), Random(1)
    waits = {failures: sorted(rules.delay(failures, chance) for _ in range(1_000)) for failures in (1, 2, 9)}
    spans = {failures: (each[0], each[-1]) for failures, each in waits.items()}
    assert spans == {
        1: pytest.approx((0.5, 1.5), rel=0.05),
        2: pytest.approx((1.0, 3.0), rel=0.05),
        9: pytest.approx((15.0, 45.0), rel=0.05),
    }


def test_every_reader_has_the_change_whatever_fails() -> None:
    """`play` counts them: those who were away, those a process refused, and those whose process heard no ring."""
    fine, *bad = (
        play(replace(SMALL, **wrong)).delays.quantiles((1.0,))[0]
        for wrong in (
            {},
            {"restarted": 2, "posted": 0.2},
            {"restarted": 2, "posted": 0.2, "is_held": False},
            {"slower": 0.05},
            {"database_gone": 2.0},
            {"redis_lost": True},
        )
    )
    assert all(last > fine for last in bad), (fine, bad)


@pytest.mark.breadth
def test_the_document_shows_what_the_model_gives() -> None:
    """When a figure changes: `python -m tests.bench.scale`, and its tables into the document."""
    document = (ROOT / "docs" / "scale.md").read_text(encoding="utf-8")
    tables = list(run(quick=False))
    lines = [line for table in tables for line in table.text().splitlines() if line.startswith("|")]
    assert [line for line in lines if line not in document] == []
    [growing] = (table for table in tables if table.title == BY_READERS)
    kept, now = (
        re.findall(r'<polyline[^>]+points="([^"]+)"', svg) for svg in (PLOT.read_text("utf-8"), drawn(growing))
    )
    assert kept == now
    assert len(kept) == len(growing.columns) - 1
