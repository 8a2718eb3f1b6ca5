"""The site with the world in it, and the browsers and programs of everybody: built once, and put back for each test."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from sqlite3 import Connection, connect

import pytest
from flask import Flask
from sqlalchemy import select

from blog import newsroom
from blog.extensions import db, limiter
from blog.media.store import current_store
from blog.models import DeskSession
from blog.permissions import SYSTEM
from tests.databases import DATABASE
from tests.desk import Desk
from tests.doors.table import ROLES
from tests.doors.trying import Doors
from tests.doors.world import COLLEAGUE, LEAVERS, OUTSIDE, World, address_of
from tests.made_once import made_once
from tests.shared_app import fill

VISITOR = "a visitor"
NAMES = "names"


@dataclass
class Kept:
    """The world as it was made, with the cookies and the form's token of everybody's browser.

    The first process of a run that needs it makes it and leaves it in a folder; the others read it there.
    """

    folder: Callable[[Callable[[Path], None]], Path]
    copy: Connection
    world: World = field(default_factory=World)
    browsers: dict[str, tuple[str, str]] = field(default_factory=dict)


@dataclass
class House:
    """The site of one test."""

    app: Flask
    kept: Kept
    path: Path

    @property
    def world(self) -> World:
        return self.kept.world

    def doors(self, name: str) -> Doors:
        """The doors for somebody with their own browser."""
        cookies, token = self.kept.browsers.get(name, ("", ""))
        doors = Doors(self.app.test_client(use_cookies=False), self.world, name, self.undo, token)
        doors.headers["Cookie"] = cookies
        return doors

    def undo(self) -> None:
        """Puts back every row."""
        fill(self.path, self.kept.copy)

    def move_in(self) -> None:
        """Takes the world that this run has, or makes it."""
        folder = self.kept.folder(self._furnish)
        with closing(connect(folder / DATABASE)) as file:
            file.backup(self.kept.copy)
        self.kept.world, self.kept.browsers = pickle.loads((folder / NAMES).read_bytes())

    def _furnish(self, folder: Path) -> None:
        """Makes the world, and signs everybody in: those who left did so afterwards."""
        self.kept.world = world = World.make()
        desks = {name: Desk.of(self.app).sign_in(address_of(name)) for name in (*ROLES, *OUTSIDE, COLLEAGUE, *LEAVERS)}
        db.session.rollback()  # to see what the requests have committed
        sessions = {row.reporter_id: str(row.id) for row in db.session.scalars(select(DeskSession))}
        for name in (*ROLES, *OUTSIDE, COLLEAGUE):
            world.things["", name, "session"] = sessions[world.accounts[name]]
        desks[VISITOR] = Desk.of(self.app)
        desks[VISITOR].get("/desk/sign-in")
        for name, desk in desks.items():
            cookies = (f"{cookie.key}={cookie.value}" for cookie in (desk.client._cookies or {}).values())
            self.kept.browsers[name] = "; ".join(cookies), desk.token
        desks["signed out"].post("/desk/sign-out")
        newsroom.reporters.set_password(address_of("another password"), "another long password")
        newsroom.administration.switch_off(SYSTEM, world.accounts["switched off"])
        world.leave_the_team()
        world.add_passkeys()
        with closing(connect(self.path)) as file, closing(connect(folder / DATABASE)) as copy:
            file.backup(copy)
        (folder / NAMES).write_bytes(pickle.dumps((world, self.kept.browsers)))


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kept]:
    """What is the same for all tests of the table."""
    with closing(connect(":memory:")) as copy:
        yield Kept(partial(made_once, tmp_path_factory, "house"), copy)


@pytest.fixture
def house(app: Flask, database_url: str, kept: Kept, monkeypatch: pytest.MonkeyPatch) -> House:
    """The site as it was furnished, without limits: the table has more rows than an account has posts in a minute."""
    monkeypatch.setattr(limiter, "enabled", False)
    house = House(app, kept, Path(database_url.removeprefix("sqlite:///")))
    if not kept.browsers:
        house.move_in()
    house.undo()
    for (_visit, owner, what), file_id in kept.world.things.items():
        if owner == COLLEAGUE and what.endswith("file"):
            current_store().put(f"{file_id}/960.jpg", b"a picture")
    return house
