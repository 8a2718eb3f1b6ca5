"""The page that sets a visit up, and the decorator that registers the views of its forms."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial, wraps

from flask import flash, render_template, request, url_for
from werkzeug.wrappers import Response

from blog.models import Visit
from blog.permissions import may_set_up
from blog.text import zones
from blog.translation import N_
from blog.web.desk import bp, responses
from blog.web.desk.auth import require
from blog.web.desk.forms import Form
from blog.web.desk.lookups import own_visit
from blog.web.desk.redisplay import redisplays

SAVED = N_("Saved. Readers see the change.")

Change = Callable[..., str]


def editable_visit(slug: str) -> Visit:
    """The visit of an address, if the account that is signed in may set it up."""
    visit = own_visit(slug)
    require(may_set_up, visit)
    return visit


def page(visit: Visit, sent: Mapping[str, Form]) -> str:
    """Renders the page; `sent` holds the forms to be shown again, by their ids."""
    return render_template("desk/set_up/page.html", visit=visit, sent=sent, zones=zone_names())


def _form_again(form_id: str, form: Form, slug: str, **values: str) -> str:
    return page(editable_visit(slug), {form_id.format(**values): form})


def set_up_form(address: str, form: str, *, then: str = "", endpoint: str = "") -> Callable[[Change], Change]:
    """Registers a view for a form of the page. The view gets the visit and the values of the address.

    It makes the change and returns the message, which the page shows in the form; or in the form `then`, where the
    change removes this one. `form` and `then` are ids, in which values of the address may stand. A form that is
    refused is shown again with every field.
    """

    def decorate(change: Change) -> Change:
        @redisplays(partial(_form_again, form))
        @wraps(change)
        def view(slug: str, **values: str) -> Response:
            flash(change(editable_visit(slug), **values), (then or form).format(**values))
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
