"""The history of an update, the corrections of a visit, and the meaning of the labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from flask import abort, render_template, url_for

from blog import work_queue
from blog.cache import Cache
from blog.models import Revision
from blog.queries import corrections as visit_corrections
from blog.queries import revisions
from blog.text import diff
from blog.text.diff import Paragraph
from blog.text.excerpt import lines
from blog.translation import _
from blog.web.lookups import update_or_404, visit_or_404
from blog.web.page_cache.arguments import BEFORE, PAGE_FROM_1, Params
from blog.web.page_cache.decorators import cached, cached_for_visit
from blog.web.page_cache.responses import SameAs
from blog.web.reader import bp

DIFFS_BYTES, RUN_BYTES = 1_500_000, 200


@dataclass(frozen=True)
class Step:
    """A revision compared with the one before it (None for the first): added and removed words in each part."""

    revision: Revision
    before: Revision | None
    headline: Sequence[Paragraph] = ()
    body: Sequence[Paragraph] = ()
    source: Sequence[Paragraph] = ()

    @property
    def reworded(self) -> Sequence[Paragraph]:
        """The paragraphs of the text in which words were added or removed."""
        return diff.changed(self.body)


@bp.get("/standing")
@cached()
def standing() -> str:
    return render_template("standing/page.html", canonical=url_for("reader.standing", _external=True))


@bp.get("/live/<slug>/updates/<public_id>/history")
@cached_for_visit(arguments=(BEFORE,))
def history(slug: str, public_id: str, params: Params) -> str:
    visit = visit_or_404(slug)
    update = update_or_404(visit, public_id)
    below = int(params["before"]) if "before" in params else None
    if below is not None and not (update.is_public and revisions.has_older(update, below)):
        raise SameAs({})
    found = revisions.of_update(update, below) if update.is_public else []
    shown = found[: revisions.PAGE_SIZE]
    pairs = work_queue.in_slices(zip(shown, [*found[1:], None], strict=False))
    steps = [_step(revision, before) for revision, before in pairs]
    return render_template(
        "update/history.html",
        visit=visit,
        update=update,
        steps=steps,
        below=below,
        older=shown[-1].number if len(found) > len(shown) else None,
        canonical=url_for("reader.history", slug=visit.slug, public_id=public_id, _external=True),
    )


@bp.get("/live/<slug>/corrections")
@cached_for_visit(arguments=(PAGE_FROM_1,))
def corrections(slug: str, params: Params) -> str:
    visit, page = visit_or_404(slug), int(params.get("page", 1))
    counts = visit_corrections.counts(visit.id)
    if page > 1 and (page - 1) * visit_corrections.PAGE_SIZE >= counts.all:
        abort(404, _("This page of corrections does not exist."))
    found = visit_corrections.page(visit.id, page)
    steps = {one: _step(one.revision, one.before) for one in work_queue.in_slices(found.corrections) if one.revision}
    return render_template(
        "corrections/page.html",
        visit=visit,
        corrections=[(correction, steps.get(correction)) for correction in found.corrections],
        counts=counts,
        page=page,
        more=found.more,
        canonical=url_for("reader.corrections", slug=visit.slug, page=page if page > 1 else None, _external=True),
    )


def _compared(before: str, after: str) -> tuple[Paragraph, ...]:
    """Compares two texts, cached: the longest take some 200 ms, too much for every render."""
    key = sha256(f"{len(before)} {before}{after}".encode()).digest()
    found = _diffs.get(key)
    if found is None:
        found = diff.compare(before, after)
        _diffs.put(key, found)
    return found


def _step(revision: Revision, before: Revision | None) -> Step:
    if before is None:
        return Step(revision, None)
    return Step(
        revision,
        before,
        headline=diff.compare(before.headline, revision.headline),
        body=_compared(lines(before.html), lines(revision.html)),
        source=diff.compare(before.source, revision.source),
    )


def _size(paragraphs: Sequence[Paragraph]) -> int:
    return sum(2 * len(run.text) + RUN_BYTES for runs in paragraphs for run in runs)


_diffs: Cache[bytes, tuple[Paragraph, ...]] = Cache("diffs", DIFFS_BYTES, _size)
