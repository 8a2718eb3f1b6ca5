"""Notifications say what is true when they are sent, replace each other, and are read by nobody but the browser."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from blog import newsroom
from blog.extensions import db
from blog.models import Visit
from blog.models.visit import now
from blog.newsroom import transaction
from blog.newsroom.attempts import Answer
from blog.newsroom.deliveries import Waiting
from blog.permissions import SYSTEM
from tests import pseudo
from tests.integration.deliveries.push_site import CONTACT, PushSite
from tests.push_service import OTHER_HOST, PUSH_HOST, Device


@pytest.mark.both_footings
def test_a_banner_reaches_who_asked_for_it_and_only_their_browser_can_read_it(push_site: PushSite) -> None:
    phone, laptop, other = Device("phone"), Device("laptop"), Device("firefox", OTHER_HOST)
    for device in (phone, laptop, other):
        push_site.subscribe(device)
    push_site.subscribe(Device("only-keys"), "key")
    push_site.set_banner("The talks have broken down")
    push_site.work()
    expected = [(name, "Breaking: The talks have broken down") for name in ("firefox", "laptop", "phone")]
    assert sorted(push_site.server.titles(phone, laptop, other)) == expected
    assert len(push_site.server.sent) == 3
    _, shown = push_site.server.notifications(phone)[0]
    assert shown["body"] == "Talks in Vienna"
    assert shown["navigate"].endswith("/live/talks")
    assert shown["data"]["stop"] == "/live/talks/push"
    assert push_site.waiting() == 0


def test_a_notification_speaks_the_language_of_its_visit(push_site: PushSite, tmp_path: Path) -> None:
    phone = Device("phone")
    push_site.subscribe(phone)
    visit = db.session.get(Visit, push_site.talks.visit_id)
    assert visit
    visit.lang = "de-AT"
    db.session.commit()
    with pseudo.spoken(tmp_path):
        push_site.set_banner("Die Gespräche sind gescheitert")
        push_site.work()
    _, shown = push_site.server.notifications(phone)[0]
    assert shown["title"] == "⟦⟦Breaking⟧: Die Gespräche sind gescheitert⟧"
    assert [action["title"] for action in shown["actions"]] == ["⟦Turn off⟧"]


def test_a_service_is_told_who_sends_how_urgent_it_is_and_for_how_long(push_site: PushSite) -> None:
    phone, other = Device("phone"), Device("firefox", OTHER_HOST)
    push_site.subscribe(phone)
    push_site.subscribe(other)
    push_site.set_banner("The talks have broken down")
    push_site.work()
    for device, host in ((phone, PUSH_HOST), (other, OTHER_HOST)):
        (claims,) = push_site.server.claims(device)
        assert claims["aud"] == f"https://{host}"
        assert claims["sub"] == CONTACT
        assert claims["key"] == push_site.settings.key.public
        assert claims["head"] == {"typ": "JWT", "alg": "ES256"}
        assert now().timestamp() < claims["exp"] < now().timestamp() + 24 * 3600
    headers = push_site.server.sent[0].headers
    assert (headers["urgency"], headers["content-encoding"]) == ("high", "aes128gcm")
    assert int(headers["ttl"]) == 4 * 3600
    assert len(headers["topic"]) == 32
    push_site.set_banner("A note", level="note")
    push_site.work()
    assert push_site.server.sent[-1].headers["urgency"] == "low"
    assert push_site.server.sent[-1].headers["topic"] == headers["topic"]


def test_a_changed_banner_takes_the_place_of_the_one_before(push_site: PushSite) -> None:
    phone = Device("phone")
    push_site.subscribe(phone)
    for text in ("The talks have broken down", "The talks go on"):
        push_site.set_banner(text)
        push_site.work()
    push_site.clear_banner()
    push_site.set_banner("A treaty is signed")
    push_site.work()
    shown = [shown for _, shown in push_site.server.notifications(phone)]
    assert [each["title"].partition(": ")[2] for each in shown] == [
        *("The talks have broken down", "The talks go on", "A treaty is signed"),
    ]
    assert {each["tag"] for each in shown} == {"banner"}
    assert [each["renotify"] for each in shown] == [True, False, True]


def test_of_banners_that_wait_only_the_last_is_sent(push_site: PushSite) -> None:
    phone = Device("phone")
    push_site.subscribe(phone)
    for number in range(5):
        push_site.set_banner(f"Wording {number}")
    push_site.work()
    assert push_site.server.titles(phone) == [("phone", "Breaking: Wording 4")]


def test_a_banner_that_is_taken_back_is_replaced_by_the_reason_where_it_was_shown(push_site: PushSite) -> None:
    phone, late, keys = Device("phone"), Device("late"), Device("keys")
    push_site.subscribe(phone)
    push_site.subscribe(keys, "key")
    push_site.set_banner("The minister has resigned")
    push_site.work()
    push_site.subscribe(late)
    push_site.clear_banner("The ministry denies it.")
    push_site.work()
    told = push_site.server.notifications(phone, late, keys)
    assert [(name, shown["title"]) for name, shown in told] == [
        ("phone", "Breaking: The minister has resigned"),
        ("phone", "Withdrawn: The ministry denies it."),
    ]
    assert told[0][1]["tag"] == told[1][1]["tag"]
    push_site.clear_banner("Twice.")
    push_site.work()
    assert len(push_site.server.sent) == 2


def test_a_banner_goes_with_the_reason_of_its_update_and_silently_when_it_is_only_over(push_site: PushSite) -> None:
    phone, talks = Device("phone"), push_site.talks
    push_site.subscribe(phone)
    update = talks.publish("The minister has resigned.")
    push_site.set_banner("The minister has resigned", update=update)
    push_site.work()
    talks.withdraw(update, "It was another minister.")
    push_site.clear_banner()
    push_site.work()
    push_site.set_banner("Over soon")
    push_site.work()
    push_site.clear_banner()
    push_site.work()
    assert [title for _, title in push_site.server.titles(phone)] == [
        "Breaking: The minister has resigned",
        "Withdrawn: It was another minister.",
        "Breaking: Over soon",
    ]


def test_what_was_taken_back_before_it_was_sent_never_leaves(push_site: PushSite) -> None:
    phone, talks = Device("phone"), push_site.talks
    push_site.subscribe(phone, "banner", "key")
    push_site.set_banner("The minister has resigned")
    push_site.clear_banner("The ministry denies it.")
    withdrawn = talks.publish("A secret.", key=True)
    talks.withdraw(withdrawn)
    purged = talks.publish("A name.", key=True)
    newsroom.updates.purge(talks.visit_id, talks.admin_id, purged, "A court has ordered it.")
    talks.publish("A public text that is no key event.")
    push_site.work()
    assert push_site.server.sent == []
    assert push_site.waiting() == 0


def test_a_withdrawal_stops_what_is_being_sent(push_site: PushSite, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("blog.web.deliveries.push.BROWSERS_AT_ONCE", 5)
    devices = push_site.devices(12)
    push_site.set_banner("The minister has resigned")
    real = push_site.sender.deliver

    def deliver(delivery: Waiting) -> Answer:
        answer = real(delivery)
        push_site.clear_banner("The ministry denies it.")
        return answer

    monkeypatch.setattr(push_site.sender, "deliver", deliver)
    push_site.work()
    titles = push_site.server.titles(*devices)
    assert [title for _, title in titles] == [
        *["Breaking: The minister has resigned"] * 5,
        *["Withdrawn: The ministry denies it."] * 5,
    ]
    assert {name for name, _ in titles[:5]} == {name for name, _ in titles[5:]}


def test_nothing_of_a_held_visit_or_under_embargo_leaves(push_site: PushSite) -> None:
    phone, talks = Device("phone"), push_site.talks
    push_site.subscribe(phone, "banner", "key")
    embargo = newsroom.embargoes.set_embargo(talks.visit_id, talks.editor_id, "The communiqué")
    newsroom.banner.hold_banner(talks.visit_id, talks.editor_id, embargo, "A treaty")
    push_site.work()
    assert push_site.server.sent == []
    push_site.set_banner("Waits in the queue")
    newsroom.visits.set_status(talks.visit_id, SYSTEM, "held")
    push_site.work()
    assert push_site.server.sent == []


def test_key_events_reach_who_wishes_them_and_follow_corrections_and_withdrawals(push_site: PushSite) -> None:
    keen, calm, talks = Device("keen"), Device("calm"), push_site.talks
    push_site.subscribe(keen, "banner", "key")
    push_site.subscribe(calm)
    update = talks.publish("The delegations have signed.", headline="Two treaties signed", key=True)
    push_site.work()
    talks.edit(update, "They have signed.", version=1, reason="typo")
    newsroom.updates.unkey(talks.visit_id, talks.editor_id, update)
    newsroom.updates.key(talks.visit_id, talks.editor_id, update)
    push_site.work()
    push_site.subscribe(Device("late"), "key")
    talks.withdraw(update, "Nothing was signed.")
    push_site.work()
    told = push_site.server.notifications(keen)
    assert [shown["title"] for _, shown in told] == [
        "Key event: Two treaties signed",
        "Withdrawn: Nothing was signed.",
    ]
    assert {shown["tag"] for _, shown in told} == {update}
    assert told[0][1]["navigate"].endswith(f"/live/talks/updates/{update}")
    assert len(push_site.server.sent) == 2


def test_news_that_is_old_by_now_is_not_sent_but_its_withdrawal_is(push_site: PushSite) -> None:
    phone, laptop = Device("phone"), Device("laptop", OTHER_HOST)
    push_site.subscribe(phone)
    push_site.subscribe(laptop)
    push_site.server.answers["laptop"] = (503, {})
    push_site.set_banner("The minister has resigned")
    push_site.work()
    with transaction.as_of(now() + timedelta(hours=5)):
        del push_site.server.answers["laptop"]
        push_site.work()
        assert push_site.server.titles(laptop) == []
        push_site.clear_banner("The ministry denies it.")
    with transaction.as_of(now() + timedelta(hours=15)):
        push_site.work()
    assert [title for _, title in push_site.server.titles(phone)][1:] == ["Withdrawn: The ministry denies it."]
    assert push_site.server.titles(laptop) == []  # it never showed the banner


def test_a_browser_that_comes_back_gets_only_what_happens_from_then_on(push_site: PushSite) -> None:
    phone = Device("phone")
    assert push_site.subscribe(phone)
    push_site.set_banner("Missed on purpose")
    newsroom.push.unsubscribe(push_site.talks.visit_id, phone.endpoint)
    assert push_site.subscribe(phone, "banner", "key")
    assert not push_site.subscribe(phone)
    push_site.set_banner("Seen")
    push_site.work()
    assert push_site.server.titles(phone) == [("phone", "Breaking: Seen")]
