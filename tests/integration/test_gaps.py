"""Between two sentences, and between a label and its value, stands what the language has there: nothing in Chinese."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from blog import newsroom
from blog.permissions import SYSTEM
from blog.text.zones import span
from blog.translation import gap, speaking
from tests.desk import Desk
from tests.sample_visit import SampleVisit

# A full-width sign, and a space before what goes on in the same line; whatever is part of both may stand between.
_INLINE = r"(?:</?(?:a|b|bdi|code|q|span|strong|time)\b[^>]*>)*"
LOOSE = re.compile(rf"[。！？；：，、]{_INLINE}\s+{_INLINE}[^\s<·][^<]*")
READERS = ("", "?topic=borders", "/itinerary", "/corrections", "/readouts", "/search?q=met", "/search?q=nothing+such")
DESK = (
    *("/desk", "/desk/account", "/desk/people", "/desk/people/1", "/desk/audit", "/desk/visits/new"),
    *(
        f"/desk/visits/talks{below}"
        for below in ("", "/set-up", "/log", "/numbers", "/team", "/search?q=met", "/schedule")
    ),
)


@pytest.mark.parametrize("tag", ["zh", "ja"])
def test_no_space_stands_behind_a_full_width_sign(
    app: Flask, client: FlaskClient, talks: SampleVisit, tag: str
) -> None:
    app.extensions["page_cache"].clear()
    corrected, gone = talks.publish(source="Its record", key=True), talks.publish(kind="statement", speaker="ada-nord")
    talks.edit(corrected, "They met again.", version=1, reason="correction", note="They met twice.")
    talks.withdraw(gone)
    newsroom.own_account.set_language(talks.admin_id, tag)
    desk = Desk.of(app).sign_in(talks.admin_email)
    updates = (f"/updates/{corrected}", f"/updates/{gone}", f"/updates/{corrected}/history")
    pages = {f"/live/talks{below}{'&' if '?' in below else '?'}ui={tag}": client for below in (*READERS, *updates)}
    pages |= dict.fromkeys((*DESK, *(f"/desk/visits/talks{each}" for each in updates[:2])), desk)
    newsroom.visits.set_status(talks.visit_id, SYSTEM, "ended")
    found = {page: LOOSE.findall(who.get(page).text) for page, who in pages.items()}
    assert {page: loose for page, loose in found.items() if loose} == {}
    assert "。" in client.get(f"/live/talks?ui={tag}").text


def test_what_is_said_in_two_sentences_or_two_units_is_joined_as_the_language_does() -> None:
    long = timedelta(hours=1, minutes=30)
    assert (gap(), span(long)) == (" ", "1 hour 30 minutes")
    with speaking("zh"):
        assert (gap(), span(long)) == ("", "1小时30分钟")
    with speaking("ar"):
        assert gap() == " "
