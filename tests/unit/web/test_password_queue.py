"""Who goes next at the sign-in: one at a time, the known before strangers, and not more than can be waited for."""

from __future__ import annotations

from contextlib import suppress
from threading import Thread

import pytest

from blog.web.desk.password_queue import PasswordQueue, TooManySignIns


class Crowd:
    """People who wait while the test itself has the turn; `passed` is the order in which they had theirs."""

    def __init__(self, turns: PasswordQueue) -> None:
        self.turns, self.passed = turns, list[str]()
        self._threads: list[Thread] = []

    def come(self, name: str, *, known: bool = False) -> None:
        """Returns once somebody waits."""
        before = self.turns.waiting
        self._threads.append(Thread(target=self._pass, args=(name, known), daemon=True))
        self._threads[-1].start()
        while self.turns.waiting == before and self._threads[-1].is_alive():
            pass

    def leave(self) -> None:
        for thread in self._threads:
            thread.join(60)

    def _pass(self, name: str, known: bool) -> None:
        with self.turns.turn(known=known):
            self.passed.append(name)


def test_the_known_go_before_strangers_who_came_first() -> None:
    crowd = Crowd(PasswordQueue())
    with crowd.turns.turn(known=False):
        for name in ("stranger 1", "stranger 2"):
            crowd.come(name)
        for name in ("known 1", "known 2"):
            crowd.come(name, known=True)
    crowd.leave()
    assert crowd.passed == ["known 1", "known 2", "stranger 1", "stranger 2"]


def test_a_full_queue_turns_strangers_away_at_once_and_leaves_room_for_the_known() -> None:
    crowd = Crowd(PasswordQueue(most_waiting=2))
    with crowd.turns.turn(known=False):
        for name in ("stranger 1", "stranger 2"):
            crowd.come(name)
        with pytest.raises(TooManySignIns), crowd.turns.turn(known=False):
            pass
        crowd.come("known", known=True)
    crowd.leave()
    assert crowd.passed == ["known", "stranger 1", "stranger 2"]


def test_a_turn_that_fails_is_passed_on() -> None:
    crowd = Crowd(PasswordQueue())
    with suppress(LookupError), crowd.turns.turn(known=False):
        crowd.come("next")
        raise LookupError
    crowd.leave()
    assert crowd.passed == ["next"]
    with crowd.turns.turn(known=False):
        assert crowd.turns.waiting == 0
