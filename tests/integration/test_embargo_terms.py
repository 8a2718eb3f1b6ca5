"""The changed terms of an embargo: its end is moved forward only with a reason, which the log of the desk keeps."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from prometheus_client import REGISTRY

from blog import newsroom
from blog.models import DeskVerb
from blog.models.visit import now
from blog.newsroom.errors import Invalid
from blog.newsroom.transaction import as_of
from tests.desk import Desk
from tests.integration.test_embargo_doors import VISIT, fields_of, set_embargo, tomorrow, typed
from tests.integration.test_embargoes import HOUR, TOKYO, Embargoed, newest_note
from tests.markup import one, parse, words
from tests.sample_visit import SampleVisit


def test_its_end_is_moved_forward_only_with_a_reason(talks: SampleVisit) -> None:
    embargo = Embargoed(talks, now() + HOUR)

    def end(until: datetime | None, note: str = "") -> None:
        terms = {"title": "When he speaks", "version": embargo.row.version, "note_text": note}
        newsroom.embargoes.change_embargo(*embargo.by, embargo.id, until=until, **TOKYO, **terms)  # type: ignore[arg-type]

    end(now() + 3 * HOUR)
    with pytest.raises(
        Invalid, match=r"“When he speaks” holds until .* Tokyo.* Say why it is to end earlier"
    ) as refused:
        end(now() + 2 * HOUR)
    assert set(refused.value.fields) == {"note"}
    assert embargo.row.version == 2
    with pytest.raises(Invalid, match="Say why its time is taken away"):
        end(None)  # without a time, it could be released at once
    end(now() + 2 * HOUR, "He speaks sooner")
    assert newest_note(talks) == (DeskVerb.EMBARGO, "He speaks sooner")
    with as_of(now() + 3 * HOUR):
        end(now() + 4 * HOUR)
    with as_of(now() + 5 * HOUR):
        end(now() + 6 * HOUR)  # its time had come: that was no promise any more
    assert embargo.row.version == 5
    with as_of(now() + 5 * HOUR):
        end(None, "Nobody knows when he speaks")
    assert newest_note(talks) == (DeskVerb.EMBARGO, "Nobody knows when he speaks")
    embargo.release()  # the reason was given
    assert not embargo.row.is_open


def test_the_form_that_moves_its_end_forward_asks_for_the_reason_beside_the_field(desk: Desk) -> None:
    until = tomorrow("Asia/Tokyo")
    address = f"{VISIT}/embargoes/{set_embargo(desk, until=typed(until), city='Tokyo')}"
    form = fields_of(desk.get(address), "#terms-form") | {"until": typed(until - timedelta(hours=1))}
    refused = desk.post(address, form)
    assert refused.status_code == 422
    assert one(parse(refused), "#terms-note").get("aria-invalid") == "true"
    assert "Say why it is to end earlier" in words(one(parse(refused), "#terms-note-error"))
    assert fields_of(refused, "#terms-form")["until"] == form["until"]
    assert desk.post(address, form | {"note": "He speaks sooner"}).status_code == 303


def test_one_that_could_not_be_released_at_its_time_is_counted_as_overdue_until_it_is(talks: SampleVisit) -> None:
    embargo = Embargoed(talks, now() + HOUR)
    embargo.hold("At its time.")
    newsroom.visits.set_status(*embargo.by, "ended")
    with as_of(now() + 2 * HOUR):
        newsroom.schedule.run_due()  # it is refused,
        newsroom.schedule.run_due()  # and still waits at the next look
        assert REGISTRY.get_sample_value("dateline_overdue") == 1
        newsroom.visits.set_status(*embargo.by, "live")
        assert embargo.release()
        newsroom.schedule.run_due()
    assert REGISTRY.get_sample_value("dateline_overdue") == 0
