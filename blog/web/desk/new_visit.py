"""Opens a new visit with its first stop."""

from __future__ import annotations

from flask import flash, render_template, request, url_for
from werkzeug.wrappers import Response

from blog import newsroom
from blog.permissions import may_open_visit
from blog.translation import _
from blog.web.desk import bp, responses
from blog.web.desk.auth import reporter, require
from blog.web.desk.forms import Form
from blog.web.desk.redisplay import redisplays
from blog.web.desk.set_up_page import zone_names


def _page(form: Form | None) -> str:
    require(may_open_visit)
    return render_template("desk/set_up/new_visit.html", sent={"new": form} if form else {}, zones=zone_names())


@bp.get("/visits/new")
def new_visit() -> str:
    return _page(None)


@bp.post("/visits/new")
@redisplays(_page)
def open_visit() -> Response:
    form = request.form
    slug, by = form.get("slug", "").strip(), reporter().id
    words = {name: form.get(name, "") for name in ("title", "summary")}
    city, zone = form.get("city", "").strip(), form.get("zone", "").strip()
    newsroom.itinerary.check_zone(zone)
    visit_id = newsroom.visits.open_visit(slug, lang=form.get("lang", "").strip() or "en", by_id=by, **words)
    newsroom.itinerary.add_stop(visit_id, by, city or zone.rsplit("/", 1)[-1].replace("_", " "), zone=zone)
    message = _(
        "The visit is created; readers see it as upcoming. Next, add its stops, sides, speakers and topics. "
        "When it begins, set it live from its desk."
    )
    flash(message, "opened")
    return responses.go_to(url_for("desk.set_up", slug=slug, _anchor="said"))
