"""What templates may call."""

from __future__ import annotations

from datetime import UTC, datetime

from blog.models import State, Stop, Update
from blog.web.update_list import opening_days, repeats

VIENNA, TOKYO = Stop(city="Vienna", zone="Europe/Vienna"), Stop(city="Tokyo", zone="Asia/Tokyo")


def update(public_id: str, stop: Stop | None, *moment: int) -> Update:
    at = datetime(*moment, tzinfo=UTC)  # type: ignore[arg-type,misc]
    return Update(public_id=public_id, stop=stop, published_at=at, state=State.PUBLISHED)


def test_the_first_update_of_each_day_opens_it_by_the_clocks_of_its_place() -> None:
    updates = [
        update("c", VIENNA, 2026, 3, 28, 23, 30),
        update("b", VIENNA, 2026, 3, 28, 23, 0),
        update("a", VIENNA, 2026, 3, 28, 22, 59),
    ]
    assert opening_days(updates) == {"c", "a"}
    assert opening_days(updates[1:]) == {"b", "a"}
    assert opening_days([update("d", None, 2026, 3, 28, 23, 30), updates[2]]) == {"d"}


def test_a_change_of_the_clocks_does_not_move_midnight() -> None:
    updates = [update(str(hour), VIENNA, 2026, 10, 25, hour, 59) for hour in (22, 1, 0)]
    updates.append(update("before", VIENNA, 2026, 10, 24, 21, 59))
    assert opening_days(updates) == {"22", "before"}


def test_a_day_that_was_said_is_not_said_again_below_another_places_day() -> None:
    updates = [
        update("c", TOKYO, 2026, 3, 4, 15, 40),
        update("b", VIENNA, 2026, 3, 4, 15, 30),
        update("a", TOKYO, 2026, 3, 4, 15, 20),
    ]
    assert opening_days(updates) == {"c", "b"}


def test_an_update_repeats_what_the_published_one_above_it_says() -> None:
    updates = [
        update("e", TOKYO, 2026, 3, 5, 1, 0),
        update("d", TOKYO, 2026, 3, 4, 14, 0),
        update("c", VIENNA, 2026, 3, 4, 13, 0),
        update("b", TOKYO, 2026, 3, 4, 12, 0),
        update("a", VIENNA, 2026, 3, 4, 11, 0),
    ]
    updates[3].state = State.WITHDRAWN
    assert repeats(updates) == {"d": "city", "c": "day", "a": "city day"}
    assert repeats(updates[2:3]) == {}
