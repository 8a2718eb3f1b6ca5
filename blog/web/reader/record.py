"""The record: every wording of an update, what a visit put right, and what the marks on an update mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from time import sleep

from flask import Response, abort, render_template, request, url_for

from blog.models import Revision, Visit
from blog.queries import record
from blog.text import diff
from blog.text.diff import Paragraph
from blog.text.excerpt import lines
from blog.web import pages
from blog.web.load import update_or_404, visit_or_404
from blog.web.reader import bp

LONGEST_NUMBER = 10


@dataclass(frozen=True)
class Step:
    """A wording beside the one before it (None for the first): what came and what went, in each of its parts."""

    revision: Revision
    before: Revision | None
    headline: Sequence[Paragraph] = ()
    body: Sequence[Paragraph] = ()
    source: Sequence[Paragraph] = ()

    @property
    def reworded(self) -> Sequence[Paragraph]:
        """The paragraphs of the text in which words came or went."""
        return diff.changed(self.body)


@bp.get("/standing")
def standing() -> Response:
    canonical = url_for("reader.standing", _external=True)
    return pages.keep("standing", lambda: render_template("standing/page.html", canonical=canonical))


@bp.get("/live/<slug>/updates/<public_id>/history")
def history(slug: str, public_id: str) -> Response:
    return pages.keep_for_visit(slug, lambda: _history_page(visit_or_404(slug), public_id))


@bp.get("/live/<slug>/corrections")
def corrections(slug: str) -> Response:
    return pages.keep_for_visit(slug, lambda: _corrections_page(visit_or_404(slug)))


def _history_page(visit: Visit, public_id: str) -> str:
    update = update_or_404(visit, public_id)
    below = _asked("before")
    found = record.wordings(update, below) if update.is_public else []
    shown = found[: record.WORDINGS_SHOWN]
    steps = [_step(revision, before) for revision, before in zip(shown, [*found[1:], None], strict=False)]
    return render_template(
        "update/history.html",
        visit=visit,
        update=update,
        steps=steps,
        below=below,
        older=shown[-1].number if len(found) > len(shown) else None,
        canonical=url_for("reader.history", slug=visit.slug, public_id=public_id, _external=True),
    )


def _corrections_page(visit: Visit) -> str:
    page = 1 if "page" not in request.args else _asked("page") or 0
    found = record.corrections(visit.id, page) if page else None
    if found is None or (page > 1 and not found.entries):
        abort(404, "This page of corrections does not exist.")
    steps = {entry: _step(entry.revision, entry.before) for entry in found.entries if entry.revision}
    return render_template(
        "corrections/page.html",
        visit=visit,
        entries=[(entry, steps.get(entry)) for entry in found.entries],
        counts=record.counts(visit.id),
        page=page,
        more=found.more,
        canonical=url_for("reader.corrections", slug=visit.slug, page=page if page > 1 else None, _external=True),
    )


def _asked(name: str) -> int | None:
    """A number in the address; one that no database would take is none."""
    text = request.args.get(name, "")
    return int(text) if text.isdecimal() and len(text) < LONGEST_NUMBER else None


def _step(revision: Revision, before: Revision | None) -> Step:
    if before is None:
        return Step(revision, None)
    sleep(0)  # a long diff takes a while: between two of them everyone else has a turn
    return Step(
        revision,
        before,
        headline=diff.compare(before.headline, revision.headline),
        body=diff.compare(lines(before.html), lines(revision.html)),
        source=diff.compare(before.source, revision.source),
    )
