"""What a calendar says is what the desk wrote."""

from __future__ import annotations

from datetime import UTC, datetime

import icalendar
import pytest

from blog.text.calendars import CalendarEvent, written

AT = datetime(2027, 1, 31, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    "title", ["10\u00a0000 guests", "می\u200cشود", "東京\u3000大阪", "👩\u200d👩\u200d👧 arrive", "Two\nlines"]
)
def test_every_script_keeps_its_spaces_and_joiners(title: str) -> None:
    [event] = _events(title)
    assert event["summary"] == title


def test_control_characters_are_left_out() -> None:
    [event] = _events("A \x07bell\u2028 rings")
    assert event["summary"] == "A bell rings"


def _events(title: str) -> list[icalendar.Component]:
    calendar = icalendar.Calendar.from_ical(written("Talks", [CalendarEvent("a", 0, AT, AT, None, title)]))
    return list(calendar.walk("VEVENT"))
