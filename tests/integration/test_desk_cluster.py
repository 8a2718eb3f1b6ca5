"""Desks at two workers with Redis and PostgreSQL: what both know, and what neither loses when a part is taken away."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from blog import newsroom
from tests.cluster import Cluster, cluster
from tests.desk_sockets import close_code, open_desk, read_until, signed_in
from tests.integration.test_desk_presence import EDITOR, REPORTER, read_edited, read_people


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with cluster(tmp_path_factory.mktemp("cluster")) as house:
        yield house


def test_a_session_that_ends_closes_its_desks_at_both_workers_and_no_other(house: Cluster) -> None:
    visit = house.dateline.open_visit()
    url, slug = house.dateline.url, visit.slug
    with ExitStack() as stack:
        person, cookies = stack.enter_context(signed_in(url, house.dateline.account()))
        colleague, others = stack.enter_context(signed_in(url, visit.editor_email))
        own, theirs = [], []
        for worker in house.wait_for_workers():
            with house.only(worker):
                own.append(stack.enter_context(open_desk(url, slug, cookies)))
                theirs.append(stack.enter_context(open_desk(url, slug, others)))
        person.sign_out()
        assert [close_code(desk) for desk in own] == [1008, 1008]
        public_id = colleague.publish(slug, "Handed in.", action="submit")
        for desk in theirs:
            read_until(desk, lambda message: public_id in message.get("content", ""))


def test_who_is_switched_off_loses_every_desk_at_both_workers(house: Cluster) -> None:
    visit, other = house.dateline.open_visit(), house.dateline.open_visit()
    url, email = house.dateline.url, house.dateline.account()
    with ExitStack() as stack:
        _, cookies = stack.enter_context(signed_in(url, email))
        desks = []
        for worker in house.wait_for_workers():
            with house.only(worker):
                desks += [stack.enter_context(open_desk(url, each.slug, cookies)) for each in (visit, other)]
        with house.dateline.app.app_context():
            newsroom.reporters.switch_off(email)
        assert [close_code(desk) for desk in desks] == [1008] * 4


def test_who_is_taken_out_of_a_team_loses_that_desk_at_both_workers_and_no_other(house: Cluster) -> None:
    visit, other = house.dateline.open_visit(), house.dateline.open_visit()
    url, email = house.dateline.url, house.dateline.account()
    with house.dateline.app.app_context():
        account_id = newsroom.reporters.id_of(email)
    with ExitStack() as stack:
        admin, _ = stack.enter_context(signed_in(url, visit.admin_email))
        person, cookies = stack.enter_context(signed_in(url, email))
        lost, kept = [], []
        for worker in house.wait_for_workers():
            with house.only(worker):
                lost.append(stack.enter_context(open_desk(url, visit.slug, cookies)))
                kept.append(stack.enter_context(open_desk(url, other.slug, cookies)))
        admin.take_out(visit.slug, account_id)
        assert [close_code(desk) for desk in lost] == [1008, 1008]
        public_id = person.publish(other.slug, "Still here.", action="submit")
        for desk in kept:
            read_until(desk, lambda message: public_id in message.get("content", ""))


def test_a_new_password_closes_the_desks_of_the_other_device_at_both_workers_and_no_other(house: Cluster) -> None:
    visit, email = house.dateline.open_visit(), house.dateline.account()
    url, slug = house.dateline.url, visit.slug
    with ExitStack() as stack:
        person, mine = stack.enter_context(signed_in(url, email))
        _phone, others = stack.enter_context(signed_in(url, email))
        own, theirs = [], []
        for worker in house.wait_for_workers():
            with house.only(worker):
                own.append(stack.enter_context(open_desk(url, slug, mine)))
                theirs.append(stack.enter_context(open_desk(url, slug, others)))
        person.change_password("another long password")
        assert [close_code(desk) for desk in theirs] == [1008, 1008]
        public_id = person.publish(slug, "Handed in.", action="submit")
        for desk in own:
            read_until(desk, lambda message: public_id in message.get("content", ""))


def test_while_redis_is_away_desks_lose_nothing_but_who_is_there(house: Cluster) -> None:
    visit = house.dateline.open_visit()
    url, slug = house.dateline.url, visit.slug
    first, second = house.wait_for_workers()
    with ExitStack() as stack:
        editor, cookies = stack.enter_context(signed_in(url, visit.editor_email))
        reporter, others = stack.enter_context(signed_in(url, visit.reporter_email))
        with house.only(first):
            desk = stack.enter_context(open_desk(url, slug, cookies))
        with house.only(second):
            other = stack.enter_context(open_desk(url, slug, others))
        read_people(desk, EDITOR, REPORTER)
        read_people(other, EDITOR, REPORTER)
        house.redis.stop()
        with ExitStack() as afterwards:
            afterwards.callback(house.redis.start)
            with house.only(second):
                public_id = reporter.publish(slug, "Handed in while nobody rings.", action="submit")
            read_until(desk, lambda message: public_id in message.get("content", ""))
            with house.only(first):
                editor.act(slug, public_id, "return", note="Who says so?")
            read_until(other, lambda message: "Who says so?" in message.get("content", ""))
        with house.only(second):
            stack.enter_context(open_desk(url, slug, others, editing="u9"))
        read_edited(desk, REPORTER, "u9")
    house.check_log(slug)


def test_notes_handovers_and_who_is_on_are_the_same_at_both_workers(house: Cluster) -> None:
    visit = house.dateline.open_visit()
    url, slug = house.dateline.url, visit.slug
    first, second = house.wait_for_workers()
    with ExitStack() as stack:
        editor, cookies = stack.enter_context(signed_in(url, visit.editor_email))
        reporter, others = stack.enter_context(signed_in(url, visit.reporter_email))
        with house.only(first):
            desk = stack.enter_context(open_desk(url, slug, cookies))
        with house.only(second):
            other, elsewhere = (stack.enter_context(open_desk(url, slug, others)) for _ in range(2))
        for each in (desk, other):
            read_people(each, EDITOR, REPORTER)
        with house.only(second):
            assert f"{EDITOR} and {REPORTER}" in reporter.page(f"/desk/visits/{slug}/handover")
            reporter.write_note(slug, "@editor, who is at the airport?")
        note = read_until(desk, lambda message: "at the airport?" in message.get("content", ""))["content"]
        assert "data-for-me" in note
        with house.only(first):
            editor.hand_over(slug, "A call at six.")
        said = read_until(other, lambda message: "A call at six." in message.get("content", ""))["content"]
        read_until(elsewhere, lambda message: "A call at six." in message.get("content", ""))
        with house.only(first):
            reporter.dismiss(slug, handover_in(said))
        for each in (other, elsewhere):
            read_until(each, lambda message: is_handover_gone(message.get("content", "")))
    house.check_log(slug)


def handover_in(content: str) -> str:
    """The id of the handover note that a message brings."""
    found = re.search(r"/handover/(\d+)/dismiss", content)
    assert found
    return found[1]


def is_handover_gone(content: str) -> bool:
    """Whether a message takes the handover note away."""
    return 'id="handover"' in content and "/dismiss" not in content


def test_two_workers_know_of_each_others_people_and_of_one_that_is_killed(house: Cluster) -> None:
    visit = house.dateline.open_visit()
    url, slug = house.dateline.url, visit.slug
    with signed_in(url, visit.editor_email) as (_, editor), signed_in(url, visit.reporter_email) as (_, reporter):
        first, second = house.wait_for_workers()
        with house.only(first):
            desk = open_desk(url, slug, editor)
        with house.only(second):
            other = open_desk(url, slug, reporter, editing="u7")
        with desk, other:
            read_edited(desk, REPORTER, "u7")
            read_people(other, EDITOR, REPORTER)
            os.kill(second, signal.SIGKILL)
            read_people(desk, EDITOR)
