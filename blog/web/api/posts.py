"""API operations that write updates: publish or save a new one, change one, withdraw or discard one."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime
from typing import Any

from flask import Response

from blog import newsroom
from blog.models import State, Stop, Update, Visit
from blog.newsroom import public_notes
from blog.newsroom.errors import Duplicate, Invalid
from blog.newsroom.posts import Post
from blog.queries import desk
from blog.schemas.base import dumped
from blog.text import clock, zones
from blog.translation import _
from blog.web.api import own_updates, preconditions, writing
from blog.web.api.authentication import account, holder, own_update, own_visit
from blog.web.api.bodies import Withdrawal
from blog.web.api.operations import links_to
from blog.web.api.own_updates import ACTIONS, ChangedUpdate, NewUpdate, OwnUpdate

Body = dict[str, Any]
_STATES = {"draft": State.DRAFT, "submit": State.SUBMITTED, "schedule": State.SCHEDULED, "hold": State.HELD}
REPLAYED = "Idempotent-Replayed"
_BEFORE_PUBLICATION = ("action", "also", "publish_at", "embargo")
_POST = {field.name for field in fields(Post)}
UPDATES, UPDATE = "/visits/<slug>/updates", "/visits/<slug>/updates/<public_id>"


@writing.operation(
    "POST",
    UPDATES,
    OwnUpdate,
    status=201,
    body=NewUpdate,
    needs={"Idempotency-Key": False},
    gives=(REPLAYED,),
    links=links_to("public_id", "id", "change_update", "withdraw_update", "get_draft"),
)
def create_update(body: Body, slug: str) -> Response:
    """Publish or save an update

    Send an `Idempotency-Key`, and a request that got no answer can be sent again: the same one twice is one update and
    the same answer, which says so in `Idempotent-Replayed`; another one under the same key is refused. A key without
    the scope `publish` saves drafts (`"action": "draft"`) and hands in (`"action": "submit"`).
    """
    visit = own_visit(slug)
    key, digest = preconditions.client_key(account().id), preconditions.digest(slug, body)
    update = desk.sent_with(visit.id, key)
    is_replayed = update is not None
    if update is None:
        public_id = _save(visit, body, key, digest)
        update = desk.update(visit.id, public_id)
        assert update
    if key and update.request_digest not in (digest, None):
        raise Duplicate("", update.public_id)
    made = own_updates.answer(update, 201)
    if is_replayed:
        made.headers[REPLAYED] = "true"
    return made


@writing.operation("PATCH", UPDATE, OwnUpdate, body=ChangedUpdate, needs={"If-Match": True}, fails=(412, 428))
def change_update(body: Body, slug: str, public_id: str) -> Response:
    """Change an update

    Fields that are not sent stay as they are. Readers of a published update are told of the change, unless it is a
    typo. One that is not published stays so, unless `action` says otherwise.
    """
    visit = own_visit(slug)
    update = own_update(visit, public_id)
    preconditions.require_match(update.version)
    if update.is_public:
        _reword(update, body)
    else:
        _rewrite(visit, update, body)
    return own_updates.answer(own_update(own_visit(slug), public_id))


@writing.operation("DELETE", UPDATE, OwnUpdate, body=Withdrawal, needs={"If-Match": False}, fails=(412,), empty=(204,))
def withdraw_update(body: Body, slug: str, public_id: str) -> Response:
    """Withdraw an update

    One line with your note stays in its place. An update that was never published is deleted for good, which is
    answered with 204.
    """
    visit = own_visit(slug)
    update = own_update(visit, public_id)
    preconditions.check_match(update.version)
    public_notes.check_note(body.get("note", ""))
    if update.number is None:
        newsroom.handins.discard(visit.id, holder(), public_id)
        return writing.answer(None, 204)
    if update.state is not State.WITHDRAWN:
        newsroom.updates.withdraw(visit.id, holder(), public_id, body.get("note", ""))
    return own_updates.answer(own_update(own_visit(slug), public_id))


def _save(visit: Visit, body: Body, key: str, digest: str) -> str:
    action, post = _action(body) or "publish", _new_post(visit, body)
    sent: Body = {"client_key": key, "request_digest": digest, "also": body.get("also")}
    if action == "publish":
        return newsroom.updates.publish(visit.id, holder(), post, **sent)
    due = _time(body, "publish_at", _stop(visit, post.stop))
    return newsroom.drafts.save(
        visit.id, holder(), post, state=_STATES[action], due_at=due, embargo=body.get("embargo", ""), **sent
    )


def _new_post(visit: Visit, body: Body) -> Post:
    given = {name: body[name] for name in _POST & body.keys()}
    is_key = body.get("key", False) or "key" in body.get("also", ())
    return Post(**{"body": "", "stop": visit.here_key} | given | {"key": is_key})


def _reword(update: Update, body: Body) -> None:
    """Changes the text of a published update."""
    late = [name for name in _BEFORE_PUBLICATION if body.get(name) and (name, body[name]) != ("action", "publish")]
    if late:
        sentence = _("This update is published already. Leave this out.")
        raise Invalid(**dict.fromkeys(late, sentence))
    newsroom.updates.edit(
        update.visit_id,
        holder(),
        update.public_id,
        _changed_post(update, body),
        version=update.version,
        reason=body.get("change") or "update",
        note_text=body.get("note", ""),
    )


def _rewrite(visit: Visit, update: Update, body: Body) -> None:
    """Changes an update that is not published, and what becomes of it."""
    action, post, also = _action(body), _changed_post(update, body), body.get("also")
    if action == "publish":
        newsroom.drafts.publish(visit.id, holder(), update.public_id, post, version=update.version, also=also)
        return
    as_it_is = State.DRAFT if update.state is State.RETURNED else update.state
    newsroom.drafts.edit(
        visit.id,
        holder(),
        update.public_id,
        post,
        version=update.version,
        state=_STATES.get(action, as_it_is),
        due_at=_time(body, "publish_at", _stop(visit, post.stop)) if "publish_at" in body else update.due_at,
        also=also,
        embargo=body.get("embargo", ""),
    )


def _changed_post(update: Update, body: Body) -> Post:
    """The update as a post, with the fields that were sent in place of its own."""
    own = {name: "" if value is None else value for name, value in dumped(OwnUpdate(), update).items()}
    voices = ("speaker", "delegation")
    if any(name in body for name in voices):
        own |= dict.fromkeys(voices, "")
    elif own["speaker"]:
        own["delegation"] = ""  # the side of the day goes with the speaker
    values = {**own, "media": None, **body}
    return Post(**{name: values[name] for name in _POST & values.keys()})


def _action(body: Body) -> str:
    action: str = body.get("action", "")
    if action and action not in ACTIONS:
        raise Invalid(action=_("Choose whether to publish, save a draft, hand in, schedule or hold."))
    return action


def _stop(visit: Visit, key: str) -> Stop | None:
    return next((stop for stop in visit.stops if stop.key == key), None)


def _time(body: Body, name: str, stop: Stop | None) -> datetime | None:
    return parsed_time(name, body.get(name, ""), stop)


def parsed_time(name: str, text: str, place: Stop | str | None) -> datetime | None:
    """A time in a field: with its offset, or local to a stop or a zone. Raises Invalid."""
    if not text.strip():
        return None
    zone = place.zone if isinstance(place, Stop) else place
    try:
        return clock.parse(text.strip(), zone if zone in zones.known() else "UTC")
    except clock.NoSuchTime as error:
        raise Invalid(**{name: str(error)}) from error
    except ValueError as error:
        raise Invalid(**{name: _("Write the time as 2010-03-04T16:20.")}) from error
