"""The rows of the API, by address below `/api/v1`, with the scope that a key needs."""

from __future__ import annotations

from typing import Any

from tests.doors.table import ANYBODY, AUTHORS, EDITORS, PUBLISHERS, QUEUE, REWORDERS, TEAM, Row, Rows, Rule, below

TEXT = {"body": "A word."}
WRITERS = Rule("reporter", "nobody")

OF_TEXTS: Rows = {
    "POST /updates": (
        Row(PUBLISHERS, TEXT, scope="publish", act="publish"),
        Row(TEAM, TEXT | {"action": "draft"}, scope="write", act="save"),
        Row(TEAM, TEXT | {"action": "submit"}, scope="write", act="hand in"),
        Row(EDITORS, TEXT | {"action": "schedule", "publish_at": "2099-01-01T12:00"}, scope="publish", act="schedule"),
        Row(PUBLISHERS, TEXT | {"action": "hold", "embargo": "When he speaks"}, scope="publish", act="hold"),
    ),
    "PATCH /updates/<public_id>": (
        Row(REWORDERS, TEXT, "published", "publish", act="reword"),
        Row(AUTHORS, TEXT, "draft", "write", act="save"),
        Row(REWORDERS, TEXT | {"action": "publish"}, "draft", "publish", act="publish"),
        Row(AUTHORS, TEXT | {"action": "submit"}, "draft", "write", act="hand in"),
    ),
    "DELETE /updates/<public_id>": (
        Row(AUTHORS, {"note": "It was wrong."}, "published", "publish", act="withdraw"),
        Row(AUTHORS, {}, "draft", "write", act="discard"),
    ),
    "GET /drafts": Row(TEAM, scope="drafts"),
    "GET /drafts/<public_id>": Row(QUEUE, what="handed in", scope="drafts"),
    "PUT /banner": Row(EDITORS, {"text": "They have met."}, scope="banner"),
    "DELETE /banner": Row(EDITORS, scope="banner"),
    "POST /notes": (
        Row(TEAM, {"text": "Who is on?"}, scope="write"),
        Row(AUTHORS, {"text": "Who says so?", "update": "{id}"}, "handed in", "write", act="on a text that waits"),
    ),
    "PATCH /notes/<int:note_id>": Row(TEAM, {"resolved": True}, "note", "write"),
    "DELETE /notes/<int:note_id>": Row(WRITERS, {}, "note", "write"),
    "POST /media": Row(TEAM, scope="write"),
    "PATCH /media/<media_id>": (
        Row(TEAM, {"alt": "A table"}, "file", "write"),
        Row(REWORDERS, {"alt": "A table"}, "shown file", "publish"),
    ),
}
_SET_UP: dict[str, Any] = {
    "PATCH ": {"title": "Talks, again"},
    "POST /stops": {"city": "Oslo"},
    "PATCH /stops/<key>": {"city": "Vienna"},
    "POST /stops/<key>/arrived": {},
    "POST /stops/<key>/left": {},
    "DELETE /stops/<key>": {},
    "POST /delegations": {"name": "East"},
    "PATCH /delegations/<key>": {"name": "The North"},
    "DELETE /delegations/<key>": {},
    "POST /speakers": {"name": "Eva Est", "delegation": "north"},
    "PATCH /speakers/<key>": {"name": "Ada Nord"},
    "DELETE /speakers/<key>": {},
    "POST /topics": {"name": "Rivers"},
    "PATCH /topics/<key>": {"name": "Customs"},
    "DELETE /topics/<key>": {},
}
SET_UP: Rows = {address: Row(EDITORS, body, scope="set-up") for address, body in _SET_UP.items()}
BY_KEY: Rows = below("/api/v1/visits/<slug>", {**OF_TEXTS, **SET_UP})
WITHOUT: Rows = dict.fromkeys(
    (
        *("GET /api/v1", "GET /api/v1/", "GET /api/v1/openapi.json", "GET /api/v1/visits", "GET /api/v1/visits/<slug>"),
        *(
            f"GET /api/v1/visits/<slug>/{what}"
            for what in ("events", "readouts", "schedule", "updates", "updates/<public_id>")
        ),
        "GET /api/v1/visits/<slug>/updates/<public_id>/revisions",
    ),
    ANYBODY,
)
