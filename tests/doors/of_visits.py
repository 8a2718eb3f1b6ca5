"""The rows of a visit's desk, by address below `/desk/visits/<slug>`."""

from __future__ import annotations

from tests.doors.table import ADMINS, AUTHORS, EDITORS, PUBLISHERS, REWORDERS, TEAM, Row, Rows, Rule, below

# A note on a text that is not published: its author and editors. On one that is: the whole team.
NOTERS = AUTHORS
# The note of a colleague is nobody else's to delete, whatever their role.
WRITERS = Rule("reporter", "nobody")
# Out of an embargo a text comes only by an editor, also one's own.
TEXT = {"body": "A word.", "version": "1", "change": "update"}
EVENT = {"title": "Opening", "stop": "vienna", "begins_at": "2026-03-04T10:00", "access": "open"}

UPDATES: Rows = {
    "POST /updates": (
        Row(PUBLISHERS, TEXT | {"action": "publish"}, act="publish"),
        Row(TEAM, TEXT | {"action": "preview"}, act="preview"),
        Row(TEAM, TEXT | {"action": "draft"}, act="save"),
        Row(TEAM, TEXT | {"action": "submit"}, act="hand in"),
        Row(EDITORS, TEXT | {"action": "schedule", "publish_at": "2099-01-01T12:00"}, act="schedule"),
        Row(PUBLISHERS, TEXT | {"action": "hold", "embargo": "When he speaks"}, act="hold"),
    ),
    "GET /updates/<public_id>": (
        Row(AUTHORS, what="published"),
        Row(AUTHORS, what="draft"),
        Row(AUTHORS, what="handed in"),
        Row(AUTHORS, what="held"),
    ),
    "POST /updates/<public_id>": (
        Row(REWORDERS, TEXT, "published", act="reword"),
        Row(AUTHORS, TEXT | {"action": "draft"}, "draft", act="save"),
        Row(AUTHORS, TEXT | {"action": "submit"}, "draft", act="hand in"),
        Row(REWORDERS, TEXT | {"action": "publish"}, "draft", act="publish"),
        Row(EDITORS, TEXT | {"action": "schedule", "publish_at": "2099-01-01T12:00"}, "handed in", act="schedule"),
        Row(REWORDERS, TEXT | {"action": "hold", "embargo": "When he speaks"}, "draft", act="hold"),
        Row(EDITORS, TEXT | {"action": "draft"}, "held", act="take out"),
    ),
    "GET /updates/<public_id>/passages": Row(EDITORS, what="published"),
    "POST /updates/<public_id>/passages": Row(EDITORS, what="published"),
    "POST /updates/<public_id>/confirm": Row(AUTHORS, what="published"),
    "GET /updates/<public_id>/withdraw": Row(AUTHORS, what="published"),
    "POST /updates/<public_id>/withdraw": Row(AUTHORS, {"note": "It was wrong."}, "published"),
    "POST /updates/<public_id>/take-back": Row(AUTHORS, what="published"),
    "POST /updates/<public_id>/pin": Row(EDITORS, what="published"),
    "POST /updates/<public_id>/unpin": Row(EDITORS, what="published"),
    "POST /updates/<public_id>/key": Row(EDITORS, what="published"),
    "POST /updates/<public_id>/unkey": Row(EDITORS, what="published"),
    "POST /updates/<public_id>/claim": Row(EDITORS, what="handed in"),
    "POST /updates/<public_id>/unclaim": Row(EDITORS, what="handed in"),
    "POST /updates/<public_id>/return": Row(EDITORS, {"note": "Who says so?"}, "handed in"),
    "POST /updates/<public_id>/approve": Row(EDITORS, {"version": "1"}, "handed in"),
    "POST /updates/<public_id>/release": Row(EDITORS, {"note": "It is out."}, "held"),
    "POST /updates/<public_id>/discard": (
        Row(AUTHORS, {"sure": "discard"}, "draft"),
        Row(AUTHORS, {"sure": "discard"}, "handed in"),
    ),
    "GET /updates/<public_id>/purge": Row(ADMINS, what="published"),
    "POST /updates/<public_id>/purge/sure": Row(ADMINS, {"note": "By order."}, "published"),
    "POST /updates/<public_id>/purge": Row(ADMINS, {"note": "By order."}, "published"),
}
PANELS: Rows = {
    "GET ": Row(TEAM),
    "GET /ws": Row(TEAM),
    "GET /since/<cursor>": Row(TEAM),
    "GET /rehearsal": Row(TEAM),
    "GET /rehearsal/ws": Row(TEAM),
    "GET /rehearsal/since/<cursor>": Row(TEAM),
    "GET /tools": Row(TEAM),
    "GET /search": Row(TEAM),
    "GET /log": Row(TEAM),
    "GET /numbers": Row(TEAM),
    "GET /habits": Row(TEAM),
    "POST /preview": (
        Row(TEAM, TEXT),
        Row(AUTHORS, TEXT | {"update": "{id}"}, "published", act="a change"),
        Row(AUTHORS, TEXT | {"update": "{id}"}, "draft", act="a change"),
    ),
    "PUT /drafts/<client_key>": Row(TEAM, {"body": "A word.", "writer": "w"}),
    "POST /drafts/<client_key>/discard": Row(TEAM),
    "POST /status": Row(EDITORS, {"status": "paused"}),
    "POST /state-of-play": Row(EDITORS, {"state_of_play": "- Both agree"}),
    "GET /schedule": Row(TEAM),
    "POST /schedule": Row(EDITORS, EVENT),
    "GET /schedule/guidance": Row(EDITORS),
    "POST /schedule/guidance": Row(EDITORS, {"stop": "vienna", "day": "2026-03-04", "text": "10.00 Opening"}),
    "GET /schedule/<event_key>": Row(EDITORS),
    "POST /schedule/<event_key>": Row(EDITORS, EVENT),
    "POST /schedule/<event_key>/move": Row(EDITORS, {"begins_at": "2026-03-04T11:00"}),
    "POST /schedule/<event_key>/<any(begin, finish, call_off, reinstate):act>": Row(EDITORS),
    "POST /schedule/<event_key>/remove": Row(EDITORS),
    "POST /here": Row(EDITORS, {"happened": "left here vienna"}),
    "POST /banner": (
        Row(EDITORS, {"text": "They have met.", "level": "breaking"}),
        Row(EDITORS, {"text": "They have met.", "level": "breaking", "embargo": "{embargo}"}, act="hold"),
    ),
    "POST /banner/clear": Row(EDITORS),
    "GET /banner/updates": Row(EDITORS),
    "GET /embargoes": Row(PUBLISHERS),
    "POST /embargoes": Row(PUBLISHERS, {"title": "When she speaks"}),
    "GET /embargoes/<embargo_id>": Row(TEAM),
    "POST /embargoes/<embargo_id>": Row(EDITORS, {"title": "When they speak", "version": "1"}),
    "POST /embargoes/<embargo_id>/release": Row(EDITORS, {"note": "It is out."}),
    "POST /embargoes/<embargo_id>/banner/drop": Row(EDITORS),
    "POST /media": Row(TEAM),
    "GET /media": Row(TEAM),
    "POST /media/<public_id>": (
        Row(TEAM, {"alt": "A table", "version": "1"}, "file"),
        Row(REWORDERS, {"alt": "A table", "version": "1"}, "shown file"),
    ),
    "GET /media/<public_id>/<name>": Row(TEAM),
    "POST /speakers": Row(EDITORS, {"name": "Eva Est", "delegation": "north"}),
    "POST /topics": Row(EDITORS, {"name": "Rivers"}),
    "GET /handover": Row(TEAM),
    "POST /handover": Row(TEAM, {"who_is_on": "Nobody."}),
    "POST /handover/<int:handover_id>/dismiss": Row(TEAM),
    "GET /notes": (
        Row(TEAM),
        Row(TEAM, {"update": "{id}"}, "published", act="on an update"),
        Row(NOTERS, {"update": "{id}"}, "draft", act="on a draft"),
        Row(NOTERS, {"update": "{id}"}, "handed in", act="on a text that waits"),
    ),
    "POST /notes": (
        Row(TEAM, {"text": "Who is on?"}),
        Row(TEAM, {"text": "Who says so?", "update": "{id}"}, "published", act="on an update"),
        Row(NOTERS, {"text": "Who says so?", "update": "{id}"}, "handed in", act="on a text that waits"),
    ),
    "POST /notes/<int:note_id>/resolve": Row(TEAM, what="note"),
    "POST /notes/<int:note_id>/reopen": Row(TEAM, what="note"),
    "POST /notes/<int:note_id>/delete": Row(WRITERS, what="note"),
    "GET /audit": Row(EDITORS),
    "GET /audit.csv": Row(EDITORS),
    "GET /team": Row(TEAM),
    "POST /team": Row(ADMINS, {"account": "{account}"}),
    "POST /team/<int:account_id>/remove": Row(ADMINS),
}
_STOP = {"city": "Vienna", "zone": "Europe/Vienna"}
SET_UP: Rows = {
    f"POST /set-up{address}": Row(EDITORS, form)
    for address, form in {
        "/description": {"title": "Talks, again"},
        "/approval": {"approval": "1"},
        "/stops": {"city": "Oslo"},
        "/stops/<key>": _STOP,
        "/stops/<key>/arrived": {},
        "/stops/<key>/left": {},
        "/stops/<key>/take-back": {},
        "/order": {"order": "tokyo vienna"},
        "/delegations": {"name": "East"},
        "/delegations/<key>": {"name": "The North"},
        "/delegations/<key>/speakers": {"lines": "Eva Est"},
        "/speakers": {"name": "Eva Est", "delegation": "north"},
        "/speakers/<key>": {"name": "Ada Nord"},
        "/speakers/<key>/portrait": {"alt": "Ada Nord at a desk", "version": "1"},
        "/speakers/<key>/portrait/remove": {},
        "/topics": {"name": "Rivers"},
        "/topics/<key>": {"name": "Customs"},
        "/ready-texts": {"name": "Delayed", "body": "It is late."},
        "/ready-texts/order": {"order": ""},
        "/ready-texts/<key>": {"name": "Late", "body": "It is late."},
        "/ready-texts/<key>/remove": {},
        "/<any(stop, delegation, speaker, topic):kind>s/<key>/remove": {},
    }.items()
} | {f"GET /set-up{page}": Row(EDITORS) for page in ("", "/speakers/<key>/portrait")}

OF_VISITS: Rows = below("/desk/visits/<slug>", {**UPDATES, **PANELS, **SET_UP})
