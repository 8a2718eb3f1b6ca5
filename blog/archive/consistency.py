"""Checks that a document is consistent: every reference resolves, and the log accounts for everything in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from blog.models import EditKind, Ground, State, Verb
from blog.newsroom.errors import Refused
from blog.newsroom.originals import FIELD
from blog.text.tags import are_one_language
from blog.translation import _

Item = Mapping[str, Any]

_TAKEN_DOWN = {State.WITHDRAWN: Verb.WITHDRAW, State.PURGED: Verb.PURGE}


def check(document: Item) -> None:
    """Raises Refused with the first contradiction and its path."""
    contradiction = next(_contradictions(document), None)
    if contradiction:
        raise Refused(contradiction)


def _contradictions(document: Item) -> Iterator[str]:
    yield from _numbered(document["events"], "events", "seq")
    yield from _numbered(document["updates"], "updates", "number")
    speakers = [speaker for side in document["delegations"] for speaker in side["speakers"]]
    lists = {"stops": document["stops"], "delegations": document["delegations"], "speakers": speakers}
    for name, items in lists.items():
        yield from _unique(items, name, "key")
    yield from _unique(document["topics"], "topics", "slug")
    yield from _unique(document["updates"], "updates", "public_id")
    yield from _unique(document["engagements"], "engagements", "key")
    yield from _references(document)
    yield from _publications(document)
    yield from _translations(document["updates"])
    yield from _pin_and_banner(document)


def _translations(updates: Sequence[Item]) -> Iterator[str]:
    """Each translation has its original in the file, in another language, and none is the original of another."""
    known = {update["public_id"]: update for update in updates}
    for index, update in enumerate(updates):
        if name := update.get(FIELD):
            original = known.get(name)
            if original is None or original.get(FIELD) or are_one_language(original["lang"], update["lang"]):
                yield _(
                    "updates[%(index)s].original names %(name)s, which is no text of this file in another language, or "
                    "is a translation itself.",
                    index=index,
                    name=name,
                )


def _numbered(items: Sequence[Item], name: str, field: str) -> Iterator[str]:
    if name == "events" and not items:
        yield _("events is empty: it must begin with the event that created the visit.")
    for index, item in enumerate(items):
        if item[field] != index + 1:
            yield _(
                "%(name)s[%(index)s].%(field)s is %(item)s but must be %(expected)s: numbers run from 1 without gaps.",
                name=name,
                index=index,
                field=field,
                item=item[field],
                expected=index + 1,
            )


def _unique(items: Iterable[Item], name: str, field: str) -> Iterator[str]:
    known: set[str] = set()
    for item in items:
        if item[field] in known:
            yield _("%(name)s has %(item)s twice.", name=name, item=item[field])
        known.add(item[field])


def _references(document: Item) -> Iterator[str]:
    sides = {side["key"] for side in document["delegations"]}
    speakers = {person["key"] for side in document["delegations"] for person in side["speakers"]}
    stops = {stop["key"] for stop in document["stops"]}
    topics = {topic["slug"] for topic in document["topics"]}
    for index, update in enumerate(document["updates"]):
        used = (("stop", stops, [update["stop"]]), ("topics", topics, update["topics"]))
        voices = (("speaker", speakers, [update.get("speaker")]), ("delegation", sides, [update.get("delegation")]))
        for field, known, named in (*used, *voices):
            for name in named:
                if name is not None and name not in known:
                    yield _(
                        "updates[%(index)s].%(field)s names %(name)s, which is not in this file.",
                        index=index,
                        field=field,
                        name=name,
                    )
        yield from _ground(index, update)
        if len(set(update["topics"])) < len(update["topics"]):
            yield _("updates[%(index)s].topics has one of them twice.", index=index)
        if {slug for passage in update.get("passages", ()) for slug in passage["topics"]} - set(update["topics"]):
            yield _("updates[%(index)s].passages has a topic that the update does not have.", index=index)
    for index, engagement in enumerate(document["engagements"]):
        if engagement["stop_key"] not in stops:
            yield _("engagements[%(index)s].stop is not in this file.", index=index)
    banner = document["banner"]
    if banner and banner["update"] not in {None, *(update["public_id"] for update in document["updates"])}:
        yield _("banner.update names %(banner)s, which is not in this file.", banner=banner["update"])


def _ground(index: int, update: Item) -> Iterator[str]:
    ground = update.get("ground", Ground.RECORD)
    if update.get("speaker") and ground is not Ground.RECORD:
        yield _("updates[%(index)s] names a speaker, and is not on the record.", index=index)
    if update.get("delegation") and ground is Ground.UNATTRIBUTED:
        yield _("updates[%(index)s] names a side, and is not for attribution.", index=index)
    if ground is Ground.BACKGROUND and not update.get("agreed_words"):
        yield _("updates[%(index)s].agreed_words is missing: it is on background.", index=index)


def _publications(document: Item) -> Iterator[str]:
    """Each revision has the event that published it, and each update that was taken down has an event for that."""
    edits: dict[str, list[Item]] = {}
    taken_down: dict[str, set[Verb]] = {}
    for event in document["events"]:
        if event["verb"] in (Verb.PUBLISH, Verb.EDIT):
            edits.setdefault(event["subject"], []).append(event)
        elif event["verb"] in _TAKEN_DOWN.values():
            taken_down.setdefault(event["subject"], set()).add(event["verb"])
    for index, update in enumerate(document["updates"]):
        events = edits.pop(update["public_id"], [])
        verbs = [event["verb"] for event in events]
        if verbs != [Verb.PUBLISH, *[Verb.EDIT] * (len(verbs) - 1)] or update["version"] < len(verbs):
            yield _(
                "updates[%(index)s]: its events and version do not fit one publication followed by edits.", index=index
            )
        if update["state"] is State.PUBLISHED:
            yield from _revisions(update["revisions"], f"updates[{index}]", update["version"], events)
        elif _TAKEN_DOWN[update["state"]] not in taken_down.get(update["public_id"], ()):
            yield _("updates[%(index)s] is %(state)s, and no event says so.", index=index, state=update["state"])
    for public_id in edits:
        yield _("events publishes %(public_id)s, which is missing from updates.", public_id=public_id)


def _revisions(revisions: Sequence[Item], path: str, version: int, events: Sequence[Item]) -> Iterator[str]:
    if [revision["seq"] for revision in revisions] != [event["seq"] for event in events]:
        yield _(
            "%(path)s.revisions does not match events: "
            "the seq of each revision must be that of the event that published it.",
            path=path,
        )
    first = version - len(revisions) + 1
    if [revision["number"] for revision in revisions] != list(range(first, version + 1)):
        yield f"{path}.revisions are not numbered up to the version {version}."
    if [revision["change"] is EditKind.FIRST for revision in revisions] != [True] + [False] * (len(revisions) - 1):
        yield _("%(path)s.revisions: the first revision, and only that one, must have the change `first`.", path=path)


def _pin_and_banner(document: Item) -> Iterator[str]:
    """The pinned update and the banner are those of the last events about them."""
    pinned, set_at = "", 0
    for event in document["events"]:
        if event["verb"] is Verb.PIN:
            pinned = event["subject"]
        elif event["verb"] in (Verb.UNPIN, Verb.WITHDRAW, Verb.PURGE) and event["subject"] == pinned:
            pinned = ""
        elif event["verb"] in (Verb.SET_BANNER, Verb.CLEAR_BANNER):
            set_at = event["seq"] if event["verb"] is Verb.SET_BANNER else 0
    if [update["public_id"] for update in document["updates"] if update.get("is_pinned")] != (
        [pinned] if pinned else []
    ):
        yield _("updates: the pinned update is not the last one that events pinned.")
    if (document["banner"] or {"seq": 0})["seq"] != set_at:
        yield _("banner does not match the last banner in events.")
