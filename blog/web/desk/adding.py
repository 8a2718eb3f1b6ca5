"""Adds a speaker or a topic from the composer, which chooses it at once."""

from __future__ import annotations

from functools import partial

from flask import Response, render_template

from blog import newsroom
from blog.translation import _
from blog.web.desk import bp, responses
from blog.web.desk.auth import reporter
from blog.web.desk.forms import Form
from blog.web.desk.redisplay import redisplays
from blog.web.desk.set_up_page import editable_visit, typed

_PARTIALS = {"add-speaker": "desk/composer/_add_speaker.html", "add-topic": "desk/composer/_add_topic.html"}


def _again(form_id: str, form: Form, slug: str) -> str:
    """The form alone for htmx, a page with it for everyone else."""
    inputs = {"visit": editable_visit(slug), "sent": {form_id: form}, "partial": _PARTIALS[form_id]}
    return render_template(_PARTIALS[form_id] if responses.wants_fragment() else "desk/composer/adding.html", **inputs)


@bp.post("/visits/<slug>/speakers")
@redisplays(partial(_again, "add-speaker"))
def add_chosen_speaker(slug: str) -> Response:
    visit, side = editable_visit(slug), typed("delegation")
    key = newsroom.people.add_speaker(visit.id, reporter().id, typed("name"), title=typed("title"), delegation=side)
    message = _("%(name)s was added and is chosen.", name=_name())
    if not responses.wants_fragment():
        return responses.back_to_desk(visit, message)
    speakers = {one.key: one for each in editable_visit(slug).delegations for one in each.speakers}
    option = render_template("desk/composer/_speaker_option.html", speaker=speakers[key], chosen=key, habit=None)
    return _added(option, f'.composer [name=speaker] [data-side="{side}"]', message)


@bp.post("/visits/<slug>/topics")
@redisplays(partial(_again, "add-topic"))
def add_chosen_topic(slug: str) -> Response:
    visit = editable_visit(slug)
    key = newsroom.people.add_topic(visit.id, reporter().id, typed("name"))
    message = _("%(name)s was added and is chosen.", name=_name())
    if not responses.wants_fragment():
        return responses.back_to_desk(visit, message)
    topic = next(topic for topic in editable_visit(slug).topics if topic.slug == key)
    choice = render_template("desk/composer/_topic_choice.html", topic=topic, topics=[key])
    return _added(choice, ".composer .topic-choices", message)


def _added(choice: str, place: str, message: str) -> Response:
    """The new choice, which htmx puts at the end of a place in the composer."""
    answer = Response(choice, 201, {"HX-Retarget": place, "HX-Reswap": "beforeend"}, mimetype="text/html")
    return responses.trigger(answer, message=message)


def _name() -> str:
    return " ".join(typed("name").split())
