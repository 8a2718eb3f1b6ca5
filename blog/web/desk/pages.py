"""Renders the desk's whole pages that several views answer with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import render_template

from blog import newsroom
from blog.models import Update, Visit
from blog.newsroom.originals import FIELD
from blog.newsroom.transaction import current_time
from blog.queries import (
    accounts,
    autosaves,
    desk,
    embargoes,
    engagements,
    handovers,
    people,
    pool,
    stream,
    translations,
    visits,
)
from blog.web.desk import bp, cleared_banner, conflicts, forms, note_panel
from blog.web.desk.auth import reporter
from blog.web.desk.conflicts import Conflict
from blog.web.desk.forms import Form


def desk_page(
    visit: Visit,
    *,
    page: stream.StreamPage[Update] | None = None,
    form: Form | None = None,
    panels: Mapping[str, Form] | None = None,
) -> str:
    """The desk of a visit: the composer above the list of updates, with the panels beside it.

    `panels` are the forms of panels to be shown again, by the name that their partial knows.
    """
    page, form = page or stream.front(visit), form or forms.blank(visit)
    return render_template(
        "desk/visit.html",
        visit=visit,
        form=form,
        **{"banner_form": None} | dict(panels or {}),
        updates=page.updates,
        pager=page,
        pinned=stream.pinned(visit.id),
        key_events=stream.key_events(visit.id),
        schedule=engagements.now_and_next(visit),
        waiting=desk.waiting(visit.id, reporter()),
        pool_gaps=pool.gaps(visit.id),
        unsent=autosaves.unsent(visit.id, reporter().id),
        recent=page.updates,
        **composer_inputs(visit, form),
        **_banner(visit),
        handover=handovers.unread_of(visit.id, reporter()),
        **note_panel.inputs(visit),
    )


def composer_inputs(visit: Visit, form: Form) -> dict[str, Any]:
    """The inputs of the composer beside its form: what each speaker said last, the team, open embargoes, originals."""
    inputs = {"habits": people.habits(visit), "team": accounts.team(visit.id), "originals": _originals(visit, form)}
    return {**inputs, "embargoes": embargoes.open_embargoes(visit.id, reporter())}


def _originals(visit: Visit, form: Form) -> Sequence[Update]:
    return translations.originals(visit.id, reporter(), str(form.values.get(FIELD) or ""))


def queue_inputs(visit: Visit) -> dict[str, Any]:
    """The inputs of the queue: what waits, and the embargoes that are not released."""
    account = reporter()
    return {"waiting": desk.waiting(visit.id, account), "embargoes": embargoes.open_embargoes(visit.id, account)}


def banner_inputs(visit: Visit) -> dict[str, Any]:
    """The inputs of the banner's panel: the banner, or the one just cleared, what it may link to, open embargoes."""
    open_embargoes = embargoes.open_embargoes(visit.id, reporter())
    return {**_banner(visit), "recent": stream.front(visit).updates, "embargoes": open_embargoes}


def _banner(visit: Visit) -> dict[str, Any]:
    banner = visits.banner_of(visit.id)
    return {"banner": banner, "cleared": None if banner else cleared_banner.take(visit)}


def preview(visit: Visit, update: Update | None, form: Form) -> str:
    """The preview of a form, or of the one that changes an update; it takes the place of `#preview` on its page."""
    return render_template("desk/composer/_preview.html", visit=visit, form=form, update=update)


def just_published(visit: Visit, update: Update | None) -> str:
    """Offers to take back an update that was just published; empty for one that was saved in another state."""
    published = update if update and seconds_to_take_back(update) else None
    return render_template("desk/update/_just_published.html", visit=visit, published=published, is_answer=True)


def changed_queue(visit: Visit) -> str:
    """The queue, which takes the place of the one on the page, beside another answer."""
    return render_template("desk/panels/_waiting_changed.html", visit=visit, **queue_inputs(visit))


def queue(visit: Visit, opened: str = "") -> str:
    """The queue, in answer to one of its own forms. `opened` is the text that is shown in full."""
    return render_template("desk/panels/_waiting.html", visit=visit, opened=opened, **queue_inputs(visit))


@bp.app_template_global()
def seconds_to_take_back(update: Update) -> int:
    """For how many seconds from now an update can be taken back; 0 when it cannot."""
    return newsroom.updates.seconds_to_take_back(update, current_time())


def edit_ways(visit: Visit, update: Update) -> str:
    """The buttons of the form that changes an update."""
    shown = embargoes.open_embargoes(visit.id, reporter())
    inputs = {"form": forms.of_update(update), "prefix": "edit-", "embargoes": shown}
    return render_template("desk/update/_edit_ways.html", visit=visit, update=update, **inputs)


def edit_page(visit: Visit, update: Update, form: Form, conflict: Conflict | None = None) -> str:
    """The form that changes an update; after a conflict, with both wordings and their differences."""
    if form.is_conflict:
        conflict = conflicts.of(update, form.values)
    elif conflict is None:
        conflict = conflicts.going_on(update, form)
    template = "desk/update/conflict.html" if conflict else "desk/update/edit.html"
    unsent = autosaves.unsent(visit.id, reporter().id, about=update.public_id)
    inputs: dict[str, Any] = {"conflict": conflict, "unsent": unsent, "team": accounts.team(visit.id)}
    inputs["originals"] = _originals(visit, form)
    inputs["embargoes"] = embargoes.open_embargoes(visit.id, reporter())
    inputs |= note_panel.inputs(visit, update)
    return render_template(template, visit=visit, update=update, form=form, **inputs)
