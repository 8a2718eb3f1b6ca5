"""Whether a document agrees with itself: every name that it uses is known, and its log tells of all that it has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from blog.models import EditKind, State, Verb
from blog.newsroom.errors import Refused

Entry = Mapping[str, Any]

_TAKEN_DOWN = {State.WITHDRAWN: Verb.WITHDRAW, State.PURGED: Verb.PURGE}


def prove(document: Entry) -> None:
    """Raises Refused with the first thing that cannot be, and where it stands."""
    wrong = next(_wrong(document), None)
    if wrong:
        raise Refused(wrong)


def _wrong(document: Entry) -> Iterator[str]:
    yield from _counted(document["events"], "events", "seq")
    yield from _counted(document["updates"], "updates", "number")
    speakers = [speaker for side in document["delegations"] for speaker in side["speakers"]]
    lists = {"stops": document["stops"], "delegations": document["delegations"], "speakers": speakers}
    for name, entries in lists.items():
        yield from _once(entries, name, "key")
    yield from _once(document["topics"], "topics", "slug")
    yield from _once(document["updates"], "updates", "id")
    yield from _names(document)
    yield from _worded(document)
    yield from _marks(document)


def _counted(entries: Sequence[Entry], name: str, field: str) -> Iterator[str]:
    if name == "events" and not entries:
        yield "events has nothing in it: a log begins with its visit."
    for index, entry in enumerate(entries):
        if entry[field] != index + 1:
            yield f"{name}[{index}].{field} is {entry[field]}: it must be {index + 1}, without a gap from 1 on."


def _once(entries: Iterable[Entry], name: str, field: str) -> Iterator[str]:
    known: set[str] = set()
    for entry in entries:
        if entry[field] in known:
            yield f"{name} has {entry[field]} twice."
        known.add(entry[field])


def _names(document: Entry) -> Iterator[str]:
    sides = {side["key"] for side in document["delegations"]}
    speakers = {person["key"]: side["key"] for side in document["delegations"] for person in side["speakers"]}
    stops = {stop["key"] for stop in document["stops"]}
    topics = {topic["slug"] for topic in document["topics"]}
    for index, update in enumerate(document["updates"]):
        used = (("stop", stops, [update["stop"]]), ("topics", topics, update["topics"]))
        said_by = (("speaker", speakers, [update.get("speaker")]), ("delegation", sides, [update.get("delegation")]))
        for field, known, named in (*used, *said_by):
            for name in named:
                if name is not None and name not in known:
                    yield f"updates[{index}].{field} names {name}, which the document does not have."
        side = update.get("delegation")
        if side and speakers.get(update.get("speaker"), side) != side:
            yield f"updates[{index}].delegation is {side}, which is not the side of {update['speaker']}."
        if len(set(update["topics"])) < len(update["topics"]):
            yield f"updates[{index}].topics has one of them twice."
    banner = document["banner"]
    if banner and banner["update"] not in {None, *(update["id"] for update in document["updates"])}:
        yield f"banner.update names {banner['update']}, which the document does not have."


def _worded(document: Entry) -> Iterator[str]:
    """Each wording was published by its own event, and what was taken down, by another."""
    said: dict[str, list[Entry]] = {}
    down: dict[str, set[Verb]] = {}
    for event in document["events"]:
        if event["verb"] in (Verb.PUBLISH, Verb.EDIT):
            said.setdefault(event["subject"], []).append(event)
        elif event["verb"] in _TAKEN_DOWN.values():
            down.setdefault(event["subject"], set()).add(event["verb"])
    for index, update in enumerate(document["updates"]):
        events = said.pop(update["id"], [])
        verbs = [event["verb"] for event in events]
        if verbs != [Verb.PUBLISH, *[Verb.EDIT] * (len(verbs) - 1)] or update["version"] < len(verbs):
            yield f"updates[{index}] was not published once, and then edited, as events and version tell."
        if update["state"] is State.PUBLISHED:
            yield from _wordings(update["revisions"], f"updates[{index}]", update["version"], events)
        elif _TAKEN_DOWN[update["state"]] not in down.get(update["id"], ()):
            yield f"updates[{index}] is {update['state']}, and no event says so."
    for public_id in said:
        yield f"events publish {public_id}, which updates does not have."


def _wordings(revisions: Sequence[Entry], path: str, version: int, events: Sequence[Entry]) -> Iterator[str]:
    if [revision["seq"] for revision in revisions] != [event["seq"] for event in events]:
        yield f"{path}.revisions are not those that events have: each names in seq the one that published it."
    first = version - len(revisions) + 1
    if [revision["number"] for revision in revisions] != list(range(first, version + 1)):
        yield f"{path}.revisions are not numbered up to the version {version}."
    if [revision["change"] is EditKind.FIRST for revision in revisions] != [True] + [False] * (len(revisions) - 1):
        yield f"{path}.revisions: the first, and no other, has the change first."


def _marks(document: Entry) -> Iterator[str]:
    """The pin and the banner are what the last events about them say."""
    pinned, set_at = "", 0
    for event in document["events"]:
        if event["verb"] is Verb.PIN:
            pinned = event["subject"]
        elif event["verb"] in (Verb.UNPIN, Verb.WITHDRAW, Verb.PURGE) and event["subject"] == pinned:
            pinned = ""
        elif event["verb"] in (Verb.SET_BANNER, Verb.CLEAR_BANNER):
            set_at = event["seq"] if event["verb"] is Verb.SET_BANNER else 0
    if [update["id"] for update in document["updates"] if update.get("pinned")] != ([pinned] if pinned else []):
        yield "updates: the one that is pinned is not the one that events pinned last."
    if (document["banner"] or {"seq": 0})["seq"] != set_at:
        yield "banner is not the one that events set last."
