"""The banner that waits under an embargo: no form replaces one that it has not shown."""

from __future__ import annotations

from sqlalchemy import select

from blog import newsroom
from blog.extensions import db
from blog.models import HeldBanner
from tests.desk import Desk
from tests.markup import one, parse, words
from tests.sample_visit import SampleVisit

VISIT = "/desk/visits/talks"


def waiting() -> str:
    db.session.rollback()
    return db.session.scalars(select(HeldBanner.text)).one()


def test_a_form_that_somebody_overtook_gets_both_banners_and_then_replaces(desk: Desk, talks: SampleVisit) -> None:
    by = (talks.visit_id, talks.editor_id)
    embargo_id = newsroom.embargoes.set_embargo(*by, "When he speaks")
    loaded = one(parse(desk.get(VISIT)), "#banner-form").fields
    mine = {name: value for name, value in loaded.items() if value is not None and name != "csrf_token"}
    mine |= {"text": "He has spoken", "embargo": embargo_id}
    newsroom.banner.hold_banner(*by, embargo_id, "He spoke", level="alert")
    answer = desk.post(f"{VISIT}/banner", mine)
    assert answer.status_code == 409
    assert waiting() == "He spoke"
    form = one(parse(answer), "#banner-form")
    assert "Saved now: Alert · He spoke" in words(form)
    assert "A colleague has put another banner under “When he speaks”" in words(form)
    again = {name: value for name, value in form.fields.items() if value is not None and name != "csrf_token"}
    assert again["text"].lstrip("\n") == "He has spoken"
    assert desk.post(f"{VISIT}/banner", again).status_code == 303
    assert waiting() == "He has spoken"
    assert desk.post(f"{VISIT}/banner", again).status_code == 409
