"""How readers are counted: once a minute, by page and site, over all processes, and never as persons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import Mock

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from blog import newsroom
from blog.extensions import db
from blog.models import ReaderCount, ReaderDelay, ReaderPage
from blog.models.readership import OTHER_SITES
from blog.newsroom import readership
from blog.newsroom.errors import CommitUnknown
from blog.newsroom.transaction import as_of
from blog.permissions import SYSTEM
from blog.web.sampler import Sampler
from blog.wire.readership import LIVE_PAGE, Place
from tests.conftest import prepare
from tests.readers import open_socket
from tests.sample_visit import SampleVisit
from tests.serving import HOST, PATIENCE_SECONDS, Dateline, serving
from tests.wait import until
from tests.wire_harness import WireHarness
from tests.wire_harness import harness as open_harness

MINUTE = datetime(2027, 3, 4, 15, 20, tzinfo=UTC)
FRAME = ReaderPage.FRAME
Counted = dict[tuple[str, str], int]


@pytest.fixture
def harness(app: Flask, talks: SampleVisit) -> Iterator[WireHarness]:
    yield from open_harness(app, talks)


@pytest.fixture
def sample(app: Flask) -> Sampler:
    """A sampler that was started in the minute before MINUTE."""
    with as_of(MINUTE - timedelta(seconds=1)):
        return Sampler(app)


def counted(visit_id: int) -> dict[int, Counted]:
    """What is kept, by minute."""
    db.session.rollback()
    found: dict[int, Counted] = {}
    for row in db.session.scalars(select(ReaderCount).where(ReaderCount.visit_id == visit_id)):
        found.setdefault(row.minute, {})[row.page.value, row.site] = row.readers
    return found


def delayed(visit_id: int) -> int:
    """How many changes are kept with their delay."""
    db.session.rollback()
    return sum(db.session.scalars(select(ReaderDelay.changes).where(ReaderDelay.visit_id == visit_id)))


def start_with_short_minutes(stack: ExitStack, url: str, folder: Path) -> Dateline:
    folder.mkdir()
    server = stack.enter_context(serving(url, folder))
    server.stop()
    server.serve("tests.app_with_short_minutes:app")
    server.start()
    return server


def test_two_processes_count_their_readers_by_page_and_site(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'dateline.sqlite'}"
    prepare(url, tmp_path)
    with ExitStack() as stack:
        first, second = (start_with_short_minutes(stack, url, tmp_path / name) for name in ("first", "second"))
        visit = first.open_visit()
        for server, sender, site in (
            (first, "", ""),
            (first, "", "paper.example"),  # only of a frame it is kept what is around it
            (first, "desk", ""),
            (first, "frame", "paper.example"),
            (first, "frame", "https://paper.example/secret?reader=7"),
            (second, "", ""),
            (second, "update", ""),
            (second, "frame", "PAPER.example"),
            (second, "frame", "192.0.2.7"),
        ):
            socket = stack.enter_context(open_socket(server.url, visit.slug, sender=sender, site=site))
            socket.recv(timeout=PATIENCE_SECONDS)
        expected = {("live", ""): 3, ("update", ""): 1, ("frame", "paper.example"): 2, ("frame", ""): 2}
        with first.app.app_context():
            until(lambda: expected in counted(visit.visit_id).values(), "the two are not added up")
            visit.publish("They have met.")
            until(lambda: delayed(visit.visit_id) == 2, "how long it took is not kept")
            kept = str(db.session.execute(select(ReaderCount.__table__)).all())
    assert HOST not in kept
    assert "secret" not in kept


def test_each_minute_is_counted_once_and_not_the_one_of_the_start(harness: WireHarness, sample: Sampler) -> None:
    harness.fill(3)
    for seconds in (-1, 0, 1, 59, 60, 61):
        with as_of(MINUTE + timedelta(seconds=seconds)):
            sample()
    minute = int(MINUTE.timestamp()) // 60
    assert counted(harness.visit_id) == {minute + late: {("live", ""): 3} for late in (0, 1)}


def test_nobody_is_counted_after_they_left_nor_while_only_the_team_sees_the_visit(
    harness: WireHarness, talks: SampleVisit, sample: Sampler
) -> None:
    lines = harness.fill(2)
    lines[0].close()
    assert harness.hub.places() == {talks.visit_id: {LIVE_PAGE: 1}}
    lines[1].close()
    assert harness.hub.places() == {}
    harness.fill(2)
    newsroom.visits.set_status(talks.visit_id, SYSTEM, "held")
    harness.sweep()
    with as_of(MINUTE):
        sample()
    assert counted(talks.visit_id) == {}


def test_a_delay_is_kept_where_somebody_reads_and_again_when_it_could_not_be_saved(
    harness: WireHarness, talks: SampleVisit, sample: Sampler, monkeypatch: pytest.MonkeyPatch
) -> None:
    talks.publish("Nobody reads yet.")
    harness.wake()
    harness.fill(2)
    talks.publish("Somebody reads.")
    harness.wake()
    with as_of(MINUTE), monkeypatch.context() as patch:
        patch.setattr(readership, "add", Mock(side_effect=SQLAlchemyError))
        with pytest.raises(SQLAlchemyError):
            sample()
    assert delayed(talks.visit_id) == 0
    with as_of(MINUTE + timedelta(seconds=5)):
        sample()
    assert delayed(talks.visit_id) == 1
    minute = int(MINUTE.timestamp()) // 60
    assert counted(talks.visit_id) == {minute: {("live", ""): 2}}

    with as_of(MINUTE + timedelta(minutes=1)), monkeypatch.context() as patch:
        patch.setattr(readership, "add", Mock(side_effect=CommitUnknown))
        with pytest.raises(CommitUnknown):
            sample()
    with as_of(MINUTE + timedelta(minutes=1, seconds=5)):
        sample()
    assert list(counted(talks.visit_id)) == [minute], "what may have been saved is not saved again"


def test_where_few_sites_may_embed_only_they_are_named(
    make_app: Callable[..., Flask], sqlite_url: str, tmp_path: Path
) -> None:
    app = make_app(sqlite_url, tmp_path, EMBED_ANCESTORS="https://paper.example https://*.other.example")
    with app.app_context():
        talks = SampleVisit.open()
        with as_of(MINUTE - timedelta(minutes=1)):
            sample = Sampler(app)
        for harness in open_harness(app, talks):
            for site in ("paper.example", "www.other.example", "evil.example", "localhost", ""):
                harness.admit(place=Place(FRAME, site))
            with as_of(MINUTE):
                sample()
        kept = {site: readers for (_page, site), readers in next(iter(counted(talks.visit_id).values())).items()}
    assert kept == {"paper.example": 1, "www.other.example": 1, "localhost": 1, OTHER_SITES: 1, "": 1}


@pytest.mark.both_footings
def test_two_processes_add_to_the_same_rows(talks: SampleVisit) -> None:
    readers = {talks.visit_id: Counter({LIVE_PAGE: 2, Place(FRAME, "paper.example"): 1}), 999_999: Counter([LIVE_PAGE])}
    for _process in range(2):
        readership.add(7, readers, {(talks.visit_id, 10): 1, (999_999, 10): 1}, lambda _: True)
    assert counted(talks.visit_id) == {7: {("live", ""): 4, ("frame", "paper.example"): 2}}
    assert delayed(talks.visit_id) == 2
    assert db.session.scalars(select(ReaderCount.visit_id).distinct()).all() == [talks.visit_id], "of no visit"


def test_however_many_sites_frames_name_few_are_kept(talks: SampleVisit) -> None:
    made_up = Counter({Place(FRAME, f"made-up-{number}.example"): 1 for number in range(5_000)})
    real = Counter({Place(FRAME, "paper.example"): 30, Place(FRAME): 4, Place(FRAME, "not-allowed.example"): 50})
    readership.add(7, {talks.visit_id: made_up + real}, {}, lambda host: host != "not-allowed.example")
    kept = counted(talks.visit_id)[7]
    assert len(kept) == readership.MOST_SITES + 2
    assert kept["frame", "paper.example"] == 30
    assert kept["frame", ""] == 4
    assert kept["frame", OTHER_SITES] == 5_000 - (readership.MOST_SITES - 1) + 50
    assert sum(kept.values()) == 5_084


def test_what_is_older_than_three_months_is_deleted(talks: SampleVisit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readership, "BATCH_SIZE", 2)
    now = int(MINUTE.timestamp()) // 60
    old = now - 90 * 24 * 60
    for minute in (old - 3, old - 2, old - 1, old, now):
        readership.add(minute, {talks.visit_id: Counter([LIVE_PAGE])}, {(talks.visit_id, 10): 1}, lambda _: True)
    with as_of(MINUTE):
        assert readership.delete_old() == 6
        assert readership.delete_old() == 0
    assert sorted(counted(talks.visit_id)) == [old, now]
    assert delayed(talks.visit_id) == 2
