"""Hands the desk over to the next shift, and shows the last handover note until it has been read."""

from __future__ import annotations

from flask import Response, flash, make_response, render_template, request, url_for

from blog import newsroom
from blog.extensions import limiter
from blog.models import Visit
from blog.newsroom.handovers import FIELDS
from blog.queries import desk, notes
from blog.queries import handovers as queries
from blog.text.names import listed
from blog.translation import _, ngettext
from blog.web.desk import bp, responses
from blog.web.desk.auth import rate_limit_key, reporter
from blog.web.desk.forms import Form
from blog.web.desk.lookups import own_visit
from blog.web.desk.queue import queue_groups
from blog.web.desk.redisplay import redisplays
from blog.web.limits import POSTS
from blog.wire.service import wire


def _page(form: Form | None, slug: str) -> str:
    visit = own_visit(slug)
    shown = form or Form(_as_it_is(visit))
    return render_template("desk/handover.html", visit=visit, form=shown, earlier=queries.of_visit(visit.id))


@bp.get("/visits/<slug>/handover")
def handover(slug: str) -> str:
    return _page(None, slug)


@bp.post("/visits/<slug>/handover")
@limiter.limit(POSTS, key_func=rate_limit_key)
@redisplays(_page)
def hand_over(slug: str) -> Response:
    visit = own_visit(slug)
    newsroom.handovers.hand_over(visit.id, reporter().id, **{name: request.form.get(name, "") for name in FIELDS})
    flash(_("Handed over. Your colleagues are shown it at the desk."))
    return responses.go_to(url_for("desk.visit", slug=slug))


@bp.post("/visits/<slug>/handover/<int:handover_id>/dismiss")
def dismiss_handover(slug: str, handover_id: int) -> Response:
    visit = own_visit(slug)
    newsroom.handovers.dismiss(visit.id, reporter().id, handover_id)
    if responses.wants_fragment():
        newer = queries.unread_of(visit.id, reporter())
        return make_response(render_template("desk/panels/_handover.html", visit=visit, handover=newer))
    front = url_for("desk.visits")
    return responses.go_to(front if request.form.get("back") == front else url_for("desk.visit", slug=slug))


def _as_it_is(visit: Visit) -> dict[str, str]:
    """What the desk knows itself: who is there, and what waits for this account."""
    groups = queue_groups(desk.waiting(visit.id, reporter()), reporter())
    waits = [f"{heading}: {len(updates)}" for _group, heading, updates in groups]
    if number := len(notes.of_visit(visit.id, reporter()).open):
        waits.append(ngettext("%(num)s open note to the desk", "%(num)s open notes to the desk", number))
    return {"who_is_on": listed(wire().pump.presence.names(visit.id)), "what_waits": "\n".join(waits)}
