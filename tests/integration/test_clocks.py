"""The clocks that a reader may go by: those of the stops and of the capitals, offered once each."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from blog import newsroom
from blog.newsroom.errors import Invalid
from blog.permissions import SYSTEM
from tests.markup import one, parse, words
from tests.sample_visit import SampleVisit


def offered(client: FlaskClient, talks: SampleVisit, path: str = "") -> list[str]:
    page = parse(client.get(f"/live/{talks.slug}{path}"))
    return [words(option) for option in page.cssselect("#times-in option")]


def test_the_places_clocks_come_first_and_the_readers_own_last(client: FlaskClient, talks: SampleVisit) -> None:
    assert offered(client, talks) == ["each city", "Vienna", "Tokyo", "your time zone"]


def test_the_clock_of_a_capital_is_offered_unless_it_is_a_stop_already(client: FlaskClient, talks: SampleVisit) -> None:
    add = newsroom.people.add_delegation
    add(talks.visit_id, SYSTEM, "Austria", capital=" Vienna ", zone="Europe/Vienna")
    add(talks.visit_id, SYSTEM, "Nepal", capital="Kathmandu", zone="Asia/Kathmandu")
    add(talks.visit_id, SYSTEM, "A side without a capital")
    assert offered(client, talks) == ["each city", "Vienna", "Tokyo", "Kathmandu", "your time zone"]
    update = talks.publish()
    for path in (f"/updates/{update}", f"/updates/{update}/history"):
        assert "Kathmandu" in offered(client, talks, path)


@pytest.mark.parametrize(
    ("capital", "zone", "field"),
    [
        ("Kathmandu", "", "zone"),
        ("Kathmandu", "Nepal time", "zone"),
        ("", "Asia/Kathmandu", "capital"),
        ("K" * 301, "Asia/Kathmandu", "capital"),
    ],
)
def test_a_capital_has_a_name_and_a_zone_that_is_known(talks: SampleVisit, capital: str, zone: str, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        newsroom.people.add_delegation(talks.visit_id, SYSTEM, "Nepal", capital=capital, zone=zone)
    assert set(refused.value.fields) == {field}


def test_a_day_is_said_above_the_first_update_of_it(client: FlaskClient, talks: SampleVisit) -> None:
    ids = [talks.publish(f"Update {number}.", stop="vienna") for number in range(3)]
    page = parse(client.get(f"/live/{talks.slug}"))
    assert one(page, "#updates > [data-opens-day]").get("data-update") == ids[-1]
    assert len(page.cssselect("#updates > [data-update] > .update-day time")) == len(ids)
