"""Embargoes whose time comes while two workers look for them: each is released once, whichever worker is killed."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta

import pytest
from sqlalchemy import select

from blog import newsroom
from blog.extensions import db
from blog.models import Event, State, Verb
from blog.models.visit import now
from blog.newsroom.posts import Post
from blog.newsroom.transaction import as_of
from tests.cluster import Cluster, cluster
from tests.readers import SocketReader
from tests.sample_visit import SampleVisit
from tests.wait import until

EMBARGOES, TEXTS = 8, 4
TOKYO = {"city": "Tokyo", "zone": "Asia/Tokyo"}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with cluster(tmp_path_factory.mktemp("embargoes")) as house:
        yield house


def test_kill_9_of_a_worker_releases_what_is_due_once_and_in_its_order(house: Cluster) -> None:
    gone, other = house.wait_for_workers()
    talks = house.dateline.open_visit()
    with house.dateline.app.app_context():
        held = [hold(talks, f"Embargo {number}") for number in range(EMBARGOES)]
    wanted = {public_id for _embargo, ids in held for public_id in ids}
    with ExitStack() as afterwards:
        with house.only(other):
            reader = afterwards.enter_context(SocketReader(house.dateline, talks.slug))
        for worker in (gone, other):  # as if the server were down in the moment
            os.kill(worker, signal.SIGSTOP)
        with house.dateline.app.app_context():
            for embargo_id, _ids in held:
                end(talks, embargo_id)
        for worker in (gone, other):
            os.kill(worker, signal.SIGCONT)
        until(lambda: published(house, talks), "nothing is released")
        os.kill(gone, signal.SIGKILL)
        reader.read_until(lambda it: set(it.held) == wanted)
    house.wait_for_workers(without=gone)

    said = published(house, talks)
    assert len(said) == len(wanted), "something was released twice"
    for _embargo, ids in held:
        assert [each for each in said if each in ids] == ids
    house.check_log(talks.slug)


def hold(talks: SampleVisit, title: str) -> tuple[str, list[str]]:
    """An embargo, and the texts under it."""
    by = talks.visit_id, talks.editor_id
    embargo_id = newsroom.embargoes.set_embargo(*by, title)
    texts = [Post(f"{title}, {number}.") for number in range(TEXTS)]
    return embargo_id, [newsroom.drafts.save(*by, text, state=State.HELD, embargo=embargo_id) for text in texts]


def end(talks: SampleVisit, embargo_id: str) -> None:
    """Lets it have ended by now, by terms that were set a minute ago."""
    terms = {"title": f"Ends {embargo_id}", "until": now()} | TOKYO
    with as_of(now() - timedelta(minutes=1)):
        newsroom.embargoes.change_embargo(talks.visit_id, talks.editor_id, embargo_id, version=1, **terms)  # type: ignore[arg-type]


def published(house: Cluster, talks: SampleVisit) -> list[str]:
    """The public ids of what was published, in the order of the log."""
    with house.dateline.app.app_context():
        log = select(Event.subject).where(Event.visit_id == talks.visit_id, Event.verb == Verb.PUBLISH)
        found = list(db.session.scalars(log.order_by(Event.seq)))
        db.session.remove()
    return found
