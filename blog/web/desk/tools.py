"""Says which updates of a readers' page the account may edit; `static/js/desk-tools.js` asks."""

from __future__ import annotations

from flask import Response, abort, g, jsonify, request

from blog.permissions import may_publish
from blog.queries import desk
from blog.translation import _
from blog.web.desk import bp
from blog.web.desk.auth import reporter
from blog.web.desk.lookups import own_visit

MOST_IDS = 100


@bp.get("/visits/<slug>/tools")
def tools(slug: str) -> Response:
    """Those of `ids` (separated by commas) that the account may edit; without `ids`, the newest that it may.

    `own` are those that it may at least withdraw: where an editor approves every text, nobody else edits a public one.
    """
    visit = own_visit(slug)
    ids = [public_id for public_id in request.args.get("ids", "").split(",") if public_id]
    if len(ids) > MOST_IDS:
        abort(422, _("Ask about at most %(most)s updates at once.", most=MOST_IDS))
    found = (
        desk.editable_ids(visit.id, reporter(), ids) if ids else desk.newest_editable(visit.id, reporter(), MOST_IDS)
    )
    g.pop("desk_session", None)  # reading the readers' page is no work at the desk: it extends no session
    answer = jsonify(edit=found if may_publish(reporter(), visit) else [], own=found)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
