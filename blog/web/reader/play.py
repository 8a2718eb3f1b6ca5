"""The player of another site, in a page of ours whose policy names that site alone."""

from __future__ import annotations

from flask import abort, current_app, render_template, url_for

from blog import security
from blog.translation import _
from blog.web.lookups import update_or_404, visit_or_404
from blog.web.page_cache.decorators import cached_for_visit
from blog.web.page_cache.entries import Rendered
from blog.web.reader import bp


@bp.get("/live/<slug>/updates/<public_id>/play/<int:number>")
@cached_for_visit()
def play(slug: str, public_id: str, number: int) -> Rendered:
    """What a card of an update plays. It may be framed by our pages, and by those that may frame our pages."""
    visit = visit_or_404(slug)
    update = update_or_404(visit, public_id)
    if not update.is_public:
        abort(410)
    card = next((card for card in update.cards if card.number == number), None)
    provider = card.playable_on if card else None
    if card is None or provider is None:
        abort(404, _("There is nothing to play here. Perhaps the update was changed."))
    options = current_app.config["SETTINGS"]
    policy = security.policy(
        security.ancestors(options.embed_ancestors), site=options.public_url, frames=provider.player_origin
    )
    page = render_template(
        "play/page.html",
        visit=visit,
        update=update,
        card=card,
        provider=provider,
        canonical=url_for("reader.play", slug=slug, public_id=public_id, number=number, _external=True),
    )
    return Rendered(page, {"Content-Security-Policy": policy})
