"""The composer: previews a new update, publishes it, keeps it as a draft, hands it in, schedules or holds it."""

from __future__ import annotations

from flask import Response, g, jsonify, make_response, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from blog import newsroom
from blog.extensions import limiter
from blog.models import Visit
from blog.newsroom.duplicates import SentBefore, describe_outcome
from blog.queries import desk, people
from blog.translation import _, gap
from blog.web.desk import bp, embargo_terms, forms, outbox, pages, pictures, responses, scheduling, times
from blog.web.desk.auth import rate_limit_key, reporter
from blog.web.desk.confirmations import asks_about_repeats, client_key
from blog.web.desk.forms import Form
from blog.web.desk.lookups import own_update, own_visit
from blog.web.desk.redisplay import redisplays
from blog.web.limits import POSTS, POSTS_SCOPE

# Beside the text it is renewed at every pause.
PREVIEWS = "120 per minute"


def _composer(form: Form, slug: str) -> str:
    visit = own_visit(slug)
    return render_template("desk/composer/_composer.html", visit=visit, form=form, **pages.composer_inputs(visit, form))


def _composer_or_desk(form: Form, slug: str) -> str:
    """The composer alone for htmx, the whole desk with it for everyone else."""
    return _composer(form, slug) if responses.wants_fragment() else pages.desk_page(own_visit(slug), form=form)


def _refusal(form: Form, **_values: str) -> str:
    """Why there is no preview: one line of text, which no page shows."""
    return gap().join(form.errors.values())


@bp.post("/visits/<slug>/updates")
@limiter.shared_limit(POSTS, scope=POSTS_SCOPE, key_func=rate_limit_key)
@redisplays(_composer_or_desk)
def publish(slug: str) -> AnyResponse | str:
    visit = own_visit(slug, is_whole=False)
    action = request.form.get("action", "publish")
    if action == "preview":
        form = forms.submitted()
        form.preview = newsroom.preview.new(visit, reporter(), pictures.previewed(visit, forms.post()))
        return pages.preview(visit, None, form) if responses.wants_fragment() else pages.desk_page(visit, form=form)
    if action in ("publish", "submit"):
        outbox.ask_about_changes(visit)
    public_id = _save(visit, action)
    before = desk.sent_with(visit.id, client_key()) if isinstance(public_id, SentBefore) else None
    if before:
        message = _("This was already %(done)s. It was not sent twice.", done=describe_outcome(before))
    else:
        message = scheduling.message(visit, public_id, action)
    message = times.with_ambiguity(message, times.dateline(visit))
    if responses.wants_json():
        return make_response(jsonify(message=message, posted=public_id), 201)
    if responses.wants_fragment():
        published = desk.update(visit.id, public_id)
        parts = [_composer(forms.blank(visit), slug), pages.just_published(visit, published)]
        if action != "publish":
            parts.append(pages.changed_queue(visit))
        answer = Response("".join(parts), 201)
        return responses.trigger(answer, message=message, posted=public_id)
    return responses.back_to_update(visit, message, public_id)


@bp.get("/visits/<slug>/habits")
def habits(slug: str) -> str:
    """What each speaker said last by now, for a composer that has been open for a while."""
    visit = own_visit(slug)
    g.pop("desk_session", None)  # an open form extends no session
    return render_template("desk/composer/_habits.html", visit=visit, habits=people.habits(visit))


@bp.post("/visits/<slug>/preview")
@limiter.limit(PREVIEWS, key_func=rate_limit_key)
@redisplays(_refusal)
def preview(slug: str) -> str:
    """The update that the composer's fields would make, as readers would see it: a fragment, nothing is saved.

    With `update`, its public id, the one that the fields of its form would make of it. What publishing still asks for,
    such as the speaker of a statement, is said above it.
    """
    visit = own_visit(slug)
    if public_id := request.form.get("update"):
        update = own_update(visit, public_id)
        reason, note = request.form.get("change", ""), request.form.get("note", "")
        post = pictures.previewed(visit, forms.post(update))
        seen = newsroom.preview.changed(update, reporter(), post, reason=reason, note_text=note, is_finished=False)
        lacking = newsroom.preview.lacks(seen, of=update, reason=reason, note_text=note)
    else:
        seen = newsroom.preview.new(visit, reporter(), pictures.previewed(visit, forms.post()), is_finished=False)
        lacking = newsroom.preview.lacks(seen)
    return render_template("desk/composer/_previewed.html", visit=visit, update=seen, lacking=lacking)


def _save(visit: Visit, action: str) -> str:
    pictures.describe_all(visit)
    by, post, key, also = reporter().id, forms.post(), client_key(), forms.also(visit, reporter())
    if action == "publish":
        scheduling.ask_about_time(visit)
        return newsroom.updates.publish(visit.id, by, post, client_key=key, asks=asks_about_repeats(), also=also)
    state, due_at = scheduling.state_for(action), scheduling.due_at(visit)
    return newsroom.drafts.save(
        visit.id,
        by,
        post,
        state=state,
        due_at=due_at,
        client_key=key,
        asks=asks_about_repeats(),
        also=also,
        embargo=embargo_terms.chosen(visit) if action == "hold" else "",
    )
