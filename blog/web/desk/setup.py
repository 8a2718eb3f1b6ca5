"""The set-up of a visit: what it is, where it goes, who speaks, and about what. Plain forms, one page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import available_timezones

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from blog import newsroom
from blog.models import Visit
from blog.newsroom.errors import NewsroomError
from blog.web.desk import answers, bp, forms
from blog.web.desk.forms import Form
from blog.web.desk.gate import reporter
from blog.web.desk.visits import own_visit

By = tuple[int, int]


@bp.get("/visits/<slug>/set-up", endpoint="set_up")
def set_up(slug: str) -> str:
    return _page(_visit(slug), {})


@bp.post("/visits/<slug>/set-up/description")
def describe(slug: str) -> Response:
    fields = {name: _typed(name) for name in ("title", "summary", "notice")}
    return _do(slug, "description", lambda by, visit: newsroom.visits.describe(*by, **fields))


@bp.post("/visits/<slug>/set-up/stops")
def add_stop(slug: str) -> Response:
    return _do(slug, "new-stop", lambda by, visit: newsroom.itinerary.add_stop(*by, _typed("city"), **_leg()))


@bp.post("/visits/<slug>/set-up/stops/<key>")
def change_stop(slug: str, key: str) -> Response:
    return _do(
        slug, f"stop-{key}", lambda by, visit: newsroom.itinerary.change_stop(*by, key, _typed("city"), **_leg())
    )


@bp.post("/visits/<slug>/set-up/stops/<key>/arrived", endpoint="arrived")
def arrive(slug: str, key: str) -> Response:
    return _do(slug, f"at-{key}", lambda by, visit: newsroom.itinerary.arrive(*by, key, _happened(visit, key)))


@bp.post("/visits/<slug>/set-up/stops/<key>/left", endpoint="left")
def leave(slug: str, key: str) -> Response:
    return _do(slug, f"at-{key}", lambda by, visit: newsroom.itinerary.leave(*by, key, _happened(visit, key)))


@bp.post("/visits/<slug>/set-up/stops/<key>/take-back")
def take_back(slug: str, key: str) -> Response:
    return _do(slug, f"at-{key}", lambda by, visit: newsroom.itinerary.take_back(*by, key))


@bp.post("/visits/<slug>/set-up/delegations")
def add_delegation(slug: str) -> Response:
    fields = {name: _typed(name) for name in ("short_name", "country", "capital", "zone")}
    return _do(slug, "new-delegation", lambda by, visit: newsroom.people.add_delegation(*by, _typed("name"), **fields))


@bp.post("/visits/<slug>/set-up/speakers")
def add_speaker(slug: str) -> Response:
    fields = {name: _typed(name) for name in ("title", "delegation")}
    return _do(slug, "new-speaker", lambda by, visit: newsroom.people.add_speaker(*by, _typed("name"), **fields))


@bp.post("/visits/<slug>/set-up/speakers/<key>")
def retitle_speaker(slug: str, key: str) -> Response:
    return _do(slug, f"speaker-{key}", lambda by, visit: newsroom.people.retitle_speaker(*by, key, _typed("title")))


@bp.post("/visits/<slug>/set-up/topics")
def add_topic(slug: str) -> Response:
    return _do(slug, "new-topic", lambda by, visit: newsroom.people.add_topic(*by, _typed("name")))


def _do(slug: str, form: str, act: Callable[[By, Visit], object]) -> Response:
    """Does what a form asks and comes back to where it stands; one that failed is shown again with every field."""
    visit = _visit(slug)
    try:
        act((visit.id, reporter().id), visit)
    except NewsroomError as error:
        page = _page(own_visit(slug), {form: forms.sent(answers.sentence(error))})
        return answers.failed(error, page)
    return redirect(url_for("desk.set_up", slug=slug, _anchor=form), 303)


def _page(visit: Visit, sent: Mapping[str, Form]) -> str:
    """`sent` are the forms to be shown again, by their ids."""
    return render_template("desk/set_up.html", visit=visit, sent=sent, zones=zones())


def _visit(slug: str) -> Visit:
    visit = own_visit(slug)
    return visit if reporter().edits else abort(403, "The set-up of a visit needs an editor. Ask one to change it.")


def zones() -> list[str]:
    """The names to choose from; others that IANA knows are taken too."""
    return ["UTC", *sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/"))]


def _typed(name: str) -> str:
    return request.form.get(name, "")


def _leg() -> dict[str, Any]:
    """What a stop's form says; times are by the clocks of the zone that it names."""
    zone = _typed("zone").strip()
    clock = zone if zone in available_timezones() else "UTC"
    words: dict[str, Any] = {name: _typed(name) for name in ("country", "press_access")}
    return words | {"zone": zone} | {name: forms.moment(name, clock) for name in ("planned_from", "planned_to")}


def _happened(visit: Visit, key: str) -> datetime | None:
    return forms.moment("at", next((stop for stop in visit.stops if stop.key == key), None))
