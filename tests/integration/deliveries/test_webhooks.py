"""Webhooks are told of every change: signed, in order, as it reads now, and nothing of what was taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from standardwebhooks import Webhook as Verifier

from blog import newsroom
from blog.models.visit import now
from blog.models.webhook import OVERLAP
from blog.newsroom import transaction
from blog.permissions import SYSTEM
from blog.web.deliveries import DeliveryWorker
from tests.elsewhere import Elsewhere
from tests.sample_visit import SampleVisit
from tests.webhooks import add, names, secrets_of, told, waiting, work


@pytest.mark.both_footings
def test_every_change_arrives_in_order_with_a_signature_that_another_library_accepts(
    app: Flask, talks: SampleVisit, worker: DeliveryWorker, elsewhere: Elsewhere
) -> None:
    hook = add()
    first = talks.publish("The delegations have met.")
    talks.edit(first, "The delegations have met twice.", version=1)
    talks.edit(first, "They have met once.", version=2, reason="correction", note="Once, and not twice.")
    newsroom.banner.set_banner(talks.visit_id, talks.editor_id, "A treaty is signed", level="breaking")
    newsroom.banner.clear_banner(talks.visit_id, talks.editor_id)
    talks.withdraw(first)
    second = talks.publish("A second text.")
    newsroom.updates.purge(talks.visit_id, talks.admin_id, second, "A court has ordered it.")
    newsroom.visits.set_status(talks.visit_id, talks.editor_id, "paused")
    work(worker)
    # What was taken back, and a banner that is gone, had not left the site yet: of them only the end is told.
    expected = ["banner.cleared", "update.withdrawn", "update.purged", "visit.status"]
    assert names(elsewhere) == expected
    assert waiting() == 0
    withdrawn = told(elsewhere)[1][1]
    assert withdrawn["update"]["note"] == "It was wrong."
    assert "html" not in withdrawn["update"]
    assert withdrawn["visit"]["url"].endswith("/live/talks")
    verifier = Verifier(secrets_of(hook, app.config["SECRET_KEY"])[0])
    for headers, body in elsewhere.posted:
        verifier.verify(body, headers)
    ids = [headers["webhook-id"] for headers, _ in elsewhere.posted]
    assert len(set(ids)) == len(ids)


def test_what_is_told_at_once_has_the_words_and_names_each_kind_of_edit(
    talks: SampleVisit, worker: DeliveryWorker, elsewhere: Elsewhere
) -> None:
    add(visit="talks")
    public_id = talks.publish("The delegations have met.")
    work(worker)
    talks.edit(public_id, "The delegations have met twice.", version=1)
    work(worker)
    talks.edit(public_id, "They have met once.", version=2, reason="correction", note="Once, and not twice.")
    work(worker)
    newsroom.banner.set_banner(talks.visit_id, talks.editor_id, "A treaty is signed", level="breaking")
    work(worker)
    assert names(elsewhere) == ["update.published", "update.updated", "update.corrected", "banner.set"]
    published, _, corrected, banner = (data for _, data in told(elsewhere))
    assert published["update"]["text"] == "The delegations have met."
    assert published["update"]["id"] == public_id
    assert corrected["update"]["changes"][-1]["note"] == "Once, and not twice."
    assert banner["banner"]["text"] == "A treaty is signed"


def test_a_withdrawal_takes_out_what_waits_and_no_older_word_arrives_after_it(
    talks: SampleVisit, worker: DeliveryWorker, elsewhere: Elsewhere
) -> None:
    add()
    elsewhere.pages["/hook"] = Elsewhere.status(500)
    public_id = talks.publish("A word that is taken back.")
    kept = talks.publish("A word that stays.")
    work(worker)
    talks.withdraw(public_id)
    elsewhere.posted.clear()
    del elsewhere.pages["/hook"]
    with transaction.as_of(now() + timedelta(minutes=1)):
        work(worker)
    assert names(elsewhere) == ["update.published", "update.withdrawn"]
    assert told(elsewhere)[0][1]["update"]["id"] == kept
    assert not any(b"taken back" in body for _, body in elsewhere.posted)


def test_a_held_visit_is_not_told_about_but_that_it_is_gone(
    talks: SampleVisit, worker: DeliveryWorker, elsewhere: Elsewhere
) -> None:
    add()
    talks.publish("Not to be seen for a while.")
    newsroom.visits.set_status(talks.visit_id, talks.editor_id, "held")
    talks.publish("Written while it is held.")
    newsroom.visits.open_visit("secret", title="A secret visit", summary="", by_id=SYSTEM, is_held=True)
    work(worker)
    assert told(elsewhere) == [
        ("visit.hidden", {"cursor": told(elsewhere)[0][1]["cursor"], "visit": {"slug": "talks"}})
    ]
    assert waiting() == 0


def test_only_the_chosen_events_of_the_chosen_visit_are_told(
    talks: SampleVisit, worker: DeliveryWorker, elsewhere: Elsewhere
) -> None:
    add(events=("update.withdrawn",), visit="talks")
    other = SampleVisit.open("other")
    other.withdraw(other.publish())
    talks.withdraw(talks.publish())
    work(worker)
    assert names(elsewhere) == ["update.withdrawn"]
    assert told(elsewhere)[0][1]["visit"]["slug"] == "talks"
    assert waiting() == 0


def test_a_new_secret_and_the_old_one_both_sign_for_a_day(
    app: Flask, talks: SampleVisit, worker: DeliveryWorker, elsewhere: Elsewhere
) -> None:
    hook, key = add(), app.config["SECRET_KEY"]
    old = Verifier(secrets_of(hook, key)[0])
    newsroom.webhooks.rotate(SYSTEM, hook)
    new = Verifier(secrets_of(hook, key)[0])
    talks.publish()
    work(worker)
    headers, body = elsewhere.posted[0]
    old.verify(body, headers)
    new.verify(body, headers)
    assert len(secrets_of(hook, key)) == 2
    with transaction.as_of(now() + OVERLAP + timedelta(seconds=1)):
        assert len(secrets_of(hook, key)) == 1


def test_a_change_that_is_refused_is_not_told(talks: SampleVisit, worker: DeliveryWorker, elsewhere: Elsewhere) -> None:
    add()
    with pytest.raises(newsroom.errors.Invalid):
        talks.publish("")
    work(worker)
    assert elsewhere.posted == []
