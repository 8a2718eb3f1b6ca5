"""Saves a text while it is written, gives it back on another device, and discards it.

`PUT` answers 204 with the new version as `ETag` and `X-Draft-Version`; 409 as JSON with both wordings when another
device has saved other words over that version; 410 when the text was sent or discarded.
"""

from __future__ import annotations

from flask import Response, abort, flash, jsonify, make_response, request
from werkzeug.wrappers import Response as AnyResponse

from blog import newsroom
from blog.extensions import limiter
from blog.models import Update, Visit
from blog.models.autosave import Fields
from blog.newsroom.errors import AutosaveConflict, AutosaveEnded, Invalid
from blog.newsroom.times import local_time
from blog.queries import autosaves, visits
from blog.text import clock
from blog.text.numbers import whole_number
from blog.text.user_agents import device, in_words
from blog.translation import _
from blog.web.desk import bp, forms, responses
from blog.web.desk.auth import rate_limit_key, reporter
from blog.web.desk.forms import Form
from blog.web.desk.lookups import own_visit
from blog.wire.service import wire

SAVES = "120 per minute"
_DRAFT = "/visits/<slug>/drafts/<client_key>"
# What is sent with a text and is no part of it.
_NOT_KEPT = {"csrf_token", "password", "version", "writer", "client_key", "action", "unnamed"}


@bp.put(_DRAFT)
@limiter.limit(SAVES, key_func=rate_limit_key)
def save_draft(slug: str, client_key: str) -> Response:
    # The whole visit would take eight queries, for a request that is made every few seconds.
    visit_id, fields = visits.known_id_of(slug, reporter()) or abort(404), _fields()
    try:
        version = newsroom.autosaves.save(
            visit_id,
            reporter().id,
            client_key,
            fields,
            version=whole_number(request.form.get("version", "")) or 0,
            device=device(request.user_agent.string),
            writer=request.form.get("writer", ""),
        )
        wire().pump.presence.note_writing(visit_id, reporter().id, reporter().name)
    except AutosaveConflict as error:
        return make_response(_both_wordings(own_visit(slug), error, fields), 409)
    except AutosaveEnded as error:
        return make_response(jsonify(sentence=str(error), ended=error.how), 410)
    except Invalid as error:
        return make_response(jsonify(sentence=str(error), errors=error.fields), 422)
    return Response(status=204, headers={"ETag": f'"{version}"', "X-Draft-Version": str(version)})


@bp.post(f"{_DRAFT}/discard")
def discard_draft(slug: str, client_key: str) -> Response:
    visit = own_visit(slug)
    newsroom.autosaves.discard(visit.id, reporter().id, client_key)
    message = _("Discarded.")
    if responses.wants_fragment():
        return responses.trigger(make_response(""), message=message, discarded=client_key)
    return responses.back_to_desk(visit, message, "composer")


def asked_for(visit: Visit, update: Update | None = None) -> Form | None:
    """The form with the unsent text that `?draft=` names, if the account has it."""
    key = request.args.get("draft", "")
    if not key:
        return None
    found = autosaves.find(visit.id, reporter().id, key)
    if found is None or found.about != (update.public_id if update else ""):
        flash(_("This text is no longer here: it was sent or discarded."))
        return None
    return forms.of_autosave(visit, found, update)


def _fields() -> Fields:
    return [(name, value) for name, value in request.form.items(multi=True) if name not in _NOT_KEPT]


def _both_wordings(visit: Visit, error: AutosaveConflict, fields: Fields) -> AnyResponse:
    saved = error.saved
    return jsonify(
        sentence=str(error),
        version=saved.version,
        device=in_words(saved.device),
        at=clock.iso(saved.saved_at),
        time=local_time(saved.saved_at, visit.here),
        theirs=saved.fields,
        yours=fields,
    )
