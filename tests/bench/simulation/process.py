"""One process of the model: its core, its readers, and what it does with a ring and with a reader who comes back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random

from simpy import Environment, Event

from tests.bench.simulation.line import Line, Spread
from tests.bench.simulation.scene import Scene

# Readers are taken together where nothing tells them apart: so many parts of a broadcast.
PARTS = 25
Steps = Iterator[Event]
Back = Callable[[bool], None]


class World:
    """What the processes share, and what is noted of their readers: when they had the change, when they were back."""

    def __init__(self, scene: Scene) -> None:
        self.scene, self.env, self.chance = scene, Environment(), Random(scene.seed)
        self.database, self.redis = Line(self.env, scene.assumed.database_cores), Line(self.env)
        self.site = Line(self.env)
        self.delays, self.returns = Spread(), Spread()

    def until(self, moment: float) -> Event:
        return self.env.timeout(max(0.0, moment - self.env.now))

    def call(self, moment: float, act: Callable[[], object]) -> None:
        self.until(moment).callbacks.append(lambda _: act())


class Process:
    """Works off one thing after the other on its core. `link` is that of its machine."""

    def __init__(self, world: World, link: Line, readers: int) -> None:
        self._world, self._link, self.readers = world, link, readers
        self._core = Line(world.env)
        self._waiting: list[tuple[int, Back]] = []
        self._is_served = False  # whether its readers were sent the change
        self.is_down = False
        self.started = world.env.event()

    def stop(self, seconds: float) -> None:
        """Nobody answers for so long; who is in the accept queue is answered then."""
        self.readers, self.is_down = 0, True
        self._world.call(self._world.env.now + seconds, self._start)

    def _start(self) -> None:
        self.is_down = False
        self.started.succeed()
        waiting, self._waiting = self._waiting, []
        for readers, back in waiting:
            self._shake(readers, back)

    def come(self, readers: int, back: Back) -> None:
        """So many readers try to connect at once; `back` hears whether they are in, or were refused."""
        scene = self._world.scene
        if not self.is_down:
            self._shake(readers, back)
        elif scene.is_held and sum(each for each, _ in self._waiting) + readers <= scene.assumed.backlog:
            self._waiting.append((readers, back))
        else:
            back(False)

    def _shake(self, readers: int, back: Back) -> None:
        done = self._core.take(readers * self._world.scene.costs.reconnect)
        self._world.call(done, lambda: self._admit(readers, back))

    def _admit(self, readers: int, back: Back) -> None:
        world = self._world
        if self.readers + readers > world.scene.assumed.most_readers:
            back(False)
            return
        self.readers += readers
        back(True)
        if self._is_served:  # their cursors are behind: they get what they missed with the handshake
            world.delays.add(world.env.now - world.scene.posted, readers)

    def hear(self, is_sweep: bool) -> Steps:
        """Renders the change and sends it to all who are there."""
        world, scene = self._world, self._world.scene
        costs, statements = scene.costs, scene.costs.statements
        for _ in range(statements + is_sweep):
            yield world.until(self._core.take((costs.message - costs.asked) / statements))
            answered = world.database.take(costs.asked / statements) + scene.assumed.round_trip + scene.slower
            yield world.until(answered)
        yield world.until(self._core.take(0.0))
        self._is_served = True
        yield from self._broadcast()

    def _broadcast(self) -> Steps:
        world, assumed, send = self._world, self._world.scene.assumed, self._world.scene.costs.send
        size = world.scene.costs.frame + assumed.around_a_frame
        count = self.readers
        begin = self._core.take(count * send) - count * send
        size_of_part = max(1, count // PARTS)
        for sent in range(0, count, size_of_part):
            batch = min(size_of_part, count - sent)
            yield world.until(begin + (sent + batch) * send)
            out = self._link.take(batch * size / assumed.machine_link)
            there = world.site.take(batch * size / assumed.site_link, earliest=out)
            world.delays.add(there - world.scene.posted, batch)
