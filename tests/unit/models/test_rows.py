"""What a row knows about itself, without any database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy.dialects import sqlite

from blog.database import UTCDateTime
from blog.models import Delegation, Role, State, Stop, Update, Visit
from blog.models.columns import PUBLIC_ID_LENGTH, public_id
from blog.models.visit import new_epoch, now

NOON = datetime(2010, 3, 4, 12, tzinfo=UTC)


def test_a_stop_is_ahead_until_the_visitors_arrive_and_past_once_they_left() -> None:
    planned = {"planned_from": NOON - timedelta(days=9), "planned_to": NOON - timedelta(days=8)}
    assert Stop(**planned).phase == "ahead"
    assert Stop(**planned, arrived_at=NOON).phase == "now"
    assert Stop(arrived_at=NOON, left_at=NOON).phase == "past"


def test_a_stop_tells_the_time_of_its_own_zone() -> None:
    assert Stop(zone="Asia/Tokyo").local(NOON).hour == 21


def test_the_tints_of_the_sides_go_round() -> None:
    assert [Delegation(position=n).tint for n in range(1, 7)] == [1, 2, 3, 4, 1, 2]


def test_roles_are_ordered_and_not_by_their_letters() -> None:
    assert sorted(Role, reverse=True) == [Role.ADMIN, Role.EDITOR, Role.REPORTER]
    for index, role in enumerate(Role):
        for other_index, other in enumerate(Role):
            assert (role < other, role <= other) == (index < other_index, index <= other_index)
            assert (role > other, role >= other) == (index > other_index, index >= other_index)


@pytest.mark.parametrize("state", State)
def test_only_what_is_published_shows_its_words(state: State) -> None:
    assert Update(state=state).is_public is (state is State.PUBLISHED)


def test_a_cursor_names_the_life_of_the_log_and_the_newest_event() -> None:
    assert Visit(epoch="ab12", head=7).cursor == "ab12:7"
    assert len({new_epoch() for _ in range(50)}) == 50


def test_public_ids_are_short_plain_and_do_not_repeat() -> None:
    ids = {public_id() for _ in range(2_000)}
    assert len(ids) == 2_000
    assert all(len(made) == PUBLIC_ID_LENGTH for made in ids)
    assert not set("".join(ids)) & set("01loiI/O-_")


def test_the_present_is_aware_and_to_the_second() -> None:
    assert now().tzinfo is UTC
    assert now().microsecond == 0


def test_a_moment_without_a_zone_is_refused_and_any_other_is_kept_in_utc() -> None:
    column, dialect = UTCDateTime(), sqlite.dialect()
    with pytest.raises(ValueError, match="has no time zone"):
        column.process_bind_param(datetime(2010, 3, 4, 12), dialect)
    stored = column.process_bind_param(NOON.astimezone(timezone(timedelta(hours=8))), dialect)
    assert stored is not None
    assert (stored, stored.tzinfo) == (NOON, UTC)
    assert column.process_result_value(NOON.replace(tzinfo=None), dialect) == NOON
    assert column.process_bind_param(None, dialect) is column.process_result_value(None, dialect) is None
