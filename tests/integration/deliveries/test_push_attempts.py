"""Browsers that are gone, services that refuse, hang or are away: the others get their notification all the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from blog import newsroom
from blog.models.visit import now
from blog.newsroom import transaction
from blog.newsroom.deliveries import BACKOFF, JITTER
from blog.push import from_settings
from blog.push.child import encrypted
from tests.integration.deliveries.push_site import KEY, PushSite
from tests.push_service import OTHER_HOST, PUSH_HOST, Device

NEXT = BACKOFF[0] * (1 + JITTER)


@pytest.mark.parametrize("status", [404, 410])
def test_a_subscription_that_has_expired_is_removed(push_site: PushSite, status: int) -> None:
    push_site.devices(3)
    push_site.server.answers["push-1"] = (status, {})
    push_site.set_banner("One")
    push_site.work()
    assert push_site.names() == ["push-0", "push-2"]
    push_site.set_banner("Two")
    push_site.work()
    assert sorted(push_site.server.tried) == ["push-0", "push-0", "push-1", "push-2", "push-2"]


@pytest.mark.parametrize("status", [413, 400, 403])
def test_what_a_service_refuses_is_not_repeated_and_the_subscription_is_kept(push_site: PushSite, status: int) -> None:
    push_site.devices(2)
    push_site.server.answers["push-1"] = (status, {})
    push_site.set_banner("One")
    push_site.work()
    with transaction.as_of(now() + timedelta(hours=1)):
        push_site.work()
    assert sorted(push_site.server.tried) == ["push-0", "push-1"]
    assert push_site.names() == ["push-0", "push-1"]


@pytest.mark.both_footings
@pytest.mark.parametrize("status", [500, 429])
def test_one_browser_that_fails_is_tried_again_by_itself_and_delays_nobody(push_site: PushSite, status: int) -> None:
    devices = push_site.devices(3)
    push_site.server.answers["push-1"] = (status, {})
    begun = now()
    with transaction.as_of(begun):  # on a busy machine the next attempt would be due before the second banner
        push_site.set_banner("One")
        push_site.work()
        push_site.set_banner("Two")
        push_site.work()
    assert sorted(name for name, _ in push_site.server.titles(*devices)) == ["push-0", "push-0", "push-2", "push-2"]
    assert push_site.targets() == 2
    del push_site.server.answers["push-1"]
    with transaction.as_of(begun + NEXT):
        push_site.work()
    assert push_site.server.titles(devices[1]) == [("push-1", "Breaking: Two")]
    assert push_site.targets() == 1
    assert push_site.waiting() == 0
    push_site.set_banner("Three")
    push_site.work()
    assert [title for _, title in push_site.server.titles(devices[1])] == ["Breaking: Two", "Breaking: Three"]


def test_a_service_that_is_away_delays_no_other_and_nobody_gets_anything_twice(push_site: PushSite) -> None:
    here, away = push_site.devices(3), push_site.devices(12, host=OTHER_HOST)
    push_site.server.answers.update({device.name: (503, {}) for device in away})
    push_site.set_banner("One")
    push_site.work()
    assert len(push_site.server.titles(*here)) == 3
    assert push_site.server.titles(*away) == []
    push_site.server.answers = {away[11].name: (503, {})}
    with transaction.as_of(now() + NEXT):
        push_site.work()
    del push_site.server.answers[away[11].name]
    with transaction.as_of(now() + NEXT * 3):
        push_site.work()
    assert sorted(name for name, _ in push_site.server.titles(*away)) == sorted(device.name for device in away)
    assert len(push_site.server.titles(*here)) == 3
    assert push_site.waiting() == 0


def test_a_service_may_ask_for_a_longer_wait(push_site: PushSite) -> None:
    (phone,) = push_site.devices(1)
    push_site.server.answers[phone.name] = (429, {"Retry-After": "600"})
    push_site.set_banner("One")
    push_site.work()
    del push_site.server.answers[phone.name]
    for minutes, expected in ((9, 0), (11, 1)):
        with transaction.as_of(now() + timedelta(minutes=minutes)):
            push_site.work()
        assert len(push_site.server.titles(phone)) == expected


def test_many_are_told_over_few_connections(push_site: PushSite) -> None:
    devices = push_site.devices(60)
    push_site.set_banner("One")
    push_site.work()
    assert sorted(push_site.server.tried) == sorted(device.name for device in devices)
    assert push_site.server.connections <= 12


def test_nothing_is_sent_into_a_network_or_to_a_host_that_is_named_no_more(push_site: PushSite) -> None:
    push_site.devices(1)
    push_site.sender.pusher = push_site.server.pusher(address="10.0.0.1")
    push_site.set_banner("One")
    push_site.work()
    assert push_site.server.tried == []
    assert push_site.names() == ["push-0"]
    push_site.sender.pusher = push_site.server.pusher()
    push_site.sender._settings = replace(push_site.settings, hosts=(OTHER_HOST,))
    with transaction.as_of(now() + NEXT):
        push_site.work()
    assert push_site.server.tried == []
    assert push_site.names() == []


def test_a_subscription_can_be_removed_while_its_own_delivery_waits(push_site: PushSite) -> None:
    devices = push_site.devices(2)
    push_site.server.answers["push-1"] = (500, {})
    push_site.set_banner("One")
    push_site.work()
    newsroom.push.unsubscribe(push_site.talks.visit_id, devices[1].endpoint)
    assert push_site.waiting() == 0
    assert push_site.targets() == 1


def test_a_message_is_never_the_same_twice() -> None:
    given = Device("phone").subscription()["keys"]
    assert encrypted(b"x", given["p256dh"], given["auth"]) != encrypted(b"x", given["p256dh"], given["auth"])
    assert from_settings(KEY, PUSH_HOST)
