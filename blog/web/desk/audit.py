"""The audit: who did what, when and from where; all of it for admins, and of a visit for its editors. Also as CSV."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import groupby

from flask import Response, abort, current_app, make_response, render_template, request

from blog import newsroom
from blog.models import Visit
from blog.permissions import may_read_audit, may_read_whole_audit
from blog.queries import audit as queries
from blog.queries import audit_refusals, audit_subjects
from blog.queries.audit import AuditQuery, Recorded
from blog.text import clock
from blog.translation import _, gap
from blog.web.desk import audit_csv, audit_filters, audit_sentences, bp
from blog.web.desk.audit_sentences_of_visits import OF_UPDATES
from blog.web.desk.auth import require
from blog.web.desk.lookups import own_visit

LONGEST_POSITION = 12


@bp.get("/audit")
def audit() -> Response:
    """The whole audit. `before` is a position: only earlier entries."""
    require(may_read_whole_audit)
    newsroom.refusals.write()
    return _page(None)


@bp.get("/visits/<slug>/audit")
def visit_audit(slug: str) -> Response:
    """The audit of a visit."""
    visit = own_visit(slug)
    require(may_read_audit, visit)
    return _page(visit)


@bp.get("/audit.csv")
def audit_as_csv() -> Response:
    """The whole audit, as a spreadsheet reads it."""
    require(may_read_whole_audit)
    newsroom.refusals.write()
    return _csv(None)


@bp.get("/visits/<slug>/audit.csv")
def visit_audit_as_csv(slug: str) -> Response:
    """The audit of a visit, as a spreadsheet reads it."""
    visit = own_visit(slug)
    require(may_read_audit, visit)
    return _csv(visit)


def _page(visit: Visit | None) -> Response:
    (asked, form), before, zone = audit_filters.given(of_visit=visit is not None), _before(), _zone(visit)
    visit_id = visit.id if visit else None
    found = queries.page(visit_id, asked, before, zone=zone)
    shown = render_template(
        "desk/audit/page.html",
        visit=visit,
        form=form,
        chosen=_chosen(asked),
        days=[(day, list(those)) for day, those in groupby(found.entries, lambda one: _day(one, zone))],
        earlier=found.earlier,
        before=before,
        people={one.email: one.name for one in queries.people(visit_id)},
        kinds=audit_filters.kinds(of_visit=visit is not None),
        doors=audit_filters.doors(),
        counting=None if visit or before else audit_refusals.counting(asked, zone=zone),
        updates=audit_subjects.updates(found.entries),
        sentence_of=audit_sentences.sentence_of,
        is_of_update=lambda entry: entry.act.startswith(OF_UPDATES),
    )
    return _private(make_response(shown))


def _csv(visit: Visit | None) -> Response:
    (asked, form), zone = audit_filters.given(of_visit=visit is not None), _zone(visit)
    if form.errors:
        abort(400, gap().join(form.errors.values()))
    app, visit_id = current_app._get_current_object(), visit.id if visit else None  # type: ignore[attr-defined]

    def batches() -> Iterator[str]:
        """Each in a context of its own: between two no connection is held, however slowly they are taken."""
        yield audit_csv.HEAD
        if not visit_id:
            with app.app_context():
                yield "".join(map(audit_csv.line, audit_refusals.counting(asked, None, zone=zone).shown))
        before: int | None = None
        while True:
            with app.app_context():
                found = queries.batch(visit_id, asked, before, zone=zone)
                text = "".join(map(audit_csv.line, found))
            if not found:
                return
            before = found[-1].entry.id
            yield text

    answer, name = Response(batches(), mimetype="text/csv"), f"audit-{visit.slug}" if visit else "audit"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return _private(answer)


def _private(answer: Response) -> Response:
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _chosen(asked: AuditQuery) -> dict[str, str]:
    """The filters as arguments of an address."""
    return {name: str(value) for name, value in vars(asked).items() if value}


def _before() -> int | None:
    given = request.args.get("before", "")
    if not given:
        return None
    is_number = given.isascii() and given.isdigit() and len(given) <= LONGEST_POSITION
    return int(given) if is_number else abort(404, _("The audit has no such page."))


def _zone(visit: Visit | None) -> str:
    return visit.here.zone if visit and visit.here else "UTC"


def _day(recorded: Recorded, zone: str) -> date:
    return clock.at(recorded.entry.at, zone).date()
