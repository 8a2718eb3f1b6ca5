"""A card follows its update by itself: fetched once, when its text is public, and shown as long as that is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml.html import document_fromstring
from sqlalchemy import func, select

from blog import newsroom
from blog.extensions import db
from blog.models import CardState, LinkCard, Revision, State, Update
from blog.models.visit import now
from blog.newsroom import transaction
from blog.newsroom.link_cards import LEASE, MAX_AGE, MAX_ATTEMPTS, RETRY_AFTER
from blog.newsroom.posts import Post
from blog.permissions import SYSTEM
from blog.web.card_worker import CardWorker
from blog.wire import log
from tests.elsewhere import Elsewhere, elsewhere_served
from tests.sample_visit import SampleVisit
from tests.wait import until

URL = "http://site.example/communique?a=1&b=2"
BODY = f"The ministry has published the communiqué.\n\n{URL}"
PAGE = """<html lang="en"><title>Joint communiqué</title>
<meta property="og:site_name" content="Foreign Ministry"><meta name="author" content="Press office">
<meta property="article:published_time" content="2026-03-04T00:30:00+08:00">
<meta property="og:description" content="Both sides agreed to a line on every point.">"""


@pytest.fixture
def elsewhere() -> Iterator[Elsewhere]:
    with elsewhere_served() as made:
        made.page("/communique", PAGE)
        yield made


@pytest.fixture
def worker(app: Flask, elsewhere: Elsewhere) -> CardWorker:
    return CardWorker(app, elsewhere.fetcher())


def fetch(worker: CardWorker, most: int = 10) -> int:
    """Does what the worker's threads do, one after the other."""
    claimed = newsroom.link_cards.claim(most)
    for one in claimed:
        worker.fetch(one)
    db.session.rollback()
    return len(claimed)


def cards(talks: SampleVisit, client: FlaskClient, path: str = "") -> list[str]:
    page = document_fromstring(client.get(f"/live/{talks.slug}{path}").text)
    return [" ".join(card.text_content().split()) for card in page.cssselect("#updates .link-card")]


def head(talks: SampleVisit) -> object:
    """The head of the log, also after what the worker wrote in a session of its own."""
    db.session.rollback()
    return log.head(talks.visit_id)


def states() -> list[CardState]:
    return list(db.session.scalars(select(LinkCard.state).order_by(LinkCard.id)))


@pytest.mark.both_footings
def test_a_card_follows_as_an_event_of_its_own(client: FlaskClient, talks: SampleVisit, worker: CardWorker) -> None:
    public_id = talks.publish(BODY)
    assert cards(talks, client) == []
    assert URL.replace("&", "&amp;") in client.get(f"/live/{talks.slug}").text
    before = log.head(talks.visit_id)
    assert before

    assert fetch(worker) == 1

    assert cards(talks, client) == [
        "Joint communiqué Both sides agreed to a line on every point. Foreign Ministry · Press office · 4 March 2026"
    ]
    [link] = document_fromstring(client.get(f"/live/{talks.slug}").text).cssselect("#updates a[href*='site.example']")
    assert link.get("href") == URL
    assert (link.get("rel"), link.get("lang")) == ("nofollow noopener", "en")
    [event] = log.after(talks.visit_id, before.seq)
    assert (event.verb, event.subject, event.by_id) == ("card", public_id, None)
    assert "Joint communiqué" in (talks.replay(str(before)) or "")
    update = db.session.scalars(select(Update).where(Update.public_id == public_id)).one()
    assert (update.version, db.session.scalar(select(func.count(Revision.id)))) == (1, 1)
    assert fetch(worker) == 0


@pytest.mark.both_footings
def test_it_is_kept_as_it_was_on_that_day(
    client: FlaskClient, talks: SampleVisit, worker: CardWorker, elsewhere: Elsewhere
) -> None:
    public_id = talks.publish(BODY)
    fetch(worker)
    elsewhere.page("/communique", "<title>Page not found</title>")
    talks.edit(public_id, f"It has published it at last.\n\n{URL}", version=1, reason="typo")
    assert fetch(worker) == 0
    assert len(elsewhere.asked) == 1
    assert cards(talks, client)[0].startswith("Joint communiqué")


@pytest.mark.both_footings
def test_an_edit_adds_cards_and_takes_them_away(
    client: FlaskClient, talks: SampleVisit, worker: CardWorker, elsewhere: Elsewhere
) -> None:
    elsewhere.page("/other", "<title>Another</title>")
    public_id = talks.publish(BODY)
    fetch(worker)
    talks.edit(public_id, f"http://site.example/other\n{URL}", version=1)
    fetch(worker)
    assert [card.partition(" ")[0] for card in cards(talks, client)] == ["Another", "Joint"]
    talks.edit(public_id, "Read http://site.example/other in full.", version=2)
    assert cards(talks, client) == states() == []


def test_nothing_is_fetched_before_its_text_is_public(
    talks: SampleVisit, worker: CardWorker, elsewhere: Elsewhere
) -> None:
    by, soon = (talks.visit_id, talks.editor_id), now() + timedelta(hours=1)
    newsroom.drafts.save(*by, Post(BODY))
    newsroom.drafts.save(*by, Post(BODY), state=State.SUBMITTED)
    newsroom.drafts.save(*by, Post(BODY), state=State.HELD, embargo="Until he speaks")
    newsroom.drafts.save(*by, Post(BODY), state=State.SCHEDULED, due_at=soon)
    assert fetch(worker) == 0
    with transaction.as_of(soon + timedelta(minutes=1)):
        newsroom.schedule.run_due()
        assert fetch(worker) == 1
    assert elsewhere.asked == ["site.example /communique?a=1&b=2"]


def test_nothing_is_fetched_for_a_visit_that_is_held(
    talks: SampleVisit, worker: CardWorker, elsewhere: Elsewhere
) -> None:
    held = newsroom.visits.open_visit("secret", title="A secret visit", by_id=SYSTEM, is_held=True)
    newsroom.updates.publish(held, SYSTEM, Post(BODY))
    assert fetch(worker) == 0
    newsroom.visits.set_status(held, SYSTEM, "live")
    assert fetch(worker) == 1
    assert len(elsewhere.asked) == 1


def test_what_was_withdrawn_meanwhile_gets_no_card(
    client: FlaskClient, talks: SampleVisit, worker: CardWorker, elsewhere: Elsewhere
) -> None:
    first, second = talks.publish(BODY), talks.publish(f"Once more.\n\n{URL}")
    [claimed, other] = newsroom.link_cards.claim(2)
    talks.withdraw(first)
    talks.edit(second, "No address any more.", version=1)
    before = head(talks)
    worker.fetch(claimed)
    worker.fetch(other)
    assert head(talks) == before
    assert cards(talks, client) == []
    talks.withdraw(talks.publish(BODY))
    assert fetch(worker) == 0


@pytest.mark.both_footings
def test_two_workers_never_fetch_the_same_and_a_killed_one_is_replaced(
    talks: SampleVisit, worker: CardWorker, client: FlaskClient
) -> None:
    talks.publish(BODY)
    [claimed] = newsroom.link_cards.claim(5)
    assert newsroom.link_cards.claim(5) == []
    with transaction.as_of(now() + LEASE + timedelta(seconds=1)):
        [again] = newsroom.link_cards.claim(5)
        assert again == claimed
        worker.fetch(again)
        before = head(talks)
        worker.fetch(claimed)  # the first one was only slow
    assert head(talks) == before
    assert len(cards(talks, client)) == 1


def test_a_fetch_that_fails_is_tried_three_times_and_not_for_ever(
    talks: SampleVisit, worker: CardWorker, elsewhere: Elsewhere
) -> None:
    elsewhere.pages["/communique"] = lambda handler: handler.send_error(503)
    talks.publish(BODY)
    before, at = head(talks), now()
    for wait in (timedelta(), *RETRY_AFTER):
        with transaction.as_of(at - timedelta(seconds=1) + wait):
            assert not wait or fetch(worker) == 0
        at += wait + timedelta(seconds=1)
        with transaction.as_of(at):
            assert fetch(worker) == 1
    assert len(elsewhere.asked) == MAX_ATTEMPTS
    assert states() == [CardState.FAILED]
    assert head(talks) == before, "readers were told of what they do not see"


def test_what_can_never_be_fetched_is_tried_once(talks: SampleVisit, worker: CardWorker, elsewhere: Elsewhere) -> None:
    elsewhere.addresses["site.example"] = ["10.0.0.1"]
    talks.publish(BODY)
    assert fetch(worker) == 1
    assert (states(), elsewhere.connected) == ([CardState.FAILED], [])


def test_a_process_that_dies_with_every_attempt_gives_up(talks: SampleVisit) -> None:
    talks.publish(BODY)
    for attempt in range(MAX_ATTEMPTS + 1):
        with transaction.as_of(now() + attempt * (LEASE + timedelta(seconds=1))):
            assert len(newsroom.link_cards.claim(5)) == (attempt < MAX_ATTEMPTS)
    assert states() == [CardState.FAILED]


def test_what_waited_for_more_than_a_day_is_not_fetched_any_more(talks: SampleVisit) -> None:
    talks.publish(BODY)
    with transaction.as_of(now() + MAX_AGE + timedelta(minutes=1)):
        assert newsroom.link_cards.claim(5) == []


def test_the_worker_fetches_in_threads_of_its_own(
    app: Flask, talks: SampleVisit, worker: CardWorker, client: FlaskClient
) -> None:
    talks.publish(BODY)
    worker.start_due()
    until(lambda: cards(talks, client), "no card came")


def test_fetching_can_be_switched_off(
    app: Flask, make_app: Callable[..., Flask], sqlite_url: str, tmp_path: Path
) -> None:
    assert "card_worker" in app.extensions
    assert "card_worker" not in make_app(sqlite_url, tmp_path, FETCH_LINKS="off").extensions
