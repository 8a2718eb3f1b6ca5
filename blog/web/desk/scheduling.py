"""The composer's actions besides publishing: draft, hand in, schedule, hold. Also the words that say so."""

from __future__ import annotations

from datetime import datetime

from flask import request

from blog.models import Embargo, State, Status, Update, Visit
from blog.newsroom import holding, preview
from blog.newsroom.errors import Invalid, NotYetDue
from blog.newsroom.times import local_time
from blog.queries import desk
from blog.text import clock
from blog.translation import N_, _, gap
from blog.web.desk import bp, embargo_terms, forms, times
from blog.web.desk.auth import reporter
from blog.web.desk.confirmations import PUBLISH_NOW, is_confirmed
from blog.web.desk.forms import Form

_STATES = {"draft": State.DRAFT, "submit": State.SUBMITTED, "schedule": State.SCHEDULED, "hold": State.HELD}
_MESSAGES = {
    "publish": N_("Published. Readers can see it."),
    "draft": N_("Saved as a draft. Readers cannot see it."),
    "submit": N_("Handed to the editors."),
}

# What confirms a publication, and what confirms it in a held visit, which no reader sees.
_REHEARSED = {
    N_("Published. Readers can see it."): N_("Published. Only the desk can see it while the visit is held."),
    N_("Released. Readers can see it."): N_("Released. Only the desk can see it while the visit is held."),
    N_("Your change is published. Readers can see it."): N_(
        "Your change is published. Only the desk can see it while the visit is held."
    ),
    N_("Pinned. Readers see it at the top."): N_("Pinned. It stands at the top of the desk."),
    N_("Taken back. Readers see one line in its place: “Published by mistake”."): N_(
        "Taken back. One line stands in its place: “Published by mistake”."
    ),
}

_ALSO = {"banner": N_("The banner says it."), "pin": N_("It is pinned.")}


@bp.app_template_global()
def typed_time(visit: Visit, form: Form | None) -> str:
    """The time in a form's `publish_at` as its main button names it: `18.10 Tokyo`; empty without a time."""
    values = form.values if form else {}
    stop = next((stop for stop in visit.stops if stop.key == values.get("stop")), None)
    try:
        return local_time(clock.parse(str(values.get("publish_at") or ""), stop.zone if stop else "UTC"), stop)
    except ValueError:
        return ""


@bp.app_template_global()
def places(visit: Visit) -> dict[str, list[str]]:
    """The city and the time zone of every dateline of a form, by the value of its field `stop`."""
    return {stop.key: [stop.city, stop.zone] for stop in visit.stops}


def state_for(action: str) -> State:
    """The state of an update that is not published yet. Raises Invalid for an unknown action."""
    if action not in _STATES:
        raise Invalid(action=_("Choose whether to publish, save a draft, hand in, schedule or hold."))
    return _STATES[action]


def due_at(visit: Visit, update: Update | None = None) -> datetime | None:
    """The time in the form's field, local to its dateline."""
    if not request.form.get("publish_at", "").strip():
        return None
    return times.parse("publish_at", times.dateline(visit), update.due_at if update else None)


def ask_about_time(visit: Visit, update: Update | None = None) -> None:
    """Raises NotYetDue when the form is to be published at once although a time is filled in.

    The newsroom asks about the time at which an update is due anyway. The same for an embargo that is chosen.
    """
    is_held = update is not None and update.state is State.HELD
    if not (is_held or is_confirmed(PUBLISH_NOW)) and (chosen := embargo_terms.named(visit)):
        preview.new(visit, reporter(), forms.post(update))
        raise NotYetDue(_("You chose an embargo for this: “%(embargo)s”. Publish it now instead?", embargo=chosen))
    typed = None if is_confirmed(PUBLISH_NOW) else due_at(visit, update)
    if typed and not (update and typed == update.due_at):
        preview.new(visit, reporter(), forms.post(update))  # errors come first
        time = local_time(typed, times.dateline(visit))
        raise NotYetDue(_("You chose a time to publish this: %(time)s. Publish it now instead?", time=time))


def done_sentence(visit: Visit, done: str) -> str:
    """The sentence that confirms an act, translated; in a held visit it speaks of no readers."""
    return _(_REHEARSED.get(done, done) if visit.status == Status.HELD else done)


def due_time(update: Update) -> str:
    """When an update is due, as a message names it; empty where it is not scheduled."""
    return local_time(update.due_at, update.stop) if update.due_at else ""


def message(
    visit: Visit, public_id: str, action: str, was_due: str = "", *, is_returned: bool = False, was_held: bool = False
) -> str:
    """Confirms an action on an update. `was_due` is when it was due before; `is_returned` says that it stays returned.

    `was_held` says that it was under embargo before.
    """
    if action == "schedule":
        due = due_at(visit)
        time = local_time(due, times.dateline(visit)) if due else ""
        return _("Scheduled for %(time)s. Readers cannot see it before then.", time=time) if due else ""
    if action == "hold":
        return _held(visit, public_id)
    done = (
        done_sentence(visit, _MESSAGES[action]) if not is_returned else _("Saved. Hand it in again when it is ready.")
    )
    if action == "publish":
        return gap().join([done, *(_(_ALSO[name]) for name in forms.also(visit, reporter()) or () if name in _ALSO)])
    if action in _STATES and was_held:
        return done + gap() + _("It is no longer under embargo.")
    if action in _STATES and was_due:
        return done + gap() + _("It is no longer scheduled for %(time)s.", time=was_due)
    if action in _STATES and request.form.get("publish_at", "").strip():
        return done + gap() + _("It is not scheduled, and the time you chose was not saved.")
    return done


bp.add_app_template_global(holding.is_bound)


@bp.app_template_global()
def embargo_over(update: Update) -> Embargo | None:
    """The embargo that holds an update."""
    return update.embargo if update.state is State.HELD else None


@bp.app_template_global()
def held_under(embargo: Embargo) -> str:
    """The sentence that names an embargo and its terms."""
    values = {"title": embargo.title, "terms": embargo_terms.terms_of(embargo)}
    return _("Under the embargo “%(title)s”, %(terms)s.", **values)


def _held(visit: Visit, public_id: str) -> str:
    """The sentence about an update that is under embargo now, and that readers cannot see it."""
    update = desk.update(visit.id, public_id)
    embargo = embargo_over(update) if update else None
    under = held_under(embargo) if embargo else ""
    return under + gap() + _("Readers cannot see it.") if under else ""
