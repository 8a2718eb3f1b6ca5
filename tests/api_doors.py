"""The table of the API's addresses that need a key: the scope, and which role may do it to what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.permitted import ADMINS, AUTHORS, EDITORS, MEMBERS

EVERYONE = MEMBERS | ADMINS


@dataclass(frozen=True)
class Door:
    """An address, and what is sent to it: input that is refused for another reason once it is permitted."""

    scope: str
    allowed: set[tuple[str, str]]
    path: str
    body: Any = None


DOORS = {
    "api.create_update": Door("write", EVERYONE, "/updates", {"action": "submit", "kind": "x"}),
    "api.change_update": Door("publish", AUTHORS, "/updates/{id}", {"kind": "x"}),
    "api.withdraw_update": Door("publish", AUTHORS, "/updates/{id}"),
    "api.list_drafts": Door("drafts", EVERYONE, "/drafts"),
    "api.get_draft": Door("drafts", EVERYONE, "/drafts/{id}"),
    "api.set_banner": Door("banner", EDITORS, "/banner", {"text": ""}),
    "api.clear_banner": Door("banner", EDITORS, "/banner"),
    "api.write_note": Door("write", EVERYONE, "/notes", {"text": ""}),
    "api.change_note": Door("write", EVERYONE, "/notes/999", {"resolved": True}),
    "api.delete_note": Door("write", EVERYONE, "/notes/999"),
    "api.add_media": Door("write", EVERYONE, "/media"),
    "api.describe_media": Door("write", EVERYONE, "/media/none", {"alt": "x"}),
    "api.change_visit": Door("set-up", EDITORS, "", {"title": ""}),
    "api.add_stop": Door("set-up", EDITORS, "/stops", {"city": ""}),
    "api.change_stop": Door("set-up", EDITORS, "/stops/none", {"city": "x"}),
    "api.arrive": Door("set-up", EDITORS, "/stops/none/arrived", {}),
    "api.leave": Door("set-up", EDITORS, "/stops/none/left", {}),
    "api.drop_stop": Door("set-up", EDITORS, "/stops/none"),
    "api.add_delegation": Door("set-up", EDITORS, "/delegations", {"name": ""}),
    "api.change_delegation": Door("set-up", EDITORS, "/delegations/none", {"name": "x"}),
    "api.drop_delegation": Door("set-up", EDITORS, "/delegations/none"),
    "api.add_speaker": Door("set-up", EDITORS, "/speakers", {"name": ""}),
    "api.change_speaker": Door("set-up", EDITORS, "/speakers/none", {"name": "x"}),
    "api.drop_speaker": Door("set-up", EDITORS, "/speakers/none"),
    "api.add_topic": Door("set-up", EDITORS, "/topics", {"name": ""}),
    "api.change_topic": Door("set-up", EDITORS, "/topics/none", {"name": "x"}),
    "api.drop_topic": Door("set-up", EDITORS, "/topics/none"),
}
# What anybody reads, with or without a key.
PUBLIC = {"api.list_visits", "api.get_visit", "api.list_updates", "api.get_update", "api.list_revisions"} | {
    "api.list_events"
}
