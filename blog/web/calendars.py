"""The stops and the events of a schedule as entries of calendars, for readers and for those who cover them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from flask import current_app, url_for

from blog.models import Course, Engagement, Stop, Visit
from blog.queries import engagements
from blog.text import calendars, clock, zones
from blog.text.calendars import CalendarEvent
from blog.translation import _
from blog.web.schedule_words import ACCESS

MIMETYPE = "text/calendar"


def of_visit(visit: Visit) -> str:
    """The calendar of a visit, as readers may know it."""
    events = (_event(visit, one) for one in engagements.of_visit(visit.id))
    return calendars.written(visit.title, [*_stops(visit), *events])


def of_colleague(name: str, covered: Iterable[tuple[Visit, Engagement]]) -> str:
    """The calendar of what somebody covers: it begins at the call time, and says where to gather."""
    return calendars.written(name, [_assignment(visit, one) for visit, one in covered])


def _event(visit: Visit, one: Engagement) -> CalendarEvent:
    page = url_for("reader.itinerary", slug=visit.slug, _external=True, _anchor=f"event-{one.key}")
    return CalendarEvent(
        uid=_uid(visit, one.key),
        sequence=one.sequence,
        changed_at=one.changed_at,
        begins_at=one.begins_at,
        ends_at=one.ends_at,
        title=one.title,
        place=_location(one),
        about="\n".join(_about(one)),
        url=page,
        is_cancelled=one.course is Course.CANCELLED,
    )


def _assignment(visit: Visit, one: Engagement) -> CalendarEvent:
    stop, about = one.stop, _about(one)
    if one.call_at:
        about.append(_("Call time: %(time)s", time=_dated(stop, one.call_at)))
    if one.gathering:
        about.append(_("Gather at: %(place)s", place=one.gathering))
    return CalendarEvent(
        uid=_uid(visit, one.key, "cover"),
        sequence=one.desk_sequence,
        changed_at=one.desk_changed_at,
        begins_at=one.call_at or one.begins_at,
        ends_at=one.over_at,
        title=one.title,
        place=one.gathering or _location(one),
        about="\n".join([*about, *filter(None, [one.note])]),
        url=url_for("desk.schedule", slug=visit.slug, _external=True, _anchor=f"event-{one.key}"),
        is_cancelled=one.course is Course.CANCELLED,
    )


def _stops(visit: Visit) -> Iterator[CalendarEvent]:
    revisions = engagements.stop_revisions(visit.id)
    for stop in visit.stops:
        sequence, changed_at = revisions.get(stop.key, (0, visit.created_at))
        if stop.begins_at:
            begins, ends = stop.begins_at, stop.ends_at
            span = _dated(stop, begins) + (f" – {_dated(stop, ends)}" if ends else "")
            yield CalendarEvent(
                uid=_uid(visit, "stop", stop.key),
                sequence=sequence,
                changed_at=changed_at,
                begins_at=begins,
                ends_at=ends or begins + timedelta(hours=1),
                title=f"{stop.city}: {visit.title}",
                place=stop.name,
                about=span,
                url=url_for("reader.itinerary", slug=visit.slug, _external=True, _anchor=f"stop-{stop.key}"),
                takes_time=False,
            )


def _uid(visit: Visit, *parts: str) -> str:
    """An id that stays the same as long as the visit has its name."""
    return f"{'-'.join(parts)}.{visit.slug}@{urlsplit(current_app.config['PUBLIC_URL']).hostname}"


def _about(one: Engagement) -> list[str]:
    """What is known of it, with its time in its city: a calendar shows that of whoever looks."""
    ends = f"–{clock.clock(one.stop.local(one.ends_at))}" if one.ends_at else ""
    times = f"{clock.clock(one.stop.local(one.begins_at))}{ends} {one.stop.city}"
    offset = zones.offset(one.begins_at, one.stop.zone)
    lines = [_(", ").join((clock.full_day(one.stop.local(one.begins_at)), f"{times} ({offset})"))]
    if one.moved_from:
        lines.append(_("Moved from %(time)s", time=_dated(one.stop, one.moved_from)))
    return [*lines, _("Press: %(access)s", access=ACCESS[one.access])]


def _dated(stop: Stop, moment: datetime) -> str:
    local = stop.local(moment)
    return _(", ").join((f"{clock.clock(local)} {stop.city}", clock.date(local)))


def _location(one: Engagement) -> str:
    return _(", ").join(filter(None, (one.place, one.stop.name)))
