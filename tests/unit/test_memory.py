"""Values that are made once and kept while there is room."""

from __future__ import annotations

from threading import Event, Thread

import pytest

from blog.memory import Memory


def never() -> str:
    raise AssertionError("it was kept already")


def test_a_value_is_made_once() -> None:
    memory: Memory[str, str] = Memory(2)
    assert memory.get_or_make("a", lambda: "made") == "made"
    assert memory.get_or_make("a", never) == memory.get("a") == "made"


def test_many_who_ask_at_once_wait_for_one_making() -> None:
    memory: Memory[str, str] = Memory(2)
    begun, finish = Event(), Event()
    made: list[int] = []
    got: list[str] = []

    def make() -> str:
        made.append(1)
        begun.set()
        assert finish.wait(10)
        return "made"

    waiting = [Thread(target=lambda: got.append(memory.get_or_make("a", make))) for _ in range(8)]
    for thread in waiting:
        thread.start()
    assert begun.wait(10)
    finish.set()
    for thread in waiting:
        thread.join(10)
    assert got == ["made"] * 8
    assert len(made) == 1


def test_while_one_value_is_made_others_can_be() -> None:
    memory: Memory[str, str] = Memory(2)
    assert memory.get_or_make("a", lambda: memory.get_or_make("b", lambda: "inner") + " and outer") == "inner and outer"


def test_what_was_asked_for_longest_ago_goes_first() -> None:
    memory: Memory[str, str] = Memory(2)
    memory.put("a", "A")
    memory.put("b", "B")
    assert memory.get("a") == "A"
    memory.put("c", "C")
    assert memory.get("b") is None
    assert (memory.get("a"), memory.get("c"), len(memory)) == ("A", "C", 2)


def test_a_making_that_fails_leaves_nothing_behind_and_the_next_one_succeeds() -> None:
    memory: Memory[str, str] = Memory(2)

    def fail() -> str:
        raise LookupError

    for n in range(100):
        with pytest.raises(LookupError):
            memory.get_or_make(f"/?page={n}", fail)
    assert not memory._making, "a lock for every address that does not exist would fill the memory"
    assert memory.get_or_make("/?page=1", lambda: "made") == "made"
