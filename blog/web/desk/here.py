"""Records from the desk, by one press, that the visitors have arrived or left."""

from __future__ import annotations

from flask import abort, request
from werkzeug.wrappers import Response

from blog import newsroom
from blog.translation import N_, _
from blog.web.desk import bp, panels
from blog.web.desk.auth import reporter
from blog.web.desk.lookups import own_visit
from blog.web.desk.panels import redisplays_panel

_ACTS = {
    "arrived": (newsroom.itinerary.arrive, N_("Readers now see that the visitors are in %(city)s.")),
    "left": (newsroom.itinerary.leave, N_("Readers now see that the visitors have left %(city)s.")),
    "undone": (newsroom.itinerary.take_back, N_("Undone. Readers see where the visitors were before.")),
}


@bp.post("/visits/<slug>/here")
@redisplays_panel("here")
def here(slug: str) -> Response:
    """The button's value has what happened, the phase in which it showed the stop, and the stop's key."""
    visit = own_visit(slug)
    happened, _space, seen_and_key = request.form.get("happened", "").partition(" ")
    seen, _space, key = seen_and_key.partition(" ")
    act, message = _ACTS.get(happened) or abort(
        400, _("This form is incomplete. Copy your text, then reload the page.")
    )
    act(visit.id, reporter().id, key, seen=seen)
    city = next((stop.city for stop in visit.stops if stop.key == key), "")
    return panels.saved("here", slug, _(message, city=city))
