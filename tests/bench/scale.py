"""scale: a million readers, played by a model that knows what was measured. Also `python -m tests.bench.scale`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from math import inf

from blog.settings import ROOT
from tests.bench.plots import Axis, lines
from tests.bench.simulation.costs import on_its_own, on_postgres
from tests.bench.simulation.play import holds_up, play
from tests.bench.simulation.scene import (
    ABSENCE,
    CORES,
    DATABASE,
    MACHINE_LINK,
    PAUSE,
    REDIS,
    SITE_LINK,
    START,
    STATEMENTS,
    SWEEP,
    Assumed,
    Scene,
)
from tests.bench.simulation.validation import SHARE, compare
from tests.bench.table import Table

COLUMNS = ("what happens", "processes", "readers", "half have it after s", "99 % after s", "the last after s")
COLUMNS += ("what the last one waits for",)
BY_READERS = "One change, by the number of readers"
# In bytes a second.
LINKS = {"10 Gbit/s for the site": 10e9 / 8, "40 Gbit/s": 40e9 / 8, "400 Gbit/s": 400e9 / 8, "any link": inf}
PLOT = ROOT / "docs" / "scale" / "readers.svg"
SMALL = Assumed(database_cores=1, round_trip=0.0)


def scenes() -> Mapping[str, Scene]:
    """One change in each."""
    local = replace(on_its_own(), asked=0.0)
    few, million = Scene(on_postgres(), 10), Scene(on_postgres(), 100)
    return {
        "a change; SQLite, no Redis": Scene(local, 1, replace(SMALL, readers_each=1_000)),
        "a change; SQLite, no Redis ": Scene(local, 1, SMALL),
        "a change; three machines": few,
        "a change": million,
        "a change, the site's link four times as wide": replace(
            million, assumed=Assumed(site_link=4 * Assumed.site_link)
        ),
        "a change; ten million readers, links to match": Scene(
            on_postgres(), 1_000, Assumed(site_link=40 * Assumed.site_link)
        ),
        "a tenth of the processes stop and start; a change after 1 s": replace(million, restarted=10, posted=1.0),
        "the same, and connections are refused meanwhile": replace(million, restarted=10, posted=1.0, is_held=False),
        "every statement takes 50 ms longer": replace(million, slower=0.05),
        "PostgreSQL cannot be reached for 5 s from the commit on": replace(million, database_gone=5.0),
        "Redis is lost": replace(million, redis_lost=True),
    }


def suspects(scene: Scene) -> Sequence[str]:
    """What may hold up the last reader there."""
    if scene.restarted:
        return (START, CORES, PAUSE, SITE_LINK) if scene.is_held else (START, CORES)
    if scene.database_gone or scene.slower or scene.redis_lost:
        return STATEMENTS, SWEEP, ABSENCE, CORES, SITE_LINK, DATABASE
    return CORES, DATABASE, REDIS, MACHINE_LINK, SITE_LINK


def run(quick: bool) -> Iterator[Table]:
    """What goes in, what the model says of each scene, and how well it fits. It always takes the same seconds."""
    yield _costs()
    table = Table("One change, as a model of the whole site plays it", COLUMNS)
    returns: list[str] = []
    for name, scene in scenes().items():
        played = play(scene)
        limits = ", ".join(f"{limit} ({gain:.2f} s)" for limit, gain in holds_up(scene, suspects(scene))[:3])
        table.add(name.strip(), scene.processes, scene.readers, *played.delays.quantiles(), limits)
        if scene.restarted:
            half, _, last = played.returns.quantiles()
            back = f"of {len(played.returns):,} readers, half are back after {half:.1f} s and all after {last:.1f} s"
            returns.append(f"{name.strip()}: {back}.")
    table.notes += ["In brackets, how much sooner the last one had it without that.", *returns]
    yield table
    yield _growing()
    fit = Table("The model beside what was measured", ("what", "measured ms", "modelled ms", "off"))
    for compared in compare():
        fit.add(compared.what, compared.measured, compared.modelled, f"{100 * compared.off:+.0f} %")
    fit.notes.append(
        "The rows of 10,000 readers, of one worker and of the connections cut set what a reader costs; the times are "
        f"predicted. A test allows {100 * SHARE:.0f} %."
    )
    yield fit


def _growing() -> Table:
    """The same change for ever more readers."""
    table = Table(BY_READERS, ("readers", *(f"the last one, {name}: s" for name in LINKS)))
    for processes in (1, 3, 10, 30, 100, 300, 1_000):
        scene = Scene(on_postgres(), processes)
        lasts = (
            play(replace(scene, assumed=Assumed(site_link=link))).delays.quantiles((1.0,))[0] for link in LINKS.values()
        )
        table.add(scene.readers, *lasts)
    return table


def drawn(table: Table) -> str:
    """The plot of docs/scale.md."""
    series = {name: [(row[0], row[at]) for row in table.rows] for at, name in enumerate(LINKS, start=1)}
    return lines(BY_READERS, Axis("readers", is_log=True), Axis("the last reader, s", is_log=True), series)


def _costs() -> Table:
    table = Table("What one process costs", ("what", "cost", "unit", "measured by"))
    alone, costs = on_its_own(), on_postgres()
    table.add("from the POST to the first reader, SQLite", alone.first * 1000, "ms", "`fanout`")
    table.add("the same with PostgreSQL and Redis", costs.first * 1000, "ms", "`workers`")
    table.add("its part from the ring to the first frame, in each process", costs.message * 1000, "ms", "`changes`")
    table.add("of that PostgreSQL's core", costs.asked * 1000, "ms", f"`changes`; {costs.statements} statements")
    table.add("each further reader, SQLite", alone.send * 1e6, "µs of a core", "`fanout`")
    table.add("each further reader, beside PostgreSQL and Redis", costs.send * 1e6, "µs of a core", "`workers`")
    table.add("Redis's core for a ring, for each process", costs.ring * 1e6, "µs of a core", "`changes`")
    table.add("a reader who comes back, with a cursor", costs.reconnect * 1e6, "µs of a core", "`storm`")
    table.add("a server that is stopped and started, until it answers", costs.start, "s", "`storm`")
    table.add("an update of 560 characters on the wire, compressed", costs.frame / 1000, "KB", "`fanout`")
    return table


if __name__ == "__main__":
    for each in run(quick=False):
        print(each.text())
        if each.title == BY_READERS:
            PLOT.parent.mkdir(exist_ok=True)
            PLOT.write_text(drawn(each), encoding="utf-8")
