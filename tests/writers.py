"""Several people who write into one visit at once, in a process of their own.

`python -m tests.writers VISIT_ID EDITOR_ID WRITERS TURNS`, with the database in the environment. Between what they
publish and change they do what is refused and what changes nothing, so that numbers are taken and given back.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from threading import Thread

from flask import Flask

from blog import create_app, newsroom, sqlite
from blog.extensions import db
from blog.newsroom.errors import Conflict, Invalid, NotFound
from blog.newsroom.posts import Post

# So many wait for each other longer than a person may have to.
PATIENCE_SECONDS = 120.0


class Writer:
    """One of them. `ids` is what this writer has published."""

    def __init__(self, app: Flask, visit_id: int, by_id: int, name: str) -> None:
        self._app, self._who, self._name = app, (visit_id, by_id), name
        self.ids: list[str] = []
        self.failed: list[BaseException] = []

    def work(self, turns: int) -> None:
        try:
            with self._app.app_context():
                self._publish(0)
                for turn in range(turns):
                    self._publish(turn)
                    for act in random.sample(self._acts(), 3):
                        act(turn)
                db.session.remove()
        except BaseException as error:
            self.failed.append(error)
            raise

    def _acts(self) -> list[Callable[[int], None]]:
        return [self._edit, self._send_nothing, self._conflict, self._miss, self._repeat, self._key, self._draft]

    def _publish(self, turn: int) -> None:
        post = Post(f"{self._name}, turn {turn}.")
        self.ids.append(newsroom.updates.publish(*self._who, post, client_key=f"{self._name} {turn}"))

    def _edit(self, turn: int) -> None:
        newsroom.updates.edit(*self._who, self.ids[-1], Post(f"More on {turn}."), version=1, reason="update")

    def _send_nothing(self, _turn: int) -> None:
        """A rollback: the number was taken, and the text is found empty."""
        _refused(Invalid, lambda: newsroom.updates.publish(*self._who, Post("")))

    def _conflict(self, turn: int) -> None:
        edit, post = newsroom.updates.edit, Post(f"Late {turn}.")
        _refused(Conflict, lambda: edit(*self._who, self.ids[0], post, version=99, reason="update"))

    def _miss(self, _turn: int) -> None:
        _refused(NotFound, lambda: newsroom.updates.pin(*self._who, "nothing"))

    def _repeat(self, turn: int) -> None:
        """No change: the same form a second time."""
        post = Post(f"{self._name}, turn {turn}.")
        again = newsroom.updates.publish(*self._who, post, client_key=f"{self._name} {turn}")
        assert again == self.ids[-1]

    def _key(self, _turn: int) -> None:
        newsroom.updates.key(*self._who, self.ids[-1])
        newsroom.updates.key(*self._who, self.ids[-1])

    def _draft(self, turn: int) -> None:
        """A change that no reader sees: kept, with its number given back."""
        newsroom.drafts.save(*self._who, Post(f"Not yet {turn}."))


def _refused(error: type[Exception], act: Callable[[], object]) -> None:
    try:
        act()
    except error:
        return
    raise AssertionError(f"not refused with {error.__name__}")


def main(visit_id: int, by_id: int, writers: int, turns: int) -> None:
    sqlite.WAIT_SECONDS = PATIENCE_SECONDS
    app = create_app()
    name = f"Process {random.randrange(1_000_000)}"
    people = [Writer(app, visit_id, by_id, f"{name} writer {number}") for number in range(writers)]
    threads = [Thread(target=person.work, args=(turns,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if any(person.failed for person in people):
        sys.exit(1)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
