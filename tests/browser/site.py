"""A real Dateline for the browser: `python app.py` in a process of its own, and the newsroom beside it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import TypeVar

from blog import newsroom
from blog.extensions import db
from blog.newsroom.posts import Post
from blog.permissions import SYSTEM
from blog.queries import desk
from tests.sample_visit import PASSWORD
from tests.serving import Dateline

EDITOR, SECOND_EDITOR = "editor@example.org", "second@example.org"
ADMIN = "admin@example.org"
DEMO = "beijing-2010"

Done = TypeVar("Done")


class Site(Dateline):
    """The server, and short ways to change what is on it."""

    def __init__(self, folder: Path, footing: str = "sqlite", **settings: str) -> None:
        instance = folder / "instance"
        given = {"DATABASE_URL": f"sqlite:///{instance / 'dateline.sqlite'}", **settings}
        super().__init__(
            given.pop("DATABASE_URL"), folder, DATELINE_ENV="development", INSTANCE_DIR=str(instance), **given
        )
        self.footing = footing
        self.editor_id = 0
        self._numbers = count(1)

    def prepare(self) -> None:
        """Makes the accounts. Call it once the server has made the database."""
        add = newsroom.reporters.add
        self.editor_id = self.act(add, EDITOR, name="An Editor", role="editor", password=PASSWORD)
        self.act(add, SECOND_EDITOR, name="Second Editor", role="editor", password=PASSWORD)
        self.act(add, ADMIN, name="An Admin", role="admin", password=PASSWORD)

    def load_demo(self) -> None:
        """`flask demo load`."""
        done = self.app.test_cli_runner().invoke(args=["demo", "load"])
        assert done.exit_code == 0, done.output

    def act(self, verb: Callable[..., Done], *args: object, **kwargs: object) -> Done:
        """Calls a verb of the newsroom."""
        with self.app.app_context():
            try:
                return verb(*args, **kwargs)
            finally:
                db.session.remove()

    def new_visit(
        self, *, updates: int = 0, stand: str = "", status: str = "live", live_from: datetime | None = None
    ) -> Visit:
        """A visit of its own for a test, with so many updates in it, that stands so in the end."""
        visit = Visit(self, f"talks-{next(self._numbers)}", updates)
        self.act(newsroom.visits.sum_up, visit.id, SYSTEM, stand)
        self.act(newsroom.visits.set_status, visit.id, SYSTEM, status, live_from=live_from)
        return visit


class Visit:
    """A live visit to Vienna, and short ways to change it. `ids` are its updates, oldest first."""

    def __init__(self, site: Site, slug: str, updates: int) -> None:
        self.site, self.slug = site, slug
        about = {"title": "Talks in Vienna", "summary": "Two sides, one table."}
        self.id = site.act(newsroom.visits.open_visit, slug, by_id=SYSTEM, **about)
        self.path, self.embed_path = f"/live/{slug}", f"/live/{slug}/embed"
        self.desk_path = f"/desk/visits/{slug}"
        self._verb(newsroom.itinerary.add_stop, "Vienna", zone="Europe/Vienna", country="Austria")
        self._verb(newsroom.itinerary.arrive, "vienna")
        self._verb(newsroom.people.add_delegation, "North")
        self._verb(newsroom.people.add_speaker, "Ada Nord", title="Spokesperson", delegation="north")
        self._verb(newsroom.people.add_topic, "Trade")
        self._verb(newsroom.visits.set_status, "live")
        self.ids = [self.publish(f"Update {number} of the talks.") for number in range(1, updates + 1)]

    def publish(self, body: str, **fields: object) -> str:
        """Publishes and returns the public id."""
        return str(self._verb(newsroom.updates.publish, Post(body, **{"stop": "vienna", **fields})))  # type: ignore[arg-type]

    def version(self, public_id: str) -> int:
        """The present version of an update."""
        update = self.site.act(desk.update, self.id, public_id)
        assert update is not None
        return update.version

    def edit(
        self, public_id: str, body: str, *, version: int = 1, reason: str = "update", note: str = "", **fields: object
    ) -> None:
        post = Post(body, **{"stop": "vienna", **fields})  # type: ignore[arg-type]
        self._verb(newsroom.updates.edit, public_id, post, version=version, reason=reason, note_text=note)

    def withdraw(self, public_id: str, note: str) -> None:
        self._verb(newsroom.updates.withdraw, public_id, note)

    def key(self, public_id: str) -> None:
        self._verb(newsroom.updates.key, public_id)

    def unkey(self, public_id: str) -> None:
        self._verb(newsroom.updates.unkey, public_id)

    def pin(self, public_id: str) -> None:
        self._verb(newsroom.updates.pin, public_id)

    def unpin(self, public_id: str) -> None:
        self._verb(newsroom.updates.unpin, public_id)

    def add_stop(self, city: str, zone: str) -> None:
        self._verb(newsroom.itinerary.add_stop, city, zone=zone)

    def set_banner(self, text: str, **fields: object) -> None:
        self._verb(newsroom.banner.set_banner, text, **fields)

    def sum_up(self, text: str) -> None:
        self._verb(newsroom.visits.sum_up, text)

    def rename_topic(self, slug: str) -> None:
        """To a name that it did not have before."""
        self._verb(newsroom.people.rename_topic, slug, f"Commerce {next(self.site._numbers)}")

    def clear_banner(self) -> None:
        self._verb(newsroom.banner.clear_banner)

    def _verb(self, verb: Callable[..., Done], *args: object, **kwargs: object) -> Done:
        return self.site.act(verb, self.id, self.site.editor_id, *args, **kwargs)
