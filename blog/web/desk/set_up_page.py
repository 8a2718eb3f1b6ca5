"""The page that sets a visit up, and the decorator that registers the views of its forms."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial, wraps
from typing import Any

from flask import flash, make_response, render_template, request, url_for
from werkzeug.wrappers import Response

from blog import newsroom
from blog.models import Delegation, ReadyText, Speaker, Stop, Topic, Visit
from blog.newsroom.merging import Groups, Loaded
from blog.permissions import may_set_up
from blog.text import zones
from blog.translation import N_
from blog.web.desk import bp, responses
from blog.web.desk.auth import require
from blog.web.desk.forms import Form
from blog.web.desk.lookups import own_visit
from blog.web.desk.redisplay import redisplays

SAVED = N_("Saved. Readers see the change.")

Change = Callable[..., str | Form]

# The sections of the page, by the word with which the ids of their forms begin, perhaps after `new-`.
_SECTIONS = {
    "description": "about",
    "approval": "about",
    "stop": "stops",
    "at": "stops",
    "order": "stops",
    "delegation": "sides",
    "speaker": "sides",
    "speakers": "sides",
    "topic": "topics",
    "ready": "ready_made",
}
_GROUPS: dict[type, Groups] = {
    Visit: newsroom.visits.GROUPS,
    Stop: newsroom.itinerary.GROUPS,
    Delegation: newsroom.people.SIDE_GROUPS,
    Speaker: newsroom.people.SPEAKER_GROUPS,
    Topic: newsroom.people.TOPIC_GROUPS,
    ReadyText: newsroom.ready_texts.GROUPS,
}


def editable_visit(slug: str) -> Visit:
    """The visit of an address, if the account that is signed in may set it up."""
    visit = own_visit(slug)
    require(may_set_up, visit)
    return visit


def page(visit: Visit, sent: Mapping[str, Form]) -> str:
    """Renders the page; `sent` holds the forms to be shown again, by their ids."""
    return render_template("desk/set_up/page.html", zones=zone_names(), **_inputs(visit, sent))


def set_up_form(address: str, form: str, *, then: str = "", endpoint: str = "") -> Callable[[Change], Change]:
    """Registers a view for a form of the page. The view gets the visit and the values of the address.

    It makes the change and returns the message, which the page shows in the form; or in the form `then`, where the
    change removes this one. `form` and `then` are ids, in which values of the address may stand. A form that is
    refused is shown again with every field; a view that did only a part returns the form with the rest. htmx gets the
    section that the form stands in, others the page.
    """

    def decorate(change: Change) -> Change:
        @redisplays(partial(_form_again, form))
        @wraps(change)
        def view(slug: str, **values: str) -> Response:
            message = change(editable_visit(slug), **values)
            if isinstance(message, Form):
                return make_response(_form_again(form, message, slug, **values), 422)
            place = (then or form).format(**values)
            if responses.wants_fragment():
                section = _shown(slug, place, Form(message=message, takes_focus=False))
                return responses.trigger(make_response(section), message=message)
            flash(message, place)
            # The message is the target of the address, so that it takes the focus.
            return responses.go_to(url_for("desk.set_up", slug=slug, _anchor="said"))

        bp.add_url_rule(f"/visits/<slug>/set-up/{address}", endpoint or change.__name__, view, methods=["POST"])
        return change

    return decorate


def zone_names() -> list[str]:
    """The time zones that forms suggest; any other name of the IANA database is accepted too."""
    return ["UTC", *sorted(zone for zone in zones.known() if "/" in zone and not zone.startswith("Etc/"))]


def typed(name: str) -> str:
    """A field of the form as it was typed."""
    return request.form.get(name, "")


def loaded() -> Loaded | None:
    """What the form was loaded with, and which values of somebody else's its author takes."""
    version = request.form.get("version")
    takes_theirs = request.form.get("take") == "theirs"
    return None if version is None else Loaded(version, request.form.getlist("yielded") if takes_theirs else ())


def version_of(row: Visit | Stop | Delegation | Speaker | Topic | ReadyText) -> str:
    """The `version` of the form that changes a row."""
    return newsroom.merging.version_of(newsroom.merging.values_of(row, _GROUPS[type(row)]))


def _form_again(form_id: str, form: Form, slug: str, **values: str) -> str:
    return _shown(slug, form_id.format(**values), form)


def _shown(slug: str, form_id: str, form: Form) -> str:
    """The section of a form for htmx, the page for everyone else."""
    visit, sent = editable_visit(slug), {form_id: form}
    section = _SECTIONS.get(form_id.removeprefix("new-").partition("-")[0], "")
    if section and responses.wants_fragment():
        return render_template(f"desk/set_up/_{section}.html", **_inputs(visit, sent))
    return page(visit, sent)


def _inputs(visit: Visit, sent: Mapping[str, Form]) -> dict[str, Any]:
    approval = newsroom.merging.values_of(visit, newsroom.visits.APPROVAL)
    approval_version = newsroom.merging.version_of(approval)
    return {"visit": visit, "sent": sent, "version_of": version_of, "approval_version": approval_version}
