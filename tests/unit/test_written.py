"""What a process has written itself is the whole message only where the log has nothing else."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from sqlalchemy import create_engine

from blog.models import Event, Verb, Visit
from blog.wire.log import Cursor
from blog.wire.written import Written


@pytest.mark.parametrize(
    ("events", "after", "head", "is_all"),
    [
        ([(5, Verb.PUBLISH)], "now:4", "now:5", True),
        ([(5, Verb.PUBLISH), (6, Verb.SET_BANNER)], "now:4", "now:6", True),
        ([(5, Verb.PUBLISH)], "now:3", "now:5", False),
        ([(5, Verb.PUBLISH)], "now:4", "now:6", False),
        ([(5, Verb.PUBLISH), (7, Verb.PIN)], "now:4", "now:7", False),
        ([(5, Verb.PUBLISH)], "then:4", "now:5", False),
        ([(5, Verb.PUBLISH)], "then:4", "then:5", False),
        ([(5, Verb.PUBLISH), (6, Verb.ADD_STOP)], "now:4", "now:6", False),
    ],
)
def test_it_is_all_only_without_gaps_and_up_to_the_head(
    events: Sequence[tuple[int, Verb]], after: str, head: str, is_all: bool
) -> None:
    rows = [Event(seq=seq, verb=verb) for seq, verb in events]
    written = Written(create_engine("sqlite://"), Visit(id=1, epoch="now"), rows, {})
    (since, since_seq), (until, until_seq) = after.split(":"), head.split(":")
    between = Cursor(since, int(since_seq)), Cursor(until, int(until_seq))
    assert written.is_all_between(1, *between) is is_all
    assert not written.is_all_between(2, *between)
