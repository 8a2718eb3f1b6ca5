"""Pages counted from the oldest end, so that an address keeps what it showed."""

from __future__ import annotations

from math import inf

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from blog.extensions import db
from blog.queries.stream import PAGE_SIZE
from blog.wire import heads
from blog.wire.service import wire
from tests.markup import one, parse, shown, words
from tests.sample_visit import SampleVisit

pytestmark = pytest.mark.both_footings


@pytest.fixture
def bell() -> dict[str, str]:
    """No Redis: a ring that comes back by it in the middle of a page makes that look at the log once more."""
    return {}


def fill(talks: SampleVisit, count: int, **fields: object) -> list[str]:
    return [talks.publish(f"Number {n}.", **fields) for n in range(count)]


def test_an_archived_page_never_shifts_while_updates_arrive(client: FlaskClient, talks: SampleVisit) -> None:
    ids = fill(talks, 2 * PAGE_SIZE + 3)
    archived = shown(parse(client.get("/live/talks?page=1")))
    assert archived == ids[PAGE_SIZE - 1 :: -1]
    front = shown(parse(client.get("/live/talks")))
    assert front == ids[: PAGE_SIZE - 1 : -1]

    ids += fill(talks, PAGE_SIZE)
    assert shown(parse(client.get("/live/talks?page=1"))) == archived
    second = shown(parse(client.get("/live/talks?page=2")))
    assert second == ids[2 * PAGE_SIZE - 1 : PAGE_SIZE - 1 : -1]
    talks.withdraw(ids[0])
    fill(talks, 2)
    assert shown(parse(client.get("/live/talks?page=1"))) == archived
    assert shown(parse(client.get("/live/talks?page=2"))) == second


def test_an_archived_page_of_a_filter_does_not_shift_either(client: FlaskClient, talks: SampleVisit) -> None:
    fill(talks, 2 * PAGE_SIZE, topics=["trade"])
    archived = shown(parse(client.get("/live/talks?topic=trade&page=1")))
    assert len(archived) == PAGE_SIZE
    fill(talks, 3)
    fill(talks, 3, topics=["trade"])
    assert shown(parse(client.get("/live/talks?topic=trade&page=1"))) == archived


def test_the_way_back_through_the_pages_shows_every_update_once(client: FlaskClient, talks: SampleVisit) -> None:
    ids = fill(talks, 3 * PAGE_SIZE + 7)
    seen: list[str] = []
    address = "/live/talks"
    for _ in range(10):
        page = parse(client.get(address))
        seen += shown(page)
        older = page.cssselect("#pager a[rel=next]")
        if not older:
            break
        address = older[0].get("href")
    assert seen == ids[::-1]
    assert parse(client.get("/live/talks?page=1")).cssselect("#updates[data-front]") == []
    for address, canonical in (("?page=1", "?page=1"), ("?page=3", ""), ("", "")):
        link = one(parse(client.get(f"/live/talks{address}")), "link[rel=canonical]").get("href")
        assert link == f"http://localhost:8000/live/talks{canonical}"
    assert parse(client.get("/live/talks?page=1")).cssselect("#pager a[rel=prev]")[0].get("href").endswith("page=2")


def test_a_page_that_does_not_exist_is_404(client: FlaskClient, talks: SampleVisit) -> None:
    fill(talks, PAGE_SIZE + 1)
    assert client.get("/live/talks?page=2").status_code == 200
    for number in ("0", "-1", "3", "99999999999999999999", "abc", "", "1.5", "%00", "١١"):
        answer = client.get(f"/live/talks?page={number}")
        assert answer.status_code == 404, number
        assert "page" in words(one(parse(answer), ".page-lead")).lower()


def test_the_number_of_statements_does_not_grow_with_the_number_of_updates(
    app: Flask, client: FlaskClient, talks: SampleVisit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(heads, "FRESH_SECONDS", inf)  # on a busy machine a page looks at the log once more
    counts = []
    for _ in range(2):
        fill(talks, 15, topics=["trade"], speaker="ada-nord", stop="vienna", key=True)
        wire().kept.clear()
        statements: list[str] = []

        def count(*args: object, kept: list[str] = statements) -> None:
            kept.append(str(args[2]))

        event.listen(db.engine, "before_cursor_execute", count)
        page = client.get("/live/talks")
        event.remove(db.engine, "before_cursor_execute", count)
        counts.append(len(statements))
    assert len(shown(parse(page))) == 30
    assert 0 < counts[0] == counts[1] <= 25
