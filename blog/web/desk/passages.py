"""The page on which an editor marks the passages of a readout or statement with topics."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from blog import newsroom, work_queue
from blog.models import Passage, Update, Visit
from blog.permissions import may_compare
from blog.queries import comparison
from blog.text.passages import suggested, topics_of_words
from blog.translation import _
from blog.web.desk import bp, responses
from blog.web.desk.auth import reporter, require
from blog.web.desk.forms import Form
from blog.web.desk.lookups import own_update, own_visit
from blog.web.desk.redisplay import redisplays
from blog.web.desk.set_up_page import loaded

# One key for each topic, in their order.
KEYS = "1234567890qwertyuiop"


def _page(form: Form | None, slug: str, public_id: str) -> str:
    visit = own_visit(slug)
    update = _of_editor(visit, public_id)
    passages = update.known_passages
    return render_template(
        "desk/passages/page.html",
        visit=visit,
        update=update,
        passages=passages,
        chosen=form.values["marks"] if form else [f"{row.key}:{slug}" for row in passages for slug in row.topic_slugs],
        suggestions=_suggestions(visit, passages),
        keys=dict(zip((topic.slug for topic in visit.topics), KEYS, strict=False)),
        version=newsroom.merging.version_of(newsroom.marking.values_of(update, passages)),
        is_complete=all(row.checked_to is not None for row in passages),
        markings=comparison.markings(visit.id),
        form=form,
    )


@bp.get("/visits/<slug>/updates/<public_id>/passages", endpoint="passages")
def passages(slug: str, public_id: str) -> Response | str:
    update = _of_editor(own_visit(slug), public_id)
    if not update.is_compared:
        flash(_("Only published readouts and statements have passages to compare."))
        return redirect(url_for("desk.update", slug=slug, public_id=public_id))
    return _page(None, slug, public_id)


@bp.post("/visits/<slug>/updates/<public_id>/passages", endpoint="mark")
@redisplays(_page)
def mark(slug: str, public_id: str) -> Response:
    visit = own_visit(slug)
    _of_editor(visit, public_id)
    action = request.form.get("action", "")
    if action == "reopen":
        newsroom.marking.reopen(visit.id, reporter().id, public_id)
        message = _("Readers are not told any more what this text leaves out.")
    else:
        is_complete = action == "complete"
        newsroom.marking.mark(visit.id, reporter().id, public_id, _marks(), loaded=loaded(), is_complete=is_complete)
        message = _("Saved. Readers now see what it says, and what it leaves out.") if is_complete else _("Saved.")
    flash(message)
    return responses.go_to(url_for("desk.passages", slug=slug, public_id=public_id))


def _of_editor(visit: Visit, public_id: str) -> Update:
    require(may_compare, visit)
    return own_update(visit, public_id)


def _marks() -> dict[str, list[str]]:
    """The topics of each passage of the form, by its key; none for a passage without a choice."""
    chosen: dict[str, list[str]] = {key: [] for key in " ".join(request.form.getlist("passages")).split()}
    for each in request.form.getlist("marks"):
        key, _colon, slug = each.partition(":")
        chosen.setdefault(key, []).append(slug)
    return chosen


def _suggestions(visit: Visit, passages: Sequence[Passage]) -> dict[str, set[str]]:
    """The topics to suggest for each passage without one, by its key."""
    unmarked = [row for row in passages if not row.about]
    if not unmarked:
        return {}
    known = topics_of_words((passage.text, passage.topic_slugs) for passage, _update in comparison.marked(visit.id))
    names = {topic.slug: topic.name for topic in visit.topics}
    return {row.key: suggested(row.text, known, names) for row in work_queue.in_slices(unmarked)}
