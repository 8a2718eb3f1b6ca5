"""The forms beside the stream of a visit's desk: the banner, the status, where things stand, and where they are."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import make_response, render_template, request
from werkzeug.wrappers import Response

from blog.models import Visit
from blog.translation import _
from blog.web.desk import pages, responses
from blog.web.desk.forms import Form
from blog.web.desk.lookups import own_visit
from blog.web.desk.redisplay import View, redisplays

# The partial of each panel; its form has the id `<panel>-form` and is `<panel>_form` in templates.
_TEMPLATES = {
    "banner": "desk/panels/_banner.html",
    "status": "desk/panels/_status.html",
    "stand": "desk/panels/_state_of_play.html",
    "here": "desk/panels/_here.html",
}


def redisplays_panel(panel: str) -> Callable[[View], View]:
    """Shows the panel's form again when the newsroom refuses it, beside what stands on the page by now."""
    return redisplays(partial(_again, panel))


def saved(panel: str, slug: str, message: str) -> Response:
    """The panel as it stands now for htmx, the desk for everyone else."""
    visit = own_visit(slug)
    if responses.wants_fragment():
        template = "desk/panels/_banner_saved.html" if panel == "banner" else _TEMPLATES[panel]
        return responses.trigger(make_response(_render(panel, visit, None, template)), message=message)
    return responses.back_to_desk(visit, message, "here" if panel == "here" else f"{panel}-form")


def keeps_theirs() -> bool:
    """Whether the author of a form that somebody overtook chose the other's version."""
    return request.form.get("take") == "theirs"


def theirs_kept(panel: str, slug: str) -> Response:
    """The answer to a form whose author chose so: nothing changes."""
    return saved(panel, slug, _("Nothing was changed. The other version stays."))


def _again(panel: str, form: Form, slug: str) -> str:
    visit = own_visit(slug)
    if responses.wants_fragment():
        return _render(panel, visit, form, _TEMPLATES[panel])
    return pages.desk_page(visit, panels={f"{panel}_form": form})


def _render(panel: str, visit: Visit, form: Form | None, template: str) -> str:
    inputs: dict[str, Any] = pages.banner_inputs(visit) if panel == "banner" else {}
    return render_template(template, visit=visit, **{f"{panel}_form": form}, **inputs)
