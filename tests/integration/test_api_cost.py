"""Every answer of the API costs a fixed number of SQL statements, and none when it is in memory."""

from __future__ import annotations

from math import inf

import pytest
from flask import Flask
from flask.testing import FlaskClient

from blog.wire import heads
from tests.integration.test_queries import counted, grow
from tests.sample_visit import SampleVisit

TALKS = "/api/v1/visits/talks"
ADDRESSES = (
    "/api/v1/visits",
    TALKS,
    f"{TALKS}/updates?limit=200",
    f"{TALKS}/updates?limit=200&topic=trade&key=true",
    f"{TALKS}/updates?limit=200&after={{start}}",
    f"{TALKS}/updates/{{first}}",
    f"{TALKS}/updates/{{first}}/revisions",
    f"{TALKS}/events?limit=200",
)
MOST_STATEMENTS = 14
ONCE_MORE = 2


def test_every_answer_costs_the_same_with_few_and_with_many_updates(
    app: Flask, client: FlaskClient, talks: SampleVisit
) -> None:
    first = grow(talks, 0, 5)
    few = _costs(client, talks, first)
    grow(talks, 5, 35)
    many = _costs(client, talks, first)

    # An answer that takes longer than a moment may ask once more how far the log has come. Rows would cost dozens.
    assert all(many[address] <= few[address] + ONCE_MORE for address in few), (few, many)
    assert all(0 < statements <= MOST_STATEMENTS for statements in many.values()), many


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_an_answer_in_memory_costs_nothing(
    app: Flask, client: FlaskClient, talks: SampleVisit, monkeypatch: pytest.MonkeyPatch
) -> None:
    # On a busy machine two requests may be further apart than what is known is fresh.
    monkeypatch.setattr(heads, "FRESH_SECONDS", inf)
    first = grow(talks, 0, 1)
    for address in _addresses(client, first):
        client.get(address).close()
        with counted() as statements:
            assert client.get(address).status_code == 200
        assert not statements, address


def _costs(client: FlaskClient, talks: SampleVisit, first: str) -> dict[str, int]:
    """Of two tries the lower: once a second the sweep for what others changed asks the database as well."""
    return {address: min(_cost(client, talks, address) for _ in range(2)) for address in _addresses(client, first)}


def _cost(client: FlaskClient, talks: SampleVisit, address: str) -> int:
    talks.publish()  # so that nothing that is in memory is true any more
    with counted() as statements:
        assert client.get(address).status_code == 200
    return len(statements)


def _addresses(client: FlaskClient, first: str) -> list[str]:
    epoch = (client.get(TALKS).json or {})["cursor"].partition(":")[0]
    return [address.format(first=first, start=f"{epoch}:0") for address in ADDRESSES]
