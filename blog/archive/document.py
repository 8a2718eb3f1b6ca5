"""visit.json: everything in the public log of a visit, as JSON. Documented in docs/archive.md."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from marshmallow import fields

from blog.models import Banner, Engagement, Event, Update, Visit
from blog.schemas.base import Record, dumped
from blog.schemas.engagements import ArchivedEngagement, archived_engagements
from blog.schemas.fields import MESSAGES, many, part
from blog.schemas.itinerary import ArchivedStop
from blog.schemas.people import ArchivedDelegation, ArchivedTopic
from blog.schemas.updates import ArchivedUpdate
from blog.schemas.visits import ArchivedBanner, ArchivedEvent, ArchivedVisit
from blog.text.cleaning import clean

FORMAT, VERSION = "dateline-visit", 1


class Document(Record):
    """The whole document, as it is read back."""

    visit = part(ArchivedVisit)
    stops = many(ArchivedStop)
    delegations = many(ArchivedDelegation)
    topics = many(ArchivedTopic)
    engagements = archived_engagements()
    banner = part(ArchivedBanner, allow_none=True)
    updates = fields.List(ArchivedUpdate(), required=True, error_messages={"required": MESSAGES["required"]})
    events = many(ArchivedEvent)


def parts(
    visit: Visit,
    address: str,
    banner: Banner | None,
    engagements: Sequence[Engagement],
    updates: Iterable[Update],
    events: Iterable[Event],
    files: Mapping[str, tuple[str, int]],
) -> Iterator[bytes]:
    """The document in parts, so that memory never holds all of it. Each update and each event is on one line.

    `files` has the checksum and the size of each file beside it, by path.
    """
    head = {"format": FORMAT, "version": VERSION, "visit": dumped(ArchivedVisit(address=address), visit)}
    head |= {"stops": ArchivedStop(many=True).dump(visit.stops)}
    sides = ArchivedDelegation(many=True).dump(visit.delegations)
    head |= {"delegations": [_with_portraits(side, files) for side in sides]}
    head |= {"topics": ArchivedTopic(many=True).dump(visit.topics)}
    head |= {"engagements": ArchivedEngagement(many=True).dump(engagements)}
    head |= {"banner": dumped(ArchivedBanner(), banner) if banner else None}
    lines = ",\n".join(f"{_json(name)}: {_json(value)}" for name, value in head.items())
    yield f"{{\n{lines},\n".encode()
    written, logged = ArchivedUpdate(), ArchivedEvent()
    yield from _list("updates", (_with_files(written.write(update), files) for update in updates))
    yield b",\n"
    yield from _list("events", (dumped(logged, event) for event in events))
    yield b"\n}\n"


def _with_files(update: dict[str, Any], files: Mapping[str, tuple[str, int]]) -> dict[str, Any]:
    """Names the files of each picture and document with their checksums."""
    for one in update.get("media", ()):
        _name_files(one, files)
    return update


def _with_portraits(side: dict[str, Any], files: Mapping[str, tuple[str, int]]) -> dict[str, Any]:
    """The same for the portraits of a side."""
    for speaker in side["speakers"]:
        if speaker["portrait"]:
            _name_files(speaker["portrait"], files)
    return side


def _name_files(media: dict[str, Any], files: Mapping[str, tuple[str, int]]) -> None:
    paths = sorted(path for path in files if path.startswith(f"media/{media['id']}/"))
    media["files"] = [{"path": path, "sha256": files[path][0], "size": files[path][1]} for path in paths]


def _list(name: str, items: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    yield f"{_json(name)}: [".encode()
    for separator, item in zip(chain([""], iter(lambda: ",", None)), items, strict=False):
        yield f"{separator}\n{_json(item)}".encode()
    yield b"\n]"


def _json(value: object) -> str:
    return json.dumps(_cleaned(value), ensure_ascii=False)


def _cleaned(value: object) -> object:
    """Removes characters that texts may no longer have; rows of older versions may."""
    if isinstance(value, dict):
        return {name: _cleaned(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_cleaned(inner) for inner in value]
    return clean(value) if isinstance(value, str) else value
