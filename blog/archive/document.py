"""visit.json: everything that the public log of a visit tells, for machines. Documented in docs/archive.md."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import chain
from typing import Any

from blog.models import Banner, Delegation, Event, Revision, State, Stop, Update, Visit
from blog.text import markdown
from blog.text.cleaning import clean

# More than any text makes: an older renderer had no bound.
HTML_CHARACTERS = 2 * markdown.MOST_HTML_CHARACTERS
FORMAT, VERSION = "dateline-visit", 1

Entry = dict[str, Any]


def parts(
    visit: Visit, address: str, banner: Banner | None, updates: Iterable[Update], events: Iterable[Event]
) -> Iterator[bytes]:
    """The document in parts, so that none of it has to be whole in memory; an update and an event have a line each."""
    head = {"format": FORMAT, "version": VERSION, "visit": _visit(visit, address)}
    head |= {"stops": [_stop(stop) for stop in visit.stops], "delegations": [_side(d) for d in visit.delegations]}
    head |= {"topics": [{"slug": topic.slug, "name": topic.name} for topic in visit.topics], "banner": _banner(banner)}
    lines = ",\n".join(f"{_json(name)}: {_json(value)}" for name, value in head.items())
    yield f"{{\n{lines},\n".encode()
    yield from _list("updates", map(_update, updates))
    yield b",\n"
    yield from _list("events", map(_event, events))
    yield b"\n}\n"


def _list(name: str, entries: Iterable[Entry]) -> Iterator[bytes]:
    yield f"{_json(name)}: [".encode()
    for between, entry in zip(chain([""], iter(lambda: ",", None)), entries, strict=False):
        yield f"{between}\n{_json(entry)}".encode()
    yield b"\n]"


def _visit(visit: Visit, address: str) -> Entry:
    return {
        "slug": visit.slug,
        "address": address,
        "title": visit.title,
        "summary": visit.summary,
        "notice": visit.notice,
        "lang": visit.lang,
        "status": visit.status,
        "status_at": moment(visit.status_at),
        "live_from": moment(visit.live_from),
        "opened_at": moment(visit.created_at),
        "state_of_play": visit.state_of_play,
        "state_of_play_html": visit.state_of_play_html,
        "state_of_play_at": moment(visit.state_of_play_at),
        "epoch": visit.epoch,
    }


def _stop(stop: Stop) -> Entry:
    return {
        "key": stop.key,
        "position": stop.position,
        "city": stop.city,
        "country": stop.country,
        "zone": stop.zone,
        "planned_from": moment(stop.planned_from),
        "planned_to": moment(stop.planned_to),
        "arrived_at": moment(stop.arrived_at),
        "left_at": moment(stop.left_at),
        "press_access": stop.press_access,
    }


def _side(side: Delegation) -> Entry:
    return {
        "key": side.key,
        "position": side.position,
        "name": side.name,
        "short_name": side.short_name,
        "country": side.country,
        "capital": side.capital,
        "zone": side.zone,
        "speakers": [{"key": person.key, "name": person.name, "title": person.title} for person in side.speakers],
    }


def _banner(banner: Banner | None) -> Entry | None:
    if banner is None:
        return None
    return {
        "text": banner.text,
        "level": banner.level,
        "update": banner.update.public_id if banner.update else None,
        "set_at": moment(banner.set_at),
        "expires_at": moment(banner.expires_at),
        "seq": banner.seq,
    }


def _update(update: Update) -> Entry:
    """An update that is published, or what is left of one: where it stood, when it was taken down, and why."""
    known = {
        "id": update.public_id,
        "number": update.number,
        "state": update.state,
        "version": update.version,
        "kind": update.kind,
        "lang": update.lang,
        "stop": update.stop.key if update.stop else None,
        "topics": [topic.slug for topic in update.topics],
        "published_at": moment(update.published_at),
    }
    if update.state is not State.PUBLISHED:
        return known | {"withdrawn_at": moment(update.withdrawn_at), "reason": update.withdrawn_note}
    return known | {
        "author": update.author.name if update.author else None,
        "speaker": update.speaker.key if update.speaker else None,
        "speaker_title": update.speaker_title,
        "delegation": update.delegation.key if update.delegation else None,
        "key": update.is_key,
        "pinned": update.is_pinned,
        "renderer": update.renderer,
        "revisions": [_revision(revision) for revision in update.revisions],
    }


def _revision(revision: Revision) -> Entry:
    return {
        "number": revision.number,
        "seq": revision.seq,
        "change": revision.change,
        "note": revision.note,
        "at": moment(revision.at),
        "standing": revision.standing,
        "standing_before": revision.standing_before,
        "headline": revision.headline,
        "body": revision.body,
        "html": revision.html if len(revision.html) <= HTML_CHARACTERS else markdown.render(revision.body),
        "source": revision.source,
        "source_url": revision.source_url,
        "issued_at": moment(revision.issued_at),
    }


def _event(event: Event) -> Entry:
    return {"seq": event.seq, "verb": event.verb, "subject": event.subject, "at": moment(event.at)}


def moment(at: datetime | None) -> str | None:
    """RFC 3339 in UTC, with as many digits as the moment has."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z") if at else None


def _json(value: object) -> str:
    return json.dumps(_cleaned(value), ensure_ascii=False)


def _cleaned(value: object) -> object:
    """The same without characters that no text may have any more; older ones may."""
    if isinstance(value, dict):
        return {name: _cleaned(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_cleaned(inner) for inner in value]
    return clean(value) if isinstance(value, str) else value
