"""The desk's page of a visit's schedule: adds, corrects, moves and cancels its events, and follows their course."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import abort, flash, get_flashed_messages, make_response, render_template, request, url_for
from werkzeug.wrappers import Response

from blog import newsroom
from blog.models import Access, Engagement, Stop, Visit
from blog.newsroom.engagements import GROUPS, PLAN_TEXTS, PLAN_TIMES, TIMES, Plan
from blog.newsroom.merging import values_of, version_of
from blog.queries import accounts, engagements
from blog.text.names import listed
from blog.text.numbers import whole_number
from blog.translation import N_, _
from blog.web.desk import bp, responses, times
from blog.web.desk.auth import reporter
from blog.web.desk.forms import Form
from blog.web.desk.lookups import own_visit
from blog.web.desk.redisplay import redisplays
from blog.web.desk.set_up_page import editable_visit, loaded, typed
from blog.web.schedule_words import ACCESS

_FOLLOW: dict[str, tuple[Callable[..., None], str]] = {
    "begin": (newsroom.engagements.begin, N_("Readers now see that it is under way.")),
    "finish": (newsroom.engagements.finish, N_("Readers now see that it is over.")),
    "call_off": (newsroom.engagements.call_off, N_("Readers now see that it is cancelled.")),
    "reinstate": (newsroom.engagements.reinstate, N_("Readers now see that it is planned.")),
}
# What is said of an event, as a part of the address.
ACT: str = f"<any({', '.join(_FOLLOW)}):act>"


@bp.get("/visits/<slug>/schedule", endpoint="schedule")
def schedule(slug: str) -> str:
    return _page(own_visit(slug), {})


@bp.get("/visits/<slug>/schedule/<event_key>", endpoint="event")
def event(slug: str, event_key: str) -> str:
    return _event_page(editable_visit(slug), event_key, {})


def _new_again(form: Form, slug: str) -> str:
    return _page(own_visit(slug), {"new-event": form})


@bp.post("/visits/<slug>/schedule", endpoint="add_event")
@redisplays(_new_again)
def add_event(slug: str) -> Response:
    visit = editable_visit(slug)
    stop = stop_named(visit)
    newsroom.engagements.plan(visit.id, reporter().id, typed("stop"), _wanted(stop))
    return _done(visit, times.with_ambiguity(_("It is on the schedule."), stop), "new-event")


def _list_again(form: Form, slug: str, **values: str) -> str:
    return _page(own_visit(slug), {"list": form})


@bp.post(f"/visits/<slug>/schedule/<event_key>/{ACT}", endpoint="follow_event")
@redisplays(_list_again)
def follow_event(slug: str, event_key: str, act: str) -> Response:
    visit = editable_visit(slug)
    follow, message = _FOLLOW[act]
    follow(visit.id, reporter().id, event_key, seen=request.form.get("course"))
    return _done(visit, _(message), "list")


@bp.post("/visits/<slug>/schedule/<event_key>/remove", endpoint="remove_event")
@redisplays(_list_again)
def remove_event(slug: str, event_key: str) -> Response:
    visit = editable_visit(slug)
    newsroom.engagements.unplan(visit.id, reporter().id, event_key)
    flash(_("It was removed from the schedule."), "list")
    return responses.go_to(url_for("desk.schedule", slug=visit.slug))


def _changed_again(form: Form, slug: str, event_key: str) -> str:
    return _event_page(editable_visit(slug), event_key, {"event": form})


@bp.post("/visits/<slug>/schedule/<event_key>", endpoint="change_event")
@redisplays(_changed_again)
def change_event(slug: str, event_key: str) -> Response:
    visit = editable_visit(slug)
    was, stop = _engagement(visit, event_key), stop_named(visit)
    newsroom.engagements.replan(visit.id, reporter().id, event_key, typed("stop"), _wanted(stop, was), loaded=loaded())
    return _changed(visit, event_key, "event", times.with_ambiguity(_("Saved."), stop, *_loaded_times(was)))


def _moved_again(form: Form, slug: str, event_key: str) -> str:
    return _event_page(editable_visit(slug), event_key, {"move": form})


@bp.post("/visits/<slug>/schedule/<event_key>/move", endpoint="move_event")
@redisplays(_moved_again)
def move_event(slug: str, event_key: str) -> Response:
    visit = editable_visit(slug)
    was = _engagement(visit, event_key)
    begins_at, ends_at = (times.parse(name, was.stop, getattr(was, name)) for name in TIMES[0])
    newsroom.engagements.reschedule(visit.id, reporter().id, event_key, begins_at, ends_at, loaded=loaded())
    message = _("Readers now see that it was moved.")
    return _changed(visit, event_key, "move", times.with_ambiguity(message, was.stop, *_loaded_times(was)))


def stop_named(visit: Visit) -> Stop | None:
    """The stop that the form names, whose clock its times follow."""
    return next((stop for stop in visit.stops if stop.key == request.form.get("stop")), None)


def _wanted(stop: Stop | None, was: Engagement | None = None) -> Plan:
    texts: dict[str, Any] = {name: typed(name) for name in PLAN_TEXTS}
    at: dict[str, Any] = {name: times.parse(name, stop, getattr(was, name) if was else None) for name in PLAN_TIMES}
    chosen = [whole_number(each) or 0 for each in request.form.getlist("covered_by")]
    return Plan(**texts, **at, covered_by=chosen)


def _loaded_times(was: Engagement) -> tuple[Any, ...]:
    return tuple(getattr(was, name) for name in PLAN_TIMES)


def _engagement(visit: Visit, key: str) -> Engagement:
    found = next((one for one in engagements.for_colleagues(visit.id) if one.key == key), None)
    return found or abort(404, _("This is no longer on the schedule."))


def _done(visit: Visit, message: str, form: str) -> Response:
    if responses.wants_fragment():
        part = _page(visit, {form: Form(message=message, takes_focus=False)})
        return responses.trigger(make_response(part), message=message)
    flash(message, form)
    return responses.go_to(url_for("desk.schedule", slug=visit.slug))


def _changed(visit: Visit, key: str, form: str, message: str) -> Response:
    if responses.wants_fragment():
        part = _event_page(visit, key, {form: Form(message=message, takes_focus=False)})
        return responses.trigger(make_response(part), message=message)
    flash(message, form)
    return responses.go_to(url_for("desk.event", slug=visit.slug, event_key=key))


def _page(visit: Visit, sent: dict[str, Form]) -> str:
    """The whole page; for htmx the part with the list and the form that adds to it."""
    planned = engagements.for_colleagues(visit.id)
    team = accounts.members(visit.id)
    template = "desk/schedule/_planner.html" if responses.wants_fragment() else "desk/schedule/page.html"
    return render_template(
        template,
        visit=visit,
        days={stop.key: engagements.days(planned, stop) for stop in visit.stops},
        names={one.id: one.name for one in team},
        team=team,
        sent=sent or _flashed(),
    )


def _event_page(visit: Visit, key: str, sent: dict[str, Form]) -> str:
    one, team = _engagement(visit, key), accounts.members(visit.id)
    names = {member.id: member.name for member in team}
    for form in sent.values():
        form.theirs = {name: _worded(name, value, names) for name, value in form.theirs.items()}
    template = "desk/schedule/_event.html" if responses.wants_fragment() else "desk/schedule/event.html"
    versions = {name: version_of(values_of(one, groups)) for name, groups in (("event", GROUPS), ("move", TIMES))}
    inputs = {"one": one, "team": team, "versions": versions, "sent": sent or _flashed()}
    return render_template(template, visit=visit, **inputs)


def _worded(name: str, value: Any, names: dict[int, str]) -> Any:
    """A value that somebody else has saved meanwhile, as the form's page says it."""
    if isinstance(value, Stop):
        return value.city
    if isinstance(value, Access):
        return str(ACCESS[value])
    return listed([names.get(each, "") for each in value]) if name == "covered_by" else value


def _flashed() -> dict[str, Form]:
    """The message of a form that was sent just now, by the form."""
    messages: dict[str, str] = dict(get_flashed_messages(with_categories=True))  # type: ignore[arg-type]  # pairs
    return {form: Form(message=message) for form, message in messages.items()}
