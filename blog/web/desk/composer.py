"""The composer: a new update is published, kept, handed in or set for a time."""

from __future__ import annotations

from flask import Response, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from blog import newsroom
from blog.extensions import limiter
from blog.models import State, Visit
from blog.newsroom.errors import Invalid, NewsroomError
from blog.web.desk import answers, bp, forms
from blog.web.desk.gate import account, reporter
from blog.web.desk.visits import own_visit

POSTS = "60 per minute"
LATER = {"draft": State.DRAFT, "submit": State.SUBMITTED, "schedule": State.SCHEDULED}
DONE = {
    "publish": "Published. Readers have it.",
    "draft": "Kept as a draft. No reader sees it.",
    "submit": "Handed to the editors.",
    "schedule": "Set for its time.",
}


@bp.post("/visits/<slug>/updates")
@limiter.limit(POSTS, key_func=account)
def publish(slug: str) -> AnyResponse:
    visit = own_visit(slug)
    action = request.form.get("action", "publish")
    try:
        public_id = _put(visit, action)
    except NewsroomError as error:
        form = forms.sent(answers.sentence(error))
        return answers.failed(error, _composer(visit, form) if answers.by_htmx() else _page(visit, form))
    said = f"{DONE[action]} {forms.twice(forms.place(visit))}".rstrip()
    if answers.by_htmx():
        answer = Response(_composer(visit, forms.empty(visit)), 201, headers={"X-Dateline-Update": public_id})
        return answers.saying(answer, said)
    return answers.done(visit, said, f"u-{public_id}")


def _put(visit: Visit, action: str) -> str:
    client_key = request.form.get("client_key", "")
    if action == "publish":
        return newsroom.updates.publish(visit.id, reporter().id, forms.post(), client_key=client_key)
    if action not in LATER:
        raise Invalid(action="Choose to publish, to keep as a draft, to submit or to schedule.")
    due_at = forms.moment("publish_at", forms.place(visit))
    return newsroom.drafts.keep(
        visit.id, reporter().id, forms.post(), state=LATER[action], due_at=due_at, client_key=client_key
    )


def _composer(visit: Visit, form: forms.Form) -> str:
    return render_template("desk/_composer.html", visit=visit, form=form)


def _page(visit: Visit, form: forms.Form) -> str:
    return answers.desk_page(visit, form=form)
