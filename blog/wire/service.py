"""The wire of one process, put together and hung on the app."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, current_app

from blog.extensions import visit_changed
from blog.wire.bell import Bell, RedisBell
from blog.wire.heads import Heads
from blog.wire.hub import Hub
from blog.wire.pump import Pump
from blog.wire.replay import Replay


@dataclass(frozen=True)
class Wire:
    """Everything that delivers, for the edges that admit readers and answer polls."""

    bell: Bell
    hub: Hub
    heads: Heads
    replay: Replay
    pump: Pump


def init_app(app: Flask, redis_url: str | None) -> None:
    """Makes the wire and lets every commit ring its bell."""
    bell = RedisBell(redis_url) if redis_url else Bell()
    hub, replay = Hub(), Replay(app)
    app.extensions["wire"] = Wire(bell, hub, Heads(bell), replay, Pump(app, bell, hub, replay))
    visit_changed.connect(bell.ring)


def wire() -> Wire:
    """The wire of the current app."""
    found: Wire = current_app.extensions["wire"]
    return found
