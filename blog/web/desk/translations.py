"""Begins a translation in the composer, and notes that one still holds after its original has changed."""

from __future__ import annotations

from flask import abort, flash, request, url_for
from werkzeug.wrappers import Response

from blog import newsroom
from blog.models import Visit
from blog.newsroom.originals import FIELD
from blog.queries import translations
from blog.text.tags import are_one_language
from blog.translation import _
from blog.web.desk import bp, forms, responses
from blog.web.desk.auth import reporter
from blog.web.desk.forms import Form
from blog.web.desk.lookups import own_update, own_visit
from blog.web.desk.redisplay import redisplays
from blog.web.desk.updates import edit_page

# What a translation is written in, unless the original is: the visit's language, or one of these.
_USUAL = ("en", "zh")


def begun(visit: Visit, public_id: str) -> Form:
    """A composer for the translation of an update, with all that it has in common with that."""
    original = translations.original_to_show(visit.id, reporter(), public_id) or abort(
        404, _("There is no such update in this visit.")
    )
    values = forms.in_common(original)
    lang = next(tag for tag in (visit.lang, *_USUAL) if not are_one_language(tag, original.lang))
    return Form({**forms.blank(visit).values, **values, FIELD: original.public_id, "lang": lang})


@bp.post("/visits/<slug>/updates/<public_id>/confirm")
@redisplays(edit_page)
def confirm_translation(slug: str, public_id: str) -> Response:
    visit = own_visit(slug)
    own_update(visit, public_id)
    newsroom.originals.confirm(visit.id, reporter().id, public_id, wording=request.form.get("wording", ""))
    flash(_("Marked as up to date."))
    return responses.go_to(url_for("desk.update", slug=slug, public_id=public_id))
