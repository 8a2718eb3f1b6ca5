"""Four hundred strangers at the sign-in: they wait for each other, and a reporter who is known here does not."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Event, Thread

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from blog import newsroom
from blog.newsroom import passwords
from blog.web.desk.password_queue import PasswordQueue
from tests.desk import Desk
from tests.journal import Journal
from tests.markup import one, parse, words
from tests.sample_visit import PASSWORD, SampleVisit

FEW, PATIENCE_SECONDS = 5, 60
HOTEL, HOTEL_AGAIN, ELSEWHERE = "2001:db8:1:1::7", "2001:db8:1:1:ffff::9", "2001:db8:2::1"


class Door:
    """The sign-in while a hash takes its time: `open` lets it, and all after it, be done. `checked` are passwords."""

    def __init__(self, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
        self.app, self.checked = app, list[str]()
        self.turns = PasswordQueue(most_waiting=FEW)
        monkeypatch.setitem(app.extensions, "password_queue", self.turns)
        self._busy, self._open, self._threads = Event(), Event(), list[Thread]()
        matches = passwords.matches

        def slowly(password: str, kept: str | None) -> bool:
            self.checked.append(password)
            self._busy.set()
            assert self._open.wait(PATIENCE_SECONDS)
            return matches(password, kept)

        monkeypatch.setattr(passwords, "matches", slowly)

    def try_from(self, address: str, email: str, password: str) -> TestResponse:
        desk = Desk.of(self.app)
        desk.client.environ_base |= {"REMOTE_ADDR": address}
        desk.get("/desk/sign-in")
        return desk.post("/desk/sign-in", {"email": email, "password": password})

    def queue(self, address: str, email: str, password: str) -> None:
        """Returns once this one is checked, or waits."""
        is_first, before = not self._threads, self.turns.waiting
        self._threads.append(Thread(target=self.try_from, args=(address, email, password), daemon=True))
        self._threads[-1].start()
        if is_first:
            assert self._busy.wait(PATIENCE_SECONDS)
            return
        while self.turns.waiting == before and self._threads[-1].is_alive():
            pass

    def open(self) -> None:
        self._open.set()
        for thread in self._threads:
            thread.join(PATIENCE_SECONDS)


@pytest.fixture
def door(app: Flask, talks: SampleVisit, monkeypatch: pytest.MonkeyPatch) -> Iterator[Door]:
    """The editor has signed in from the hotel before, and has signed out."""
    editor = Desk.of(app)
    editor.client.environ_base |= {"REMOTE_ADDR": HOTEL}
    editor.sign_in(talks.editor_email).post("/desk/sign-out")
    door = Door(app, monkeypatch)
    yield door
    door.open()


def test_whoever_signed_in_from_here_before_goes_before_strangers(door: Door, talks: SampleVisit) -> None:
    for number in range(4):
        door.queue(f"192.0.2.{number}", "nobody@example.org", f"stranger {number}")
    door.queue(ELSEWHERE, talks.editor_email, "from elsewhere")
    door.queue(HOTEL_AGAIN, talks.editor_email, PASSWORD)
    door.queue(HOTEL, talks.reporter_email, "somebody else")
    door.open()
    assert door.checked[:2] == ["stranger 0", PASSWORD]
    assert door.checked[2:] == ["stranger 1", "stranger 2", "stranger 3", "from elsewhere", "somebody else"]


def test_past_the_bound_a_stranger_is_told_to_wait_and_readers_are_served(
    door: Door, client: FlaskClient, talks: SampleVisit, journal: Journal
) -> None:
    for number in range(FEW + 1):
        door.queue(f"192.0.2.{number}", "nobody@example.org", "a guess")
    refused = door.try_from("192.0.2.99", talks.reporter_email, PASSWORD)
    assert refused.status_code == 429
    assert refused.headers["Retry-After"]
    page = parse(refused)
    assert "Too many people are signing in" in words(one(page, ".form-errors[role=alert]"))
    assert one(page, "#email").get("value") == talks.reporter_email
    assert PASSWORD not in refused.text
    assert door.checked == ["a guess"], "what is refused is not hashed"
    assert client.get("/live/talks").status_code == 200
    [line] = journal.having("turned away")
    assert (line["account"], line["address"]) == (talks.reporter_email, "192.0.2.99")


def test_a_password_that_was_changed_while_the_old_one_was_checked_signs_nobody_in(
    app: Flask, talks: SampleVisit, monkeypatch: pytest.MonkeyPatch
) -> None:
    matches = passwords.matches

    def change_meanwhile(password: str, kept: str | None) -> bool:
        newsroom.reporters.set_password(talks.editor_email, "another long password")
        return matches(password, kept)

    desk = Desk.of(app)
    desk.get("/desk/sign-in")
    monkeypatch.setattr(passwords, "matches", change_meanwhile)
    desk.post("/desk/sign-in", {"email": talks.editor_email, "password": PASSWORD})
    assert desk.get("/desk").status_code == 302


def test_guesses_of_others_never_hold_up_the_device_that_signed_in_before(app: Flask, talks: SampleVisit) -> None:
    """From its own network too, by a colleague or a guest of the hotel: those are counted apart."""
    mine, theirs = Desk.of(app), Desk.of(app)
    mine.sign_in(talks.editor_email).post("/desk/sign-out")
    guess = {"email": talks.editor_email, "password": "a guess"}
    theirs.get("/desk/sign-in")
    assert [theirs.post("/desk/sign-in", guess).status_code for _ in range(11)] == [422] * 10 + [429]
    for number in range(20):  # with those, thirty of the whole network
        theirs.post("/desk/sign-in", guess | {"email": f"{number}@example.org"})
    assert theirs.post("/desk/sign-in", {"email": talks.reporter_email, "password": PASSWORD}).status_code == 429
    assert mine.sign_in(talks.editor_email)
    mine.post("/desk/sign-out")
    mine.get("/desk/sign-in")
    assert [mine.post("/desk/sign-in", guess).status_code for _ in range(11)] == [422] * 10 + [429]
