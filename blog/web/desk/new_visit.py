"""A new visit, opened at the desk with its first stop."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from blog import newsroom
from blog.newsroom.errors import NewsroomError
from blog.web.desk import bp, forms, responses
from blog.web.desk.auth import reporter
from blog.web.desk.forms import Form
from blog.web.desk.setup import zone_names

OPENED = (
    "The visit is open, and readers see it as upcoming. Next: plan its stops, add the sides and who speaks for them, "
    "then the topics. Set it live at its desk when it begins."
)


@bp.get("/visits/new")
def new_visit() -> str:
    return _page(None)


@bp.post("/visits/new")
def open_visit() -> Response:
    form = request.form
    slug, by = form.get("slug", "").strip(), reporter().id
    words = {name: form.get(name, "") for name in ("title", "summary")}
    city, zone = form.get("city", "").strip(), form.get("zone", "").strip()
    try:
        newsroom.itinerary.check_zone(zone)
        lang = form.get("lang", "").strip() or "en"
        visit_id = newsroom.visits.open_visit(slug, lang=lang, by_id=by, **words)
        newsroom.itinerary.add_stop(visit_id, by, city or zone.rsplit("/", 1)[-1].replace("_", " "), zone=zone)
    except NewsroomError as error:
        return responses.failed(error, _page(forms.sent(responses.sentence(error))))
    flash(OPENED, "opened")
    return redirect(url_for("desk.set_up", slug=slug, _anchor="said"), 303)


def _page(form: Form | None) -> str:
    if not reporter().edits:
        abort(403, "A new visit needs an editor. Ask one to open it.")
    return render_template("desk/new_visit.html", sent={"new": form} if form else {}, zones=zone_names())
