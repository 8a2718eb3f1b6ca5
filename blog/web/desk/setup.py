"""The set-up of a visit: what it is and where it goes. Plain forms, one page; `people` has the rest of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from flask import abort, flash, get_flashed_messages, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from blog import newsroom
from blog.models import Stop, Visit
from blog.newsroom.errors import NewsroomError
from blog.text import zones
from blog.web.desk import bp, forms, responses
from blog.web.desk.auth import reporter
from blog.web.desk.forms import Form
from blog.web.desk.visits import own_visit

By = tuple[int, int]
Planned = tuple[datetime | None, datetime | None]
SAVED = "Saved: readers see it as it stands here."
REMOVALS = {
    "stop": (newsroom.removal.drop_stop, "The stop is off the itinerary."),
    "delegation": (newsroom.removal.drop_delegation, "The side was removed."),
    "speaker": (newsroom.removal.drop_speaker, "The speaker was removed."),
    "topic": (newsroom.removal.drop_topic, "The topic was removed."),
}


@bp.get("/visits/<slug>/set-up", endpoint="set_up")
def set_up(slug: str) -> str:
    said: dict[str, str] = dict(get_flashed_messages(with_categories=True))  # type: ignore[arg-type]  # pairs
    return _page(_visit(slug), {form: Form(done=sentence) for form, sentence in said.items()})


@bp.post("/visits/<slug>/set-up/description")
def describe(slug: str) -> Response:
    fields = {name: typed(name) for name in ("title", "summary", "notice")}
    return do(slug, "description", lambda by, visit: newsroom.visits.describe(*by, **fields), SAVED)


@bp.post("/visits/<slug>/set-up/stops")
def add_stop(slug: str) -> Response:
    said = f"{typed('city').strip()} is on the itinerary. {forms.twice(_zone())}".rstrip()
    return do(
        slug,
        "new-stop",
        lambda by, visit: newsroom.itinerary.add_stop(*by, typed("city"), **_leg()),
        f"{said} Add the next stop here, or go on to the sides.",
    )


@bp.post("/visits/<slug>/set-up/stops/<key>")
def change_stop(slug: str, key: str) -> Response:
    def act(by: By, visit: Visit) -> str:
        planned = _planned(_stop(visit, key))
        newsroom.itinerary.change_stop(*by, key, typed("city"), **_leg(planned))
        return f"{SAVED} {forms.twice(_zone(), *planned)}".rstrip()

    return do(slug, f"stop-{key}", act)


@bp.post("/visits/<slug>/set-up/<any(stop, delegation, speaker, topic):kind>s/<key>/remove")
def remove(slug: str, kind: str, key: str) -> Response:
    drop, said = REMOVALS[kind]
    return do(slug, f"{kind}-{key}", lambda by, _: drop(*by, key), said, then=f"new-{kind}")


@bp.post("/visits/<slug>/set-up/stops/<key>/arrived", endpoint="arrived")
def arrive(slug: str, key: str) -> Response:
    def act(by: By, visit: Visit) -> str:
        newsroom.itinerary.arrive(*by, key, _happened(visit, key))
        return f"Readers see that they are in {_city(visit, key)}. {forms.twice(_stop(visit, key))}".rstrip()

    return do(slug, f"at-{key}", act)


@bp.post("/visits/<slug>/set-up/stops/<key>/left", endpoint="left")
def leave(slug: str, key: str) -> Response:
    def act(by: By, visit: Visit) -> str:
        newsroom.itinerary.leave(*by, key, _happened(visit, key))
        return f"Readers see that they have left {_city(visit, key)}. {forms.twice(_stop(visit, key))}".rstrip()

    return do(slug, f"at-{key}", act)


@bp.post("/visits/<slug>/set-up/stops/<key>/take-back")
def take_back(slug: str, key: str) -> Response:
    return do(slug, f"at-{key}", lambda by, visit: newsroom.itinerary.take_back(*by, key), "Taken back.")


def do(slug: str, form: str, act: Callable[[By, Visit], object], said: str = "", *, then: str = "") -> Response:
    """Does what a form asks, comes back to it, and says so there, or in the form `then` when this one is gone.

    `act` may return the sentence. A form that failed is shown again with every field.
    """
    visit = _visit(slug)
    try:
        result = act((visit.id, reporter().id), visit)
    except NewsroomError as error:
        page = _page(own_visit(slug), {form: forms.sent(responses.sentence(error))})
        return responses.failed(error, page)
    flash(said or str(result), then or form)
    # The sentence is the address's target, which takes the focus there.
    return redirect(url_for("desk.set_up", slug=slug, _anchor="said"), 303)


def _page(visit: Visit, sent: Mapping[str, Form]) -> str:
    """`sent` are the forms to be shown again, by their ids."""
    return render_template("desk/set_up.html", visit=visit, sent=sent, zones=zone_names())


def _visit(slug: str) -> Visit:
    visit = own_visit(slug)
    return visit if reporter().edits else abort(403, "The set-up of a visit needs an editor. Ask one to change it.")


def zone_names() -> list[str]:
    """The names to choose from; others that IANA knows are taken too."""
    return ["UTC", *sorted(zone for zone in zones.known() if "/" in zone and not zone.startswith("Etc/"))]


def typed(name: str) -> str:
    """A field of the form, as it was typed."""
    return request.form.get(name, "")


def _zone() -> str:
    """The zone that a stop's form names, or UTC where it names none."""
    zone = typed("zone").strip()
    return zone if zone in zones.known() else "UTC"


def _leg(planned: Planned = (None, None)) -> dict[str, Any]:
    """What a stop's form says; times are by the clocks of the zone that it names, and `planned` stood in it."""
    words: dict[str, Any] = {name: typed(name) for name in ("country", "press_access")}
    names = ("planned_from", "planned_to")
    times = {name: forms.moment(name, _zone(), kept) for name, kept in zip(names, planned, strict=True)}
    return words | {"zone": typed("zone").strip()} | times


def _planned(stop: Stop | None) -> Planned:
    return (stop.planned_from, stop.planned_to) if stop else (None, None)


def _happened(visit: Visit, key: str) -> datetime | None:
    return forms.moment("at", _stop(visit, key))


def _stop(visit: Visit, key: str) -> Stop | None:
    return next((stop for stop in visit.stops if stop.key == key), None)


def _city(visit: Visit, key: str) -> str:
    stop = _stop(visit, key)
    return stop.city if stop else ""
