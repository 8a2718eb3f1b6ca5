"""Decides on what waits in the queue: claims, returns, approves, releases and discards it.

htmx gets the queue as it is then.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from flask import make_response, render_template, request
from werkzeug.wrappers import Response

from blog import newsroom
from blog.extensions import limiter
from blog.models import Visit
from blog.newsroom.errors import NeedsConfirmation, NewsroomError, NotAllowed, NotFound, StaleForm
from blog.permissions import may_approve, may_release
from blog.queries import desk
from blog.translation import N_
from blog.web.desk import bp, editors, forms, pages, responses
from blog.web.desk.auth import rate_limit_key, reporter, require
from blog.web.desk.confirmations import DISCARD, MAY_NAME, OVER_CLAIM, is_confirmed
from blog.web.desk.lookups import own_update, own_visit
from blog.web.desk.redisplay import refused_form, status_of
from blog.web.desk.scheduling import done_sentence
from blog.web.limits import POSTS

Decide = Callable[[Visit, str], None]


def decision(act: str, done: str) -> Callable[[Decide], Decide]:
    """Registers the view of an act, at the address and under the name `act`; `done` confirms it."""

    def decorate(decide: Decide) -> Decide:
        @limiter.limit(POSTS, key_func=rate_limit_key)
        @wraps(decide)
        def view(slug: str, public_id: str) -> Response:
            visit = own_visit(slug)
            try:
                decide(visit, public_id)
            except NotAllowed:
                raise
            except NewsroomError as error:
                return _refused(visit, public_id, act, error)
            if responses.wants_fragment():
                return _queue(visit, public_id, act, done_sentence(visit, done))
            return responses.back_to_desk(visit, done_sentence(visit, done))

        bp.add_url_rule(f"/visits/<slug>/updates/<public_id>/{act}", act, view, methods=["POST"])
        return decide

    return decorate


@decision("claim", N_("Claimed. Your colleagues see that it is with you."))
def claim(visit: Visit, public_id: str) -> None:
    newsroom.claims.claim(visit.id, reporter().id, public_id, over_claim=is_confirmed(OVER_CLAIM))


@decision("unclaim", N_("No longer claimed. It waits for any editor."))
def unclaim(visit: Visit, public_id: str) -> None:
    newsroom.claims.unclaim(visit.id, reporter().id, public_id)


@decision("return", N_("Returned. Its author sees your note first in the queue."))
def return_(visit: Visit, public_id: str) -> None:
    note, sure = request.form.get("note", ""), is_confirmed(OVER_CLAIM)
    newsroom.handins.return_(visit.id, reporter().id, public_id, note, over_claim=sure)


@decision("approve", N_("Published. Readers can see it."))
def approve(visit: Visit, public_id: str) -> None:
    require(may_approve, visit)
    editors.ask_before_publishing(visit, public_id)
    sure = {"over_claim": is_confirmed(OVER_CLAIM), "may_name": is_confirmed(MAY_NAME)}
    newsroom.handins.approve(visit.id, reporter().id, public_id, version=forms.version(), **sure)


@decision("release", N_("Released. Readers can see it."))
def release(visit: Visit, public_id: str) -> None:
    require(may_release, visit)
    newsroom.embargoes.release_update(visit.id, reporter().id, public_id, request.form.get("note", ""))


@decision("discard", N_("Discarded. The text is deleted."))
def discard(visit: Visit, public_id: str) -> None:
    newsroom.handins.discard(visit.id, reporter().id, public_id, asks=not is_confirmed(DISCARD))


def _queue(visit: Visit, public_id: str, act: str, message: str) -> Response:
    """The queue after an act, with the text that was claimed open; after a publication also the way to take it back."""
    answer = pages.queue(visit, opened=public_id if act == "claim" else "")
    if act not in ("approve", "release"):
        return responses.trigger(make_response(answer), message=message)
    offer = pages.just_published(visit, desk.update(visit.id, public_id))
    return responses.trigger(make_response(answer + offer), message=message, posted=public_id)


def _refused(visit: Visit, public_id: str, act: str, error: NewsroomError) -> Response:
    """The queue as it is now, with the reason; without scripts the page that asks, or asks again."""
    if responses.wants_fragment():
        is_overtaken = isinstance(error, NeedsConfirmation | StaleForm)
        answer = make_response(pages.queue(visit), 409 if is_overtaken else 422)
        return responses.trigger(answer, message=str(error))
    if isinstance(error, NotFound):
        raise error
    update, form = own_update(visit, public_id), refused_form(error)
    page = render_template("desk/update/decide.html", visit=visit, update=update, act=act, form=form)
    return make_response(page, status_of(error))
