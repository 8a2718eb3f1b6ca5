"""When a document was taken, and until when a picture may be shown, are times of the dateline of its text."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from blog.extensions import db
from blog.models import MediaFile
from tests.desk import Desk
from tests.markup import one, parse, words
from tests.media_files import uploaded
from tests.sample_visit import SampleVisit

DESK = "/desk/visits/talks"
TYPED = "2031-03-04T16:20"
# Where a form has its dateline: in Tokyo, in no stop, or, without that field, where the visitors are.
PLACES = {"tokyo": (7, "Tokyo"), "": (16, "UTC"), None: (15, "Vienna")}


def kept(public_id: str, name: str) -> datetime | None:
    db.session.rollback()
    file = db.session.scalars(select(MediaFile).where(MediaFile.public_id == public_id)).one()
    moment: datetime | None = getattr(file, name)
    return moment


@pytest.mark.parametrize("stop", PLACES)
def test_a_time_is_read_in_the_zone_of_the_dateline(desk: Desk, talks: SampleVisit, stop: str | None) -> None:
    hour, _city = PLACES[stop]
    place = {} if stop is None else {"stop": stop}
    moment = datetime(2031, 3, 4, hour, 20, tzinfo=UTC)
    document = uploaded(desk, b"A communique. " * 9, "communique.txt", taken_at=TYPED, **place)
    assert kept(document, "taken_at") == moment
    picture = uploaded(desk, alt="A flag.")
    desk.post(f"{DESK}/media/{picture}", {"rights_until": TYPED, **place})
    assert kept(picture, "rights_until") == moment


@pytest.mark.parametrize("stop", ["tokyo", ""])
def test_a_form_reads_and_shows_times_in_the_zone_of_its_dateline_and_says_so(
    desk: Desk, talks: SampleVisit, stop: str
) -> None:
    hour, city = PLACES[stop]
    picture = uploaded(desk, alt="A flag.")
    until, version = f"rights_until-{picture}", f"version-{picture}"
    fields = {"body": "They met.", "stop": stop, "action": "draft", "media": [picture], version: "1", until: TYPED}
    draft = desk.post(f"{DESK}/updates", fields).location.rpartition("-")[2]
    moment = datetime(2031, 3, 4, hour, 20, tzinfo=UTC)
    assert kept(picture, "rights_until") == moment
    page = parse(desk.get(f"{DESK}/updates/{draft}"))
    field = one(page, f"[name='{until}']")
    assert field.get("value") == TYPED
    assert f"{city} time, optional" in words(one(page, f"label[for='{field.get('id')}']"))

    saved = {**fields, "version": "1", version: "2", "body": "They have met."}
    assert desk.post(f"{DESK}/updates/{draft}", saved).status_code in (200, 303)
    assert kept(picture, "rights_until") == moment, "what stays is not read again"
