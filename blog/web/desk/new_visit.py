"""Opens a new visit with its first stop."""

from __future__ import annotations

from dataclasses import replace

from flask import flash, render_template, request, url_for
from werkzeug.wrappers import Response

from blog import newsroom
from blog.models import Visit
from blog.newsroom.errors import Invalid
from blog.permissions import may_open_visit
from blog.queries import visits
from blog.translation import N_, _
from blog.web.desk import bp, responses
from blog.web.desk.auth import reporter, require
from blog.web.desk.cities import place_in
from blog.web.desk.forms import Form
from blog.web.desk.redisplay import redisplays
from blog.web.desk.set_up_page import zone_names

_UPCOMING = N_(
    "The visit is created; readers see it as upcoming. Next, add its stops, sides, speakers and topics. "
    "When it begins, set it live from its desk."
)
_HELD = N_(
    "The visit is created and held: only the desk can see it. Next, add its stops, sides, speakers and topics. "
    "Set its status at its desk to release it."
)


def _page(form: Form | None) -> str:
    require(may_open_visit)
    sent = {"new": form} if form else {}
    sources = visits.writable_by(reporter())
    return render_template("desk/set_up/new_visit.html", sent=sent, zones=zone_names(), sources=sources)


@bp.get("/visits/new")
def new_visit() -> str:
    return _page(None)


@bp.post("/visits/new")
@redisplays(_page)
def open_visit() -> Response:
    form = request.form
    slug, by, source = form.get("slug", "").strip(), reporter().id, _source()
    words = {name: form.get(name, "") for name in ("title", "summary")}
    lang = form.get("lang", "").strip() or "en"
    first = place_in("city", lang)
    has_stops = bool(source and source.stops and form.get("with_stops"))
    if first.zone or first.name or not has_stops:
        newsroom.itinerary.check_zone(first.zone)
    is_held = bool(form.get("held"))
    visit_id = newsroom.visits.open_visit(slug, lang=lang, by_id=by, is_held=is_held, **words)
    if first.zone:
        name = first.name or first.zone.rsplit("/", 1)[-1].replace("_", " ")
        newsroom.itinerary.add_stop(visit_id, by, **replace(first, name=name).fields())
    if source:
        newsroom.copying.copy_set_up(visit_id, by, source.id, stops=has_stops)
    flash(_(_HELD if is_held else _UPCOMING), "opened")
    return responses.go_to(url_for("desk.set_up", slug=slug, _anchor="said"))


def _source() -> Visit | None:
    """The visit whose set-up is to be copied. Raises Invalid for one that the account may not write to."""
    slug = request.form.get("copy_from", "")
    found = next((visit for visit in visits.writable_by(reporter()) if visit.slug == slug), None)
    if slug and found is None:
        raise Invalid(copy_from=_("Choose one of your visits to copy from, or none."))
    return found
