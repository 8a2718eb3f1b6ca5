"""The composer: previews a new update, publishes it, keeps it as a draft, hands it in or schedules it."""

from __future__ import annotations

from flask import Response, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from blog import newsroom
from blog.extensions import limiter
from blog.models import Visit
from blog.newsroom.duplicates import describe_outcome
from blog.queries import desk
from blog.web.desk import bp, forms, pages, responses, scheduling
from blog.web.desk.auth import account, reporter
from blog.web.desk.confirmations import asks, client_key
from blog.web.desk.forms import Form
from blog.web.desk.lookups import own_visit
from blog.web.desk.redisplay import redisplays

POSTS = "60 per minute"


def _composer(form: Form, slug: str) -> str:
    return render_template("desk/_composer.html", visit=own_visit(slug), form=form)


def _composer_or_desk(form: Form, slug: str) -> str:
    """The composer alone for htmx, the whole desk with it for everyone else."""
    return _composer(form, slug) if responses.by_htmx() else pages.desk_page(own_visit(slug), form=form)


@bp.post("/visits/<slug>/updates")
@limiter.limit(POSTS, key_func=account)
@redisplays(_composer_or_desk)
def publish(slug: str) -> AnyResponse | str:
    visit = own_visit(slug)
    action = request.form.get("action", "publish")
    if action == "preview":
        form = forms.sent()
        form.preview = newsroom.preview.new(visit, reporter(), forms.post())
        return _composer_or_desk(form, slug)
    before = desk.sent_with(visit.id, client_key())
    public_id = _put(visit, action)
    done = (
        f"This was already {describe_outcome(before)}: it was not sent twice."
        if before
        else scheduling.done(visit, action)
    )
    message = f"{done} {forms.twice(forms.place(visit))}".rstrip()
    if responses.by_htmx():
        answer = Response(_composer(forms.empty(visit), slug), 201, headers={"X-Dateline-Update": public_id})
        return responses.with_message(answer, message)
    return responses.back_to_desk(visit, message, f"u-{public_id}")


@bp.post("/visits/<slug>/preview")
@limiter.limit(POSTS, key_func=account)
@redisplays(_composer)
def preview(slug: str) -> str:
    """Renders the update that the composer's fields would make, as readers would see it, and nothing around it."""
    visit = own_visit(slug)
    update = newsroom.preview.new(visit, reporter(), forms.post())
    return render_template("update/_update.html", visit=visit, update=update)


def _put(visit: Visit, action: str) -> str:
    by, post, key = reporter().id, forms.post(), client_key()
    if action == "publish":
        scheduling.ask_about_time(visit)
        return newsroom.updates.publish(visit.id, by, post, client_key=key, asks=asks())
    state, due_at = scheduling.state_for(action), scheduling.due_at(visit)
    return newsroom.drafts.save(visit.id, by, post, state=state, due_at=due_at, client_key=key, asks=asks())
