"""The pages on which admins say which other programs are told of every change, and see how they answer."""

from __future__ import annotations

from flask import Response, abort, current_app, flash, render_template, request, url_for

from blog import newsroom
from blog.extensions import limiter
from blog.fetching import FetchFailed
from blog.models.webhook import EVENTS
from blog.newsroom.webhooks import Subscription
from blog.permissions import may_manage_webhooks
from blog.queries import mails, visits, webhooks
from blog.queries.webhooks import Listed
from blog.translation import _, ngettext
from blog.web.deliveries import WebhookSender
from blog.web.desk import bp, responses
from blog.web.desk.auth import rate_limit_key, reporter, require
from blog.web.desk.forms import Form
from blog.web.desk.fresh import fresh
from blog.web.desk.redisplay import redisplays

TESTS = "20 per minute"


def _list(form: Form | None) -> str:
    require(may_manage_webhooks)
    return render_template(
        "desk/webhooks/list.html",
        webhooks=webhooks.everything(),
        hub=webhooks.hub(),
        hub_url=current_app.config["SETTINGS"].websub_hub or "",
        stuck_mails=len(mails.stuck()),
        sent={"new": form} if form else {},
        events=EVENTS,
        visits=visits.writable_by(reporter()),
    )


def _one(form: Form | None, hook_id: str, secret: str = "") -> str:
    listed = _webhook(hook_id)
    return render_template(
        "desk/webhooks/page.html",
        listed=listed,
        answers=webhooks.answers(listed.webhook),
        since=webhooks.oldest_waiting(listed.webhook),
        next_at=newsroom.deliveries.next_attempt_at(listed.webhook.target),
        secret=secret,
        sent={"change": form} if form else {},
        events=EVENTS,
        visits=visits.writable_by(reporter()),
    )


@bp.get("/webhooks")
@fresh
def webhooks_list() -> str:
    return _list(None)


@bp.post("/webhooks")
@fresh
@redisplays(_list)
def add_webhook() -> Response:
    require(may_manage_webhooks)
    hook_id = newsroom.webhooks.add(reporter().id, _subscription())
    flash(_("The webhook is added. Give its secret to the program that receives it, then send a test."))
    return _to_page(hook_id)


@bp.get("/webhooks/<hook_id>")
@fresh
def webhook(hook_id: str) -> str:
    return _one(None, hook_id)


@bp.post("/webhooks/<hook_id>")
@fresh
@redisplays(_one)
def change_webhook(hook_id: str) -> Response:
    _webhook(hook_id)
    newsroom.webhooks.change(reporter().id, hook_id, _subscription())
    flash(_("Saved."))
    return _to_page(hook_id)


@bp.post("/webhooks/<hook_id>/secret")
@fresh
def show_secret(hook_id: str) -> str:
    return _one(None, hook_id, _webhook(hook_id).webhook.secret(current_app.config["SECRET_KEY"]))


@bp.post("/webhooks/<hook_id>/rotate")
@fresh
def rotate_secret(hook_id: str) -> Response:
    newsroom.webhooks.rotate(reporter().id, hook_id)
    flash(_("There is a new secret. For a day the old one signs too, so that nothing is refused meanwhile."))
    return _to_page(hook_id)


@bp.post("/webhooks/<hook_id>/switch")
@fresh
def switch_webhook(hook_id: str) -> Response:
    is_on = request.form.get("on") == "1"
    newsroom.webhooks.switch(reporter().id, hook_id, is_on=is_on)
    flash(_("The webhook is on.") if is_on else _("The webhook is off. What happens meanwhile is not told later."))
    return _to_page(hook_id)


@bp.post("/webhooks/<hook_id>/test")
@limiter.limit(TESTS, key_func=rate_limit_key)
@fresh
def test_webhook(hook_id: str) -> Response:
    sender: WebhookSender = current_app.extensions["webhook_sender"]
    answer = sender.test(_webhook(hook_id).webhook)
    newsroom.webhooks.note_test(reporter().id, hook_id, answer)
    if answer.is_accepted:
        flash(_("The test has arrived: the answer was %(status)s.", status=answer.status))
    else:
        flash(_("The test did not arrive: %(reason)s.", reason=answer.status or answer.error))
    return _to_page(hook_id)


@bp.post("/webhooks/<hook_id>/again")
@fresh
def send_again(hook_id: str) -> Response:
    number = newsroom.webhooks.send_again(reporter().id, hook_id)
    flash(ngettext("%(num)s delivery is sent again.", "%(num)s deliveries are sent again.", number))
    return _to_page(hook_id)


@bp.post("/webhooks/<hook_id>/discard")
@fresh
def discard_deliveries(hook_id: str) -> Response:
    number = newsroom.webhooks.discard(reporter().id, hook_id)
    flash(ngettext("%(num)s delivery is discarded.", "%(num)s deliveries are discarded.", number))
    return _to_page(hook_id)


@bp.post("/webhooks/<hook_id>/remove")
@fresh
def remove_webhook(hook_id: str) -> Response:
    newsroom.webhooks.remove(reporter().id, hook_id)
    flash(_("The webhook is removed."))
    return responses.go_to(url_for("desk.webhooks_list"))


def _subscription() -> Subscription:
    """The fields of the form."""
    form, refusal = request.form, ""
    sender: WebhookSender = current_app.extensions["webhook_sender"]
    url = form.get("url", "").strip()
    try:
        sender.poster.check(url)
    except FetchFailed as error:
        refusal = _("This address cannot be used: %(reason)s.", reason=error)
    return Subscription(form.get("name", ""), url, form.getlist("events"), form.get("visit", ""), refusal)


def _webhook(hook_id: str) -> Listed:
    require(may_manage_webhooks)
    return webhooks.by_public_id(hook_id) or abort(404, _("There is no such webhook."))


def _to_page(hook_id: str) -> Response:
    return responses.go_to(url_for("desk.webhook", hook_id=hook_id))
