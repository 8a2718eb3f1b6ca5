"""Values are computed once and kept within a budget of bytes."""

from __future__ import annotations

from threading import Event, Thread

import pytest

from blog.cache import OVERHEAD_BYTES, Cache


def roomy(values: int = 2) -> Cache[str, str]:
    """A cache with room for so many short texts."""
    return Cache("test", values * (OVERHEAD_BYTES + 10), len)


def never() -> str:
    raise AssertionError("it was kept already")


def test_a_value_is_made_once() -> None:
    cache = roomy()
    assert cache.get_or_compute("a", lambda: "made") == "made"
    assert cache.get_or_compute("a", never) == cache.get("a") == "made"


def test_many_who_ask_at_once_wait_for_one_making() -> None:
    cache = roomy()
    begun, finish = Event(), Event()
    made: list[int] = []
    got: list[str] = []

    def make() -> str:
        made.append(1)
        begun.set()
        assert finish.wait(60)
        return "made"

    waiting = [Thread(target=lambda: got.append(cache.get_or_compute("a", make))) for _ in range(8)]
    for thread in waiting:
        thread.start()
    assert begun.wait(60)
    finish.set()
    for thread in waiting:
        thread.join(60)
    assert got == ["made"] * 8
    assert len(made) == 1


def test_while_one_value_is_made_others_can_be() -> None:
    cache = roomy()
    outer = cache.get_or_compute("a", lambda: cache.get_or_compute("b", lambda: "inner") + " and outer")
    assert outer == "inner and outer"


def test_what_was_asked_for_longest_ago_goes_first() -> None:
    cache = roomy()
    cache.put("a", "A")
    cache.put("b", "B")
    assert cache.get("a") == "A"
    cache.put("c", "C")
    assert cache.get("b") is None
    assert (cache.get("a"), cache.get("c"), len(cache)) == ("A", "C", 2)


def test_a_value_weighs_what_it_weighs_and_makes_room_for_itself() -> None:
    cache: Cache[str, str] = Cache("test", 3 * OVERHEAD_BYTES, len)
    cache.put("a", "A")
    cache.put("b", "B" * OVERHEAD_BYTES)
    assert (cache.get("a"), len(cache), cache.size) == (None, 1, 2 * OVERHEAD_BYTES)
    cache.put("b", "larger than everything" * OVERHEAD_BYTES)
    assert (len(cache), cache.size) == (0, 0)


def test_a_value_that_has_grown_is_measured_anew() -> None:
    cache: Cache[str, list[int]] = Cache("test", 3 * OVERHEAD_BYTES, len)
    grows: list[int] = []
    cache.put("a", grows)
    grows += [0] * 500
    cache.put("a", grows)
    assert cache.size == OVERHEAD_BYTES + 500


def test_a_value_that_does_not_fit_any_more_is_made_again() -> None:
    cache = roomy()
    cache.put("a", "old")
    assert cache.get_or_compute("a", lambda: "new", lambda value: value != "old") == "new"
    assert cache.get_or_compute("a", never) == "new"


def test_a_making_that_fails_leaves_nothing_behind_and_the_next_one_succeeds() -> None:
    cache = roomy()

    def fail() -> str:
        raise LookupError

    for n in range(100):
        with pytest.raises(LookupError):
            cache.get_or_compute(f"/?page={n}", fail)
    assert not cache._in_progress, "a lock for every address that does not exist would fill the cache"
    assert cache.get_or_compute("/?page=1", lambda: "made") == "made"
