"""The visits that one may write to, the desk of one of them, its status, and where things stand in it."""

from __future__ import annotations

from flask import abort, render_template, request
from werkzeug.wrappers import Response

from blog import newsroom
from blog.models import Status, Visit
from blog.queries import handovers, stream
from blog.queries import visits as queries
from blog.translation import N_, _, gap
from blog.web.desk import autosaves, bp, confirmations, forms, pages, panels, times, translations
from blog.web.desk.auth import reporter
from blog.web.desk.forms import Form
from blog.web.desk.lookups import own_update, own_visit
from blog.web.desk.panels import redisplays_panel

_STATUS_MESSAGES = {
    Status.HELD: N_("The visit is now held: only the desk can see it."),
    Status.UPCOMING: N_("The visit is now upcoming."),
    Status.LIVE: N_("The visit is now live."),
    Status.PAUSED: N_("The visit is now paused."),
    Status.ENDED: N_("The visit has ended."),
}


@bp.get("")
def visits() -> str:
    found = queries.writable_by(reporter())
    unread = handovers.unread([visit.id for visit in found], reporter())
    return render_template("desk/visits.html", visits=found, handovers=unread)


@bp.get("/visits/<slug>")
def visit(slug: str) -> str:
    found = own_visit(slug)
    if "page" not in request.args:
        return pages.desk_page(found, form=_begun(found) or autosaves.asked_for(found))
    page = stream.page(found, request.args.get("page", 0, type=int))
    return pages.desk_page(found, page=page or abort(404, _("This visit has no such page yet.")))


def _begun(visit: Visit) -> Form | None:
    """The composer with the text that the address names: a ready-made one, that of a withdrawn update, what a
    translation has in common with its original, or pictures."""
    if "text" in request.args:
        return forms.begun_with(visit, request.args["text"])
    if "again" in request.args:
        return forms.begun_again(visit, own_update(visit, request.args["again"]))
    if "translate" in request.args:
        return translations.begun(visit, request.args["translate"])
    if "media" in request.args:
        return forms.begun_showing(visit, request.args.getlist("media"))
    return None


@bp.post("/visits/<slug>/status")
@redisplays_panel("status")
def status(slug: str) -> Response:
    found = own_visit(slug)
    if panels.keeps_theirs():
        return panels.theirs_kept("status", slug)
    chosen, banner = request.form.get("status", ""), queries.banner_of(found.id)
    live_from = times.parse("live_from", found.here, found.live_from)
    newsroom.visits.set_status(
        found.id,
        reporter().id,
        chosen,
        live_from=live_from,
        version=request.form.get("version"),
        # The desk's form wants to be asked; a script that ends, holds or releases a visit means it.
        ask_first="asks" in request.form and not confirmations.is_confirmed(chosen),
    )
    message = _(_STATUS_MESSAGES[Status(chosen)])
    if banner and chosen == Status.ENDED:
        message += gap() + _("Its banner was cleared.")
    return panels.saved("status", slug, times.with_ambiguity(message, found.here, found.live_from))


@bp.post("/visits/<slug>/state-of-play")
@redisplays_panel("stand")
def state_of_play(slug: str) -> Response:
    found = own_visit(slug)
    if panels.keeps_theirs():
        return panels.theirs_kept("stand", slug)
    text = request.form.get("state_of_play", "")
    newsroom.visits.sum_up(found.id, reporter().id, text, version=request.form.get("version"))
    message = _("Published. Readers see where things stand.") if text.strip() else _("Removed from the page.")
    return panels.saved("stand", slug, message)
