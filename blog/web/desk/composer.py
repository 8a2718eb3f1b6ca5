"""The composer: a new update is previewed, published, kept, handed in or set for a time."""

from __future__ import annotations

from flask import Response, make_response, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from blog import newsroom
from blog.extensions import limiter
from blog.models import Visit
from blog.newsroom.duplicates import became
from blog.newsroom.errors import NewsroomError
from blog.queries import desk
from blog.web.desk import bp, forms, responses, scheduling
from blog.web.desk.auth import account, reporter
from blog.web.desk.confirmations import asks, client_key
from blog.web.desk.visits import own_visit

POSTS = "60 per minute"


@bp.post("/visits/<slug>/updates")
@limiter.limit(POSTS, key_func=account)
def publish(slug: str) -> AnyResponse:
    visit = own_visit(slug)
    action = request.form.get("action", "publish")
    try:
        if action == "preview":
            return _preview(visit)
        before = desk.sent_with(visit.id, client_key())
        public_id = _put(visit, action)
    except NewsroomError as error:
        form = responses.again(error, action)
        return responses.failed(error, _composer(visit, form) if responses.by_htmx() else _page(visit, form))
    done = (
        scheduling.done(visit, action)
        if before is None
        else f"This was already {became(before)}: it was not sent twice."
    )
    said = f"{done} {forms.twice(forms.place(visit))}".rstrip()
    if responses.by_htmx():
        answer = Response(_composer(visit, forms.empty(visit)), 201, headers={"X-Dateline-Update": public_id})
        return responses.saying(answer, said)
    return responses.done(visit, said, f"u-{public_id}")


@bp.post("/visits/<slug>/preview")
@limiter.limit(POSTS, key_func=account)
def preview(slug: str) -> AnyResponse:
    """The update that the composer's fields would make, as readers would see it, and nothing around it."""
    visit = own_visit(slug)
    try:
        update = newsroom.preview.new(visit, reporter(), forms.post())
    except NewsroomError as error:
        return responses.failed(error, _composer(visit, responses.again(error, "preview")))
    return Response(render_template("update/_update.html", visit=visit, update=update))


def _preview(visit: Visit) -> Response:
    """The form as it was sent, with a preview below it."""
    form = forms.sent()
    form.preview = newsroom.preview.new(visit, reporter(), forms.post())
    return make_response(_composer(visit, form) if responses.by_htmx() else _page(visit, form))


def _put(visit: Visit, action: str) -> str:
    by, post, key = reporter().id, forms.post(), client_key()
    if action == "publish":
        scheduling.ask_about_time(visit)
        return newsroom.updates.publish(visit.id, by, post, client_key=key, asks=asks())
    state, due_at = scheduling.state_for(action), scheduling.due_at(visit)
    return newsroom.drafts.keep(visit.id, by, post, state=state, due_at=due_at, client_key=key, asks=asks())


def _composer(visit: Visit, form: forms.Form) -> str:
    return render_template("desk/_composer.html", visit=visit, form=form)


def _page(visit: Visit, form: forms.Form) -> str:
    return responses.desk_page(visit, form=form)
