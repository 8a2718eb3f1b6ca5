"""Shows files that the page of a text does not have yet, and the page that adds one in a browser without scripts."""

from __future__ import annotations

from flask import render_template, request

from blog.models.limits import MEDIA_SHOWN
from blog.queries import media as files
from blog.web.desk import bp, responses
from blog.web.desk.lookups import own_visit


@bp.get("/visits/<slug>/media")
def media(slug: str) -> str:
    """To htmx the rows of these pictures (`media`, repeatable), to others the page that adds one to them."""
    visit, chosen = own_visit(slug), request.args.getlist("media")[:MEDIA_SHOWN]
    if not responses.wants_fragment():
        return render_template("desk/media/page.html", visit=visit, chosen=chosen)
    found, prefix = files.of_ids(visit.id, chosen), request.args.get("prefix", "")
    return render_template("desk/media/_rows.html", visit=visit, files=found, form=None, prefix=prefix)
