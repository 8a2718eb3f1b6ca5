"""A city is known by any of its names where no script fills in its zone; among several, the editor chooses."""

from __future__ import annotations

import pytest

from blog.models import Visit
from blog.newsroom.commits import write_session
from tests.desk import Desk
from tests.integration.test_set_up_faster import visit
from tests.markup import one, parse, words
from tests.opened_form import HTMX, Opened
from tests.sample_visit import SampleVisit


@pytest.mark.parametrize(
    ("typed", "lang", "expected"),
    [
        ({"city": " 北京 "}, "en", ("Beijing", "China", "Asia/Shanghai")),
        ({"city": "北京"}, "zh", ("北京", "China", "Asia/Shanghai")),
        ({"city": "Genf"}, "en", ("Genf", "Switzerland", "Europe/Zurich")),
        ({"city": "Paris", "country": "france"}, "en", ("Paris", "france", "Europe/Paris")),
        ({"city": "北京", "zone": "Asia/Tokyo"}, "en", ("北京", "", "Asia/Tokyo")),
        ({"city": "Camp David", "zone": "America/New_York"}, "en", ("Camp David", "", "America/New_York")),
    ],
)
def test_a_city_is_known_by_any_name_without_scripts(
    desk: Desk, talks: SampleVisit, typed: dict[str, str], lang: str, expected: tuple[str, ...]
) -> None:
    with write_session() as session:
        session.get_one(Visit, talks.visit_id).lang = lang
    assert Opened(desk, "new-stop").save(**typed).status_code == 303
    stop = visit().stops[-1]
    assert (stop.city, stop.country, stop.zone) == expected


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
def test_among_cities_of_one_name_the_editor_chooses(desk: Desk, talks: SampleVisit, headers: dict[str, str]) -> None:
    form = Opened(desk, "new-stop")
    answer = form.save(headers, city="London", planned_from="2030-03-02T10:00", press_access="The pool.")
    assert answer.status_code == 422
    again = one(parse(answer), "#new-stop")
    assert words(one(again, "#new-stop-city-error")) == "There are several cities called London. Choose one."
    choices = {words(button): button.get("value") for button in again.cssselect("button[name=place]")}
    assert list(choices) == ["London, United Kingdom Europe/London", "London, Canada America/Toronto"]
    assert len(visit().stops) == 2
    assert form.save(headers, place=choices["London, Canada America/Toronto"]).status_code in (200, 303)
    stop = visit().stops[-1]
    assert (stop.city, stop.country, stop.zone, stop.press_access) == (
        "London",
        "Canada",
        "America/Toronto",
        "The pool.",
    )
    assert stop.planned_from
    assert stop.planned_from.isoformat() == "2030-03-02T15:00:00+00:00"


def test_a_city_that_nobody_knows_needs_its_time_zone(desk: Desk, talks: SampleVisit) -> None:
    form = Opened(desk, "new-stop")
    assert "IANA name" in words(one(parse(form.save(city="Nowhereville")), "#new-stop-zone-error"))
    assert form.fields["city"] == ["Nowhereville"]


def test_sides_and_new_visits_know_cities_too(desk: Desk, talks: SampleVisit) -> None:
    assert Opened(desk, "new-delegation").save(name="China", capital="北京").status_code == 303
    side = visit().delegations[-1]
    assert (side.capital, side.country, side.zone) == ("Beijing", "China", "Asia/Shanghai")
    new = Opened(desk, "new", "/desk/visits/new")
    assert new.save(title="T", slug="fresh", city="London").status_code == 422
    assert new.save(place="Europe/London|United Kingdom").status_code == 303
    [stop] = visit("fresh").stops
    assert (stop.city, stop.country, stop.zone) == ("London", "United Kingdom", "Europe/London")
