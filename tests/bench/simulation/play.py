"""Plays a scene: one change, all readers, and whatever goes wrong meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tests.bench.simulation.line import Line, Spread
from tests.bench.simulation.process import Process, Steps, World
from tests.bench.simulation.scene import WITHOUT, Scene

WORTH_NAMING = 0.03
# Of readers who come back, so many draw the same moment.
TOGETHER = 20
STATEMENTS_OF_A_POST = 16  # until its commit, as tests/integration/test_statements.py allows


@dataclass(frozen=True)
class Played:
    """Seconds from the POST until readers had the change, and from a restart until its readers were back."""

    delays: Spread
    returns: Spread


def play(scene: Scene) -> Played:
    """Every reader gets the change once."""
    world = World(scene)
    processes = _processes(world)
    _restart(world, processes)
    world.env.process(_post(world, processes))
    world.env.run()
    assert len(world.delays) == scene.readers, f"{len(world.delays)} of {scene.readers} readers have it"
    return Played(world.delays, world.returns)


def holds_up(scene: Scene, suspects: Sequence[str]) -> list[tuple[str, float]]:
    """What the last reader waits for, most first: each limit, and how many seconds it costs."""
    (last,) = play(scene).delays.quantiles((1.0,))
    gains = [(name, last - play(WITHOUT[name](scene)).delays.quantiles((1.0,))[0]) for name in suspects]
    return sorted((each for each in gains if each[1] > WORTH_NAMING * last), key=lambda each: -each[1])


def _processes(world: World) -> list[Process]:
    assumed, links = world.scene.assumed, []
    for number in range(world.scene.processes):
        if number % assumed.processes_a_machine == 0:
            links.append(Line(world.env))
    return [
        Process(world, links[number // assumed.processes_a_machine], assumed.readers_each)
        for number in range(world.scene.processes)
    ]


def _restart(world: World, processes: Sequence[Process]) -> None:
    """Stops the first processes; the balancer in front deals those who come back over all of them by chance."""
    scene = world.scene
    for process in processes[: scene.restarted]:
        process.stop(scene.costs.start)

    def try_again(failures: int) -> None:
        world.call(world.env.now + scene.backoff.delay(failures, world.chance), lambda: connect(failures))

    def connect(failures: int) -> None:
        world.chance.choice(processes).come(TOGETHER, lambda is_in: returned() if is_in else try_again(failures + 1))

    def returned() -> None:
        world.returns.add(world.env.now, TOGETHER)

    for _ in range(scene.restarted * scene.assumed.readers_each // TOGETHER):
        try_again(1)


def _post(world: World, processes: Sequence[Process]) -> Steps:
    """The process of the reporter hears its own bell; the others hear Redis, or find the change by themselves."""
    scene, costs = world.scene, world.scene.costs
    yield world.until(scene.posted + costs.commit + scene.slower * STATEMENTS_OF_A_POST)
    committed, (writer, *others) = world.env.now, reversed(processes)
    world.env.process(_hear(world, writer, committed, is_sweep=False))
    for process in others:
        if scene.redis_lost:
            hears = committed + world.chance.uniform(0.0, scene.sweep)
        else:
            hears = world.redis.take(costs.ring) + costs.hop
        world.env.process(_hear(world, process, hears, is_sweep=scene.redis_lost))


def _hear(world: World, process: Process, at: float, *, is_sweep: bool) -> Steps:
    """A process that cannot reach the database looks again after a pause; one that is stopped, when it has started."""
    yield world.until(at)
    back = at + world.scene.database_gone
    while world.env.now < back:
        yield world.env.timeout(world.scene.sweep)
        is_sweep = True
    if process.is_down:
        yield process.started
    yield from process.hear(is_sweep)
