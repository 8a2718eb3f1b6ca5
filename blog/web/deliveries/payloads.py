"""What a message to a webhook says: the name of the event, and how what it is about reads now."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final

from blog.models import EditKind, Event, State, Status, Verb, Visit
from blog.models.event import OF_UPDATES
from blog.newsroom.deliveries import Waiting
from blog.queries import stream, visits, webhooks
from blog.schemas.base import dumped
from blog.schemas.visits import Banner
from blog.web.api import response_schemas
from blog.web.api.visits import whole
from blog.wire.log import Cursor

_UPDATE_EVENTS: Final = {
    Verb.PUBLISH: "update.published",
    Verb.WITHDRAW: "update.withdrawn",
    Verb.PURGE: "update.purged",
}
_VISIT_EVENTS: Final = {Verb.OPEN: "visit.opened", Verb.SET_STATUS: "visit.status"}
_GONE: Final = (Verb.WITHDRAW, Verb.PURGE)


@dataclass(frozen=True)
class Message:
    """A message as it is sent. Every attempt at one delivery has the same `id`, so that receivers know it again."""

    id: str
    name: str
    body: bytes


def message(delivery: Waiting) -> Message | None:
    """The message of a delivery, or None when there is nothing left to tell. Needs a request context for addresses.

    What was taken back since, or is in a visit that is held, is not told: its withdrawal follows by itself.
    """
    if delivery.visit_id is None or delivery.seq is None:
        return None
    visit, event = visits.by_id(delivery.visit_id), webhooks.event(delivery.visit_id, delivery.seq)
    if visit is None or event is None:
        return None
    if visit.status is Status.HELD:
        told = ("visit.hidden", {"visit": {"slug": visit.slug}}) if event.verb is Verb.SET_STATUS else None
    elif event.verb in OF_UPDATES:
        told = _of_update(visit, event)
    elif event.verb in (Verb.SET_BANNER, Verb.CLEAR_BANNER):
        told = _of_banner(visit, event.verb)
    else:
        told = (_VISIT_EVENTS.get(event.verb, "visit.changed"), {"visit": whole(visit)})
    if told is None:
        return None
    name, data = told
    content = {
        "type": name,
        "timestamp": event.at.isoformat(),
        "data": {"cursor": str(Cursor(visit.epoch, event.seq)), **data},
    }
    return Message(f"msg_{visit.epoch}_{event.seq}", name, as_json(content))


def as_json(content: dict[str, Any]) -> bytes:
    """The bytes of a message's body."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def _of_update(visit: Visit, event: Event) -> tuple[str, dict[str, Any]] | None:
    update = stream.by_public_id(visit.id, event.subject)
    if update is None or (update.state is State.PUBLISHED) is (event.verb in _GONE):
        return None
    name = _UPDATE_EVENTS.get(event.verb) or _edit(event)
    return name, {"visit": _named(visit), "update": dumped(response_schemas.Update(), update)}


def _edit(event: Event) -> str:
    revision = webhooks.revision(event.visit_id, event.seq) if event.verb is Verb.EDIT else None
    is_correction = revision is not None and revision.change is EditKind.CORRECTION
    return "update.corrected" if is_correction else "update.updated"


def _of_banner(visit: Visit, verb: Verb) -> tuple[str, dict[str, Any]] | None:
    """The banner as it is now; nothing where it has been cleared or set again since, which is told by itself."""
    banner = visits.banner_of(visit.id)
    if (banner is not None) is not (verb is Verb.SET_BANNER):
        return None
    name = "banner.set" if banner else "banner.cleared"
    return name, {"visit": _named(visit), "banner": dumped(Banner(), banner) if banner else None}


def _named(visit: Visit) -> dict[str, Any]:
    listed = dumped(response_schemas.Listed(), visit)
    return {name: listed[name] for name in ("slug", "title", "lang", "url", "api_url")}
