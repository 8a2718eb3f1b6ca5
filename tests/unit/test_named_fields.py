"""In how many files a field of a stop or of an update is named: what somebody has to visit who adds one like it."""

from __future__ import annotations

import pytest

from blog.models import Stop, Update
from tests.unit import named_fields

MOST_OF_A_STOP, MOST_OF_AN_UPDATE = 7, 12
# What takes a field from the form into the row, and from the row into JSON. All other files show it, or select by it.
CARRYING = (
    *("blog/models", "blog/schemas", "blog/newsroom", "blog/archive", "blog/demo", "blog/cli"),
    *("blog/web/api", "blog/web/desk", "templates/desk"),
)

# Every time and every dateline on the site has the city and is in the zone of its stop; forms, filters and addresses
# name the stop by its key.
NAMED_BY_EVERY_DATELINE = {"city", "key", "zone"}
# These choose updates, order them or decide what is shown of them, which is what half of the product is about.
RULING = {"number", "public_id", "published_at", "state", "stop", "visit"}
# These are named more often by files that show them, such as the lists that mark each text with its language, the feeds
# and the filters. The number is how many files that is now: it may fall, not grow.
SHOWN_WIDELY = {
    "author": 17,
    "delegation": 26,
    "headline": 17,
    "html": 17,
    "is_key": 18,
    "issued_at": 14,
    "kind": 19,
    "lang": 24,
    "source": 15,
    "speaker": 25,
    "standing": 19,
    "topics": 16,
}
# Forms send these, and so do programs; each has to say what became of them.
SENT_BY_PROGRAMS = {"due_at": 14, "version": 15}


@pytest.mark.parametrize("name", sorted(set(named_fields.fields(Stop)) - NAMED_BY_EVERY_DATELINE))
def test_a_field_of_a_stop_is_named_in_few_files(name: str) -> None:
    files = named_fields.files(name, Stop)
    assert len(files) <= MOST_OF_A_STOP, files


@pytest.mark.parametrize("name", sorted(set(named_fields.fields(Update)) - RULING))
def test_a_field_of_an_update_is_named_in_few_files(name: str) -> None:
    files = named_fields.files(name, Update)
    assert len(files) <= (SHOWN_WIDELY | SENT_BY_PROGRAMS).get(name, MOST_OF_AN_UPDATE), files


@pytest.mark.parametrize("name", sorted(SHOWN_WIDELY))
def test_a_field_that_is_shown_widely_is_carried_by_few_files(name: str) -> None:
    files = [file for file in named_fields.files(name, Update) if file.startswith(CARRYING)]
    assert len(files) <= MOST_OF_AN_UPDATE, files


def test_the_files_are_really_read() -> None:
    assert {"blog/models/visit.py", "blog/schemas/itinerary.py", "templates/itinerary/_stop.html"} <= set(
        named_fields.files("press_access", Stop)
    )
    assert {"blog/newsroom/posts.py", "templates/update/_headline.html", "blog/web/syndication/entries.py"} <= set(
        named_fields.files("headline", Update)
    )
    assert "body" in named_fields.fields(Update)
    assert not named_fields.files("no_such_field", Update)
